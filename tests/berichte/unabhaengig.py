"""Zählt die Beispiellieferungen ein zweites Mal, ohne eine Zeile der Anwendung: nur die Standardbibliothek, das
Lieferformat und die Stammdaten als Dateien. Als Befehl: python -m tests.berichte.unabhaengig 2024-01 2024-09
"""

import csv
import json
import sys
import zipfile
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

FIXTURES = Path(__file__).parents[2] / "fixtures"
MERKMALE_DER_FAELLE = ("Geschlecht", "Migrationshintergrund", "Familienstand", "Fallherkunft")
EINHEITEN = {
    "Information/Zuständigkeitsprüfung": "information",
    "Beratung": "beratung",
    "Krisenintervention": "krisenintervention",
}
LEER = {"Geschlecht": "keine Angabe"}  # sonst „unbekannt“
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Zelle(NamedTuple):
    """Alles, wonach eine Zahl gefragt werden kann. `ort`: leer (ganze Stadt), Name des Planungsbereichs, „Stadtteil 07“
    oder „Stelle Seniorenberatung Cotta …“."""

    quelle: str
    monat: str
    ort: str
    einheit: str
    merkmal: str = ""
    auspraegung: str = ""


@cache
def zaehlen(ordner: Path = FIXTURES / "beispiellieferungen") -> Counter[Zelle]:
    """Jede Zelle aller Dateien {quelle}_{JJJJ-MM}.xlsx des Ordners."""
    ergebnis: Counter[Zelle] = Counter()
    bereiche, stellen, hauptfelder = _stadtteile(), _stellen(), _hauptfelder()
    for datei in sorted(ordner.glob("*.xlsx")):
        quelle, monat = datei.stem.split("_")
        blaetter = lesen(datei)
        for zeile in blaetter["Fälle"]:
            zelle = Zelle(quelle, monat, "", "neuzugang")
            _dazu(ergebnis, zelle, _orte(zeile, bereiche, stellen), _merkmale_des_falls(zeile))
        faelle: defaultdict = defaultdict(list)
        for zeile in blaetter["Leistungen"]:
            art, anzahl = EINHEITEN[zeile["Leistungsart"]], int(zeile["Anzahl"] or 1)
            zelle, merkmale = Zelle(quelle, monat, "", art), _merkmale_der_leistung(zeile, hauptfelder)
            _dazu(ergebnis, zelle, _orte(zeile, bereiche, stellen), merkmale, anzahl)
            if zeile["Fallkennung"] and art != "information":
                faelle[zeile["Beratungsstelle"], zeile["Fallkennung"]].append((zeile, anzahl))
        for leistungen in faelle.values():
            zeile = min((z for z, _ in leistungen), key=lambda z: _rang(z["Stadtteil"]))
            merkmale = {"haeufigkeit": _klasse(sum(anzahl for _, anzahl in leistungen))}
            _dazu(ergebnis, Zelle(quelle, monat, "", "fall"), _orte(zeile, bereiche, stellen), merkmale)
    return ergebnis


def summe(zellen: Counter[Zelle], von: str, bis: str, quellen: tuple[str, ...]) -> dict[tuple, int]:
    """(Ort, Zähleinheit, Merkmal, Ausprägung) → Summe der Monate von … bis … über die Quellen."""
    ergebnis: Counter[tuple] = Counter()
    for (quelle, monat, *rest), anzahl in zellen.items():
        if von <= monat <= bis and quelle in quellen:
            ergebnis[tuple(rest)] += anzahl
    return dict(ergebnis)


def lesen(datei: Path) -> dict[str, list[dict[str, str]]]:
    """Blatt → Zeilen als {Überschrift: Text}. Eine .xlsx ist ein Archiv aus XML-Dateien; die Kopfzeile beginnt mit
    „Monat“, darüber steht ein Hinweis."""
    with zipfile.ZipFile(datei) as archiv:
        texte = ["".join(si.itertext()) for si in _xml(archiv, "xl/sharedStrings.xml").iter(f"{XML}si")]
        blaetter = {}
        for nr, blatt in enumerate(_xml(archiv, "xl/workbook.xml").iter(f"{XML}sheet"), start=1):
            zeilen = [_zeile(zeile, texte) for zeile in _xml(archiv, f"xl/worksheets/sheet{nr}.xml").iter(f"{XML}row")]
            kopf = next(i for i, zeile in enumerate(zeilen) if zeile.get("A") == "Monat")
            namen = zeilen[kopf]
            blaetter[blatt.get("name")] = [
                {name: zeile.get(spalte, "") for spalte, name in namen.items()} for zeile in zeilen[kopf + 1 :]
            ]
    return blaetter


def _xml(archiv: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archiv.read(name))  # noqa: S314  – eigene Dateien


