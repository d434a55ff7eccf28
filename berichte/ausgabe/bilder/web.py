"""Diagramm → Plotly-Abbildung aus schlichten Wörterbüchern; plotly selbst läuft nur im Browser.

Beschriftungen ohne <b> und dergleichen: Plotly macht daraus style-Attribute, die die Sicherheitsrichtlinie verbietet.
"""

from itertools import groupby

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Ereignis, Reihe
from berichte.kern.tabelle import Zeichen
from dresden_senioren.kern.text import aufzaehlung

from . import webbalken
from .figur import ACHSENFARBE, AUFFAELLIG, GITTERFARBE, HINTERGRUND, SCHRIFT, TEXTFARBE, Stil, marken, stil
from .gestaltung import EIN_JAHR, achsentext, beschriftete, braucht_namen, zeilen

RAND = {"l": 44, "r": 36, "t": 40, "b": 36}
LUECKENFARBE = "#f2f3f8"
MARKEN = {"kreis": "circle", "quadrat": "square", "raute": "diamond"}
OHNE_WERT = {Zeichen.FEHLT: "nicht gemeldet", Zeichen.GEHEIM: "geheim"}


def plotly(diagramm: Diagramm) -> dict:
    """`data` und `layout` für Plotly.newPlot; fehlende Werte sind Lücken, die Größenachse beginnt bei 0."""
    if diagramm.art is Diagrammart.LINIEN:
        spuren = [_linie(diagramm, reihe) for reihe in diagramm.reihen]
        return {"data": spuren, "layout": _layout() | _linienlayout(diagramm)}
    return {"data": webbalken.spuren(diagramm), "layout": _layout() | webbalken.layout(diagramm)}


def _kategorien(diagramm: Diagramm) -> list[str]:
    return [achsentext(kategorie) for kategorie in diagramm.kategorien]


def _linie(diagramm: Diagramm, reihe: Reihe) -> dict:
    aussehen = stil(reihe.rolle)
    zusatz = [f" ({zustand.bezeichnung})" for zustand in reihe.zustaende] or [""] * len(reihe.werte)
    spur = {
        "type": "scatter",
        "mode": "lines" if aussehen.ist_hilfslinie else "lines+markers",
        "name": reihe.name,
        "x": _kategorien(diagramm),
        "y": reihe.zahl_oder_luecke(),
        "connectgaps": False,
        "line": {"color": aussehen.farbe, "width": aussehen.breite, "dash": _strich(aussehen)},
        "customdata": [diagramm.wertetext(w) + z for w, z in zip(reihe.werte, zusatz, strict=True)],
        "hovertemplate": f"{reihe.name}: %{{customdata}}<extra></extra>",
        "cliponaxis": False,
    }
    return spur if aussehen.ist_hilfslinie else spur | {"marker": _marken(reihe, aussehen)}


def _marken(reihe: Reihe, aussehen: Stil) -> dict:
    groesse = 8 if len(reihe.werte) <= EIN_JAHR else 6
    auffaellig = [stelle in reihe.hervorgehoben for stelle in range(len(reihe.werte))]
    return {
        "symbol": [MARKEN[form] for form in marken(reihe)],
        "size": [groesse + 6 if ist else groesse for ist in auffaellig] if any(auffaellig) else groesse,
        "opacity": 1,
        "color": aussehen.farbe if aussehen.ist_gefuellt else HINTERGRUND,
        "line": {"color": [AUFFAELLIG if ist else aussehen.farbe for ist in auffaellig], "width": 3}
        if any(auffaellig)
        else {"color": aussehen.farbe, "width": 2},
    }


def _strich(aussehen: Stil) -> str:
    return ",".join(f"{laenge}px" for laenge in aussehen.strich) or "solid"


def _layout() -> dict:
    return {
        "font": {"family": SCHRIFT, "size": 14, "color": TEXTFARBE},
        "paper_bgcolor": HINTERGRUND,
        "plot_bgcolor": HINTERGRUND,
        "separators": ",.",
        "dragmode": False,
        "margin": RAND,
        "hoverlabel": {"bgcolor": HINTERGRUND, "font": {"family": SCHRIFT, "color": TEXTFARBE}},
    }


