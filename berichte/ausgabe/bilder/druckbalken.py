"""Waagerechte Balken als Vega-Lite-Zeichnung: nebeneinander, aneinander oder gespiegelt. Jeder trägt seine Zahl."""

from collections.abc import Sequence

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart
from berichte.kern.tabelle import Format
from dresden_senioren.kern.zahlen import deutsch

from .figur import TEXTFARBE
from .gestaltung import flaechen, zeilen

HOEHE = 36  # Pixel je Kategorie
RAND = 265  # Pixel neben gestapelten Balken
SCHMAL = 480  # Pixel; darunter brechen Namen früher um
ZEICHENBREITE, RAND_ZAHL = 6.6, 62  # Pixel: je Zeichen eines Namens, und rechts des längsten Balkens
ZIFFERNBREITE = 7.5  # Pixel je Ziffer; enger stehende Zahlen fallen weg, sie stehen in der Tabelle
FUGE = 1.5  # Pixel zwischen zwei Abschnitten
ZEILENLAENGE = 34  # Zeichen, dann bricht ein Kategoriename um
ZEILENHOEHE = 14
# Mehrzeilige Namen stehen mittig vor ihrem Balken.
MEHRZEILIG = {
    "labelExpr": "split(datum.value, '\\n')",
    "labelOffset": {"expr": f"-{ZEILENHOEHE / 2} * (length(split(datum.value, '\\n')) - 1)"},
    "labelLineHeight": ZEILENHOEHE,
}


def zeichnung(diagramm: Diagramm, breite: int, *, ist_knapp: bool = False) -> dict:
    """`ist_knapp`: niedrigere Balken; gestapelte, die ihre Zahl in sich tragen, bleiben."""
    match diagramm.art:
        case Diagrammart.GESTAPELT:
            return _gestapelt(diagramm, breite - RAND)
        case Diagrammart.GESPIEGELT:
            return _gespiegelt(diagramm, breite, je_kategorie=24 if ist_knapp else 30)
    return _nebeneinander(diagramm, breite, ist_knapp=ist_knapp)


def _namen(diagramm: Diagramm, breite: int) -> tuple[list[str], float]:
    """Kategorien auf so vielen Zeilen, wie das Bild verlangt, und wie viel Breite für die Balken bleibt."""
    umbrochene = [zeilen(kategorie, 20 if breite < SCHMAL else ZEILENLAENGE) for kategorie in diagramm.kategorien]
    laengste = max(len(zeile) for name in umbrochene for zeile in name)
    return ["\n".join(name) for name in umbrochene], breite - laengste * ZEICHENBREITE - RAND_ZAHL


def _achsen(diagramm: Diagramm, kategorien: Sequence[str]) -> dict:
    return {
        "y": {
            "field": "kategorie",
            "type": "nominal",
            "sort": None,
            # Ausdrücklich: Sonst stünde hinten oder gar nicht da, was in der ersten Lage keinen Balken hat.
            "scale": {"domain": list(kategorien)},
            "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 290, "labelPadding": 8} | MEHRZEILIG,
        },
        "x": {
            "type": "quantitative",
            "scale": {"domainMin": 0},
            "axis": {"title": diagramm.herkunft.einheit, "format": ",d", "tickMinStep": 1, "tickCount": 6}
            | {"domain": False, "ticks": False, "titleAlign": "right", "titleAnchor": "end"},
        },
    }


