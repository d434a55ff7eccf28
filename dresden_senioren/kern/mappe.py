"""XLSX → Blätter aus Text. Werte werden nicht gedeutet, nur einheitlich geschrieben; Formeln werden nie gerechnet."""

import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

import python_calamine
from lxml import etree

from .archiv import Archivfehler, Mangel, pruefe_archiv

_BEZIEHUNG = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
XML_SICHER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


@dataclass(frozen=True)
class Blatt:
    """`zeilen[0]` ist Zeile 1, wie Excel sie zählt; `formeln`: (Zeile, Spalte) ab 0, auch Rechenfehler wie #REF!."""

    name: str
    zeilen: list[list[str]]
    formeln: frozenset[tuple[int, int]] = frozenset()


def blaetter_lesen(inhalt: bytes, *, darf_formeln: bool = False) -> list[Blatt]:
    """Alle sichtbaren Blätter; Archivfehler, wenn die Datei keine einfache, heile Wertetabelle ist."""
    pruefe_archiv(inhalt, darf_formeln=darf_formeln)
    try:
        mappe = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(inhalt))
        sichtbar = python_calamine.SheetVisibleEnum.Visible
        namen = [blatt.name for blatt in mappe.sheets_metadata if blatt.visible == sichtbar]
        blaetter = {name: mappe.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in namen}
        formeln = _formeln(inhalt) if darf_formeln else {}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # ein Abbruch in der Bibliothek (Rust) ist keine Exception; jede Datei bekommt ihren Satz
        raise Archivfehler(Mangel.BESCHAEDIGT) from None
    return [
        Blatt(name, [[zelltext(z) for z in zeile] for zeile in zeilen], formeln.get(name, frozenset()))
        for name, zeilen in blaetter.items()
    ]


def zelltext(zelle) -> str:
    """Zelle, wie sie in einer deutschen CSV stünde: 7.0 → „7“, 71.5 → „71,5“, Datum → ISO."""
    match zelle:
        case str():
            return zelle.strip()
        case bool():
            return "WAHR" if zelle else "FALSCH"
        case float() | int():
            return str(int(zelle)) if zelle == zelle // 1 else str(zelle).replace(".", ",")
        case datetime():
            return zelle.date().isoformat()
        case date():
            return zelle.isoformat()
    return str(zelle)


def _formeln(inhalt: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Blattname → Zellen mit Formel oder Rechenfehler."""
    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        parser = etree.XMLParser(**XML_SICHER)
        ziele = {
            b.get("Id"): b.get("Target").lstrip("/").removeprefix("xl/")
            for b in etree.fromstring(archiv.read("xl/_rels/workbook.xml.rels"), parser)
        }
        verzeichnis = etree.fromstring(archiv.read("xl/workbook.xml"), parser)
        return {
            blatt.get("name"): frozenset(_formelzellen(archiv.read(f"xl/{ziele[blatt.get(_BEZIEHUNG)]}")))
            for blatt in verzeichnis.iter("{*}sheet")
        }


def _formelzellen(blatt: bytes):
    """Zählt mit, weil Zeilen und Zellen ihren Ort weglassen dürfen."""
    zeile = -1
    for z in etree.fromstring(blatt, etree.XMLParser(**XML_SICHER)).iter("{*}row"):
        zeile, spalte = int(z.get("r", zeile + 2)) - 1, -1
        for zelle in z.iterchildren("{*}c"):
            spalte = _spalte(zelle.get("r")) if zelle.get("r") else spalte + 1
            if zelle.get("t") == "e" or zelle.find("{*}f") is not None:
                yield zeile, spalte


def _spalte(ort: str) -> int:
    """„A7“ → 0, „AA7“ → 26."""
    nummer = 0
    for zeichen in ort.rstrip("0123456789"):
        nummer = nummer * 26 + ord(zeichen) - 64
    return nummer - 1