def _linienlayout(diagramm: Diagramm) -> dict:
    luecken = list(_luecken(diagramm.reihen))
    achse = {"type": "category", "tickangle": 0, "fixedrange": True, "linecolor": ACHSENFARBE, "showgrid": False}
    rand = RAND | ({"r": 92} if any(stil(reihe.rolle).ist_hilfslinie for reihe in diagramm.reihen) else {})
    if (mit_text := beschriftete(diagramm.kategorien)) != _kategorien(diagramm):
        rand |= {"b": RAND["b"] + 22}  # zweizeilig, mit Abstand zur Unterschrift
        achse |= {"tickvals": mit_text, "ticktext": [text.replace(" ", "<br>") for text in mit_text]}
    return {
        "showlegend": False,
        "margin": rand,
        "hovermode": "x unified",
        "xaxis": achse,
        "yaxis": {
            "rangemode": "tozero",
            "tickformat": ",d",
            "nticks": 6,
            "gridcolor": GITTERFARBE,
            "zerolinecolor": ACHSENFARBE,
            "fixedrange": True,
        },
        "shapes": [_lueckenflaeche(von, bis) for _, von, bis in luecken]
        + [_ereignislinie(ereignis) for ereignis in diagramm.ereignisse],
        "annotations": [_einheit(diagramm)]
        + [_reihenname(diagramm, reihe) for reihe in diagramm.reihen if braucht_namen(diagramm, reihe)]
        + [_ereignisnummer(*paar) for paar in diagramm.nummerierte_ereignisse]
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


def _ereignislinie(ereignis: Ereignis) -> dict:
    linie = {"color": ACHSENFARBE, "width": 1.5, "dash": "dash"}
    ort = {"x0": ereignis.stelle, "x1": ereignis.stelle, "y0": 0, "y1": 1}
    return {"type": "line", "xref": "x", "yref": "paper", "line": linie} | ort


def _ereignisnummer(nummer: int, ereignis: Ereignis) -> dict:
    """Oben an der Linie; was geschehen ist, sagt die Legende."""
    return {
        "xref": "x",
        "yref": "paper",
        "x": ereignis.stelle,
        "y": 1,
        "yanchor": "top",
        "showarrow": False,
        "text": f"{nummer}",
        "bgcolor": HINTERGRUND,
        "bordercolor": ACHSENFARBE,
        "borderpad": 2,
        "font": {"size": 12, "color": TEXTFARBE},
    }


def _luecken(reihen: tuple[Reihe, ...]):
    """Zusammenhängende Stellen, an denen dieselben Werte fehlen oder geheim sind, als (Text, erste, letzte)."""
    gruppen = groupby(
        enumerate(zip(*(reihe.werte for reihe in reihen), strict=True)), key=lambda p: _fehlt(reihen, p[1])
    )
    for text, gruppe in gruppen:
        stellen = [stelle for stelle, _ in gruppe]
        if text:
            yield text, stellen[0], stellen[-1]


def _fehlt(reihen: tuple[Reihe, ...], werte: tuple) -> str:
    """„2024 nicht gemeldet“; leer, wo nichts fehlt."""
    texte = []
    for zeichen, warum in OHNE_WERT.items():
        if namen := [reihe.name for reihe, wert in zip(reihen, werte, strict=True) if wert is zeichen]:
            texte.append(f"{aufzaehlung(namen)} {warum}")
    return ", ".join(texte)


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


def _lueckenname(text: str, von: int, bis: int) -> dict:
    """Am Fuß der Fläche, wo keine Linie verläuft; schmale Lücken senkrecht beschriftet."""
    ist_schmal = bis - von < 2
    return {
        "xref": "x",
        "yref": "paper",
        "x": (von + bis) / 2,
        "y": 0.03,
        "yanchor": "bottom",
        "showarrow": False,
        "text": text if ist_schmal else text.replace(" ", "<br>"),
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
    if stil(reihe.rolle).ist_hilfslinie:
        umbrochen = {"text": "<br>".join(zeilen(reihe.name, 14)), "align": "left", "xanchor": "left", "xshift": 10}
        return name | umbrochen | {"font": {"color": TEXTFARBE, "size": 12}}
    andere = [r.zahl_oder_luecke()[stelle] for r in diagramm.reihen if r is not reihe]
    daneben = max((wert for wert in andere if wert is not None), default=None)
    if daneben is None:
        return name | {"xanchor": "left", "xshift": 9}
    return name | {"yshift": 16 if werte[stelle] >= daneben else -16}
