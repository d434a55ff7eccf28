"""Die Prüfung der Word-Datei bemerkt jeden eingebauten Fehler, und genau den."""

from io import BytesIO

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from berichte.ausgabe.docx import docx
from berichte.kern.geheimhaltung import Fassung, freigeben

from . import muster
from .docxpruefung import TEXTFELDER, befunde


def _erster(dokument, art: str):
    return next(dokument.element.body.iter(qn(art)))


def _fort(knoten) -> None:
    knoten.getparent().remove(knoten)


def _andere_sprache(dokument) -> None:
    next(dokument.styles.element.iter(qn("w:lang"))).set(qn("w:val"), "en-US")


def _ebene_uebersprungen(dokument) -> None:
    next(a for a in dokument.paragraphs if a.style.name == "Heading 2").style = "Heading 3"


def _nummernfeld_fort(dokument) -> None:
    next(t for t in dokument.element.body.iter(qn("w:instrText")) if "SEQ" in t.text).text = " PAGE "


def _verweis_nach_aussen(dokument) -> None:
    dokument.part.relate_to("https://example.org", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


# Was die Prüfung sagt → wie der Fehler entsteht
FEHLER = {
    "keinen Titel": lambda d: setattr(d.core_properties, "title", ""),
    "Eigenschaften nennen": lambda d: setattr(d.core_properties, "language", "en-US"),
    "Sprache des Textes": _andere_sprache,
    "überspringt": _ebene_uebersprungen,
    "leerer Absatz": lambda d: d.add_paragraph(),
    "Gemalter": lambda d: d.add_paragraph("– ein Punkt"),
    "Textfeld": lambda d: etree.SubElement(d.paragraphs[3].runs[0]._r, TEXTFELDER[1]),
    "Kopf nicht": lambda d: _fort(_erster(d, "w:tblHeader")),
    "ohne Namen": lambda d: _erster(d, "w:tblCaption").set(qn("w:val"), ""),
    "Tabelle ohne Beschriftung": lambda d: _fort(d.tables[0]._tbl.getprevious()),
    "Textalternative": lambda d: _erster(d, "wp:docPr").set("descr", ""),
    "Bild ohne Beschriftung": _nummernfeld_fort,
    "nach außen": _verweis_nach_aussen,
}


@pytest.fixture(scope="module")
def vollstaendig() -> bytes:
    return docx(freigeben(muster.vollstaendig(), Fassung.INTERN))


def test_ohne_fehler_kein_befund(vollstaendig):
    assert befunde(vollstaendig) == []


@pytest.mark.parametrize(("befund", "einbauen"), FEHLER.items(), ids=FEHLER)
def test_pruefung_findet_den_eingebauten_fehler(vollstaendig, befund, einbauen):
    dokument, strom = Document(BytesIO(vollstaendig)), BytesIO()
    einbauen(dokument)
    dokument.save(strom)
    gefunden = befunde(strom.getvalue())
    assert len(gefunden) == 1, gefunden
    assert befund in gefunden[0]
