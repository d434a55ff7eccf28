"""Der Kindprozess, der eine hochgeladene Arbeitsmappe liest: was darin steckt, bringt höchstens ihn zu Fall.

Er beginnt mit `python -m dresden_senioren.kern.mappenleser`, lädt kein Django, erbt keine offene Datei und nimmt sich
als Erstes Speicher und Rechenzeit. Über die Standardeingabe kommt die Mappe, über die Standardausgabe geht JSON: die
Blätter oder der Mangel."""

import io
import json
import resource
import sys
import zipfile
from datetime import date, datetime

import python_calamine

from .archiv import XML_SICHER, Archivfehler, Mangel, pruefe_archiv

_BEZIEHUNG = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def main(sekunden: int, speicher: int, darf_formeln: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (speicher, speicher))
    resource.setrlimit(resource.RLIMIT_CPU, (sekunden, sekunden))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        antwort = {"blaetter": _blaetter(sys.stdin.buffer.read(), bool(darf_formeln))}
    except Archivfehler as fehler:
        antwort = {"mangel": fehler.mangel, "angaben": fehler.angaben}
    json.dump(antwort, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def _blaetter(inhalt: bytes, darf_formeln: bool) -> list[list]:
    """Name, Zeilen und Formelzellen jedes sichtbaren Blatts."""
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
        [name, [[zelltext(z) for z in zeile] for zeile in zeilen], formeln.get(name, [])]
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


def _formeln(inhalt: bytes) -> dict[str, list[tuple[int, int]]]:
    """Blattname → Zellen mit Formel oder Rechenfehler."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        parser = etree.XMLParser(**XML_SICHER)
        ziele = {
            b.get("Id"): b.get("Target").lstrip("/").removeprefix("xl/")
            for b in etree.fromstring(archiv.read("xl/_rels/workbook.xml.rels"), parser)
        }
        verzeichnis = etree.fromstring(archiv.read("xl/workbook.xml"), parser)
        return {
            blatt.get("name"): list(
                _formelzellen(etree.fromstring(archiv.read(f"xl/{ziele[blatt.get(_BEZIEHUNG)]}"), parser))
            )
            for blatt in verzeichnis.iter("{*}sheet")
        }


def _formelzellen(blatt):
    """Zählt mit, weil Zeilen und Zellen ihren Ort weglassen dürfen."""
    zeile = -1
    for z in blatt.iter("{*}row"):
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


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
