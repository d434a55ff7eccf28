"""Bericht → Word-Datei mit echten Formatvorlagen, bearbeitbaren Diagrammen und Textalternativen.

Nur dieses Paket kennt python-docx.
"""

from datetime import UTC, datetime, time
from io import BytesIO

from docx.enum.section import WD_SECTION
from docx.shared import Pt

from berichte.ausgabe import deckblatt
from berichte.ausgabe.pptx.archiv import zeitlos
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Baustein,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken

from . import formate
from .felder import feld, feldanfang, feldende, textmarke, verweis
from .formate import neuer_absatz
from .tabellen import massnahmentabelle, zahlentabelle
from .zeichnung import einsetzen


def docx(freigabe: Freigabe[Bericht]) -> bytes:
    """Inhalt der Word-Datei."""
    bericht, kennzeichnung = auspacken(freigabe)
    dokument = formate.neues_dokument(ist_kurz=bericht.ist_kurz)
    _eigenschaften(dokument, bericht, kennzeichnung.kennzeichen)
    _deckblatt(dokument, bericht, kennzeichnung)
    if not bericht.ist_kurz:
        _inhalt(dokument, bericht)
    _kapitel(dokument, bericht)
    for abschnitt in dokument.sections:
        formate.kopf_und_fuss(
            abschnitt,
            links_oben=bericht.titel,
            rechts_oben=kennzeichnung.kennzeichen,
            links_unten=f"{bericht.herausgeber} · Stichtag {bericht.stichtag:%d.%m.%Y}",
            vermerk=kennzeichnung.vermerk if kennzeichnung.abruf else "",
        )
    strom = BytesIO()
    dokument.save(strom)
    return zeitlos(strom.getvalue())


def _eigenschaften(dokument, bericht: Bericht, kennzeichen: str) -> None:
    angaben = dokument.core_properties
    angaben.title = f"{bericht.titel} – {bericht.untertitel}"
    angaben.author = angaben.last_modified_by = bericht.herausgeber
    angaben.subject, angaben.keywords, angaben.comments = f"Stichtag {bericht.stichtag:%d.%m.%Y}", kennzeichen, ""
    angaben.language = "de-DE"
    angaben.created = angaben.modified = datetime.combine(bericht.stichtag, time(), UTC)


def _deckblatt(dokument, bericht: Bericht, kennzeichnung: Kennzeichnung) -> None:
    """Im kurzen Bericht steht dasselbe als Kopf über dem ersten Kapitel."""
    erste = dokument.sections[0]
    formate.seite_einrichten(erste, ist_quer=False, ist_kurz=bericht.ist_kurz)
    erste.different_first_page_header_footer = not bericht.ist_kurz
    neuer_absatz(dokument, bericht.herausgeber, "Angabe").runs[0].bold = True
    neuer_absatz(dokument, bericht.titel, "Title")
    neuer_absatz(dokument, bericht.untertitel, "Subtitle")
    for name, wert in deckblatt.angaben(bericht, kennzeichnung):
        absatz = neuer_absatz(dokument, f"{name}\t", "Angabe")
        absatz.add_run(wert).bold = True
    if kennzeichnung.erklaerung:
        neuer_absatz(dokument, kennzeichnung.erklaerung, "Angabe")


def _ueberschriften(bericht: Bericht) -> list[tuple[int, str]]:
    """(Ebene, Text) aller Überschriften."""
    ebenen = {Kapitel: 1, Abschnitt: 2}
    return [
        (ebenen[type(baustein)], f"{nummer} {baustein.titel}")
        for nummer, baustein in bericht.nummeriert
        if type(baustein) in ebenen
    ]


def _inhalt(dokument, bericht: Bericht) -> None:
    """Gefülltes Verzeichnis; Seitenzahlen ergänzt Word beim Aktualisieren, ohne beim Öffnen zu fragen.

    Ein einziges Kapitel (eine ausgegebene Liste) braucht keines.
    """
    eintraege = _ueberschriften(bericht)
    if len(eintraege) < 2:
        return
    titel = neuer_absatz(dokument, "Inhalt", "TOC Heading")
    titel.paragraph_format.page_break_before = True
    for i, (ebene, text) in enumerate(eintraege):
        absatz = neuer_absatz(dokument, "", f"toc {ebene}")
        if i == 0:
            feldanfang(absatz, r'TOC \o "1-2" \h \z \u')
        verweis(absatz, f"ueberschrift_{i + 1}", text)
        if i == len(eintraege) - 1:
            feldende(absatz)


