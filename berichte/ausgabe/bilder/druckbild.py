"""Diagramm → SVG, ohne Browser: für das PDF und für Seiten ohne JavaScript. Nur dieses Modul kennt vl_convert.

Titel und Herkunft setzt das Dokument, nicht das Bild. Fehlende Werte bleiben Lücken, die Achse beginnt bei null.
"""

from functools import cache, lru_cache
from itertools import pairwise

import vl_convert

from berichte.ausgabe import schriften
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe

from . import druckbalken
from .figur import ACHSENFARBE, AUFFAELLIG, GITTERFARBE, HINTERGRUND, TEXTFARBE, marken, stil
from .gestaltung import achsentext, beschriftete, braucht_namen, stufen, zeilen

VEGA_LITE = "5.21"
BREITE = 690  # Pixel, das ganze Bild; auf A4 ergibt das eine Schrift von 8 Punkt
HALBE_BREITE = 335  # zwei nebeneinander, mit derselben Schrift
RAND_HILFSLINIEN = 80  # für ihre Namen rechts
RAND_LINIEN = 50  # davon für Achse und Namen
HOEHE_LINIEN, HOEHE_LINIEN_KNAPP = 185, 150
DEUTSCH = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " €"]}
MARKEN = {"kreis": "circle", "quadrat": "square", "raute": "diamond"}
# Name als Liste: als <img> kennt das SVG die Schriften der Seite nicht und nimmt die nächste.
SCHRIFT = f"{schriften.FAMILIE}, sans-serif"


@cache
def _schrift_anmelden() -> None:
    vl_convert.register_font_directory(str(schriften.ordner()))


@lru_cache(maxsize=64)
def svg(diagramm: Diagramm, *, breite: int = BREITE, ist_knapp: bool = False) -> str:
    """SVG-Text; `breite` des ganzen Bildes in Pixeln; `ist_knapp`: weniger hoch bei gleicher Schrift.
    Dasselbe Diagramm wird nicht zweimal gezeichnet."""
    _schrift_anmelden()
    if diagramm.art is Diagrammart.LINIEN:
        hat_hilfslinien = any(stil(reihe.rolle).ist_hilfslinie for reihe in diagramm.reihen)
        hoehe = HOEHE_LINIEN_KNAPP if ist_knapp else HOEHE_LINIEN
        zeichnung = _linien(diagramm, breite - RAND_LINIEN - RAND_HILFSLINIEN * hat_hilfslinien, hoehe)
    else:
        zeichnung = druckbalken.zeichnung(diagramm, breite, ist_knapp=ist_knapp)
    zeichnung |= {"config": _gestaltung(), "background": HINTERGRUND}
    return vl_convert.vegalite_to_svg(zeichnung, vl_version=VEGA_LITE, format_locale=DEUTSCH, allowed_base_urls=[])


def _gestaltung() -> dict:
    schrift = {"labelFont": SCHRIFT, "titleFont": SCHRIFT, "labelFontSize": 12, "titleFontSize": 12}
    farben = {"labelColor": TEXTFARBE, "titleColor": TEXTFARBE, "titleFontWeight": "normal"}
    achse = {"domainColor": ACHSENFARBE, "tickColor": ACHSENFARBE, "gridColor": GITTERFARBE}
    return {
        "font": SCHRIFT,
        "axis": schrift | farben | achse,
        "legend": schrift | farben | {"symbolSize": 110, "columnPadding": 18},
        "view": {"stroke": None},
    }


# --- Linien ----------------------------------------------------------------------------------------------------------


