"""XLSX-Mappen im Lieferformat schreiben: die Eingabevorlage und die Beispiellieferungen, aus denselben Spalten."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter

from .kern.zaehlung import Art
from .kern.zuordnen.spalten import SPALTEN, Spalte

# Fest, damit gleiche Inhalte gleiche Bytes ergeben.
_ERSTELLT = datetime(2024, 10, 28)


def schreibe_mappe(
    tabellen: dict[Art, tuple[list[Spalte], Iterable[list[str]]]], *, vorspann: str = "", titel: str = ""
) -> bytes:
    """Je Art ein Blatt mit Vorspann, Kopfzeile und Zeilen. Alles ist Text, außer ganzen Zahlen ohne führende Null."""
    puffer = io.BytesIO()
    mappe = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    mappe.set_properties({"title": titel, "created": _ERSTELLT, "comments": vorspann})
    fett = mappe.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    hinweis = mappe.add_format({"bold": True, "font_color": "#9c0006"})
    for art, (spalten, zeilen) in tabellen.items():
        blatt = mappe.add_worksheet(art.bezeichnung)
        kopf = 0
        if vorspann:
            blatt.write_string(0, 0, vorspann, hinweis)
            kopf = 2
        for nr, spalte in enumerate(spalten):
            blatt.set_column(nr, nr, max(14, len(spalte.ueberschrift) + 2, len(spalte.beispiel) + 2))
            blatt.write_string(kopf, nr, spalte.ueberschrift, fett)
            blatt.write_comment(kopf, nr, _anmerkung(spalte)) if not vorspann else None
        for zeile_nr, zeile in enumerate(zeilen, kopf + 1):
            for nr, text in enumerate(zeile):
                if text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"):
                    blatt.write_number(zeile_nr, nr, int(text))
                elif text:
                    blatt.write_string(zeile_nr, nr, text)
        blatt.freeze_panes(kopf + 1, 0)
    mappe.close()
    return puffer.getvalue()


def eingabevorlage() -> bytes:
    """Leere Mappe mit allen Spalten der drei Arten; was erlaubt ist, steht als Notiz an der Überschrift."""
    tabellen = {art: (list(spalten), []) for art, spalten in SPALTEN.items()}
    return schreibe_mappe(tabellen, titel="Eingabevorlage Seniorenberatung")


def _anmerkung(spalte: Spalte) -> str:
    pflicht = "Pflicht. " if spalte.ist_pflicht else ""
    beispiel = f"\nBeispiel: {spalte.beispiel}" if spalte.beispiel else ""
    return f"{pflicht}{spalte.erlaubt}{beispiel}"
