"""Die eingebaute Folienvorlage, 16:9: Farben und Schrift als Thema, ein Master, vier Layouts. Das Amt kann sie
herunterladen, umgestalten und als eigene Vorlage laden."""

from datetime import UTC, datetime
from functools import cache
from io import BytesIO

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from dresden_senioren.kern.archiv import XML_SICHER

from .archiv import zeitlos

BREITE, HOEHE = 960, 540  # Punkt
PUNKT = 12_700  # EMU
SCHRIFT = "Arial"
# Blau und Grau von KERN, das Gold der Stadt; Reihenfolge wie im Farbschema.
FARBEN = {
    "dk1": "1B1D2C", "lt1": "FFFFFF", "dk2": "092797", "lt2": "F1F2F7", "accent1": "092797", "accent2": "FFD60A",
    "accent3": "2044AA", "accent4": "AD6500", "accent5": "007155", "accent6": "6E7597", "hlink": "2044AA",
    "folHlink": "454B6B",
}  # fmt: skip
KOPFZEILE = 13  # Kennung des Platzhalters über dem Titel
UEBERFLUESSIG = ("printerSettings", "thumbnail", "extended-properties")


@cache
def eingebaute_vorlage() -> bytes:
    """Eine leere .pptx-Datei, für jeden gleich."""
    folien = Presentation()
    folien.slide_width, folien.slide_height = Pt(BREITE), Pt(HOEHE)
    folien.part._element.find("{*}sldSz").attrib.pop("type", None)  # stand auf 4:3
    layouts = list(folien.slide_layouts)
    for stelle, layout in enumerate(layouts):
        if stelle not in LAYOUTS:
            folien.slide_layouts.remove(layout)
    _thema_setzen(folien)
    _formen_setzen(folien.slide_master, _MASTER)
    stile = folien.slide_master._element.find("{*}txStyles")
    stile.getparent().replace(stile, _xml(_STILE))
    for stelle, (name, formen, ist_blau) in LAYOUTS.items():
        layouts[stelle].name = name
        _formen_setzen(layouts[stelle], formen)
        if ist_blau:
            layouts[stelle]._element.set("showMasterSp", "0")
            layouts[stelle]._element.find("{*}cSld").insert(0, _xml(_BLAUER_GRUND))
    for teil in (folien.part, folien.part.package):
        for kennung, beziehung in list(teil._rels.items()):
            if beziehung.reltype.endswith(UEBERFLUESSIG):
                teil._rels.pop(kennung)
    angaben = folien.core_properties
    angaben.title, angaben.author, angaben.last_modified_by = "Folienvorlage Dresden Senioren", "", ""
    angaben.language = "de-DE"
    angaben.created = angaben.modified = datetime(2000, 1, 1, tzinfo=UTC)
    strom = BytesIO()
    folien.save(strom)
    return zeitlos(strom.getvalue())


def _thema_setzen(folien) -> None:
    teil = folien.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    thema = etree.fromstring(teil.blob, etree.XMLParser(**XML_SICHER))
    thema.set("name", "Dresden Senioren")
    for name, wert in FARBEN.items():
        farbe = thema.find(f".//{{*}}clrScheme/{{*}}{name}")
        for bisher in list(farbe):
            farbe.remove(bisher)
        etree.SubElement(farbe, farbe.tag.replace(name, "srgbClr"), val=wert)
    for art in ("majorFont", "minorFont"):
        thema.find(f".//{{*}}{art}/{{*}}latin").set("typeface", SCHRIFT)
    teil._blob = etree.tostring(thema, xml_declaration=True, encoding="UTF-8", standalone=True)


def _formen_setzen(traeger, formen: str) -> None:
    baum = traeger._element.find("{*}cSld/{*}spTree")
    for form in list(baum)[2:]:
        baum.remove(form)
    for form in _xml(f"<p:spTree>{formen}</p:spTree>"):
        baum.append(form)


def _xml(text: str):
    anfang, rest = text.split(">", 1)
    return parse_xml(f"{anfang} {nsdecls('p', 'a', 'r')}>{rest}")


def _ort(x: float, y: float, breite: float, hoehe: float) -> str:
    x, y, breite, hoehe = (round(wert * PUNKT) for wert in (x, y, breite, hoehe))
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{breite}" cy="{hoehe}"/></a:xfrm>'


def _flaeche(nr: int, name: str, ort: str, farbe: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{nr}" name="{name}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{ort}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="{farbe}"/></a:solidFill>'
        '<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="de-DE"/></a:p>'
        "</p:txBody></p:sp>"
    )


def _platz(  # noqa: PLR0913 – je Eigenschaft ein Name
    nr: int, platzhalter: str, name: str, ort: str, *, stil: str = "", anker: str = "t", text: str = ""
) -> str:
    """Ein Platzhalter ohne Innenrand; `stil` ist der Inhalt der ersten Ebene."""
    liste = f"<a:lstStyle><a:lvl1pPr{stil}</a:lvl1pPr></a:lstStyle>" if stil else "<a:lstStyle/>"
    inhalt = f'<a:r><a:rPr lang="de-DE"/><a:t>{text}</a:t></a:r>' if text else ""
    if 'type="sldNum"' in platzhalter:
        inhalt = _NUMMERNFELD
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{nr}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph {platzhalter}/></p:nvPr></p:nvSpPr><p:spPr>{ort}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'</p:spPr><p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anker}"><a:noAutofit/>'
        f'</a:bodyPr>{liste}<a:p>{inhalt}<a:endParaRPr lang="de-DE"/></a:p></p:txBody></p:sp>'
    )


