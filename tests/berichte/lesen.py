"""Liest eine fertige Datei zurück: ihre Tabellen als Text oder Zahl, ihre Diagramme als Reihen von Zahlen."""

import csv
import io
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from zipfile import ZipFile

from docx import Document
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from berichte.kern.akten.bericht import Abbildung, Bericht, Massnahmentabelle, Zahlentabelle
from berichte.kern.tabelle import Zeichen

from .xlsxpruefung import Mappe, bereich

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Reihen = dict[str, list[float | None]]


@dataclass
class Gelesen:
    """`zeilen`: Zeilen jeder Zahlentabelle, wie sie geschrieben stehen; `werte`: dasselbe ungeschrieben, wo die Datei
    es hergibt. `reihen`: je Abbildung Name → Werte. `nummern`: der Maßnahmen in ihrer Folge. `text`: alles Lesbare."""

    text: str
    zeilen: list[list[list[str]]] = field(default_factory=list)
    werte: list[list[list]] = field(default_factory=list)
    reihen: list[Reihen] = field(default_factory=list)
    nummern: list[str] = field(default_factory=list)


def erwartet(bericht: Bericht) -> Gelesen:
    tabellen = [b.tabelle for b in bericht.bausteine if isinstance(b, Zahlentabelle)]
    diagramme = [b.diagramm for b in bericht.bausteine if isinstance(b, Abbildung)]
    massnahmen = [b for b in bericht.bausteine if isinstance(b, Massnahmentabelle)]
    return Gelesen(
        bericht.titel,
        [tabelle.geschrieben for tabelle in tabellen],
        [[[_wert(zelle) for zelle in zeile] for zeile in tabelle.zeilen] for tabelle in tabellen],
        [{reihe.name: reihe.zahl_oder_luecke() for reihe in diagramm.reihen} for diagramm in diagramme],
        [zeile.nr for tabelle in massnahmen for _, _, zeile in tabelle.eingeordnet],
    )


def _wert(zelle):
    return float(zelle) if isinstance(zelle, Decimal) else str(zelle) if isinstance(zelle, Zeichen) else zelle


