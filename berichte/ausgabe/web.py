"""Diagramm → Plotly-Abbildung aus schlichten Wörterbüchern; plotly selbst läuft nur im Browser.

Beschriftungen ohne <b> und dergleichen: Plotly macht daraus style-Attribute, die die Sicherheitsrichtlinie verbietet.
"""

from itertools import groupby

from berichte.kern.diagramm import Diagramm, Diagrammart, Reihe
from dresden_senioren.kern.text import aufzaehlung

from .figur import ACHSENFARBE, GITTERFARBE, HINTERGRUND, TEXTFARBE, Stil, marken, stil
from .gestaltung import Flaeche, achsentext, flaechen

SCHRIFT = "Fira Sans, sans-serif"
LUECKENFARBE = "#f2f3f8"
MARKEN = {"kreis": "circle", "quadrat": "square", "raute": "diamond"}


def plotly(diagramm: Diagramm) -> dict:
    """`data` und `layout` für Plotly.newPlot; fehlende Werte sind Lücken, die Größenachse beginnt bei 0."""
    if diagramm.art is Diagrammart.LINIEN:
        spuren = [_linie(diagramm, reihe) for reihe in diagramm.reihen]
        return {"data": spuren, "layout": _layout() | _linienlayout(diagramm)}
    paare = zip(diagramm.reihen, flaechen(diagramm.reihen), strict=True)
    return {"data": [_balken(diagramm, *paar) for paar in paare], "layout": _layout() | _balkenlayout()}


def _kategorien(diagramm: Diagramm) -> list[str]:
    return [achsentext(kategorie) for kategorie in diagramm.kategorien]


def _linie(diagramm: Diagramm, reihe: Reihe) -> dict:
    aussehen = stil(reihe.rolle)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": reihe.name,
        "x": _kategorien(diagramm),
        "y": reihe.zahl_oder_luecke(),
        "connectgaps": False,
        "line": {"color": aussehen.farbe, "width": aussehen.breite, "dash": _strich(aussehen)},
        "marker": {
            "symbol": [MARKEN[form] for form in marken(reihe)],
            "size": 8,
            "color": aussehen.farbe if aussehen.ist_gefuellt else HINTERGRUND,
            "line": {"color": aussehen.farbe, "width": 2},
        },
        "customdata": [f" ({zustand.bezeichnung})" for zustand in reihe.zustaende] or [""] * len(reihe.werte),
        "hovertemplate": f"{reihe.name}: %{{y:,d}}%{{customdata}}<extra></extra>",
        "cliponaxis": False,
    }


def _strich(aussehen: Stil) -> str:
    return ",".join(f"{laenge}px" for laenge in aussehen.strich) or "solid"


def _balken(diagramm: Diagramm, reihe: Reihe, flaeche: Flaeche) -> dict:
    return {
        "type": "bar",
        "orientation": "h",
        "name": reihe.name,
        "y": list(diagramm.kategorien),
        "x": reihe.zahl_oder_luecke(),
        "marker": {"color": flaeche.fuellung, "line": {"color": flaeche.rand, "width": 1}},
        "hovertemplate": f"{reihe.name}: %{{x:,d}}<extra></extra>",
        "cliponaxis": False,
    }


def _layout() -> dict:
    return {
        "font": {"family": SCHRIFT, "size": 14, "color": TEXTFARBE},
        "paper_bgcolor": HINTERGRUND,
        "plot_bgcolor": HINTERGRUND,
        "separators": ",.",
        "dragmode": False,
        "margin": {"l": 44, "r": 36, "t": 40, "b": 36},
        "hoverlabel": {"bgcolor": HINTERGRUND, "font": {"family": SCHRIFT, "color": TEXTFARBE}},
    }


def _balkenlayout() -> dict:
    return {
        "barmode": "stack",
        "legend": {"orientation": "h", "traceorder": "normal"},
        "xaxis": {"rangemode": "tozero", "tickformat": ",d", "gridcolor": GITTERFARBE, "fixedrange": True},
        "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
    }


