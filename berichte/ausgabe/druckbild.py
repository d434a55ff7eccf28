"""Diagramm → SVG, ohne Browser: für das PDF und für Seiten ohne JavaScript. Nur dieses Modul kennt vl_convert.

Titel und Herkunft setzt das Dokument, nicht das Bild. Fehlende Werte bleiben Lücken, die Achse beginnt bei null.
"""

from functools import cache
from itertools import count, pairwise

import vl_convert

from berichte.kern.diagramm import Diagramm, Diagrammart, Reihe
from dresden_senioren.kern.zahlen import deutsch

from . import schriften
from .figur import ACHSENFARBE, GITTERFARBE, HINTERGRUND, TEXTFARBE, marken, stil
from .gestaltung import achsentext, flaechen

VEGA_LITE = "5.21"
BREITE = 690  # Pixel, das ganze Bild; auf A4 ergibt das eine Schrift von 8 Punkt
RAND_LINIEN, RAND_BALKEN = 50, 265  # davon für Achse und Namen
HOEHE_LINIEN = 220
HOEHE_BALKEN = 36  # je Kategorie
DEUTSCH = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " €"]}
MARKEN = {"kreis": "circle", "quadrat": "square", "raute": "diamond"}
ZIFFERNBREITE = 7.5  # Pixel je Ziffer; enger stehende Zahlen fallen weg, sie stehen in der Tabelle
FUGE = 1.5  # Pixel zwischen zwei Abschnitten
ZEILENLAENGE = 34  # Zeichen, dann bricht ein Kategoriename um
# Zweizeilige Namen stehen mittig vor ihrem Balken; Vega-Lite kennt das nicht, Vega schon.
ZWEIZEILIG = {
    "text": {"signal": "split(datum.value, '\\n')"},
    "dy": {"signal": "indexof(datum.value, '\\n') < 0 ? 0 : -7"},
}
# Name als Liste: als <img> kennt das SVG die Schriften der Seite nicht und nimmt die nächste.
SCHRIFT = f"{schriften.FAMILIE}, sans-serif"


@cache
def _schrift_anmelden() -> None:
    vl_convert.register_font_directory(str(schriften.ordner()))


def svg(diagramm: Diagramm, *, breite: int = BREITE) -> str:
    """SVG-Text; `breite` des ganzen Bildes in Pixeln."""
    _schrift_anmelden()
    match diagramm.art:
        case Diagrammart.LINIEN:
            zeichnung = _linien(diagramm, breite - RAND_LINIEN)
        case Diagrammart.BALKEN:
            zeichnung = _balken(diagramm, breite - RAND_BALKEN)
        case Diagrammart.GESTAPELT:
            zeichnung = _gestapelt(diagramm, breite - RAND_BALKEN)
    zeichnung |= {"config": _gestaltung(), "background": HINTERGRUND}
    vega = vl_convert.vegalite_to_vega(zeichnung, vl_version=VEGA_LITE)
    for achse in vega["axes"]:
        if achse["scale"] == "y" and diagramm.art is not Diagrammart.LINIEN and achse.get("labels", True):
            achse["encode"] = {"labels": {"update": ZWEIZEILIG}}
    return vl_convert.vega_to_svg(vega, format_locale=DEUTSCH, allowed_base_urls=[])


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


