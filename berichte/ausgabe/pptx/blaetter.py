"""Folien und Notizen als Teile der Datei, unmittelbar angelegt: python-pptx sucht beim Abschreiben der Platzhalter
jedes Mal den ganzen Baum durch und bräuchte dafür ein Vielfaches der Zeit."""

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.parts.slide import NotesSlidePart, SlidePart

NAMENSRAEUME = nsdecls("p", "a", "r")
BAUM = (
    '<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{}'
    "</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"
)
NOTIZEN = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Folienbild"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/>'
    '</p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp><p:sp><p:nvSpPr><p:cNvPr id="3" '
    'name="Notizen"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="body" idx="1"/></p:nvPr>'
    "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{}</p:txBody></p:sp>"
)


def neue_folie(folien, layoutteil, nummer: int) -> SlidePart:
    """Eine leere Folie ohne jede Form, hinten angefügt."""
    xml = f"<p:sld {NAMENSRAEUME}>{BAUM.format('')}</p:sld>"
    ort = PackURI(f"/ppt/slides/slide{nummer}.xml")
    teil = SlidePart(ort, CONTENT_TYPE.PML_SLIDE, folien.part.package, parse_xml(xml))
    teil.relate_to(layoutteil, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
    folien.slides._sldIdLst.add_sldId(folien.part.relate_to(teil, RELATIONSHIP_TYPE.SLIDE))
    return teil


def notiere(folien, teil: SlidePart, nummer: int, absaetze: str) -> None:
    xml = f"<p:notes {NAMENSRAEUME}>{BAUM.format(NOTIZEN.format(absaetze))}</p:notes>"
    ort = PackURI(f"/ppt/notesSlides/notesSlide{nummer}.xml")
    notizen = NotesSlidePart(ort, CONTENT_TYPE.PML_NOTES_SLIDE, teil.package, parse_xml(xml))
    notizen.relate_to(folien.part.notes_master_part, RELATIONSHIP_TYPE.NOTES_MASTER)
    notizen.relate_to(teil, RELATIONSHIP_TYPE.SLIDE)
    teil.relate_to(notizen, RELATIONSHIP_TYPE.NOTES_SLIDE)
