"""Diagramm → bearbeitbares Bürodiagramm mit eingebetteter Arbeitsmappe, für PowerPoint und Word.

Nur dieses Paket kennt python-pptx: dessen Diagrammteile sind in Word dieselben.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.opc.package import OpcPackage
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.parts.chart import ChartPart
from pptx.util import Pt
from xlsxwriter import Workbook

from berichte.ausgabe.bilder.figur import (
    ACHSENFARBE,
    AUFFAELLIG,
    GITTERFARBE,
    HINTERGRUND,
    TEXTFARBE,
    Stil,
    marken,
    stil,
)
from berichte.ausgabe.bilder.gestaltung import achsentext, flaechen, stufen
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart
from berichte.kern.tabelle import Format

from .beschriftung import Feld, enge_abschnitte, ereignislinien, namen_am_ende, ohne_zahl, werte_anschreiben

ART = {
    Diagrammart.LINIEN: XL_CHART_TYPE.LINE_MARKERS,
    Diagrammart.BALKEN: XL_CHART_TYPE.BAR_CLUSTERED,
    Diagrammart.GESTAPELT: XL_CHART_TYPE.BAR_STACKED,
    Diagrammart.GESPIEGELT: XL_CHART_TYPE.BAR_CLUSTERED,
}
MARKEN = {"kreis": XL_MARKER_STYLE.CIRCLE, "quadrat": XL_MARKER_STYLE.SQUARE, "raute": XL_MARKER_STYLE.DIAMOND,
          "": XL_MARKER_STYLE.NONE}  # fmt: skip
SCHRIFT = "Arial"
# Deutsche Trennzeichen, auch wo das Programm anders eingestellt ist.
ANZAHL = "[$-407]#,##0"
ZAHLENFORMAT = {Format.PROZENT: '[$-407]0.0" %"', Format.DICHTE: "[$-407]0.0"}  # alle übrigen: ANZAHL
BLATT = "Zahlen"
# Die Mappe trägt keinen Zeitpunkt: Aus denselben Zahlen wird dieselbe Datei.
OHNE_ZEITPUNKT = datetime(2000, 1, 1, tzinfo=UTC)
OHNE_RAHMEN = f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
ANTEIL_ZEICHENFLAECHE, KLEINSTE = 0.85, 10.5  # Höhe neben der Legende; Schriftgröße der Zahlen an schmalen Balken
IN_WORD = Feld(breite=450, hoehe=153, schrift=9)


@dataclass(frozen=True)
class Buerodiagramm:
    xml: bytes
    arbeitsmappe: bytes


def buerodiagramm(diagramm: Diagramm) -> Buerodiagramm:
    """Für Word. Fehlende Werte bleiben leere Zellen und Lücken; Null bleibt Null."""
    teil = diagrammteil(diagramm, OpcPackage(None), IN_WORD)
    return Buerodiagramm(teil.blob, teil.chart_workbook.xlsx_part.blob)


def diagrammteil(diagramm: Diagramm, paket: OpcPackage, feld: Feld) -> ChartPart:
    """Der Diagrammteil eines Pakets samt Arbeitsmappe, gestaltet für `feld`."""
    daten = _Daten(diagramm)
    teil = ChartPart.new(ART[diagramm.art], daten, paket)
    _rahmen_gestalten(teil.chart, diagramm, feld)
    if diagramm.art is Diagrammart.LINIEN:
        _linien_gestalten(teil.chart, diagramm, feld)
    else:
        _balken_gestalten(teil.chart, diagramm, feld)
    return teil


class _Daten(CategoryChartData):
    """Was gezeichnet wird und, als Arbeitsmappe, genau dieselben Zahlen."""

    def __init__(self, diagramm: Diagramm):
        super().__init__(number_format=_zahlenformat(diagramm))
        self.categories = [achsentext(kategorie) for kategorie in diagramm.kategorien]
        for reihe, werte in zip(diagramm.reihen, _gezeichnete(diagramm), strict=True):
            self.add_series(reihe.name, werte)

    def xml_bytes(self, chart_type) -> bytes:
        return super().xml_bytes(chart_type).replace(b"<c:f>Sheet1!", f"<c:f>{BLATT}!".encode())

    @property
    def xlsx_blob(self) -> bytes:
        strom = BytesIO()
        with Workbook(strom, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as mappe:
            mappe.set_properties({"created": OHNE_ZEITPUNKT})
            blatt, zahl = mappe.add_worksheet(BLATT), mappe.add_format({"num_format": self.number_format})
            blatt.write_row(0, 1, [reihe.name for reihe in self])
            blatt.write_column(1, 0, [kategorie.label for kategorie in self.categories])
            for spalte, reihe in enumerate(self, start=1):
                for zeile, wert in enumerate(reihe.values, start=1):
                    if wert is not None:
                        blatt.write_number(zeile, spalte, wert, zahl)
        return strom.getvalue()


def _gezeichnete(diagramm: Diagramm) -> list[list[int | float | None]]:
    """Je Reihe die Zahlen; die linke Seite eines gespiegelten Diagramms steht mit Minus in der Mappe."""
    spalten = [reihe.zahl_oder_luecke() for reihe in diagramm.reihen]
    if diagramm.art is Diagrammart.GESPIEGELT:
        spalten[0] = [wert and -wert for wert in spalten[0]]
    return spalten


def _zahlenformat(diagramm: Diagramm) -> str:
    """Das Minus der linken Seite dient nur dem Zeichnen; gezeigt wird es nicht."""
    zahlenformat = ZAHLENFORMAT.get(diagramm.format, ANZAHL)
    return f"{zahlenformat};{zahlenformat}" if diagramm.art is Diagrammart.GESPIEGELT else zahlenformat


def _rahmen_gestalten(bild, diagramm: Diagramm, feld: Feld) -> None:
    bild.has_title = False  # den Titel setzt das Dokument
    bild.font.size = Pt(feld.schrift)
    if not feld.ist_folie:  # dort gilt die Schrift der Vorlage
        bild.font.name = SCHRIFT
    bild.font.color.rgb = _farbe(TEXTFARBE)
    bild._chartSpace.txPr.find(".//{*}defRPr").set("lang", "de-DE")
    bild.has_legend = len(diagramm.reihen) > 1
    if bild.has_legend:
        bild.legend.position = XL_LEGEND_POSITION.TOP
        bild.legend.include_in_layout = False
    werte, kategorien = bild.value_axis, bild.category_axis
    werte.minimum_scale = 0
    werte.major_gridlines.format.line.color.rgb = _farbe(GITTERFARBE)
    werte.format.line.fill.background()
    werte.major_tick_mark = kategorien.major_tick_mark = XL_TICK_MARK.NONE
    werte.tick_labels.number_format, werte.tick_labels.number_format_is_linked = ANZAHL, False
    kategorien.format.line.color.rgb = _farbe(ACHSENFARBE)
    bild._chartSpace.chart.addnext(parse_xml(OHNE_RAHMEN))


def _linien_gestalten(bild, diagramm: Diagramm, feld: Feld) -> None:
    titel = bild.value_axis.axis_title.text_frame
    titel.text = diagramm.herkunft.einheit
    titel.paragraphs[0].font.size, titel.paragraphs[0].font.bold = Pt(feld.schrift), False
    marken_der_achse = stufen(
        max((w for r in diagramm.reihen for w in r.zahl_oder_luecke() if w is not None), default=0)
    )
    bild.value_axis.maximum_scale, bild.value_axis.major_unit = marken_der_achse[-1], marken_der_achse[1]
    for linie, reihe in zip(bild.plots[0].series, diagramm.reihen, strict=True):
        gestalt = stil(reihe.rolle)
        linie.smooth = False
        linie.format.line.color.rgb = _farbe(gestalt.farbe)
        linie.format.line.width = Pt(gestalt.breite * feld.strichstaerke)
        if gestalt.strich:
            linie.format.line.dash_style = MSO_LINE.DASH if gestalt.strich[0] > 3 else MSO_LINE.ROUND_DOT
        _marken_setzen(linie, reihe, gestalt)
    werte_anschreiben(bild, diagramm, feld, ZAHLENFORMAT.get(diagramm.format, ANZAHL))
    if namen_am_ende(bild, diagramm, feld, marken_der_achse[-1]):
        bild.has_legend = False
    ereignislinien(bild, diagramm, feld, marken_der_achse[-1])


def _marken_setzen(linie, reihe, gestalt: Stil) -> None:
    """Die häufigste Form gilt für die Reihe; nur wer abweicht, bekommt eine eigene."""
    formen = marken(reihe)
    haeufigste = max(formen, key=formen.count)
    _marke_gestalten(linie.marker, haeufigste, gestalt)
    for stelle, (form, wert) in enumerate(zip(formen, reihe.zahl_oder_luecke(), strict=True)):
        ist_auffaellig = stelle in reihe.hervorgehoben
        if wert is not None and (form != haeufigste or ist_auffaellig):
            _marke_gestalten(linie.points[stelle].marker, form, gestalt, ist_auffaellig=ist_auffaellig)


def _marke_gestalten(marke, form: str, gestalt: Stil, *, ist_auffaellig: bool = False) -> None:
    marke.style, marke.size = MARKEN[form], 11 if ist_auffaellig else 7
    marke.format.fill.solid()
    marke.format.fill.fore_color.rgb = _farbe(gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND)
    marke.format.line.color.rgb = _farbe(AUFFAELLIG if ist_auffaellig else gestalt.farbe)
    if ist_auffaellig:
        marke.format.line.width = Pt(2)


def _balken_gestalten(bild, diagramm: Diagramm, feld: Feld) -> None:
    ist_gestapelt = diagramm.art is Diagrammart.GESTAPELT
    bild.category_axis.reverse_order = True  # die erste Kategorie steht oben
    bild.value_axis.visible = bild.value_axis.has_major_gridlines = False  # jeder Balken trägt seine Zahl
    plot = bild.plots[0]
    plot.gap_width = 45 if ist_gestapelt or len(diagramm.reihen) == 1 else 25
    schrift = feld.schrift if ist_gestapelt else _balkenschrift(diagramm, feld)
    if diagramm.art is Diagrammart.GESPIEGELT:
        _spiegeln(bild, plot, diagramm)
    for balken, flaeche in zip(plot.series, flaechen(diagramm.reihen), strict=True):
        balken.invert_if_negative = False  # sonst würde die linke Seite weiß
        balken.format.fill.solid()
        balken.format.fill.fore_color.rgb = _farbe(flaeche.fuellung)
        balken.format.line.color.rgb = _farbe(flaeche.rand)
        zahlen = balken.data_labels
        zahlen.show_value = True
        zahlen.number_format, zahlen.number_format_is_linked = _zahlenformat(diagramm), False
        zahlen.font.size = Pt(schrift)
        zahlen.font.color.rgb = _farbe(flaeche.schrift if ist_gestapelt else TEXTFARBE)
    if ist_gestapelt:
        for balken, stellen in zip(plot.series, enge_abschnitte(diagramm, feld), strict=True):
            ohne_zahl(balken, stellen)


def _balkenschrift(diagramm: Diagramm, feld: Feld) -> float:
    """Nicht höher als der Balken, an dem die Zahl steht, aber lesbar."""
    nebeneinander = 1 if diagramm.art is Diagrammart.GESPIEGELT else len(diagramm.reihen)
    je_kategorie = feld.hoehe * ANTEIL_ZEICHENFLAECHE / max(len(diagramm.kategorien), 1)
    return min(feld.schrift, max(je_kategorie / (nebeneinander + 0.25), KLEINSTE if feld.ist_folie else feld.schrift))


def _spiegeln(bild, plot, diagramm: Diagramm) -> None:
    """Beide Seiten auf einer Höhe und gleich weit; die Kategorien stehen links, nicht in der Mitte."""
    plot.overlap, plot.gap_width = 100, 35
    bild.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    laengster = max((wert for reihe in diagramm.reihen for wert in reihe.zahl_oder_luecke() if wert), default=1)
    bild.value_axis.maximum_scale = float(laengster) * 1.15  # Platz für die Zahl am Ende
    bild.value_axis.minimum_scale = -bild.value_axis.maximum_scale


def _farbe(hexwert: str) -> RGBColor:
    return RGBColor.from_string(hexwert.removeprefix("#").upper())