def _linienlayout(diagramm: Diagramm) -> dict:
    luecken = list(_luecken(diagramm.reihen))
    return {
        "showlegend": False,
        "hovermode": "x unified",
        "xaxis": {"type": "category", "tickangle": 0, "fixedrange": True, "linecolor": ACHSENFARBE, "showgrid": False},
        "yaxis": {
            "rangemode": "tozero",
            "tickformat": ",d",
            "nticks": 6,
            "gridcolor": GITTERFARBE,
            "zerolinecolor": ACHSENFARBE,
            "fixedrange": True,
        },
        "shapes": [_lueckenflaeche(von, bis) for _, von, bis in luecken],
        "annotations": [_einheit(diagramm)]
        + [_reihenname(diagramm, reihe) for reihe in diagramm.reihen]
        + [_lueckenname(*luecke) for luecke in luecken],
    }


def _einheit(diagramm: Diagramm) -> dict:
    """Was die Größenachse zählt, waagerecht über ihr."""
    return {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": -36,
        "yshift": 10,
        "showarrow": False,
        "text": diagramm.herkunft.einheit,
        "font": {"size": 13, "color": ACHSENFARBE},
    }


def _luecken(reihen: tuple[Reihe, ...]):
    """Zusammenhängende Stellen, an denen dieselben Reihen fehlen, als (Namen, erste, letzte)."""
    je_stelle = enumerate(zip(*(reihe.zahl_oder_luecke() for reihe in reihen), strict=True))
    fehlend = (
        (stelle, [reihe.name for reihe, wert in zip(reihen, werte, strict=True) if wert is None])
        for stelle, werte in je_stelle
    )
    for namen, gruppe in groupby(fehlend, key=lambda paar: paar[1]):
        stellen = [stelle for stelle, _ in gruppe]
        if namen:
            yield aufzaehlung(namen), stellen[0], stellen[-1]


def _lueckenflaeche(von: int, bis: int) -> dict:
    return {
        "type": "rect",
        "layer": "below",
        "xref": "x",
        "yref": "paper",
        "x0": von - 0.5,
        "x1": bis + 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": LUECKENFARBE,
        "line": {"width": 0},
    }


def _lueckenname(namen: str, von: int, bis: int) -> dict:
    """Am Fuß der Fläche, wo keine Linie verläuft; schmale Lücken senkrecht beschriftet."""
    ist_schmal = bis - von < 2
    return {
        "xref": "x",
        "yref": "paper",
        "x": (von + bis) / 2,
        "y": 0.03,
        "yanchor": "bottom",
        "showarrow": False,
        "text": f"{namen} nicht gemeldet" if ist_schmal else f"{namen}<br>nicht<br>gemeldet",
        "textangle": -90 if ist_schmal else 0,
        "font": {"size": 12, "color": ACHSENFARBE},
    }


def _reihenname(diagramm: Diagramm, reihe: Reihe) -> dict:
    """Name am Ende der Linie: rechts daneben, oder über bzw. unter dem Punkt, wenn eine andere Linie weiterläuft."""
    werte = reihe.zahl_oder_luecke()
    stelle = max((n for n, wert in enumerate(werte) if wert is not None), default=0)
    name = {
        "x": _kategorien(diagramm)[stelle],
        "y": werte[stelle],
        "text": reihe.name,
        "showarrow": False,
        "font": {"color": stil(reihe.rolle).farbe, "size": 14, "weight": 600},
    }
    andere = [r.zahl_oder_luecke()[stelle] for r in diagramm.reihen if r is not reihe]
    daneben = max((wert for wert in andere if wert is not None), default=None)
    if daneben is None:
        return name | {"xanchor": "left", "xshift": 9}
    return name | {"yshift": 16 if werte[stelle] >= daneben else -16}
