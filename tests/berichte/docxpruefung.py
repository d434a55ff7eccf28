"""Prüft eine Word-Datei: Gliederung, Sprache, Tabellenköpfe, Textalternativen, echte Listen und Beschriftungen."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

TEXTFELDER = (
    "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}txbx",
    "{urn:schemas-microsoft-com:vml}textbox",
)
GEMALTE_PUNKTE = re.compile(r"^\s*[•‣▪*–-]\s")


def befunde(inhalt: bytes) -> list[str]:
    """Jeder Verstoß als Satz; leer, wenn alles stimmt."""
    dokument = Document(BytesIO(inhalt))
    return [*_angaben(dokument), *_gliederung(dokument), *_absaetze(dokument), *_tabellen(dokument), *_bilder(dokument),
            *_archiv(inhalt)]  # fmt: skip


def _angaben(dokument) -> Iterator[str]:
    if not dokument.core_properties.title:
        yield "Das Dokument hat keinen Titel."
    if dokument.core_properties.language != "de-DE":
        yield "Die Eigenschaften nennen die Sprache nicht."
    sprachen = dokument.styles.element.iterfind(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if [sprache.get(qn("w:val")) for sprache in sprachen] != ["de-DE"]:
        yield "Die Sprache des Textes ist nicht Deutsch."


def _gliederung(dokument) -> Iterator[str]:
    vorige = 0
    for absatz in dokument.paragraphs:
        if treffer := re.fullmatch(r"Heading (\d)", absatz.style.name):
            ebene = int(treffer[1])
            if ebene > vorige + 1:
                yield f"Überschrift „{absatz.text}“ überspringt eine Ebene."
            vorige = ebene
    if not vorige:
        yield "Das Dokument hat keine Überschriften."


def _absaetze(dokument) -> Iterator[str]:
    for absatz in dokument.element.body.iter(qn("w:p")):
        text = "".join(knoten.text or "" for knoten in absatz.iter(qn("w:t")))
        traegt = any(absatz.find(f".//{qn(art)}") is not None for art in ("w:drawing", "w:sectPr", "w:fldChar"))
        in_zelle = absatz.getparent().tag == qn("w:tc") and len(absatz.getparent().findall(qn("w:p"))) == 1
        if not text.strip() and not traegt and not in_zelle:
            yield "Ein leerer Absatz als Abstand."
        if GEMALTE_PUNKTE.match(text):
            yield f"Gemalter Aufzählungspunkt: „{text[:30]}“."
        if any(absatz.find(f".//{art}") is not None for art in TEXTFELDER):
            yield "Ein Textfeld, das Vorlesehilfen überspringen."


def _tabellen(dokument) -> Iterator[str]:
    for tabelle in dokument.tables:
        koepfe = [zeile._tr.find(f".//{qn('w:tblHeader')}") is not None for zeile in tabelle.rows]
        if koepfe != [True, *[False] * (len(koepfe) - 1)]:
            yield "Eine Tabelle wiederholt ihren Kopf nicht."
        titel = tabelle._tbl.tblPr.find(qn("w:tblCaption"))
        if titel is None or not titel.get(qn("w:val")):
            yield "Eine Tabelle ohne Namen für Hilfsmittel."
        if not _ist_beschriftet(tabelle._tbl):
            yield "Eine Tabelle ohne Beschriftung."


def _bilder(dokument) -> Iterator[str]:
    for angaben in dokument.element.iter(qn("wp:docPr")):
        if not angaben.get("descr"):
            yield "Ein Bild ohne Textalternative."
        absatz = next(oben for oben in angaben.iterancestors() if oben.tag == qn("w:p"))
        if not _ist_beschriftet(absatz):
            yield "Ein Bild ohne Beschriftung."


def _ist_beschriftet(knoten) -> bool:
    """Unmittelbar davor steht eine Beschriftung mit einem Nummernfeld."""
    davor = knoten.getprevious()
    vorlage = davor.find(f".//{qn('w:pStyle')}") if davor is not None else None
    felder = [t.text for t in davor.iter(qn("w:instrText"))] if davor is not None else []
    return vorlage is not None and vorlage.get(qn("w:val")) == "Caption" and any("SEQ" in feld for feld in felder)


def _archiv(inhalt: bytes) -> Iterator[str]:
    archiv = ZipFile(BytesIO(inhalt))
    if any(name.endswith(".rels") and b'TargetMode="External"' in archiv.read(name) for name in archiv.namelist()):
        yield "Ein Verweis nach außen."
    if any("vbaProject" in name for name in archiv.namelist()):
        yield "Makros."
