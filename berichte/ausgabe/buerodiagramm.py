"""Diagramm → bearbeitbares Bürodiagramm mit eingebetteter Arbeitsmappe, für Word und später PowerPoint.

Nur dieses Modul kennt python-pptx: dessen Diagrammteile sind in Word dieselben.
"""

from dataclasses import dataclass

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Emu, Pt

from berichte.kern.diagramm import Diagramm, Diagrammart
from berichte.kern.tabelle import Format

from .figur import ACHSENFARBE, GITTERFARBE, HINTERGRUND, TEXTFARBE, Stil, marken, stil
from .gestaltung import achsentext, flaechen

ART = {
    Diagrammart.LINIEN: XL_CHART_TYPE.LINE_MARKERS,
    Diagrammart.BALKEN: XL_CHART_TYPE.BAR_CLUSTERED,
    Diagrammart.GESTAPELT: XL_CHART_TYPE.BAR_STACKED,
    Diagrammart.GESPIEGELT: XL_CHART_TYPE.BAR_CLUSTERED,
}
MARKEN = {"kreis": XL_MARKER_STYLE.CIRCLE, "quadrat": XL_MARKER_STYLE.SQUARE, "raute": XL_MARKER_STYLE.DIAMOND,
          "": XL_MARKER_STYLE.NONE}  # fmt: skip
SCHRIFT = "Arial"
ANZAHL = "#,##0"
ZAHLENFORMAT = {Format.PROZENT: '0.0" %"'}  # alle übrigen: ANZAHL
ANZAHL_OHNE_NULL = "#,##0;-#,##0;"  # im Balken: eine Null hat keinen Abschnitt, also auch keine Zahl
OHNE_RAHMEN = f"<c:spPr {nsdecls('c', 'a')}><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"


@dataclass(frozen=True)
class Buerodiagramm:
    xml: bytes
    arbeitsmappe: bytes


def buerodiagramm(diagramm: Diagramm) -> Buerodiagramm:
    """Fehlende Werte bleiben leere Zellen und Lücken; Null bleibt Null."""
    daten = CategoryChartData(number_format=ZAHLENFORMAT.get(diagramm.format, ANZAHL))
    daten.categories = [achsentext(kategorie) for kategorie in diagramm.kategorien]
    for reihe in diagramm.reihen:
        daten.add_series(reihe.name, reihe.zahl_oder_luecke())
    folien = Presentation()
    folie = folien.slides.add_slide(folien.slide_layouts[6])
    rahmen = folie.shapes.add_chart(ART[diagramm.art], Emu(0), Emu(0), Emu(5_000_000), Emu(3_000_000), daten)
    bild = rahmen.chart
    _rahmen_gestalten(bild, diagramm)
    if diagramm.art is Diagrammart.LINIEN:
        _linien_gestalten(bild, diagramm)
    else:
        _balken_gestalten(bild, diagramm)
    return Buerodiagramm(bild.part.blob, bild.part.chart_workbook.xlsx_part.blob)


def _rahmen_gestalten(bild, diagramm: Diagramm) -> None:
    bild.has_title = False  # den Titel setzt das Dokument
    bild.font.size, bild.font.name = Pt(9), SCHRIFT
    bild.font.color.rgb = _farbe(TEXTFARBE)
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


def _linien_gestalten(bild, diagramm: Diagramm) -> None:
    titel = bild.value_axis.axis_title.text_frame
    titel.text = diagramm.herkunft.einheit
    titel.paragraphs[0].font.size, titel.paragraphs[0].font.bold = Pt(9), False
    for linie, reihe in zip(bild.plots[0].series, diagramm.reihen, strict=True):
        gestalt = stil(reihe.rolle)
        linie.smooth = False
        linie.format.line.color.rgb = _farbe(gestalt.farbe)
        linie.format.line.width = Pt(gestalt.breite * 0.75)
        if gestalt.strich:
            linie.format.line.dash_style = MSO_LINE.DASH if gestalt.strich[0] > 3 else MSO_LINE.ROUND_DOT
        formen = marken(reihe)
        haeufigste = max(formen, key=formen.count)
        _marke_gestalten(linie.marker, haeufigste, gestalt)
        for stelle, (form, wert) in enumerate(zip(formen, reihe.zahl_oder_luecke(), strict=True)):
            if form != haeufigste and wert is not None:
                _marke_gestalten(linie.points[stelle].marker, form, gestalt)


def _marke_gestalten(marke, form: str, gestalt: Stil) -> None:
    marke.style, marke.size = MARKEN[form], 7
    marke.format.fill.solid()
    marke.format.fill.fore_color.rgb = _farbe(gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND)
    marke.format.line.color.rgb = _farbe(gestalt.farbe)


def _balken_gestalten(bild, diagramm: Diagramm) -> None:
    ist_gestapelt = diagramm.art is Diagrammart.GESTAPELT
    bild.category_axis.reverse_order = True  # die erste Kategorie steht oben
    bild.value_axis.visible = bild.value_axis.has_major_gridlines = False  # jeder Balken trägt seine Zahl
    plot = bild.plots[0]
    plot.gap_width = 45
    for balken, flaeche in zip(plot.series, flaechen(diagramm.reihen), strict=True):
        balken.format.fill.solid()
        balken.format.fill.fore_color.rgb = _farbe(flaeche.fuellung)
        balken.format.line.color.rgb = _farbe(flaeche.rand)
        marken = balken.data_labels
        marken.show_value = True
        marken.number_format = ANZAHL_OHNE_NULL if ist_gestapelt else ZAHLENFORMAT.get(diagramm.format, ANZAHL)
        marken.number_format_is_linked = False
        marken.font.size = Pt(9)
        marken.font.color.rgb = _farbe(flaeche.schrift if ist_gestapelt else TEXTFARBE)


def _farbe(hexwert: str) -> RGBColor:
    return RGBColor.from_string(hexwert.removeprefix("#").upper())