def _schrift(groesse: int, farbe: str, *, ist_fett: bool = False) -> str:
    return (
        f'<a:defRPr sz="{groesse * 100}" b="{int(ist_fett)}" lang="de-DE"><a:solidFill><a:schemeClr val="{farbe}"/>'
        "</a:solidFill></a:defRPr>"
    )


_NUMMERNFELD = (
    '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr lang="de-DE"/><a:t>‹Nr.›</a:t></a:fld>'
)
_BLAUER_GRUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
_SCHLICHT = ' marL="0" indent="0" algn="l"><a:buNone/>'
_RECHTS = ' marL="0" indent="0" algn="r"><a:buNone/>'


def _fuss(farbe: str) -> str:
    return _platz(
        20, 'type="ftr" sz="quarter" idx="11"', "Fußzeile", _ort(48, 508, 772, 26), stil=_SCHLICHT + _schrift(10, farbe)
    ) + _platz(
        21,
        'type="sldNum" sz="quarter" idx="12"',
        "Foliennummer",
        _ort(836, 508, 76, 26),
        stil=_RECHTS + _schrift(10, farbe),
    )


_TITELORT, _TEXTORT = _ort(48, 42, 864, 70), _ort(48, 118, 864, 378)
_KOPF = _platz(
    22, f'type="body" sz="quarter" idx="{KOPFZEILE}"', "Zeile über dem Titel", _ort(48, 20, 864, 22),
    stil=_SCHLICHT + _schrift(14, "accent6"), text="Kapitel",
)  # fmt: skip
_MASTER = (
    _flaeche(30, "Band", _ort(0, 0, BREITE, 6), "accent2")
    + _flaeche(31, "Linie", _ort(48, 502, 864, 0.75), "accent6")
    + _platz(2, 'type="title"', "Titel", _TITELORT, text="Titel")
    + _platz(3, 'type="body" idx="1"', "Text", _TEXTORT, text="Text")
    + _fuss("accent6")
)
_NUR_TITEL = _KOPF + _platz(2, 'type="title"', "Titel", _TITELORT, text="Titel") + _fuss("accent6")
_TEXT = (
    _KOPF
    + _platz(2, 'type="title"', "Titel", _TITELORT, text="Titel")
    + _platz(3, 'type="body" idx="1"', "Text", _TEXTORT, text="Text")
    + _fuss("accent6")
)
_TITELFOLIE = (
    _flaeche(30, "Band", _ort(0, 0, BREITE, 10), "accent2")
    + _platz(2, 'type="ctrTitle"', "Titel", _ort(48, 84, 864, 160), anker="b", text="Titel",
             stil=_SCHLICHT + _schrift(48, "bg1", ist_fett=True))
    + _flaeche(31, "Strich", _ort(48, 260, 96, 5), "accent2")
    + _platz(3, 'type="subTitle" idx="1"', "Angaben", _ort(48, 282, 864, 212), text="Untertitel",
             stil=_SCHLICHT + _schrift(24, "bg1"))
    + _fuss("bg1")
)  # fmt: skip
_KAPITEL = (
    _flaeche(30, "Band", _ort(0, 0, BREITE, 10), "accent2")
    + _platz(22, f'type="body" sz="quarter" idx="{KOPFZEILE}"', "Zeile über dem Titel", _ort(48, 146, 864, 28),
             text="Kapitel", stil=_SCHLICHT + _schrift(20, "accent2", ist_fett=True))
    + _platz(2, 'type="title"', "Titel", _ort(48, 178, 864, 108), text="Titel",
             stil=_SCHLICHT + _schrift(44, "bg1", ist_fett=True))
    + _flaeche(31, "Strich", _ort(48, 126, 96, 5), "accent2")
    + _platz(3, 'type="body" idx="1"', "Einleitung", _ort(48, 300, 864, 194), text="Einleitung",
             stil=_SCHLICHT + _schrift(22, "bg1"))
    + _fuss("bg1")
)  # fmt: skip
_ENDE = '<a:latin typeface="+{}-lt"/><a:ea typeface="+{}-ea"/><a:cs typeface="+{}-cs"/></a:defRPr>'


def _ebene(nr: int, groesse: int) -> str:
    einzug = groesse * PUNKT
    return (
        f'<a:lvl{nr}pPr marL="{einzug * nr}" indent="-{einzug}" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" '
        'latinLnBrk="0" hangingPunct="1"><a:spcBef><a:spcPts val="600"/></a:spcBef><a:buFont typeface="Arial"/>'
        f'<a:buChar char="•"/><a:defRPr sz="{groesse * 100}" kern="1200" lang="de-DE"><a:solidFill><a:schemeClr '
        f'val="tx1"/></a:solidFill>{_ENDE.format(*["mn"] * 3)}</a:lvl{nr}pPr>'
    )


_OBERSTE = 'algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1"'
_STILE = (
    f"<p:txStyles><p:titleStyle><a:lvl1pPr {_OBERSTE}>"
    '<a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/><a:defRPr sz="2800" b="1" kern="1200" lang="de-DE">'
    f'<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>{_ENDE.format(*["mj"] * 3)}</a:lvl1pPr></p:titleStyle>'
    "<p:bodyStyle>"
    + "".join(_ebene(nr, groesse) for nr, groesse in enumerate((20, 20, 18, 18, 18), start=1))
    + '</p:bodyStyle><p:otherStyle><a:defPPr><a:defRPr lang="de-DE"/></a:defPPr></p:otherStyle></p:txStyles>'
)
# Layouts der leeren Datei von python-pptx, die bleiben: Stelle → Name, Formen, blauer Grund.
LAYOUTS = {
    0: ("Titelfolie", _TITELFOLIE, True),
    1: ("Titel und Text", _TEXT, False),
    2: ("Kapitel", _KAPITEL, True),
    5: ("Nur Titel", _NUR_TITEL, False),
}