def _kapitel(dokument, bericht: Bericht) -> None:
    """Kapitel mit einer Maßnahmentabelle liegen quer; außer im kurzen Bericht beginnt jedes auf einer neuen Seite."""
    quere = _quere_kapitel(bericht)
    ist_quer, ueberschrift = False, 0
    for nummer, baustein in bericht.nummeriert:
        if isinstance(baustein, Kapitel):
            soll_quer = nummer in quere
            if soll_quer != ist_quer:
                formate.seite_einrichten(dokument.add_section(WD_SECTION.NEW_PAGE), ist_quer=soll_quer)
                dokument.sections[-1].different_first_page_header_footer = False
        if not isinstance(baustein, Kapitel | Abschnitt):
            _setzen(dokument, nummer, baustein, ist_kurz=bericht.ist_kurz)
            continue
        ueberschrift += 1
        ebene = 1 if isinstance(baustein, Kapitel) else 2
        absatz = neuer_absatz(dokument, f"{nummer} {baustein.titel}", f"Heading {ebene}")
        textmarke(absatz, f"ueberschrift_{ueberschrift}", ueberschrift)
        if ebene == 1:
            absatz.paragraph_format.page_break_before = soll_quer == ist_quer and not bericht.ist_kurz
            ist_quer = soll_quer


def _quere_kapitel(bericht: Bericht) -> set[str]:
    quere, kapitel = set(), ""
    for nummer, baustein in bericht.nummeriert:
        if isinstance(baustein, Kapitel):
            kapitel = nummer
        elif isinstance(baustein, Massnahmentabelle):
            quere.add(kapitel)
    return quere


def _setzen(dokument, nummer: str, baustein: Baustein, *, ist_kurz: bool) -> None:
    """Einen Baustein anfügen, der keine Überschrift ist."""
    match baustein:
        case Absatz(text):
            neuer_absatz(dokument, text)
        case Hinweis(text, titel):
            absatz = neuer_absatz(dokument, "", "Hinweis")
            absatz.add_run(f"{titel}: ").bold = True
            absatz.add_run(text)
        case Aufzaehlung(punkte):
            for punkt in punkte:
                neuer_absatz(dokument, punkt, "List Bullet")
        case Abbildung(diagramm):
            _beschriftung(dokument, nummer, diagramm.titel)
            breite = formate.textbreite(dokument.sections[-1])
            einsetzen(dokument, diagramm, breite=breite, ist_knapp=ist_kurz)
            _darunter(dokument, diagramm.darunter)
        case Botschaft():
            _botschaft(dokument, baustein, danach=6 if ist_kurz else 16)
        case Zahlentabelle(tabelle):
            _beschriftung(dokument, nummer, tabelle.titel)
            zahlentabelle(dokument, tabelle, ist_kurz=ist_kurz)
            _darunter(dokument, tabelle.darunter)
        case Massnahmentabelle():
            _beschriftung(dokument, nummer, baustein.titel)
            massnahmentabelle(dokument, baustein)
            _darunter(dokument, [baustein.quelle])


def _botschaft(dokument, botschaft: Botschaft, *, danach: int) -> None:
    """Das Raster der Auswertung in eigenen Formatvorlagen; bis auf den letzten Punkt bleibt alles beisammen."""
    neuer_absatz(dokument, botschaft.gegenstand, "Botschaft Gegenstand")
    if botschaft.botschaft:
        neuer_absatz(dokument, botschaft.botschaft, "Botschaft")
    for titel, punkte in botschaft.teile:
        neuer_absatz(dokument, titel, "Botschaft Teil")
        for punkt in punkte:
            neuer_absatz(dokument, punkt, "Botschaft Punkt")
    letzter = dokument.paragraphs[-1].paragraph_format
    letzter.keep_with_next, letzter.space_after = False, Pt(danach)


def _beschriftung(dokument, nummer: str, titel: str) -> None:
    """Die Nummer ist ein Feld: Word kann auf sie verweisen und Verzeichnisse daraus bauen."""
    art, stelle = nummer.split(" ")
    absatz = neuer_absatz(dokument, f"{art} ", "Caption")
    feld(absatz, rf"SEQ {art} \* ARABIC", stelle)
    absatz.add_run(f": {titel}")


def _darunter(dokument, zeilen: list[str]) -> None:
    absatz = neuer_absatz(dokument, "", "Quellenangabe")
    for i, zeile in enumerate(zeilen):
        if i:
            absatz.add_run().add_break()
        absatz.add_run(zeile)
