"""Prüft eine Excel-Mappe gegen die Liste der UK Analysis Function für Tabellen und unsere Regeln für Diagramme."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VERBOTEN = set("[]:*?/\\")


class Mappe:
    """Eine geöffnete Mappe: Blätter, Tabellen und Diagramme mit ihren Zellen."""

    def __init__(self, inhalt: bytes):
        self.archiv = ZipFile(BytesIO(inhalt))
        self.texte = []
        if "xl/sharedStrings.xml" in self.archiv.namelist():
            self.texte = ["".join(si.itertext(f"{M}t")) for si in self.teil("xl/sharedStrings.xml")]
        ziele = self.beziehungen("xl/workbook.xml")
        blaetter = self.teil("xl/workbook.xml").find(f"{M}sheets")
        self.blaetter = [Blatt(self, b.get("name"), ziele[b.get(f"{R}id")]) for b in blaetter]
        self.verborgen = [b.get("name") for b in blaetter if b.get("state")]

    def teil(self, name: str):
        return etree.fromstring(self.archiv.read(name))

    def beziehungen(self, name: str) -> dict[str, str]:
        """Kennung → Ziel im Archiv."""
        ordner, datei = posixpath.split(name)
        ort = f"{ordner}/_rels/{datei}.rels"
        if ort not in self.archiv.namelist():
            return {}
        return {
            b.get("Id"): posixpath.normpath(posixpath.join(ordner, b.get("Target"))).lstrip("/") for b in self.teil(ort)
        }

    def blatt(self, name: str) -> "Blatt":
        return next(b for b in self.blaetter if b.name == name)


@dataclass
class Blatt:
    mappe: Mappe
    name: str
    ort: str

    @cached_property
    def xml(self):
        return self.mappe.teil(self.ort)

    @cached_property
    def zellen(self) -> dict[str, str | float]:
        """„B5“ → Text oder Zahl; leere Zellen fehlen."""
        ergebnis = {}
        for zelle in self.xml.iter(f"{M}c"):
            wert = zelle.findtext(f"{M}v")
            if wert is not None:
                ergebnis[zelle.get("r")] = self.mappe.texte[int(wert)] if zelle.get("t") == "s" else float(wert)
        return ergebnis

    @cached_property
    def ziele(self) -> list[str]:
        return list(self.mappe.beziehungen(self.ort).values())

    @cached_property
    def tabellen(self) -> list:
        return [self.mappe.teil(ziel) for ziel in self.ziele if "/tables/" in ziel]

    @cached_property
    def zeilen(self) -> list[list[str | float | None]]:
        """Die Zeilen der Tabelle ohne Kopf; None für leere Zellen."""
        (tabelle,) = self.tabellen
        return [[self.zellen.get(zelle) for zelle in zeile] for zeile in bereich(tabelle.get("ref"))[1:]]

    @cached_property
    def kopf(self) -> list[str]:
        (tabelle,) = self.tabellen
        return [spalte.get("name") for spalte in tabelle.iter(f"{M}tableColumn")]

    @cached_property
    def diagramme(self) -> list:
        zeichnungen = [ziel for ziel in self.ziele if "/drawings/" in ziel]
        return [
            self.mappe.teil(ziel)
            for zeichnung in zeichnungen
            for ziel in self.mappe.beziehungen(zeichnung).values()
            if "/charts/" in ziel
        ]

    @cached_property
    def rahmen(self) -> list:
        zeichnungen = [self.mappe.teil(ziel) for ziel in self.ziele if "/drawings/" in ziel]
        return [k for z in zeichnungen for k in z.iter() if etree.QName(k).localname == "cNvPr"]


def bereich(bezug: str) -> list[list[str]]:
    """„A4:B6“ oder „'Blatt'!$A$4:$B$6“ → die Zellen zeilenweise."""
    von, _, bis = bezug.rsplit("!", 1)[-1].replace("$", "").partition(":")
    (s1, z1), (s2, z2) = (re.fullmatch(r"([A-Z]+)(\d+)", ort).groups() for ort in (von, bis or von))
    return [[f"{_buchstaben(s)}{z}" for s in range(_nr(s1), _nr(s2) + 1)] for z in range(int(z1), int(z2) + 1)]


def _nr(buchstaben: str) -> int:
    ergebnis = 0
    for buchstabe in buchstaben:
        ergebnis = ergebnis * 26 + ord(buchstabe) - 64
    return ergebnis


def _buchstaben(nr: int) -> str:
    return (_buchstaben((nr - 1) // 26) if nr > 26 else "") + chr((nr - 1) % 26 + 65)


# --- Die Prüfung -----------------------------------------------------------------------------------------------------


def befunde(inhalt: bytes) -> list[str]:
    """Jeder Verstoß als Satz; leer, wenn alles stimmt."""
    mappe = Mappe(inhalt)
    return [*_mappe(mappe), *(f"{b.name}: {satz}" for b in mappe.blaetter for satz in (*_blatt(b), *_bilder(b)))]


def _mappe(mappe: Mappe) -> Iterator[str]:
    namen = [blatt.name for blatt in mappe.blaetter]
    if namen[0] != "Deckblatt":
        yield "Das erste Blatt ist kein Deckblatt."
    if len({name.casefold() for name in namen}) < len(namen):
        yield "Zwei Blätter heißen gleich."
    for name in namen:
        if not 0 < len(name) <= 31 or VERBOTEN & set(name):
            yield f"Blattname „{name}“ ist nicht erlaubt."
    for name in mappe.verborgen:
        yield f"Blatt „{name}“ ist verborgen."
    kerndaten = mappe.teil("docProps/core.xml")
    angaben = {etree.QName(k).localname: k.text for k in kerndaten}
    if not angaben.get("title"):
        yield "Die Mappe hat keinen Titel."
    if angaben.get("language") != "de-DE":
        yield "Die Mappe nennt ihre Sprache nicht."
    if any("externalLink" in name or "vbaProject" in name for name in mappe.archiv.namelist()):
        yield "Verweise nach außen oder Makros."
    tabellennamen = Counter(t.get("displayName").casefold() for b in mappe.blaetter for t in b.tabellen)
    yield from (f"Zwei Tabellen heißen „{name}“." for name, zahl in tabellennamen.items() if zahl > 1)


def _blatt(blatt: Blatt) -> Iterator[str]:
    if not str(blatt.zellen.get("A1", "")).strip():
        yield "In A1 steht kein Titel."
    if blatt.xml.find(f"{M}mergeCells") is not None:
        yield "Verbundene Zellen."
    if next(blatt.xml.iter(f"{M}f"), None) is not None:
        yield "Eine Zelle rechnet."
    if any(knoten.get("hidden") for art in ("row", "col") for knoten in blatt.xml.iter(f"{M}{art}")):
        yield "Verborgene Zeilen oder Spalten."
    seite = blatt.xml.find(f"{M}pageSetup")
    if seite is None or (seite.get("paperSize"), seite.get("orientation")) != ("9", "landscape"):
        yield "Keine Druckseite A4 quer."
    namen = {b.name for b in blatt.mappe.blaetter}
    for sprung in blatt.xml.iter(f"{M}hyperlink"):
        if sprung.get("location", "").rsplit("!", 1)[0].strip("'") not in namen:
            yield "Ein Sprung führt ins Leere."
    if len(blatt.tabellen) != 1:
        yield f"{len(blatt.tabellen)} ausgezeichnete Tabellen statt einer."
        return
    yield from _tabelle(blatt)


def _tabelle(blatt: Blatt) -> Iterator[str]:
    (tabelle,) = blatt.tabellen
    zellen = bereich(tabelle.get("ref"))
    koepfe = [blatt.zellen.get(zelle) for zelle in zellen[0]]
    if koepfe != blatt.kopf:
        yield "Kopfzeile und Auszeichnung sagen nicht dasselbe."
    if len({str(kopf).casefold() for kopf in koepfe}) < len(koepfe) or not all(koepfe):
        yield "Spaltennamen fehlen oder sind doppelt."
    for zeile in zellen[1:]:
        if not any(zelle in blatt.zellen for zelle in zeile):
            yield f"Leere Zeile {zeile[0]} in der Tabelle."
    if not _bricht_um(blatt, zellen[0][0]):
        yield "Spaltennamen brechen nicht um."


def _bricht_um(blatt: Blatt, zelle: str) -> bool:
    gestalten = blatt.mappe.teil("xl/styles.xml").find(f"{M}cellXfs")
    nummer = next(int(c.get("s", 0)) for c in blatt.xml.iter(f"{M}c") if c.get("r") == zelle)
    lage = gestalten[nummer].find(f"{M}alignment")
    return lage is not None and lage.get("wrapText") == "1"


def _bilder(blatt: Blatt) -> Iterator[str]:
    if len(blatt.rahmen) != len(blatt.diagramme) or not all(rahmen.get("descr") for rahmen in blatt.rahmen):
        yield "Ein Diagramm ohne Textalternative."
    for diagramm in blatt.diagramme:
        if diagramm.find(f"{C}lang").get("val") != "de-DE":
            yield "Das Diagramm ist nicht deutsch."
        luecken = diagramm.find(f".//{C}dispBlanksAs")
        if luecken is None or luecken.get("val") != "gap":
            yield "Leere Zellen sind keine Lücken."
        if len(blatt.tabellen) == 1:
            yield from _bezuege(blatt, diagramm)


def _bezuege(blatt: Blatt, diagramm) -> Iterator[str]:
    """Jeder Wert kommt aus den Zellen der Tabelle daneben; Text in Wertzellen zeichnet Excel als null."""
    (tabelle,) = blatt.tabellen
    erlaubt = {zelle for zeile in bereich(tabelle.get("ref")) for zelle in zeile}
    for bezug in diagramm.iter(f"{C}f"):
        name = bezug.text.rsplit("!", 1)[0].strip("'")
        zellen = [zelle for zeile in bereich(bezug.text) for zelle in zeile]
        if name != blatt.name or not set(zellen) <= erlaubt:
            yield f"Das Diagramm liest {bezug.text}, nicht seine Tabelle."
            continue
        werte = [blatt.zellen.get(zelle) for zelle in zellen]
        gemerkt = {int(p.get("idx")): p.findtext(f"{C}v") for p in bezug.getparent().iter(f"{C}pt")}
        if bezug.getparent().tag == f"{C}numRef":
            if any(isinstance(wert, str) for wert in werte):
                yield f"Text in {bezug.text} wird als null gezeichnet."
            elif {nr: wert for nr, wert in enumerate(werte) if wert is not None} != {
                nr: float(wert) for nr, wert in gemerkt.items()
            }:
                yield f"Das Diagramm hat andere Werte als {bezug.text}."
