"""Zahlentabelle und Maßnahmentabelle in Word: wiederholter Kopf, feste Breiten, zusammengehaltene Zeilen."""

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, RGBColor

from berichte.kern.bericht import Massnahmentabelle, Massnahmenzeile, Zwischenzeile
from berichte.kern.tabelle import Tabelle

from .felder import (
    kopfzeile_wiederholen,
    schattieren,
    tabelle_beschreiben,
    zeile_zusammenhalten,
)
from .formate import BLAU, HELL, TABELLENFORMAT, textbreite

# Spalten der Maßnahmentabelle im Querformat, zusammen 261 mm.
BREITEN_MASSNAHMEN = [Mm(b) for b in (15, 55, 40, 27, 32, 27, 65)]


def zahlentabelle(dokument, tabelle: Tabelle) -> None:
    """Viele Spalten stehen kleiner, damit lange Spaltennamen Platz haben."""
    gesamt, zahlspalten = textbreite(dokument.sections[-1]), len(tabelle.spalten) - 1
    zahlbreite = min(Mm(26), gesamt * 76 // 100 // max(zahlspalten, 1))
    breiten = [gesamt - zahlbreite * zahlspalten, *[zahlbreite] * zahlspalten]
    vorlage = _kennung(dokument, "Tabellentext klein" if zahlspalten > 5 else "Tabellentext")
    word = _anlegen(dokument, [s.bezeichnung for s in tabelle.spalten], breiten, tabelle.titel, vorlage)
    for geschrieben in tabelle.geschrieben:
        zeile = word.add_row()
        zeile_zusammenhalten(zeile)
        for zelle, text in zip(zeile.cells, geschrieben, strict=True):
            _schreiben(zelle, text, vorlage)
    for zeile in word.rows:
        zeile.cells[0].paragraphs[0].paragraph_format.keep_with_next = True  # die Tabelle bleibt beisammen
        for zelle, spalte in zip(zeile.cells, tabelle.spalten, strict=True):
            if spalte.ist_zahl:
                zelle.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for zeile in word.rows[len(word.rows) - tabelle.summenzeilen :]:
        _fett(zeile)
        for zelle in zeile.cells:
            schattieren(zelle, HELL)
    _breiten_setzen(word, breiten)


def massnahmentabelle(dokument, baustein: Massnahmentabelle) -> None:
    text, schritt = _kennung(dokument, "Maßnahmentext"), _kennung(dokument, "Schritt")
    word = _anlegen(dokument, baustein.SPALTEN, BREITEN_MASSNAHMEN, baustein.titel, text)
    for zeile in baustein.zeilen:
        neu = word.add_row()
        zeile_zusammenhalten(neu)
        if isinstance(zeile, Zwischenzeile):
            _zwischenzeile(neu, zeile, text)
        else:
            _massnahme(neu.cells, zeile, text, schritt)
    _breiten_setzen(word, BREITEN_MASSNAHMEN)


def _anlegen(dokument, kopf, breiten, titel: str, vorlage: str):
    word = dokument.add_table(rows=1, cols=len(breiten))
    word.style = dokument.styles[TABELLENFORMAT]
    word.autofit = False
    tabelle_beschreiben(word, titel)
    kopfzeile_wiederholen(word.rows[0])
    zeile_zusammenhalten(word.rows[0])
    for zelle, text in zip(word.rows[0].cells, kopf, strict=True):
        _schreiben(zelle, text, vorlage)
    _fett(word.rows[0])
    return word


def _breiten_setzen(word, breiten) -> None:
    """Im Raster und in jeder Zelle: LibreOffice liest das eine, Word das andere."""
    for spalte, breite in zip(word.columns, breiten, strict=True):
        spalte.width = breite
    for zeile in word.rows:
        if len(zeile._tr.tc_lst) == len(breiten):
            for zelle, breite in zip(zeile._tr.tc_lst, breiten, strict=True):
                zelle.width = breite


def _kennung(dokument, vorlage: str) -> str:
    """Einmal je Tabelle nachgeschlagen: über ihren Namen sucht python-docx bei jedem Absatz alle Vorlagen durch."""
    return dokument.styles[vorlage].style_id


def _schreiben(zelle, text: str, vorlage: str):
    absatz = zelle.paragraphs[0]
    absatz._p.style = vorlage
    absatz.add_run(text)
    return absatz


def _fett(zeile) -> None:
    for zelle in zeile.cells:
        for lauf in zelle.paragraphs[0].runs:
            lauf.bold = True


def _zwischenzeile(word_zeile, zeile: Zwischenzeile, vorlage: str) -> None:
    """Über alle Spalten; bleibt bei der folgenden Zeile."""
    zellen = word_zeile.cells
    zelle = zellen[0].merge(zellen[-1])
    absatz = _schreiben(zelle, zeile.text, vorlage)
    absatz.paragraph_format.keep_with_next = True
    lauf = absatz.runs[0]
    lauf.bold = True
    if zeile.ebene == 1:
        lauf.font.color.rgb = RGBColor(255, 255, 255)
    schattieren(zelle, BLAU if zeile.ebene == 1 else HELL)


def _massnahme(zellen, zeile: Massnahmenzeile, vorlage: str, vorlage_schritt: str) -> None:
    texte = (
        zeile.nr,
        zeile.beschreibung,
        zeile.verantwortung,
        zeile.laufzeit,
        zeile.haushaltsrelevanz,
        zeile.sachstand,
        zeile.erlaeuterung,
    )
    for zelle, text in zip(zellen, texte, strict=True):
        _schreiben(zelle, text, vorlage)
    zellen[0].paragraphs[0].runs[0].bold = True
    letzte = zellen[-1]
    for i, schritt in enumerate(zeile.schritte):
        absatz = letzte.paragraphs[0] if i == 0 and not zeile.erlaeuterung else letzte.add_paragraph()
        absatz._p.style = vorlage_schritt
        absatz.add_run(" ".join(filter(None, [schritt.text, schritt.zusatz])))
