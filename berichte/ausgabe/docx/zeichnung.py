"""Ein bearbeitbares Diagramm in den Text setzen: Diagrammteil, eingebettete Arbeitsmappe, Textalternative."""

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from berichte.ausgabe.pptx.diagramm import buerodiagramm
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart

HOEHE_LINIEN, HOEHE_LINIEN_KNAPP = Mm(54), Mm(42)
HOEHE_JE_BALKEN, HOEHE_JE_BALKEN_KNAPP, HOEHE_SONST = Mm(7), Mm(6), Mm(18)
DIAGRAMM_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def einsetzen(dokument, diagramm: Diagramm, *, breite: int, ist_knapp: bool = False) -> None:
    """`breite` in EMU; `ist_knapp`: weniger hoch. Die Textalternative steht am Bild, wo Vorlesehilfen sie suchen."""
    bild = buerodiagramm(diagramm)
    teil, paket = dokument.part, dokument.part.package
    nummer = 1 + sum(p.partname.startswith("/word/charts/") for p in paket.iter_parts())
    mappe = Part(PackURI(f"/word/embeddings/Zahlen{nummer}.xlsx"), CONTENT_TYPE.SML_SHEET, bild.arbeitsmappe, paket)
    zeichnung = Part(PackURI(f"/word/charts/chart{nummer}.xml"), CONTENT_TYPE.DML_CHART, bild.xml, paket)
    # Das Diagramm nennt seine Mappe „rId1“; die erste Beziehung eines neuen Teils heißt so.
    zeichnung.relate_to(mappe, RELATIONSHIP_TYPE.PACKAGE)
    beziehung = teil.relate_to(zeichnung, RELATIONSHIP_TYPE.CHART)
    absatz = dokument.add_paragraph()
    absatz.paragraph_format.keep_with_next = True
    absatz.add_run()._r.append(_rahmen(diagramm, beziehung, nummer, (breite, _hoehe(diagramm, ist_knapp=ist_knapp))))


def _hoehe(diagramm: Diagramm, *, ist_knapp: bool) -> int:
    if diagramm.art is Diagrammart.LINIEN:
        return HOEHE_LINIEN_KNAPP if ist_knapp else HOEHE_LINIEN
    return HOEHE_SONST + (HOEHE_JE_BALKEN_KNAPP if ist_knapp else HOEHE_JE_BALKEN) * len(diagramm.kategorien)


def _rahmen(diagramm: Diagramm, beziehung: str, nummer: int, groesse: tuple[int, int]):
    breite, hoehe = groesse
    rahmen = parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(breite)}" cy="{int(hoehe)}"/><wp:docPr id="{nummer}" name="Diagramm {nummer}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{DIAGRAMM_URI}">'
        f'<c:chart xmlns:c="{DIAGRAMM_URI}" r:id="{beziehung}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    angaben = rahmen[0][1]
    angaben.set("descr", diagramm.beschreibung)
    angaben.set("title", diagramm.titel)
    return rahmen
