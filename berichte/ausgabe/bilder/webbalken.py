"""Waagerechte Balken für Plotly: nebeneinander, aneinander oder gespiegelt. Jeder Balken trägt seine Zahl; so hoch,
wie es die Kategorien brauchen."""

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Zeichen

from .figur import ACHSENFARBE, GITTERFARBE, TEXTFARBE
from .gestaltung import Flaeche, flaechen, zeilen

BALKENHOEHE, ABSTAND, ZEILENHOEHE = 18, 14, 17  # Pixel
OBEN, UNTEN = 40, 12
PLATZ_FUER_ZAHL = 64  # Pixel rechts des längsten Balkens
NEBEN_DEN_SEITEN = 1.35  # so viel weiter als der längste reicht die Achse gespiegelter Balken


def spuren(diagramm: Diagramm) -> list[dict]:
    paare = zip(diagramm.reihen, flaechen(diagramm.reihen), strict=True)
    return [_balken(diagramm, *paar, ist_links=_ist_links(diagramm, nr)) for nr, paar in enumerate(paare)]


def _ist_links(diagramm: Diagramm, nr: int) -> bool:
    return diagramm.art is Diagrammart.GESPIEGELT and nr == 0


def _balken(diagramm: Diagramm, reihe: Reihe, flaeche: Flaeche, *, ist_links: bool) -> dict:
    """Links der Mitte gezeichnete Werte sind negativ; geschrieben werden sie ohne Vorzeichen."""
    texte = ["" if isinstance(wert, Zeichen) else diagramm.wertetext(wert) for wert in reihe.werte]
    beschriftung = {"text": texte, "textposition": "outside", "textangle": 0, "constraintext": "none"}
    if diagramm.art is Diagrammart.GESTAPELT:
        beschriftung = {}
    return beschriftung | {
        "type": "bar",
        "orientation": "h",
        "name": reihe.name,
        "y": list(diagramm.kategorien),
        "x": [-wert if ist_links and wert else wert for wert in reihe.zahl_oder_luecke()],
        "customdata": texte,
        "marker": {"color": flaeche.fuellung, "line": {"color": flaeche.rand, "width": 1}},
        "hovertemplate": f"%{{y}}, {reihe.name}: %{{customdata}}<extra></extra>",
        "cliponaxis": False,
    }


def layout(diagramm: Diagramm) -> dict:
    if diagramm.art is Diagrammart.GESTAPELT:
        return {
            "barmode": "stack",
            "legend": {"orientation": "h", "traceorder": "normal"},
            "xaxis": {"rangemode": "tozero", "tickformat": ",d", "gridcolor": GITTERFARBE, "fixedrange": True},
            "yaxis": {"type": "category", "autorange": "reversed", "automargin": True, "fixedrange": True},
        }
    ist_gespiegelt = diagramm.art is Diagrammart.GESPIEGELT
    laengster = max((wert for r in diagramm.reihen for wert in r.zahl_oder_luecke() if wert), default=1)
    bereich = [-laengster * NEBEN_DEN_SEITEN, laengster * NEBEN_DEN_SEITEN] if ist_gespiegelt else [0, laengster]
    return {
        "barmode": "overlay" if ist_gespiegelt else "group",
        "bargap": ABSTAND / (ABSTAND + _gruppenhoehe(diagramm)),
        "height": OBEN + UNTEN + (ABSTAND + _gruppenhoehe(diagramm)) * len(diagramm.kategorien),
        "margin": {"l": 8, "r": 8 if ist_gespiegelt else PLATZ_FUER_ZAHL, "t": OBEN, "b": UNTEN},
        "showlegend": len(diagramm.reihen) > 1 and not ist_gespiegelt,
        "legend": {"orientation": "h", "traceorder": "normal", "x": 0, "y": 1, "yanchor": "bottom"},
        "xaxis": {"range": bereich, "fixedrange": True, "visible": False},
        "yaxis": _namensachse(diagramm),
        "annotations": _seitennamen(diagramm) if ist_gespiegelt else _ohne_zahl(diagramm),
    }


def _gruppenhoehe(diagramm: Diagramm) -> int:
    nebeneinander = 1 if diagramm.art is Diagrammart.GESPIEGELT else len(diagramm.reihen)
    umbrochen = max((len(zeilen(kategorie)) for kategorie in diagramm.kategorien), default=1)
    return max(BALKENHOEHE * nebeneinander, ZEILENHOEHE * umbrochen)


def _namensachse(diagramm: Diagramm) -> dict:
    return {
        "type": "category",  # „1“ ist hier ein Name, keine Zahl
        "autorange": "reversed",
        "automargin": True,
        "fixedrange": True,
        "ticks": "",
        "ticklabelstandoff": 6,
        "tickvals": list(diagramm.kategorien),
        "ticktext": ["<br>".join(zeilen(kategorie)) for kategorie in diagramm.kategorien],
        "showline": diagramm.art is not Diagrammart.GESPIEGELT,
        "linecolor": ACHSENFARBE,
    }


def _ohne_zahl(diagramm: Diagramm) -> list[dict]:
    """„fehlt“ oder „.“, wo sonst der Balken begänne."""
    hoehe = _gruppenhoehe(diagramm) / len(diagramm.reihen)
    mitte = (len(diagramm.reihen) - 1) / 2
    return [
        _text(str(wert), x=0, y=kategorie, xanchor="left", xshift=4, yshift=(mitte - nr) * hoehe)
        for nr, reihe in enumerate(diagramm.reihen)
        for kategorie, wert in zip(diagramm.kategorien, reihe.werte, strict=True)
        if isinstance(wert, Zeichen)
    ]


def _seitennamen(diagramm: Diagramm) -> list[dict]:
    """Über jeder Seite ihr Name, an der Mitte was fehlt."""
    seiten = list(zip(diagramm.reihen, ("right", "left"), (-12, 12), strict=True))
    namen = [_text(r.name, x=0, y=1, yref="paper", yanchor="bottom", yshift=8, xanchor=anker, xshift=rueckt)
             for r, anker, rueckt in seiten]  # fmt: skip
    return namen + [
        _text(str(wert), x=0, y=kategorie, xanchor=anker, xshift=rueckt / 3)
        for reihe, anker, rueckt in seiten
        for kategorie, wert in zip(diagramm.kategorien, reihe.werte, strict=True)
        if isinstance(wert, Zeichen)
    ]


def _text(text: str, **ort) -> dict:
    return {"text": text, "showarrow": False, "font": {"size": 13, "color": TEXTFARBE}} | ort
