"""Diagramm → SVG: für das PDF und für Seiten ohne JavaScript.

Titel und Herkunft setzt das Dokument, nicht das Bild. Fehlende Werte bleiben Lücken, die Achse beginnt bei null.
"""

from functools import lru_cache

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart

from . import druckbalken, drucklinien
from .figur import HINTERGRUND, TEXTFARBE
from .zeichnen import bild, teil

BREITE = 690  # Pixel, das ganze Bild; auf A4 ergibt das eine Schrift von 8 Punkt
HALBE_BREITE = 335  # zwei nebeneinander, mit derselben Schrift
SCHMALE_BREITE = 300


@lru_cache(maxsize=64)
def svg(diagramm: Diagramm, *, breite: int = BREITE, ist_knapp: bool = False) -> str:
    """SVG-Text; `breite` des ganzen Bildes in Pixeln; `ist_knapp`: weniger hoch bei gleicher Schrift.
    Dasselbe Diagramm wird nicht zweimal gezeichnet."""
    zeichner = drucklinien if diagramm.art is Diagrammart.LINIEN else druckbalken
    hoehe, inhalt = zeichner.zeichnung(diagramm, breite, ist_knapp=ist_knapp)
    grund = teil("rect", width=breite, height=hoehe, fill=HINTERGRUND)
    return bild(breite, hoehe, grund + teil("g", inhalt, fill=TEXTFARBE))
