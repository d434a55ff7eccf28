"""Was am Bürodiagramm steht: Namen an den Linienenden, Werte, senkrechte Linien für Ereignisse."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import combinations

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from berichte.ausgabe.bilder.figur import ACHSENFARBE, TEXTFARBE, stil
from berichte.ausgabe.bilder.gestaltung import EIN_JAHR, braucht_namen
from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.abbildungen.diagramm import Diagramm, Reihe
from dresden_senioren.kern.zahlen import deutsch

MASS = Schriftmass()
HOECHSTE_BREITE_NAMEN = 0.24  # Anteil am Bild; breitere Namen kommen in die Legende
NAHE = 0.16  # Anteil an der Höhe
ANTEIL_BALKEN = 0.6  # so viel der Breite bleibt gestapelten Balken neben ihren Namen mindestens


@dataclass(frozen=True)
class Feld:
    """Wie groß ein Diagramm steht, in Punkt, und mit welcher Schriftgröße."""

    breite: float
    hoehe: float
    schrift: float

    @property
    def ist_folie(self) -> bool:
        return self.schrift >= 12

    @property
    def strichstaerke(self) -> float:
        return 1.0 if self.ist_folie else 0.75


def werte_anschreiben(bild, diagramm: Diagramm, feld: Feld, zahlenformat: str) -> None:
    """Auf Folien trägt die Reihe, um die es geht, ihre Zahlen; alle stünden einander im Weg."""
    for linie, reihe in zip(bild.plots[0].series, diagramm.reihen, strict=True):
        if traegt_werte(diagramm, reihe, feld):
            gruppe = _gruppe(linie._element)
            gruppe.insert(0, _xml(f'<c:numFmt formatCode="{_attribut(zahlenformat)}" sourceLinked="0"/>'))
            gruppe.insert(1, _xml("<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"))
            gruppe.insert(2, _schrift(stil(reihe.rolle).farbe, feld.schrift))
            gruppe.insert(3, _xml('<c:dLblPos val="t"/>'))
            gruppe.find(qn("c:showVal")).set("val", "1")
            for stelle in reversed(_verdeckte(diagramm, reihe)):
                gruppe.insert(0, _unter_dem_punkt(stelle, gruppe))


def _verdeckte(diagramm: Diagramm, reihe: Reihe) -> list[int]:
    """Stellen, an denen eine andere Linie dicht über dem Punkt verläuft: Dort steht die Zahl darunter."""
    spalten = [andere.zahl_oder_luecke() for andere in diagramm.reihen if andere is not reihe]
    eigene = reihe.zahl_oder_luecke()
    nahe = max((w for spalte in [eigene, *spalten] for w in spalte if w is not None), default=0) * NAHE
    return [
        i
        for i, wert in enumerate(eigene)
        if wert is not None and any(s[i] is not None and 0 <= s[i] - wert < nahe for s in spalten)
    ]


def _unter_dem_punkt(stelle: int, gruppe):
    punkt = _xml(
        f'<c:dLbl><c:idx val="{stelle}"/><c:dLblPos val="b"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
    )
    for nr, name in enumerate(("c:numFmt", "c:spPr", "c:txPr"), start=1):
        punkt.insert(nr, deepcopy(gruppe.find(qn(name))))
    return punkt


def traegt_werte(diagramm: Diagramm, reihe: Reihe, feld: Feld) -> bool:
    passt = feld.ist_folie and len(diagramm.kategorien) <= EIN_JAHR
    return passt and (reihe.rolle == "aktuell" or len(diagramm.reihen) == 1)


def namen_am_ende(bild, diagramm: Diagramm, feld: Feld, achsenende: float) -> bool:
    """Jede Linie trägt rechts ihren Namen, dann braucht es keine Legende. False, wo die Namen zu breit sind oder
    einander träfen."""
    benannt = [r for r in diagramm.reihen if braucht_namen(diagramm, r)]
    enden = [_ende(reihe) for reihe in benannt]
    breite = max((_namensbreite(diagramm, reihe, feld) for reihe in benannt), default=0)
    abstand = 1.3 * feld.schrift / (feld.hoehe * 0.75) * achsenende
    ist_eng = any(
        a is not None and b is not None and a[0] == b[0] and abs(a[1] - b[1]) < abstand
        for a, b in combinations(enden, 2)
    )
    if len(benannt) < 2 or None in enden or ist_eng or breite > feld.breite * HOECHSTE_BREITE_NAMEN:
        return False
    for linie, reihe in zip(bild.plots[0].series, diagramm.reihen, strict=True):
        if reihe in benannt:
            _name_setzen(linie._element, _ende(reihe)[0], reihe, feld)
    _zeichenflaeche(bild, rechts=breite / feld.breite, feld=feld)
    return True


def _ende(reihe: Reihe) -> tuple[int, float] | None:
    """(Stelle, Wert) des letzten vorhandenen Werts."""
    vorhanden = [(i, wert) for i, wert in enumerate(reihe.zahl_oder_luecke()) if wert is not None]
    return vorhanden[-1] if vorhanden else None


def _name_setzen(reihe_xml, stelle: int, reihe: Reihe, feld: Feld) -> None:
    """Wo die Reihe ihre Zahlen trägt, auch die letzte: „2024: 230“."""
    gruppe = _gruppe(reihe_xml)
    punkt = _xml(
        f'<c:dLbl><c:idx val="{stelle}"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'<c:dLblPos val="r"/><c:showLegendKey val="0"/>{_mit_wert(gruppe)}<c:showCatName val="0"/>'
        '<c:showSerName val="1"/><c:showPercent val="0"/><c:showBubbleSize val="0"/><c:separator>: </c:separator>'
        "</c:dLbl>"
    )
    punkt.insert(2, _schrift(stil(reihe.rolle).farbe, feld.schrift, ist_fett=True))
    if (bisher := gruppe.find(f'c:dLbl/c:idx[@val="{stelle}"]/..', gruppe.nsmap)) is not None:
        gruppe.remove(bisher)
    if (zahlenformat := gruppe.find(qn("c:numFmt"))) is not None:
        punkt.insert(1, deepcopy(zahlenformat))
    gruppe.insert(len(gruppe.findall(qn("c:dLbl"))), punkt)


def _mit_wert(gruppe) -> str:
    return f'<c:showVal val="{gruppe.find(qn("c:showVal")).get("val")}"/>'


def _namensbreite(diagramm: Diagramm, reihe: Reihe, feld: Feld) -> float:
    ende = _ende(reihe)
    wert = f": {diagramm.wertetext(reihe.werte[ende[0]])}" if ende and traegt_werte(diagramm, reihe, feld) else ""
    return MASS.breite(reihe.name + wert, feld.schrift, ist_fett=True) + 14


def ereignislinien(bild, diagramm: Diagramm, feld: Feld, achsenende: float) -> None:
    """Je Ereignis eine senkrechte gestrichelte Linie mit seiner Nummer; was geschehen ist, sagt die Legende darunter.

    Die Linie ist der Fehlerbalken eines unsichtbaren Punkts am oberen Rand. Sein Ort steht im Diagramm selbst, nicht in
    der Arbeitsmappe: Dort sind nur die Zahlen der Abbildung."""
    gruppe = bild.plots[0]._element
    anzahl, stellen = len(diagramm.reihen), len(diagramm.kategorien)
    for nummer, ereignis in diagramm.nummerierte_ereignisse:
        punkt = f'<c:ptCount val="{stellen}"/><c:pt idx="{ereignis.stelle}"><c:v>{achsenende}</c:v></c:pt>'
        reihe = _xml(
            f'<c:ser><c:idx val="{anzahl + nummer - 1}"/><c:order val="{anzahl + nummer - 1}"/>'
            f"<c:tx><c:v>{nummer}</c:v></c:tx><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
            '<c:marker><c:symbol val="none"/></c:marker>'
            '<c:dLbls><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val="r"/>'
            '<c:showLegendKey val="0"/><c:showVal val="0"/><c:showCatName val="0"/><c:showSerName val="1"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
            '<c:errBars><c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="percentage"/>'
            '<c:noEndCap val="1"/><c:val val="100"/><c:spPr><a:ln w="15875"><a:solidFill>'
            f'<a:srgbClr val="{ACHSENFARBE[1:].upper()}"/></a:solidFill><a:prstDash val="dash"/></a:ln></c:spPr>'
            f"</c:errBars><c:val><c:numLit><c:formatCode>General</c:formatCode>{punkt}</c:numLit></c:val>"
            '<c:smooth val="0"/></c:ser>'
        )
        reihe.find(qn("c:dLbls")).insert(1, _schrift(TEXTFARBE, feld.schrift, ist_fett=True))
        letzte = gruppe.findall(qn("c:ser"))[-1]
        letzte.addnext(reihe)
    legende = bild._chartSpace.find(f".//{qn('c:legend')}")
    if legende is not None:
        for nummer, _ in diagramm.nummerierte_ereignisse:
            stelle = f'<c:legendEntry><c:idx val="{anzahl + nummer - 1}"/><c:delete val="1"/></c:legendEntry>'
            legende.find(qn("c:legendPos")).addnext(_xml(stelle))


def enge_abschnitte(diagramm: Diagramm, feld: Feld) -> Iterable[list[int]]:
    """Je Reihe die Stellen, an denen die Zahl nicht in ihren Abschnitt passt oder null ist; die Tabelle nennt sie."""
    spalten = [reihe.zahl_oder_luecke() for reihe in diagramm.reihen]
    laengste = max((sum(w or 0 for w in zeile) for zeile in zip(*spalten, strict=True)), default=0) or 1
    je_punkt = laengste / (feld.breite * ANTEIL_BALKEN)
    for spalte in spalten:
        yield [
            i for i, w in enumerate(spalte) if w is not None and w / je_punkt < MASS.breite(deutsch(w), feld.schrift)
        ]


def ohne_zahl(balken, stellen: Sequence[int]) -> None:
    gruppe = balken._element.find(qn("c:dLbls"))
    for stelle in reversed(stellen):
        gruppe.insert(0, _xml(f'<c:dLbl><c:idx val="{stelle}"/><c:delete val="1"/></c:dLbl>'))


def _zeichenflaeche(bild, *, rechts: float, feld: Feld) -> None:
    """Platz für die Namen am rechten Rand; Achse und Monate stehen außerhalb der Fläche."""
    links = 5.2 * feld.schrift / feld.breite
    unten, oben = 2.2 * feld.schrift / feld.hoehe, 1.4 * feld.schrift / feld.hoehe
    flaeche = bild._chartSpace.find(f".//{qn('c:plotArea')}")
    if (bisher := flaeche.find(qn("c:layout"))) is not None:
        flaeche.remove(bisher)
    masse = (("x", links), ("y", oben), ("w", 1 - links - rechts), ("h", 1 - oben - unten))
    flaeche.insert(
        0,
        _xml(
            '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
            + "".join(f'<c:{name} val="{wert:.4f}"/>' for name, wert in masse)
            + "</c:manualLayout></c:layout>"
        ),
    )


def _gruppe(reihe_xml):
    """Die Beschriftungen einer Reihe; neu angelegt zeigen sie nichts."""
    gruppe = reihe_xml.find(qn("c:dLbls"))
    if gruppe is None:
        namen = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
        gruppe = _xml("<c:dLbls>" + "".join(f'<c:show{name} val="0"/>' for name in namen) + "</c:dLbls>")
        reihe_xml._insert_dLbls(gruppe)
    return gruppe


def _schrift(farbe: str, groesse: float, *, ist_fett: bool = False):
    gestalt = f'sz="{round(groesse * 100)}" b="{int(ist_fett)}" lang="de-DE"'
    fuellung = f'<a:solidFill><a:srgbClr val="{farbe[1:].upper()}"/></a:solidFill>'
    return _xml(
        '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr>'
        f'<a:defRPr {gestalt}>{fuellung}</a:defRPr></a:pPr><a:endParaRPr lang="de-DE"/></a:p></c:txPr>'
    )


def _attribut(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")


def _xml(text: str):
    anfang, rest = text.split(">", 1)
    schluss = "/" if anfang.endswith("/") else ""
    return parse_xml(f"{anfang.removesuffix('/')} {nsdecls('c', 'a')}{schluss}>{rest}")