def _nebeneinander(diagramm: Diagramm, breite: int, *, ist_knapp: bool) -> dict:
    """Je Kategorie die Reihen untereinander, der Wert am Balkenende; was fehlt, steht in Worten ohne Balken da."""
    kategorien, balkenbreite = _namen(diagramm, breite)
    werte = [
        {"kategorie": k, "reihe": r.name, "wert": zahl, "ende": zahl or 0, "text": diagramm.wertetext(wert)}
        for r in diagramm.reihen
        for k, wert, zahl in zip(kategorien, r.werte, r.zahl_oder_luecke(), strict=True)
    ]
    achsen = _achsen(diagramm, kategorien)
    if diagramm.format is Format.PROZENT:
        anteil = {"title": f"Anteil an {diagramm.herkunft.einheit} in %", "format": ",d", "tickCount": 6}
        achsen["x"]["axis"] = achsen["x"]["axis"] | anteil
    namen = [r.name for r in diagramm.reihen]
    umbrueche = max(name.count("\n") for name in kategorien)
    knapp = ZEILENHOEHE * max(len(namen), umbrueche + 1) + 6
    versatz = {"yOffset": {"field": "reihe", "sort": None}} if len(namen) > 1 else {}
    balken = {"mark": {"type": "bar", "invalid": "filter"}, "encoding": {"x": achsen["x"] | {"field": "wert"}}}
    text = {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": TEXTFARBE}}
    balken["encoding"] |= _farben(diagramm, nebeneinander=1 if breite < SCHMAL else 3)
    return {
        "width": balkenbreite,
        "height": (knapp if ist_knapp else max(HOEHE, 18 * len(namen) + 12)) * len(diagramm.kategorien),
        "data": {"values": werte},
        "encoding": {"y": achsen["y"]} | versatz,
        "layer": [balken, text | {"encoding": {"x": achsen["x"] | {"field": "ende"}, "text": {"field": "text"}}}],
    }


def _gespiegelt(diagramm: Diagramm, breite: int, *, je_kategorie: int) -> dict:
    """Die erste Reihe nach links, die zweite nach rechts; über jeder Seite ihr Name."""
    laengster = max((zahl for r in diagramm.reihen for zahl in r.zahl_oder_luecke() if zahl), default=1) * 1.35
    kategorien, balkenbreite = _namen(diagramm, breite)
    achsen = _achsen(diagramm, kategorien)
    achsen["y"]["scale"] |= {"paddingInner": 0.3}
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [-laengster, laengster], "nice": False}}
    lagen = []
    for reihe, flaeche, seite in zip(diagramm.reihen, flaechen(diagramm.reihen), (-1, 1), strict=True):
        werte = [
            {"kategorie": k, "wert": zahl and seite * zahl, "ende": seite * (zahl or 0)}
            | {"text": diagramm.wertetext(wert)}
            for k, wert, zahl in zip(kategorien, reihe.werte, reihe.zahl_oder_luecke(), strict=True)
        ]
        daten = {"data": {"values": werte}}
        balken = {"type": "bar", "fill": flaeche.fuellung, "stroke": flaeche.rand, "invalid": "filter"}
        text = {"type": "text", "align": "right" if seite < 0 else "left", "dx": seite * 5, "fontSize": 12}
        name = text | {"fontWeight": 600, "dx": seite * 8, "color": TEXTFARBE}
        lagen += [
            daten | {"mark": balken, "encoding": {"x": x | {"field": "wert"}}},
            daten | {"mark": text | {"color": TEXTFARBE},
                     "encoding": {"x": x | {"field": "ende"}, "text": {"field": "text"}}},
            {"data": {"values": [{"null": 0, "name": reihe.name}]}, "mark": name,
             "encoding": {"x": x | {"field": "null"}, "y": {"value": -10}, "text": {"field": "name"}}},
        ]  # fmt: skip
    return {
        "width": balkenbreite + RAND_ZAHL - 12,
        "height": je_kategorie * len(diagramm.kategorien),
        "encoding": {"y": achsen["y"]},
        "layer": lagen,
    }


def _gestapelt(diagramm: Diagramm, breite: int) -> dict:
    """Reihen aneinander mit Fugen, die Zahl im Abschnitt; die Legende nennt sie in derselben Reihenfolge."""
    spalten = [r.zahl_oder_luecke() for r in diagramm.reihen]
    laengste = max((sum(w or 0 for w in zeile) for zeile in zip(*spalten, strict=True)), default=1) or 1
    je_pixel = laengste / breite
    werte = []
    kategorien = [umbrochen(kategorie) for kategorie in diagramm.kategorien]
    for i, kategorie in enumerate(kategorien):
        ende = 0
        for reihe, spalte, flaeche in zip(diagramm.reihen, spalten, flaechen(diagramm.reihen), strict=True):
            if not (wert := spalte[i]):
                continue
            abschnitt = {"von": ende + FUGE * je_pixel, "bis": ende + wert - FUGE * je_pixel, "mitte": ende + wert / 2}
            hat_platz = wert / je_pixel >= ZIFFERNBREITE * (len(deutsch(wert)) + 1)
            text = {"text": deutsch(wert) if hat_platz else "", "schrift": flaeche.schrift}
            werte.append({"kategorie": kategorie, "reihe": reihe.name} | abschnitt | text)
            ende += wert
    achsen = _achsen(diagramm, kategorien)
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
        "height": HOEHE * len(diagramm.kategorien),
        "data": {"values": werte},
        "encoding": {"y": achsen["y"]},
        "layer": [balken, zahlen],
    }


def _farben(diagramm: Diagramm, nebeneinander: int = 3) -> dict:
    """Füllung und Rand je Reihe, eine gemeinsame Legende."""
    namen = [r.name for r in diagramm.reihen]
    farben = flaechen(diagramm.reihen)
    legende = {
        "orient": "top",
        "title": None,
        "symbolType": "square",
        "columns": nebeneinander,
        "labelLimit": 260,
        "offset": 12,
    }
    kanal = {"field": "reihe", "type": "nominal", "legend": legende if len(namen) > 1 else None}
    return {
        "fill": kanal | {"scale": {"domain": namen, "range": [f.fuellung for f in farben]}},
        "stroke": kanal | {"scale": {"domain": namen, "range": [f.rand for f in farben]}},
    }


def umbrochen(text: str) -> str:
    """Lange Namen auf zwei etwa gleich lange Zeilen, am liebsten nach einem Gedankenstrich, nie davor."""
    luecken = [i for i, zeichen in enumerate(text[:-1]) if zeichen == " " and text[i + 1] not in "-–"]
    if len(text) <= ZEILENLAENGE or not luecken:
        return text
    schnitt = min(luecken, key=lambda i: abs(i - len(text) / 2) - 12 * (text[i - 1] in "-–"))
    return text[:schnitt] + "\n" + text[schnitt + 1 :]
