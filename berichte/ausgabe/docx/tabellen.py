"""Zahlentabelle und Maßnahmentabelle im Word-Dokument.

Als XML geschrieben: Zelle für Zelle bräuchte python-docx für die Maßnahmen das Zehnfache der Zeit.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from berichte.ausgabe.spaltenbreiten import Zellschrift, in_groesster_schrift
from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.akten.bericht import Massnahmentabelle, Massnahmenzeile, Zwischenzeile
from berichte.kern.tabelle import Tabelle

from .formate import BLAU, HELL, TABELLENFORMAT, kennung, textbreite

# Spalten der Maßnahmentabelle im Querformat, zusammen 261 mm.
BREITEN_MASSNAHMEN = [Mm(b) for b in (15, 55, 40, 27, 32, 27, 65)]
KLEIN = 8  # Punkt, wie „Tabellentext klein“
MASS, RAND = Schriftmass(), 8  # Punkt: links und rechts in jeder Zelle zusammen, wie im Tabellenformat
HOECHSTENS_BEISAMMEN = 40  # Zeilen; mehr fassen mit Titel und Quelle keine Seite
WEISS = "FFFFFF"
UNZULAESSIG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # was XML nicht kennt


@dataclass(frozen=True)
class Absatz:
    """Ein Absatz einer Zelle. `bleibt`: auf derselben Seite wie der nächste."""

    text: str
    vorlage: str
    ist_fett: bool = False
    ist_rechts: bool = False
    bleibt: bool = False
    farbe: str = ""

    @property
    def xml(self) -> str:
        lage = "<w:keepNext/>" * self.bleibt + '<w:jc w:val="right"/>' * self.ist_rechts
        schrift = "<w:b/>" * self.ist_fett + (f'<w:color w:val="{self.farbe}"/>' if self.farbe else "")
        zeilen = (f'<w:t xml:space="preserve">{escape(t)}</w:t>' for t in UNZULAESSIG.sub("", self.text).split("\n"))
        lauf = f"<w:r><w:rPr>{schrift}</w:rPr>{'<w:br/>'.join(zeilen)}</w:r>" if self.text else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{kennung(self.vorlage)}"/>{lage}</w:pPr>{lauf}</w:p>'


def zahlentabelle(dokument, tabelle: Tabelle, *, ist_kurz: bool = False) -> None:
    """Viele Spalten stehen kleiner, damit lange Spaltennamen Platz haben. Die Tabelle bleibt beisammen; im kurzen
    Bericht darf eine ohne Summe sich teilen und überall eine, die länger ist als eine Seite (sonst stünde ihr Titel
    allein), nur nicht gleich nach dem Kopf und nicht vor Summe und Quelle."""
    platz = textbreite(dokument.sections[-1]) / Pt(1)
    schriften = [Zellschrift(MASS, groesse, RAND) for groesse in (8.5 if ist_kurz else 9.5, KLEIN)]
    groesse, punkte = in_groesster_schrift(tabelle, platz, schriften)
    breiten, vorlage = [Pt(b) for b in punkte], "Tabellentext klein" if groesse == KLEIN else "Tabellentext"
    kopf = [spalte.bezeichnung for spalte in tabelle.spalten]
    erste_summe = len(tabelle.zeilen) + 1 - tabelle.summenzeilen
    darf_sich_teilen = len(tabelle.zeilen) > HOECHSTENS_BEISAMMEN or (ist_kurz and not tabelle.summenzeilen)
    teilbar = range(1, erste_summe - 2) if darf_sich_teilen else ()
    zeilen = []
    for nr, texte in enumerate([kopf, *tabelle.geschrieben]):
        ist_fett = nr == 0 or nr >= erste_summe
        absaetze = [
            Absatz(
                text, vorlage, ist_fett=ist_fett, ist_rechts=spalte.ist_zahl, bleibt=stelle == 0 and nr not in teilbar
            )
            for stelle, (text, spalte) in enumerate(zip(texte, tabelle.spalten, strict=True))
        ]
        grund = HELL if nr >= erste_summe else ""
        zellen = (_zelle([a], b, grund=grund) for a, b in zip(absaetze, breiten, strict=True))
        zeilen.append(_zeile(zellen, ist_kopf=nr == 0))
    _einfuegen(dokument, tabelle.titel, breiten, zeilen)


def massnahmentabelle(dokument, baustein: Massnahmentabelle) -> None:
    kopf = [[Absatz(text, "Maßnahmentext", ist_fett=True)] for text in baustein.SPALTEN]
    zeilen = [_zeile(map(_zelle, kopf, BREITEN_MASSNAHMEN), ist_kopf=True)]
    for zeile in baustein.zeilen:
        if isinstance(zeile, Zwischenzeile):
            zeilen.append(_zeile([_zwischenzelle(zeile)]))
        else:
            zeilen.append(_zeile(map(_zelle, _massnahme(zeile), BREITEN_MASSNAHMEN)))
    _einfuegen(dokument, baustein.titel, BREITEN_MASSNAHMEN, zeilen)


def _zwischenzelle(zeile: Zwischenzeile) -> str:
    """Über alle Spalten; bleibt bei der folgenden Zeile."""
    farbe, grund = (WEISS, BLAU) if zeile.ebene == 1 else ("", HELL)
    absatz = Absatz(zeile.text, "Maßnahmentext", ist_fett=True, bleibt=True, farbe=farbe)
    return _zelle([absatz], sum(BREITEN_MASSNAHMEN), grund=grund, ueber=len(BREITEN_MASSNAHMEN))


def _massnahme(zeile: Massnahmenzeile) -> list[list[Absatz]]:
    """Je Spalte ihre Absätze; in der letzten unter der Erläuterung die Schritte als Aufzählung."""
    nr, *angaben = zeile.zellen[:-1]
    schritte = [Absatz(f"{schritt.text} {schritt.zusatz}".rstrip(), "Schritt") for schritt in zeile.schritte]
    erlaeuterung = [Absatz(zeile.erlaeuterung, "Maßnahmentext")] if zeile.erlaeuterung or not schritte else []
    return [
        [Absatz(nr, "Maßnahmentext", ist_fett=True)],
        *([Absatz(text, "Maßnahmentext")] for text in angaben),
        [*erlaeuterung, *schritte],
    ]


# --- XML -------------------------------------------------------------------------------------------------------------


def _twips(breite: int) -> int:
    return round(breite / 635)


def _zelle(absaetze: Sequence[Absatz], breite: int, *, grund: str = "", ueber: int = 1) -> str:
    spanne = f'<w:gridSpan w:val="{ueber}"/>' if ueber > 1 else ""
    flaeche = f'<w:shd w:val="clear" w:color="auto" w:fill="{grund}"/>' if grund else ""
    angaben = f'<w:tcPr><w:tcW w:type="dxa" w:w="{_twips(breite)}"/>{spanne}{flaeche}</w:tcPr>'
    return f"<w:tc>{angaben}{''.join(absatz.xml for absatz in absaetze)}</w:tc>"


def _zeile(zellen: Iterable[str], *, ist_kopf: bool = False) -> str:
    """Bricht nie mitten auf zwei Seiten; der Kopf steht auf jeder."""
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' * ist_kopf}</w:trPr>{''.join(zellen)}</w:tr>"


def _einfuegen(dokument, titel: str, breiten: Sequence[int], zeilen: Iterable[str]) -> None:
    """Breiten im Raster und in jeder Zelle: LibreOffice liest das eine, Word das andere."""
    raster = "".join(f'<w:gridCol w:w="{_twips(breite)}"/>' for breite in breiten)
    tabelle = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="{TABELLENFORMAT}"/><w:tblW w:type="auto" w:w="0"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="0" w:noVBand="1" w:val="04A0"/><w:tblCaption w:val={quoteattr(UNZULAESSIG.sub("", titel))}/>'
        f"</w:tblPr><w:tblGrid>{raster}</w:tblGrid>{''.join(zeilen)}</w:tbl>"
    )
    dokument.element.body.insert_element_before(tabelle, "w:sectPr")