def _zeile(zeile: ElementTree.Element, texte: list[str]) -> dict[str, str]:
    """Spaltenbuchstabe → Text."""
    ergebnis = {}
    for zelle in zeile.iter(f"{XML}c"):
        wert = zelle.findtext(f"{XML}v") or ""
        ergebnis[zelle.get("r").rstrip("0123456789")] = texte[int(wert)] if zelle.get("t") == "s" else wert
    return ergebnis


def _dazu(ergebnis: Counter[Zelle], zelle: Zelle, orte: tuple[str, ...], merkmale: dict, anzahl: int = 1) -> None:
    """Zu jedem Ort die Gesamtzahl und jede Aufteilung."""
    for ort in orte:
        hier = zelle._replace(ort=ort)
        ergebnis[hier] += anzahl
        for merkmal, auspraegung in merkmale.items():
            ergebnis[hier._replace(merkmal=merkmal, auspraegung=auspraegung)] += anzahl


def _merkmale_des_falls(zeile: dict[str, str]) -> dict[str, str]:
    merkmale = {name.lower(): zeile[name] or LEER.get(name, "unbekannt") for name in MERKMALE_DER_FAELLE}
    merkmale["altersgruppe"] = _gruppe(zeile["Alter"]) if "Alter" in zeile else zeile["Altersgruppe"] or "unbekannt"
    return merkmale | {"altersgruppe×geschlecht": f"{merkmale['altersgruppe']}×{merkmale['geschlecht']}"}


def _gruppe(alter: str) -> str:
    if not alter:
        return "unbekannt"
    for grenze in (60, 65, 70, 75, 80, 85, 90):
        if int(alter) < grenze:
            return "unter 60" if grenze == 60 else f"{grenze - 5}–{grenze - 1}"
    return "90+"


def _merkmale_der_leistung(zeile: dict[str, str], hauptfelder: dict[str, str]) -> dict[str, str]:
    feld = zeile["Beratungsfeld"] or "unbekannt"
    ort = zeile["Beratungsort"] or "unbekannt"
    return {"beratungsfeld": feld, "hauptberatungsfeld": hauptfelder.get(feld, feld), "beratungsort": ort}


def _klasse(leistungen: int) -> str:
    grenzen = ((10, "10 und mehr"), (4, "4–9"), (2, "2–3"), (1, "1"))
    return next(name for ab, name in grenzen if leistungen >= ab)


def _rang(stadtteil: str) -> tuple:
    """Nennen die Zeilen eines Falls mehrere Stadtteile, gilt die kleinste Nr., dann auswärtig, dann unbekannt."""
    return (not stadtteil, stadtteil == "auswärtig", stadtteil.zfill(2))


def _orte(zeile: dict[str, str], bereiche: dict[str, str], stellen: dict[str, str]) -> tuple[str, ...]:
    """Stadt, Planungsbereich, Stadtteil, Beratungsstelle."""
    nr, stelle = zeile["Stadtteil"], zeile["Beratungsstelle"]
    nr = nr.zfill(2) if nr.isdigit() else nr or "unbekannt"
    bereich = stellen[stelle] if nr == "unbekannt" else bereiche.get(nr, nr)
    return "", bereich, f"Stadtteil {nr}", f"Stelle {stelle}"


def _stadtteile() -> dict[str, str]:
    with (FIXTURES / "stadtteile.csv").open(encoding="utf-8-sig", newline="") as strom:
        return {zeile["nr"]: zeile["planungsbereich"] for zeile in csv.DictReader(strom, delimiter=";")}


def _stellen() -> dict[str, str]:
    """Name der Beratungsstelle → Planungsbereich; die Zuordnungen der Beispiele gelten unbefristet."""
    zeilen = json.loads((FIXTURES / "beispielstellen.json").read_text(encoding="utf-8"))
    namen = {z["fields"]["kuerzel"]: z["fields"]["name"] for z in zeilen if z["model"] == "beratung.beratungsstelle"}
    gebiete = [z["fields"] for z in zeilen if z["model"] == "beratung.stellengebiet"]
    return {namen[g["beratungsstelle"][0]]: g["planungsbereich"][0].capitalize() for g in gebiete}


def _hauptfelder() -> dict[str, str]:
    """Unterfeld → Hauptberatungsfeld, beides mit Bezeichnung."""
    werte = json.loads((FIXTURES / "kataloge.json").read_text(encoding="utf-8"))
    felder = [w["fields"] for w in werte if w["fields"]["merkmal"] == "beratungsfeld"]
    namen = {feld["schluessel"]: feld["bezeichnung"] for feld in felder}
    return {feld["bezeichnung"]: namen[feld["oberwert"][1]] for feld in felder if feld["oberwert"]}


if __name__ == "__main__":
    ergebnis = summe(zaehlen(), *sys.argv[1:3], quellen=tuple(sys.argv[3:]) or ("seniora", "fmg"))
    for schluessel, anzahl in sorted(ergebnis.items()):
        print(*schluessel, anzahl, sep="\t")
