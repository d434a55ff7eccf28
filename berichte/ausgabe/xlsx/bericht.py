"""Bericht → Excel: Deckblatt mit Verzeichnis, dann je Abbildung und Tabelle ein Blatt mit einer benannten Tabelle.

Jedes Blatt trägt seinen Titel in A1 und darunter die Fassung. Abbildungen sind Excel-Diagramme über ihren Zellen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from berichte.ausgabe import deckblatt
from berichte.ausgabe.tabellendatei import ohne_standzeichen, zahlenblock
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken
from berichte.kern.tabelle import Herkunft, Tabelle

from . import diagramm as blattdiagramm
from .arbeitsmappe import Blatt, schreibe_mappe

KOPF = 3  # Zeile der Spaltennamen, ab 0: darüber Titel, Fassung, Sprung zum Deckblatt
DECKBLATT = "Deckblatt"
BREITEN = (18, 80, 34, 34)  # Zeichen, des Verzeichnisses darauf
BREITEN_MASSNAHMEN = (8, 24, 26, 34, 22, 14, 18, 14, 60)  # Zeichen; die Erläuterungen sind am längsten
ORDNER = ("Nr.", "Handlungsfeld", "Ziel", *Massnahmentabelle.SPALTEN[1:])


@dataclass(frozen=True)
class Blattplan:
    """Ein Blatt: wie es heißt, was es zeigt und wer es füllt."""

    name: str
    titel: str
    fuellen: Callable[[Blatt], None]
    herkunft: Herkunft | None = None
    hat_diagramm: bool = False

    @property
    def woher(self) -> tuple[str, str]:
        """Zeitraum und Quelle, wo es sie gibt."""
        return (self.herkunft.zeitraum, self.herkunft.quelle) if self.herkunft else ("", "")

    @property
    def ueberschrift(self) -> str:
        return f"{self.name}: {self.titel}"


def bericht_xlsx(freigabe: Freigabe[Bericht]) -> bytes:
    """Inhalt der Datei; gleicher Bericht, gleiche Bytes."""
    bericht, kennzeichnung = auspacken(freigabe)
    plaene = [*_zahlenblaetter(bericht), *_textblaetter(bericht)]

    def fuellen(mappe) -> None:
        erstes = Blatt.neu(mappe, DECKBLATT)
        _deckblatt(erstes, bericht, kennzeichnung, plaene)
        for plan in plaene:
            blatt = Blatt.neu(mappe, plan.name)
            blatt.ueberschrift(plan.ueberschrift)
            blatt.saetze(1, [kennzeichnung.vermerk])
            blatt.roh.write_url(2, 0, f"internal:'{DECKBLATT}'!A1", string="Zum Deckblatt")
            plan.fuellen(blatt)
            fuss = f"{bericht.titel} · {kennzeichnung.vermerk}"
            blatt.druckseite(kopf=KOPF, fuss=fuss, ist_eine=plan.hat_diagramm)

    titel = f"{bericht.titel} – {bericht.untertitel}"
    angaben = {"bemerkung": kennzeichnung.vermerk, "autor": bericht.herausgeber}
    return schreibe_mappe(fuellen, titel=titel, tag=bericht.stichtag, **angaben)


# --- Was auf welches Blatt kommt -------------------------------------------------------------------------------------


def _zahlenblaetter(bericht: Bericht) -> Iterator[Blattplan]:
    for nummer, baustein in bericht.nummeriert:
        match baustein:
            case Abbildung(diagramm):
                titel, herkunft = diagramm.titel, diagramm.herkunft
                fuellen = _mit(blattdiagramm.einsetzen, diagramm, nummer)
            case Zahlentabelle(tabelle):
                titel, herkunft = tabelle.titel, tabelle.herkunft
                fuellen = _mit(zahlenblock, tabelle, nummer)
            case Massnahmentabelle():
                titel, herkunft = baustein.titel, None
                fuellen = _mit(_massnahmen, baustein, nummer)
            case _:
                continue
        yield Blattplan(nummer, titel, fuellen, herkunft, hat_diagramm=isinstance(baustein, Abbildung))


def _mit(fuellen: Callable, inhalt, nummer: str) -> Callable[[Blatt], None]:
    return lambda blatt: fuellen(blatt, inhalt, kopf=KOPF, name=nummer.replace(" ", "_"))


def _massnahmen(blatt: Blatt, tabelle: Massnahmentabelle, *, kopf: int, name: str) -> None:
    zeilen = [(z.nr, feld, ziel, *z.zellen[1:]) for feld, ziel, z in tabelle.eingeordnet]
    blatt.textzeilen(kopf, ORDNER, zeilen, name=name, breiten=BREITEN_MASSNAHMEN)
    blatt.saetze(kopf + max(len(zeilen), 1) + 2, [tabelle.quelle])


def _textblaetter(bericht: Bericht) -> Iterator[Blattplan]:
    if botschaften := list(_botschaften(bericht)):
        spalten = ("Zu", "Gegenstand", "Teil", "Text")
        yield Blattplan(
            "Botschaften", "was das Amt zu den Abbildungen sagt", _texte(spalten, botschaften, "Botschaften")
        )
    if texte := list(_fliesstext(bericht)):
        spalten = ("Kapitel", "Abschnitt", "Art", "Text")
        yield Blattplan("Texte", "Absätze, Hinweise und Aufzählungen", _texte(spalten, texte, "Texte"))


def _texte(spalten: tuple[str, ...], zeilen: list[tuple[str, ...]], name: str) -> Callable[[Blatt], None]:
    return lambda blatt: blatt.textzeilen(KOPF, spalten, zeilen, name=name)


def _botschaften(bericht: Bericht) -> Iterator[tuple[str, ...]]:
    """Je Punkt eine Zeile; „Zu“ nennt die Abbildung, der die Botschaft folgt."""
    abbildung = ""
    for nummer, baustein in bericht.nummeriert:
        match baustein:
            case Abbildung():
                abbildung = nummer
            case Botschaft():
                saetze = [("Botschaft", (baustein.botschaft,))] if baustein.botschaft else []
                for teil, punkte in [*saetze, *baustein.teile]:
                    yield from ((abbildung, baustein.gegenstand, teil, punkt) for punkt in punkte)


def _fliesstext(bericht: Bericht) -> Iterator[tuple[str, ...]]:
    kapitel = abschnitt = ""
    for nummer, baustein in bericht.nummeriert:
        match baustein:
            case Kapitel(titel):
                kapitel, abschnitt = f"{nummer} {titel}", ""
            case Abschnitt(titel):
                abschnitt = f"{nummer} {titel}"
            case Absatz(text):
                yield kapitel, abschnitt, "Absatz", text
            case Hinweis(text, titel):
                yield kapitel, abschnitt, titel, text
            case Aufzaehlung(punkte):
                yield from ((kapitel, abschnitt, "Punkt", punkt) for punkt in punkte)


# --- Deckblatt -------------------------------------------------------------------------------------------------------


def _deckblatt(blatt: Blatt, bericht: Bericht, kennzeichnung: Kennzeichnung, plaene: list[Blattplan]) -> None:
    blatt.ueberschrift(bericht.titel)
    blatt.saetze(1, [bericht.untertitel])
    angaben = [("Herausgeber", bericht.herausgeber), *deckblatt.angaben(bericht, kennzeichnung)]
    fett, umbruch = blatt.mappe.add_format({"bold": True}), blatt.mappe.add_format({"text_wrap": True, "valign": "top"})
    sprung = blatt.mappe.add_format({"font_color": "#0563c1", "underline": 1, "valign": "top"})
    for nr, (name, wert) in enumerate(angaben, 2):
        blatt.roh.write_string(nr, 0, name)
        blatt.roh.write_string(nr, 1, wert, fett)
    kopf = 2 + len(angaben)
    blatt.saetze(kopf, [kennzeichnung.erklaerung] if kennzeichnung.erklaerung else [])
    kopf += 2
    blatt.tabelle(kopf, ("Blatt", "Inhalt", "Zeitraum", "Quelle"), len(plaene), name="Verzeichnis")
    zeilen = [(plan.name, plan.titel, *plan.woher) for plan in plaene]
    blatt.masse(kopf + 1, zeilen, BREITEN)
    for nr, (name, *texte) in enumerate(zeilen, kopf + 1):
        blatt.roh.write_url(nr, 0, f"internal:'{name}'!A1", sprung, string=name)
        for spalte, text in enumerate(texte, 1):
            blatt.roh.write_string(nr, spalte, text, umbruch)
    if zeichen := _zeichen(bericht):
        blatt.saetze(kopf + len(plaene) + 2, ["Zeichen in diesen Tabellen", *zeichen])
    blatt.druckseite(kopf=None, fuss=f"{bericht.titel} · {kennzeichnung.vermerk}")


def _zeichen(bericht: Bericht) -> list[str]:
    """Die Zeichen aller Blätter, jedes einmal."""
    tabellen = map(ohne_standzeichen, _tabellen(bericht))
    return list(dict.fromkeys(satz for tabelle in tabellen for satz in tabelle.zeichenerklaerung))


def _tabellen(bericht: Bericht) -> Iterator[Tabelle]:
    for baustein in bericht.bausteine:
        match baustein:
            case Abbildung(diagramm):
                yield diagramm.tabelle
            case Zahlentabelle(tabelle):
                yield tabelle
