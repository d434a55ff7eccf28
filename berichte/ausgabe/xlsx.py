"""Liste → Excel-Datei mit einem Blatt: Titel, Angaben, eine Tabelle mit Kopfzeile. Keine Zelle ist eine Formel."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import xlsxwriter

from berichte.kern.liste import Liste

GRENZE_DER_ZELLE = 32_767  # Zeichen, mehr nimmt Excel nicht


def xlsx(liste: Liste) -> bytes:
    """Inhalt der Datei; gleiche Liste, gleiche Bytes."""
    puffer = io.BytesIO()
    keine_formeln = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    mappe = xlsxwriter.Workbook(puffer, keine_formeln)
    erstellt = datetime.combine(liste.stand, time())
    mappe.set_properties({"title": liste.titel, "created": erstellt, "comments": " ".join(liste.angaben)})
    blatt = mappe.add_worksheet(liste.titel[:31])
    blatt.write_string(0, 0, liste.titel, mappe.add_format({"bold": True, "font_size": 14}))
    for nr, angabe in enumerate(liste.angaben, 1):
        blatt.write_string(nr, 0, angabe)
    kopf = len(liste.angaben) + 2
    _tabelle(blatt, mappe, liste, kopf)
    blatt.freeze_panes(kopf + 1, 1)
    blatt.set_landscape()
    blatt.set_paper(9)
    blatt.fit_to_pages(1, 0)
    blatt.repeat_rows(kopf)
    mappe.close()
    return puffer.getvalue()


def _tabelle(blatt, mappe, liste: Liste, kopf: int) -> None:
    umbruch = mappe.add_format({"text_wrap": True, "valign": "top"})
    tag = mappe.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
    fett = mappe.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    letzte = kopf + max(len(liste.zeilen), 1)
    spalten = [{"header": name, "header_format": fett} for name in liste.spalten]
    blatt.add_table(
        kopf, 0, letzte, len(spalten) - 1,
        {"columns": spalten, "name": "Liste", "style": "Table Style Light 1", "banded_rows": False},
    )  # fmt: skip
    for nr, breite in enumerate(_breiten(liste.spalten, liste.zeilen)):
        blatt.set_column(nr, nr, breite)
    for zeile_nr, zeile in enumerate(liste.zeilen, kopf + 1):
        for nr, wert in enumerate(zeile):
            if isinstance(wert, date):
                blatt.write_datetime(zeile_nr, nr, datetime.combine(wert, time()), tag)
            elif wert:
                blatt.write_string(zeile_nr, nr, wert[:GRENZE_DER_ZELLE], umbruch)


def _breiten(spalten: Sequence[str], zeilen: Iterable[Sequence]) -> list[int]:
    """So breit wie der längste Eintrag, zwischen 9 und 48 Zeichen."""
    laengen = [min(len(name), 16) for name in spalten]
    for zeile in zeilen:
        laengen = [max(alt, len(str(wert or ""))) for alt, wert in zip(laengen, zeile, strict=True)]
    return [min(max(laenge + 2, 9), 48) for laenge in laengen]
