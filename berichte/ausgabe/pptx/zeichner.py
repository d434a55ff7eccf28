"""Folien zeichnen: aus den bemessenen Formen wird das XML von PowerPoint, unmittelbar geschrieben, weil python-pptx für
jede Zelle und jeden Absatz den Baum neu durchsucht."""

import re
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu

from .beschriftung import Feld
from .diagramm import diagrammteil
from .formen import (
    BETONT,
    DIAGRAMM,
    FUSS,
    Balken,
    Bild,
    Form,
    Masse,
    Raster,
    Rasterzeile,
    Rasterzelle,
    Rechteck,
    Textfeld,
    Zeile,
)
from .gestalt import PUNKT
from .tabellen import RAND_OBEN, RAND_SEITE
from .vorlage import Platz

UNZULAESSIG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # kennt XML nicht
NAMENSRAEUME = nsdecls("p", "a", "r")
SCHMUCK = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
VERBUNDEN = (
    '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="de-DE"/></a:p></a:txBody>'
    "<a:tcPr/></a:tc>"
)
OHNE_STIL = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # Tabellen zeichnen ihre Linien selbst
GRUND = '<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="95000"/></a:schemeClr></a:solidFill>'
DIAGRAMM_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TABELLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"


class Zeichner:
    """Zeichnet auf den Teil einer Folie; `ziele`: Nummer → Teil, für Verweise im Verzeichnis."""

    def __init__(self, teil, masse: Masse, ziele: dict):
        self.teil, self.masse, self.ziele = teil, masse, ziele
        self.baum = teil._element.find("{*}cSld/{*}spTree")
        self.nummer = 1  # die Eins hat der Baum

    def zeichne(self, form: Form) -> None:
        match form:
            case Textfeld():
                self._textfeld(form)
            case Balken():
                self._balken(form)
            case Bild():
                self._bild(form)
            case Raster():
                self._raster(form)

    def _anfuegen(self, xml: str) -> None:
        self.baum.append(parse_xml(xml))

    def _neu(self) -> int:
        self.nummer += 1
        return self.nummer

    def platzhalter(self, platz: Platz, name: str, absaetze: str) -> None:
        """Größe, Ort und Schrift kommen aus dem Layout."""
        typ = f' type="{platz.typ}"' if platz.typ else ""
        self._anfuegen(
            f'<p:sp {NAMENSRAEUME}><p:nvSpPr><p:cNvPr id="{self._neu()}" name={quoteattr(name)}/><p:cNvSpPr><a:spLocks '
            f'noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph{typ} idx="{platz.kennung}"/></p:nvPr></p:nvSpPr><p:spPr/>'
            f"<p:txBody><a:bodyPr><a:normAutofit/></a:bodyPr><a:lstStyle/>{absaetze}</p:txBody></p:sp>"
        )

    def text(self, wo: Rechteck, name: str, absaetze: str, *, rand: float = 0, fuellung: str = "<a:noFill/>") -> None:
        self._anfuegen(
            f'<p:sp {NAMENSRAEUME}><p:nvSpPr><p:cNvPr id="{self._neu()}" name={quoteattr(name)}/>'
            f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{ort(wo)}<a:prstGeom prst="rect"><a:avLst/>'
            f"</a:prstGeom>{fuellung}</p:spPr><p:txBody>{koerper(rand)}{absaetze}</p:txBody></p:sp>"
        )

    def _textfeld(self, feld: Textfeld) -> None:
        fuellung = GRUND if feld.hat_grund else "<a:noFill/>"
        self.text(feld.ort, feld.name, self.absaetze(feld.zeilen), rand=feld.rand, fuellung=fuellung)

    def _balken(self, balken: Balken) -> None:
        self._anfuegen(
            f'<p:sp {NAMENSRAEUME}><p:nvSpPr><p:cNvPr id="{self._neu()}" name="Streifen">{SCHMUCK}</p:cNvPr>'
            f'<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{ort(balken.ort)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{self._fuellung(balken.farbe)}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
        )

    def _bild(self, bild: Bild) -> None:
        feld = Feld(bild.ort.breite, bild.ort.hoehe, DIAGRAMM)
        teil = diagrammteil(bild.diagramm, self.teil.package, feld)
        kennung = self.teil.relate_to(teil, RELATIONSHIP_TYPE.CHART)
        inhalt = f'<c:chart xmlns:c="{DIAGRAMM_URI}" r:id="{kennung}"/>'
        self._grafik(bild.ort, "Diagramm", bild.diagramm.beschreibung, DIAGRAMM_URI, inhalt)

    def _raster(self, raster: Raster) -> None:
        spalten = "".join(f'<a:gridCol w="{emu(breite)}"/>' for breite in raster.breiten)
        zeilen = "".join(self._zeile(zeile, ist_kopf=not i) for i, zeile in enumerate(raster.zeilen))
        inhalt = (
            f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{OHNE_STIL}</a:tableStyleId></a:tblPr>'
            f"<a:tblGrid>{spalten}</a:tblGrid>{zeilen}</a:tbl>"
        )
        self._grafik(raster.ort, raster.name, raster.beschreibung, TABELLE_URI, inhalt)

    def _grafik(self, wo: Rechteck, name: str, beschreibung: str, art: str, inhalt: str) -> None:
        self._anfuegen(
            f'<p:graphicFrame {NAMENSRAEUME}><p:nvGraphicFramePr><p:cNvPr id="{self._neu()}" name={quoteattr(name)} '
            f'descr={quoteattr(sauber(beschreibung))}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{ort(wo, 'p')}<a:graphic>"
            f'<a:graphicData uri="{art}">{inhalt}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _zeile(self, zeile: Rasterzeile, *, ist_kopf: bool) -> str:
        zellen = "".join(self._zelle(zelle, zeile, ist_kopf=ist_kopf) for zelle in zeile.zellen)
        return f'<a:tr h="{emu(zeile.hoehe)}">{zellen}</a:tr>'

    def _zelle(self, zelle: Rasterzelle, zeile: Rasterzeile, *, ist_kopf: bool) -> str:
        """Unter dem Kopf und über der Summe eine kräftige Linie, sonst feine."""
        ist_kraeftig = ist_kopf
        linien = _linie("lnB", 1.5 if ist_kraeftig else 0.5, "tx1" if ist_kraeftig else "accent6")
        if zeile.ist_summe:
            linien = _linie("lnT", 1.5, "tx1") + linien
        grund = GRUND if zeile.ist_zwischenzeile or zeile.ist_summe else "<a:noFill/>"
        ueber = f' gridSpan="{zelle.breit_ueber}"' if zelle.breit_ueber > 1 else ""
        rand = f'marL="{emu(RAND_SEITE)}" marR="{emu(RAND_SEITE)}" marT="{emu(RAND_OBEN)}" marB="{emu(RAND_OBEN)}"'
        anker = ' anchor="b"' if ist_kopf else ""
        return (
            f"<a:tc{ueber}><a:txBody><a:bodyPr/><a:lstStyle/>{self.absaetze(zelle.zeilen, ist_rechts=zelle.ist_rechts)}"
            f"</a:txBody><a:tcPr {rand}{anker}>{linien}{grund}</a:tcPr></a:tc>{VERBUNDEN * (zelle.breit_ueber - 1)}"
        )

    def absaetze(self, zeilen: tuple[Zeile, ...], *, ist_rechts: bool = False) -> str:
        return "".join(self._absatz(zeile, davor=zeile.davor if i else 0, ist_rechts=ist_rechts)
                       for i, zeile in enumerate(zeilen))  # fmt: skip

    def _absatz(self, zeile: Zeile, *, davor: float, ist_rechts: bool) -> str:
        einzug = emu(zeile.einzug)
        punkt = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if zeile.ist_punkt else "<a:buNone/>"
        eigenschaften = (
            f'<a:pPr marL="{einzug}" indent="{-einzug}" algn="{"r" if ist_rechts else "l"}">'
            f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="{round(davor * 100)}"/></a:spcBef>'
            f'<a:spcAft><a:spcPts val="0"/></a:spcAft>{punkt}</a:pPr>'
        )
        farbe = "" if zeile.vorweg else zeile.farbe
        laeufe = self._lauf(zeile, zeile.text, zeile.ist_fett, farbe, zeile.ziel)
        if zeile.vorweg:
            laeufe = self._lauf(zeile, zeile.vorweg, True, zeile.farbe) + laeufe
        return f"<a:p>{eigenschaften}{laeufe}</a:p>"

    def _lauf(self, zeile: Zeile, text: str, ist_fett: bool, farbe: str, ziel: int | None = None) -> str:
        verweis = ""
        if ziel in self.ziele:
            kennung = self.teil.relate_to(self.ziele[ziel], RELATIONSHIP_TYPE.SLIDE)
            verweis = f'<a:hlinkClick r:id="{kennung}" action="ppaction://hlinksldjump"/>'
        fett = ' b="1"' if ist_fett else ' b="0"'
        return (
            f'<a:r><a:rPr lang="de-DE" sz="{round(zeile.groesse * 100)}"{fett} dirty="0">'
            f"{self._fuellung(farbe)}{verweis}</a:rPr><a:t>{escape(sauber(text))}</a:t></a:r>"
        )

    def _fuellung(self, farbe: str) -> str:
        if not farbe:
            return ""
        if farbe.startswith("#"):
            return f'<a:solidFill><a:srgbClr val="{farbe[1:].upper()}"/></a:solidFill>'
        name = self.masse.betont if farbe == BETONT else farbe
        return f'<a:solidFill><a:schemeClr val="{name}"/></a:solidFill>'


def foliennummer(nummer: int) -> str:
    """Ein Feld: Es zählt mit, wenn jemand Folien umstellt."""
    return (
        '<a:p><a:pPr algn="r"/><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        f'<a:rPr lang="de-DE" sz="{FUSS * 100}"/><a:t>{nummer}</a:t></a:fld></a:p>'
    )


def sauber(text: str) -> str:
    return UNZULAESSIG.sub("", text)


def emu(punkte: float) -> int:
    return round(punkte * PUNKT)


def ort(wo: Rechteck, raum: str = "a") -> str:
    x, y, breite, hoehe = (Emu(emu(wert)) for wert in (wo.x, wo.y, wo.breite, wo.hoehe))
    return f'<{raum}:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{breite}" cy="{hoehe}"/></{raum}:xfrm>'


def koerper(rand: float = 0) -> str:
    innen = emu(rand)
    return (
        f'<a:bodyPr wrap="square" lIns="{innen}" tIns="{innen}" rIns="{innen}" bIns="{innen}" anchor="t"><a:noAutofit/>'
        "</a:bodyPr><a:lstStyle/>"
    )


def _linie(name: str, staerke: float, farbe: str) -> str:
    return f'<a:{name} w="{emu(staerke)}"><a:solidFill><a:schemeClr val="{farbe}"/></a:solidFill></a:{name}>'