def _glatt(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


# --- Je Format -------------------------------------------------------------------------------------------------------


def pdf(inhalt: bytes) -> Gelesen:
    """Nur Text: Zeilen der Tabellen werden darin gesucht; Diagramme prüft test_druckbild."""
    return Gelesen(_glatt(" ".join(seite.extract_text() for seite in PdfReader(io.BytesIO(inhalt)).pages)))


def docx(inhalt: bytes) -> Gelesen:
    dokument = Document(io.BytesIO(inhalt))
    tabellen = [[[zelle.text for zelle in zeile.cells] for zeile in tabelle.rows] for tabelle in dokument.tables]
    massnahmen = [tabelle for tabelle in tabellen if tabelle[0][0] == "Nr."]
    return Gelesen(
        _glatt(" ".join(absatz.text for absatz in dokument.paragraphs)),
        zeilen=[tabelle[1:] for tabelle in tabellen if tabelle not in massnahmen],
        reihen=_diagramme(inhalt, "word/charts/"),
        nummern=[zeile[0] for tabelle in massnahmen for zeile in tabelle[1:] if len(set(zeile)) > 1],
    )


def pptx(inhalt: bytes) -> Gelesen:
    """Tabellen laufen über mehrere Folien und lassen Spalten für die nächste: verglichen wird je Zeilenname."""
    folien = Presentation(io.BytesIO(inhalt)).slides
    formen = [form for folie in folien for form in folie.shapes]
    zeilen = [[zelle.text for zelle in zeile.cells] for form in formen if form.has_table for zeile in form.table.rows]
    texte = [form.text_frame.text for form in formen if form.has_text_frame]
    return Gelesen(
        _glatt(" ".join([*texte, *(zelle for zeile in zeilen for zelle in zeile)])),
        zeilen=[zeilen],
        reihen=_diagramme(inhalt, "ppt/charts/"),
        nummern=[zeile[0] for zeile in zeilen if re.fullmatch(r"[\d.]+\.", zeile[0])],
    )


def xlsx(inhalt: bytes) -> Gelesen:
    mappe = Mappe(inhalt)
    abbildungen = [blatt for blatt in mappe.blaetter if blatt.name.startswith("Abbildung")]
    tabellen = [blatt for blatt in mappe.blaetter if blatt.name.startswith("Tabelle")]
    massnahmen = [blatt for blatt in tabellen if blatt.kopf[0] == "Nr."]
    return Gelesen(
        _glatt(" ".join(str(text) for blatt in mappe.blaetter for text in blatt.zellen.values())),
        werte=[_ohne_stand(blatt) for blatt in tabellen if blatt not in massnahmen],
        reihen=[_reihen(blatt) for blatt in abbildungen],
        nummern=[zeile[0] for blatt in massnahmen for zeile in blatt.zeilen],
    )


def _ohne_stand(blatt) -> list[list]:
    spalten = [nr for nr, name in enumerate(blatt.kopf) if not name.startswith("Stand ")]
    return [["" if zeile[nr] is None else zeile[nr] for nr in spalten] for zeile in blatt.zeilen]


def _reihen(blatt) -> Reihen:
    """Was das Diagramm liest: seine Reihen mit den Zellen, auf die sie zeigen."""
    (diagramm,) = blatt.diagramme
    ergebnis = {}
    for reihe in diagramm.iter(f"{C}ser"):
        name = blatt.zellen[bereich(reihe.findtext(f"{C}tx//{C}f"))[0][0]]
        werte = [blatt.zellen.get(zelle) for (zelle,) in bereich(reihe.findtext(f"{C}val//{C}f"))]
        if name != "Ereignis Nr.":
            ergebnis[name.removesuffix(" in %")] = werte
    return ergebnis


def als_csv(inhalt: bytes) -> Gelesen:
    zeilen = list(csv.DictReader(io.StringIO(inhalt.decode("utf-8-sig"), newline=""), delimiter=";"))
    je_tabelle: dict[str, dict] = {}
    nummern = {}
    for zeile in zeilen:
        if zeile["Einheit"]:
            je_tabelle.setdefault(zeile["Tabelle"], {}).setdefault(zeile["Zeile"], {})[zeile["Spalte"]] = zeile
        elif zeile["Spalte"] == "Sachstand":
            nummern[zeile["Zeile"]] = None
    abbildungen = [tabelle for name, tabelle in je_tabelle.items() if name.startswith("Abbildung")]
    return Gelesen(
        " ".join(zeile["Bericht"] for zeile in zeilen[:1]),
        werte=[
            [[name, *map(_zelle, spalten.values())] for name, spalten in tabelle.items()]
            for nummer, tabelle in je_tabelle.items()
            if nummer.startswith("Tabelle")
        ],
        reihen=[
            {name: [_zahl(zeile[name]) for zeile in tabelle.values()] for name in next(iter(tabelle.values()))}
            for tabelle in abbildungen
        ],
        nummern=list(nummern),
    )


def _zahl(zeile: dict) -> float | None:
    return float(zeile["Wert"].replace(",", ".")) if zeile["Wert"] else None


def _zelle(zeile: dict) -> float | str:
    text = zeile["Zeichen"] or zeile["Text"].removeprefix("'")
    return text if (zahl := _zahl(zeile)) is None else zahl


def _diagramme(inhalt: bytes, ordner: str) -> list[Reihen]:
    """Aus den eingebetteten Mappen, in der Folge der Diagrammteile; Mappe und Gezeichnetes müssen übereinstimmen."""
    archiv = ZipFile(io.BytesIO(inhalt))
    teile = [name for name in archiv.namelist() if name.startswith(ordner) and name.endswith(".xml")]
    ergebnis = []
    for name in sorted(teile, key=lambda n: int("".join(filter(str.isdigit, posixpath.basename(n))) or 0)):
        diagramm = etree.fromstring(archiv.read(name))
        beziehungen = etree.fromstring(archiv.read(f"{ordner}_rels/{posixpath.basename(name)}.rels"))
        ziele = {b.get("Id"): b.get("Target") for b in beziehungen}
        ort = posixpath.normpath(posixpath.join(ordner, ziele[diagramm.find(f"{C}externalData").get(f"{R}id")]))
        mappe = CalamineWorkbook.from_filelike(io.BytesIO(archiv.read(ort.lstrip("/"))))
        kopf, *zeilen = mappe.get_sheet_by_index(0).to_python()
        reihen = {
            name: [None if zeile[spalte] == "" else zeile[spalte] for zeile in zeilen]
            for spalte, name in enumerate(kopf)
            if spalte
        }
        assert _gezeichnet(diagramm, len(zeilen)) == reihen
        ergebnis.append({name: [w and abs(w) for w in werte] for name, werte in reihen.items()})  # links steht Minus
    return ergebnis


def _gezeichnet(diagramm, anzahl: int) -> Reihen:
    """Ereignislinien haben keine Zahlen und darum keinen Bezug auf die Mappe."""
    ergebnis = {}
    for reihe in (r for r in diagramm.iter(f"{C}ser") if r.find(f"{C}val/{C}numRef") is not None):
        punkte = {int(p.get("idx")): float(p.findtext(f"{C}v")) for p in reihe.iterfind(f"{C}val//{C}pt")}
        ergebnis[reihe.findtext(f"{C}tx//{C}v")] = [punkte.get(nr) for nr in range(anzahl)]
    return ergebnis


LESER: dict[str, Callable[[bytes], Gelesen]] = {"pdf": pdf, "docx": docx, "pptx": pptx, "xlsx": xlsx, "csv": als_csv}
