"""Eine Zahlentabelle als Datei: CSV und Excel, Zahlen als Zahlen, Zeichen als Zeichen, die Herkunft darunter."""

import csv as _csv
import io
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken
from berichte.kern.tabelle import Format, Tabelle, Zelle

from .csv import entschaerft

IN_PROZENT = {Format.PROZENT, Format.VERAENDERUNG}
ZAHLENFORMATE = {
    Format.ANZAHL: "#,##0",
    Format.DIFFERENZ: "+#,##0;-#,##0;0",
    Format.PROZENT: "0.0",
    Format.VERAENDERUNG: "+0.0;-0.0;0.0",
    Format.DICHTE: "0.0",
}
BREITE_NAME, BREITE_ZAHL = 42, 18  # Zeichen
ERSTELLT = datetime(2000, 1, 1)  # fest: gleiche Tabelle, gleiche Bytes


def csv(freigabe: Freigabe[Tabelle]) -> bytes:
    """UTF-8 mit BOM, Semikolon, Dezimalkomma: Fassung und Titel, Kopf und Zeilen, darunter die Herkunft."""
    tabelle, kennzeichnung = auspacken(freigabe)
    puffer = io.StringIO(newline="")
    schreiber = _csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerows([[kennzeichnung.kennzeichen], [entschaerft(tabelle.titel)], []])
    schreiber.writerow([entschaerft(name) for name in spaltennamen(tabelle)])
    schreiber.writerows([_in_csv(zelle) for zelle in zeile] for zeile in zeilen(tabelle))
    schreiber.writerow([])
    schreiber.writerows([entschaerft(satz)] for satz in tabelle.darunter)
    return puffer.getvalue().encode("utf-8-sig")


def _in_csv(zelle: Zelle) -> str:
    """1234 → „1234“, 21.5 → „21,5“: so liest ein deutsches Tabellenprogramm Zahlen."""
    return entschaerft(zelle) if isinstance(zelle, str) else str(zelle).replace(".", ",")


def xlsx(freigabe: Freigabe[Tabelle]) -> bytes:
    """Ein Blatt mit einer Tabelle namens „Zahlen“; keine Zelle ist eine Formel."""
    tabelle, kennzeichnung = auspacken(freigabe)
    puffer = io.BytesIO()
    mappe = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    mappe.set_properties({"title": tabelle.titel, "created": ERSTELLT, "comments": kennzeichnung.kennzeichen})
    blatt = mappe.add_worksheet("Zahlen")
    blatt.write_string(0, 0, tabelle.titel, mappe.add_format({"bold": True, "font_size": 14}))
    blatt.write_string(1, 0, kennzeichnung.kennzeichen)
    _zahlenblock(blatt, mappe, tabelle, kopf=3)
    unten = 3 + max(len(tabelle.zeilen), 1) + 2
    for nr, satz in enumerate(tabelle.darunter):
        blatt.write_string(unten + nr, 0, satz)
    _druckseite(blatt, kennzeichnung)
    mappe.close()
    return puffer.getvalue()


def _zahlenblock(blatt, mappe, tabelle: Tabelle, kopf: int) -> None:
    fett = mappe.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    namen, inhalt = spaltennamen(tabelle), zeilen(tabelle)
    angaben = {"columns": [{"header": name, "header_format": fett} for name in namen], "name": "Zahlen"}
    gestalt = {"style": "Table Style Light 1", "banded_rows": False, "autofilter": False}
    blatt.add_table(kopf, 0, kopf + max(len(inhalt), 1), len(namen) - 1, angaben | gestalt)
    blatt.set_column(0, 0, BREITE_NAME)
    blatt.set_column(1, len(namen) - 1, BREITE_ZAHL)
    gestalten = [_gestalt(mappe, format) for format in _formate(tabelle)]
    for zeilennr, zeile in enumerate(inhalt, kopf + 1):
        for nr, zelle in enumerate(zeile):
            if isinstance(zelle, str):
                blatt.write_string(zeilennr, nr, zelle, gestalten[nr][0])
            else:
                blatt.write_number(zeilennr, nr, float(zelle), gestalten[nr][isinstance(zelle, Decimal)])


def _gestalt(mappe, format: Format) -> tuple:
    """Für ganze Zahlen und Text, und für Zahlen mit einer Stelle."""
    if format is Format.TEXT:
        return (mappe.add_format({"num_format": "@"}),) * 2
    muster = ZAHLENFORMATE[format]
    mit_stelle = "#,##0.0" if format is Format.ANZAHL else muster
    return tuple(mappe.add_format({"num_format": m, "align": "right"}) for m in (muster, mit_stelle))


def _druckseite(blatt, kennzeichnung: Kennzeichnung) -> None:
    blatt.freeze_panes(4, 1)
    blatt.set_landscape()
    blatt.set_paper(9)
    blatt.fit_to_pages(1, 0)
    blatt.repeat_rows(3)
    blatt.set_footer(f"&L{kennzeichnung.kennzeichen}&R&P")


def spaltennamen(tabelle: Tabelle) -> list[str]:
    """Wie über der Tabelle; Prozentspalten sagen „in %“, unfeste Spalten bekommen eine zweite mit dem Stand."""
    namen = []
    for nr, spalte in enumerate(tabelle.spalten):
        name = spalte.bezeichnung
        namen.append(f"{name} in %" if spalte.format in IN_PROZENT and name != "Prozent" else name)
        if nr in _mit_stand(tabelle):
            namen.append(f"Stand {name}")
    return namen


def zeilen(tabelle: Tabelle) -> list[list[Zelle]]:
    """Die Zellen ungerundet und ungeschrieben; neben unfesten Spalten steht in Worten, wie fest jede Zahl ist."""
    return [
        [teil for spaltennr, zelle in enumerate(zeile) for teil in _zelle(tabelle, (nr, spaltennr), zelle)]
        for nr, zeile in enumerate(tabelle.zeilen)
    ]


def _zelle(tabelle: Tabelle, ort: tuple[int, int], zelle: Zelle) -> list[Zelle]:
    inhalt = str(zelle) if isinstance(zelle, str) else zelle
    if ort[1] not in _mit_stand(tabelle):
        return [inhalt]
    zustand = tabelle.zustaende.get(ort)
    return [inhalt, zustand.bezeichnung if zustand else ""]


def _mit_stand(tabelle: Tabelle) -> set[int]:
    return {spalte for _, spalte in tabelle.zustaende}


def _formate(tabelle: Tabelle) -> list[Format]:
    """Je Spalte der Datei, auch für die mit dem Stand."""
    return [
        teil
        for nr, spalte in enumerate(tabelle.spalten)
        for teil in [spalte.format, *([Format.TEXT] if nr in _mit_stand(tabelle) else [])]
    ]