def _linien(diagramm: Diagramm, breite: int) -> dict:
    stufen = _stufen(max((w for r in diagramm.reihen for w in r.zahl_oder_luecke() if w is not None), default=0))
    x = {
        "field": "kategorie",
        "type": "ordinal",
        "sort": None,
        "scale": {"type": "point", "padding": 0.35},
        "axis": {"title": None, "labelAngle": 0, "grid": False},
    }
    y = {
        "field": "wert",
        "type": "quantitative",
        "scale": {"domain": [0, stufen[-1]]},
        "axis": {"title": diagramm.herkunft.einheit, "format": ",d", "values": stufen, "domain": False, "ticks": False}
        | {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start", "titleX": -4, "titleY": -14},
    }
    lagen = [lage for reihe in diagramm.reihen for lage in _linie(diagramm, reihe)]
    namen = {
        "data": {"values": _namen_am_ende(diagramm, stufen[-1])},
        "mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 13, "fontWeight": 600},
        "encoding": {
            "x": {"field": "kategorie"} | {k: v for k, v in x.items() if k != "axis"},
            "y": {"field": "lage", "type": "quantitative"},
            "text": {"field": "name"},
            "color": {"field": "farbe", "type": "nominal", "scale": None},
        },
    }
    return {
        "width": breite,
        "height": HOEHE_LINIEN,
        "encoding": {"x": x, "y": y},
        "layer": [*lagen, namen],
    }


def _stufen(hoechster: int) -> list[int]:
    """Beschriftete Werte der Achse: von null in höchstens sechs runden Schritten bis über den höchsten Wert."""
    runde = (faktor * 10**stelle for stelle in count() for faktor in (1, 2, 5))
    schritt = next(s for s in runde if hoechster <= 6 * s)
    return list(range(0, max(hoechster, 1) + schritt, schritt))


def _linie(diagramm: Diagramm, reihe: Reihe) -> list[dict]:
    """Linie mit Lücken und darauf die Marken; ein einzelner Monat zwischen zwei Lücken bleibt als Marke sichtbar."""
    gestalt = stil(reihe.rolle)
    werte = [
        {"kategorie": achsentext(k), "wert": w, "marke": MARKEN[form]}
        for k, w, form in zip(diagramm.kategorien, reihe.zahl_oder_luecke(), marken(reihe), strict=True)
    ]
    linie = {"type": "line", "color": gestalt.farbe, "strokeWidth": gestalt.breite}
    linie |= {"invalid": "break-paths-filter-domains"} | (
        {"strokeDash": list(gestalt.strich)} if gestalt.strich else {}
    )
    marke = {
        "type": "point",
        "invalid": "filter",
        "size": 60,
        "opacity": 1,
        "filled": True,
        "fill": gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND,
        "stroke": gestalt.farbe,
        "strokeWidth": 2,
    }
    form = {"shape": {"field": "marke", "type": "nominal", "scale": None}}
    daten = {"data": {"values": werte}}
    return [daten | {"mark": linie}, daten | {"mark": marke, "encoding": form}]


def _namen_am_ende(diagramm: Diagramm, achsenende: int) -> list[dict]:
    """Name je Reihe rechts neben ihrem letzten Wert; zu nahe Namen rücken auseinander."""
    namen = []
    for reihe in diagramm.reihen:
        vorhanden = [(i, w) for i, w in enumerate(reihe.zahl_oder_luecke()) if w is not None]
        if vorhanden:
            i, wert = vorhanden[-1]
            namen.append(
                {"kategorie": achsentext(diagramm.kategorien[i]), "lage": wert, "name": reihe.name, "stelle": i}
            )
            namen[-1]["farbe"] = stil(reihe.rolle).farbe
    abstand = achsenende * 18 / HOEHE_LINIEN
    namen.sort(key=lambda n: n["lage"])
    for unten, oben in pairwise(namen):
        if unten["stelle"] == oben["stelle"]:
            oben["lage"] = max(oben["lage"], unten["lage"] + abstand)
    return namen


# --- Balken ----------------------------------------------------------------------------------------------------------


def _balkenachsen(diagramm: Diagramm) -> dict:
    return {
        "y": {
            "field": "kategorie",
            "type": "nominal",
            "sort": None,
            "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 290, "labelPadding": 8}
            | {"labelLineHeight": 14},
        },
        "x": {
            "type": "quantitative",
            "scale": {"domainMin": 0},
            "axis": {"title": diagramm.herkunft.einheit, "format": ",d", "tickMinStep": 1, "tickCount": 6}
            | {"domain": False, "ticks": False, "titleAlign": "right", "titleAnchor": "end"},
        },
    }


def _balken(diagramm: Diagramm, breite: int) -> dict:
    """Waagerecht, je Kategorie die Reihen untereinander, Wert am Balkenende."""
    werte = [
        {"kategorie": _umbrochen(k), "reihe": r.name, "wert": w, "text": "" if w is None else deutsch(w)}
        for r in diagramm.reihen
        for k, w in zip(diagramm.kategorien, r.zahl_oder_luecke(), strict=True)
    ]
    achsen = _balkenachsen(diagramm)
    namen = [r.name for r in diagramm.reihen]
    versatz = {"yOffset": {"field": "reihe", "sort": None}} if len(namen) > 1 else {}
    laenge = achsen | versatz | {"x": achsen["x"] | {"field": "wert"}}
    balken = {"mark": {"type": "bar"}, "encoding": _farben(diagramm)}
    text = {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": TEXTFARBE}}
    return {
        "width": breite,
        "height": max(HOEHE_BALKEN, 18 * len(namen) + 12) * len(diagramm.kategorien),
        "data": {"values": werte},
        "encoding": laenge,
        "layer": [balken, text | {"encoding": {"text": {"field": "text"}}}],
    }


def _gestapelt(diagramm: Diagramm, breite: int) -> dict:
    """Reihen aneinander mit Fugen, die Zahl im Abschnitt; die Legende nennt sie in derselben Reihenfolge."""
    spalten = [r.zahl_oder_luecke() for r in diagramm.reihen]
    laengste = max((sum(w or 0 for w in zeile) for zeile in zip(*spalten, strict=True)), default=1) or 1
    je_pixel = laengste / breite
    werte = []
    for i, kategorie in enumerate(diagramm.kategorien):
        ende = 0
        for reihe, spalte, flaeche in zip(diagramm.reihen, spalten, flaechen(diagramm.reihen), strict=True):
            if not (wert := spalte[i]):
                continue
            abschnitt = {"von": ende + FUGE * je_pixel, "bis": ende + wert - FUGE * je_pixel, "mitte": ende + wert / 2}
            hat_platz = wert / je_pixel >= ZIFFERNBREITE * (len(deutsch(wert)) + 1)
            text = {"text": deutsch(wert) if hat_platz else "", "schrift": flaeche.schrift}
            werte.append({"kategorie": _umbrochen(kategorie), "reihe": reihe.name} | abschnitt | text)
            ende += wert
    achsen = _balkenachsen(diagramm)
    balken = {
        "mark": {"type": "bar", "strokeWidth": 1.5, "height": {"band": 0.72}},
        "encoding": {"x": achsen["x"] | {"field": "von"}, "x2": {"field": "bis"}} | _farben(diagramm),
    }
    zahlen = {
        "mark": {"type": "text", "fontSize": 12, "fontWeight": 600},
        "encoding": {
            "x": {"field": "mitte", "type": "quantitative"},
            "text": {"field": "text"},
            "color": {"field": "schrift", "type": "nominal", "scale": None},
        },
    }
    return {
        "width": breite,
        "height": HOEHE_BALKEN * len(diagramm.kategorien),
        "data": {"values": werte},
        "encoding": {"y": achsen["y"]},
        "layer": [balken, zahlen],
    }


def _farben(diagramm: Diagramm) -> dict:
    """Füllung und Rand je Reihe, eine gemeinsame Legende."""
    namen = [r.name for r in diagramm.reihen]
    farben = flaechen(diagramm.reihen)
    legende = {"orient": "top", "title": None, "symbolType": "square", "columns": 3, "labelLimit": 260, "offset": 12}
    kanal = {"field": "reihe", "type": "nominal", "legend": legende if len(namen) > 1 else None}
    return {
        "fill": kanal | {"scale": {"domain": namen, "range": [f.fuellung for f in farben]}},
        "stroke": kanal | {"scale": {"domain": namen, "range": [f.rand for f in farben]}},
    }


def _umbrochen(text: str) -> str:
    """Lange Namen auf zwei etwa gleich lange Zeilen, am liebsten nach einem Gedankenstrich, nie davor."""
    luecken = [i for i, zeichen in enumerate(text[:-1]) if zeichen == " " and text[i + 1] not in "-–"]
    if len(text) <= ZEILENLAENGE or not luecken:
        return text
    schnitt = min(luecken, key=lambda i: abs(i - len(text) / 2) - 12 * (text[i - 1] in "-–"))
    return text[:schnitt] + "\n" + text[schnitt + 1 :]
