"""Arbeitsmappen, wie kein Excel sie schriebe: gute Mappen umbauen, Blätter aus rohem XML."""

import io
import zipfile
from datetime import date, datetime

import xlsxwriter

from .conftest import FALL, FALLKOPF, als_xlsx

GUT_XLSX = als_xlsx(Fälle=[FALLKOPF, FALL])
BLATT = "xl/worksheets/sheet1.xml"
DATUMSKOPF = ["Datum", *FALLKOPF[1:]]


def umgebaut(*, ersetze: dict[str, bytes] | None = None, dazu: dict[str, bytes] | None = None) -> bytes:
    """Die gute Mappe mit ausgetauschten oder zusätzlichen Teilen."""
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GUT_XLSX)) as alt, zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as neu:
        for teil in alt.infolist():
            neu.writestr(teil.filename, (ersetze or {}).get(teil.filename, alt.read(teil)))
        for name, inhalt in (dazu or {}).items():
            neu.writestr(name, inhalt)
    return puffer.getvalue()


def blatt(zeilen: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{zeilen}</sheetData></worksheet>"
    ).encode()


def text(ort: str, wert: str) -> str:
    return f'<c r="{ort}" t="inlineStr"><is><t>{wert}</t></is></c>'


def zip_mit(**teile: bytes) -> bytes:
    puffer = io.BytesIO()
    with zipfile.ZipFile(puffer, "w") as archiv:
        for name, inhalt in teile.items():
            archiv.writestr(name, inhalt)
    return puffer.getvalue()


def mappe(zeilen: list[list], *, nacharbeit=None, **einstellungen) -> bytes:
    """Eine Mappe mit dem Blatt „Fälle“; `nacharbeit(blatt, mappe)` verbindet, versteckt oder überschreibt."""
    puffer = io.BytesIO()
    buch = xlsxwriter.Workbook(puffer, {"in_memory": True, "strings_to_formulas": False} | einstellungen)
    tag = buch.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    faelle = buch.add_worksheet("Fälle")
    for nr, zeile in enumerate(zeilen):
        for spalte, wert in enumerate(zeile):
            faelle.write(nr, spalte, wert, tag if isinstance(wert, date) else None)
    if nacharbeit:
        nacharbeit(faelle, buch)
    buch.close()
    return puffer.getvalue()


# --- Bomben und Seltsames ------------------------------------------------------------------------------------------


def zeilenbombe() -> bytes:
    """Eine Million Zeilen, die ihren Ort nicht nennen: gepackt nur wenige Kilobyte."""
    return umgebaut(ersetze={BLATT: blatt("<row><c><v>1</v></c></row>" * 1_000_000)})


def zeilenbombe_mit_ort() -> bytes:
    zeilen = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60_000))
    return umgebaut(ersetze={BLATT: blatt(zeilen)})


def textbombe(zellen: str | None = None) -> bytes:
    """Ein langer gemeinsamer Text, auf den zehntausend Zellen zeigen."""
    mit_ort = (f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 10_001))
    texte = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texte = f'<sst xmlns="{texte}"><si><t>{"x" * 30_000}</t></si></sst>'
    teile = {BLATT: blatt(zellen or "".join(mit_ort)), "xl/sharedStrings.xml": texte.encode()}
    return umgebaut(ersetze=teile)


def textbombe_ohne_ort() -> bytes:
    return textbombe('<row><c t="s"><v>0</v></c></row>' * 40_000)


def mappe_1904() -> bytes:
    return mappe([DATUMSKOPF, [date(2025, 9, 15), *FALL[1:]]], date_1904=True)


def verbundener_titel() -> bytes:
    def titel(blatt_, _):
        blatt_.merge_range("A1:H1", "Neuzugänge der Seniorenberatung")

    return mappe([[], FALLKOPF, FALL], nacharbeit=titel)


def verbundene_ueberschrift() -> bytes:
    """„Alter“ über zwei Spalten: die zweite hat Werte, aber keine Überschrift."""
    kopf, zeile = [*FALLKOPF[:4], "", *FALLKOPF[4:]], [*FALL[:4], "80–84", *FALL[4:]]
    return mappe([kopf, zeile], nacharbeit=lambda blatt_, _: blatt_.merge_range("D1:E1", "Alter"))


def ausgeblendet(was: str) -> bytes:
    def nacharbeit(blatt_, mappe_):
        if was == "zeile":
            blatt_.set_row(2, None, None, {"hidden": True})
        elif was == "spalte":
            blatt_.set_column("I:I", None, None, {"hidden": True})
        else:
            fremd = mappe_.add_worksheet("Leistungen")
            fremd.write_row(0, 0, ["Monat", "Vorname"])
            fremd.hide()

    kopf = [*FALLKOPF, "Wetter"] if was == "spalte" else FALLKOPF
    zeile = [*FALL, "sonnig"] if was == "spalte" else FALL
    return mappe([kopf, zeile, zeile], nacharbeit=nacharbeit)


def mit_zellart(art: str) -> bytes:
    def nacharbeit(blatt_, mappe_):
        if art == "wahrheit":
            blatt_.write_boolean(1, 3, True)
        elif art == "prozent":
            blatt_.write_number(1, 3, 0.82, mappe_.add_format({"num_format": "0 %"}))
        else:
            blatt_.write_number(1, 3, 82, mappe_.add_format({"num_format": "#,##0 €"}))

    return mappe([FALLKOPF, FALL], nacharbeit=nacharbeit)


def falsches_mass() -> bytes:
    """Manche Programme schreiben eine veraltete Größenangabe; gelesen werden trotzdem alle 300 Zeilen."""
    kopf = f'<row r="1">{text("A1", "Monat")}{text("B1", "Beratungsstelle")}</row>'
    zeilen = "".join(f'<row r="{n}">{text(f"A{n}", "2025-09")}{text(f"B{n}", "s-cotta")}</row>' for n in range(2, 302))
    xml = blatt(kopf + zeilen).replace(b"<sheetData>", b'<dimension ref="A1:B5"/><sheetData>')
    return umgebaut(ersetze={BLATT: xml})


def uhrzeit_an_der_monatsgrenze() -> bytes:
    return mappe([DATUMSKOPF, [datetime(2025, 9, 1, 0, 30), *FALL[1:]]])