def _linien(diagramm: Diagramm, breite: int, hoehe: int) -> dict:
    marken_der_achse = stufen(
        max((w for r in diagramm.reihen for w in r.zahl_oder_luecke() if w is not None), default=0)
    )
    x = {
        "field": "kategorie",
        "type": "ordinal",
        "sort": None,
        # Ausdrücklich: Sonst bestimmte die erste Lage die Reihenfolge, auch wenn sie nur zwei Monate kennt.
        "scale": {"type": "point", "padding": 0.35, "domain": [achsentext(k) for k in diagramm.kategorien]},
        "axis": {"title": None, "labelAngle": 0, "grid": False, "values": beschriftete(diagramm.kategorien)},
    }
    y = {
        "field": "wert",
        "type": "quantitative",
        "scale": {"domain": [0, marken_der_achse[-1]]},
        "axis": {
            "title": diagramm.herkunft.einheit,
            "format": ",d",
            "values": marken_der_achse,
            "domain": False,
            "ticks": False,
        }
        | {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": -4, "titleY": -14},
    }
    lagen = [lage for reihe in diagramm.reihen for lage in _linie(diagramm, reihe)]
    return {
        "width": breite,
        "height": hoehe,
        "encoding": {"x": x, "y": y},
        "layer": [*lagen, *_ereignisse(diagramm, hoehe), *_namenslagen(diagramm, marken_der_achse[-1], hoehe, x)],
    }


def _namenslagen(diagramm: Diagramm, oben: int, hoehe: int, x: dict) -> list[dict]:
    """Die Namen der Reihen neben ihrem letzten Monat: erst die der Reihen, kleiner die der Hilfslinien."""
    namen = _namen_am_ende(diagramm, oben, hoehe)
    encoding = {
        "x": {k: v for k, v in x.items() if k != "axis"},
        "y": {"field": "lage", "type": "quantitative"},
        "text": {"field": "name"},
        "color": {"field": "farbe", "type": "nominal", "scale": None},
    }
    return [
        {
            "data": {"values": [name for name in namen if name["hilfe"] is ist_hilfe]},
            "mark": {"type": "text", "fontSize": groesse, "align": "left", "dx": 12} | schrift,
            "encoding": encoding,
        }
        for ist_hilfe, groesse, schrift in (
            (False, 13, {"fontWeight": 600}),
            (True, 11.5, {"dy": -5, "lineBreak": "\n"}),
        )
    ]


def _linie(diagramm: Diagramm, reihe: Reihe) -> list[dict]:
    """Linie mit Lücken und darauf die Marken; ein einzelner Monat zwischen zwei Lücken bleibt als Marke sichtbar."""
    gestalt = stil(reihe.rolle)
    werte = [
        {"kategorie": achsentext(k), "wert": w}
        for k, w in zip(diagramm.kategorien, reihe.zahl_oder_luecke(), strict=True)
    ]
    linie = {"type": "line", "color": gestalt.farbe, "strokeWidth": gestalt.breite}
    linie |= {"invalid": "break-paths-filter-domains"} | (
        {"strokeDash": list(gestalt.strich)} if gestalt.strich else {}
    )
    daten = {"data": {"values": werte}}
    if gestalt.ist_hilfslinie:
        return [daten | {"mark": linie}]
    for stelle, (wert, form) in enumerate(zip(werte, marken(reihe), strict=True)):
        ist_auffaellig = stelle in reihe.hervorgehoben
        wert |= {"marke": MARKEN[form], "groesse": 190 if ist_auffaellig else 60}
        wert["rand"] = AUFFAELLIG if ist_auffaellig else gestalt.farbe
    marke = {
        "type": "point",
        "invalid": "filter",
        "opacity": 1,
        "filled": True,
        "fill": gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND,
        "strokeWidth": 2,
    }
    felder = (("shape", "marke", "nominal"), ("size", "groesse", "quantitative"), ("stroke", "rand", "nominal"))
    form = {kanal: {"field": feld, "type": art, "scale": None} for kanal, feld, art in felder}
    return [daten | {"mark": linie}, daten | {"mark": marke, "encoding": form}]


def _ereignisse(diagramm: Diagramm, hoehe: int) -> list[dict]:
    """Senkrechte gestrichelte Linien mit Nummer; was geschehen ist, sagt die Legende."""
    if not diagramm.ereignisse:
        return []
    orte = [
        {"kategorie": achsentext(diagramm.kategorien[ereignis.stelle]), "nummer": str(nummer)}
        for nummer, ereignis in diagramm.nummerierte_ereignisse
    ]
    linie = {"type": "rule", "color": ACHSENFARBE, "strokeDash": [5, 4], "strokeWidth": 1.5}
    nummer = {"type": "text", "fontSize": 12, "color": TEXTFARBE, "dy": -8}
    return [
        {"data": {"values": orte}, "mark": linie, "encoding": {"y": {"value": 0}, "y2": {"value": hoehe}}},
        {"data": {"values": orte}, "mark": nummer, "encoding": {"y": {"value": 0}, "text": {"field": "nummer"}}},
    ]


def _namen_am_ende(diagramm: Diagramm, achsenende: int, hoehe: int) -> list[dict]:
    """Name je Reihe rechts neben ihrem letzten Wert; zu nahe Namen rücken auseinander."""
    namen = []
    for reihe in diagramm.reihen:
        vorhanden = [(i, w) for i, w in enumerate(reihe.zahl_oder_luecke()) if w is not None]
        if vorhanden and braucht_namen(diagramm, reihe):
            i, wert = vorhanden[-1]
            hilfe = stil(reihe.rolle).ist_hilfslinie
            text = "\n".join(zeilen(reihe.name, 14)) if hilfe else reihe.name
            name = {"kategorie": achsentext(diagramm.kategorien[i]), "lage": wert, "name": text, "stelle": i}
            namen.append(name | {"hilfe": hilfe, "farbe": TEXTFARBE if hilfe else stil(reihe.rolle).farbe})
    abstand = achsenende * 18 / hoehe
    namen.sort(key=lambda n: n["lage"])
    for unten, oben in pairwise([n for n in namen if not n["hilfe"]]):
        if unten["stelle"] == oben["stelle"]:
            oben["lage"] = max(oben["lage"], unten["lage"] + abstand)
    return namen
