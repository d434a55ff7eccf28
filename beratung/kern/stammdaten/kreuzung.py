"""Kreuzt sich eine Grenze selbst? So gezeichnet läge ein Stück der Fläche falsch herum oder fehlte."""

from collections.abc import Sequence
from itertools import pairwise

from .geojson import Grenzfehler, Punkt

VERGLEICHE_HOECHSTENS = 20_000_000  # je Datei; eine wirkliche Grenze mit 10.000 Punkten braucht einige Hunderttausend
_Strecke = tuple[float, float, float, float]  # von links nach rechts


class Kreuzungssuche:
    """Sucht in vielen Ringen und hört auf, wo eine Datei nur dazu da ist, die Suche lang zu machen."""

    def __init__(self):
        self._uebrig = VERGLEICHE_HOECHSTENS

    def kreuzung(self, ring: Sequence[Punkt]) -> Punkt | None:
        """Der linke Anfang einer Strecke, die eine andere kreuzt; sich zu berühren ist erlaubt. Von links nach rechts
        wird jede Strecke nur mit denen verglichen, die noch nicht zu Ende sind."""
        strecken = sorted((*min(a, b), *max(a, b)) for a, b in pairwise(ring))
        offene: list[_Strecke] = []
        for strecke in strecken:
            offene = [andere for andere in offene if andere[2] >= strecke[0]]
            self._uebrig -= len(offene)
            if self._uebrig < 0:
                raise Grenzfehler("Die Grenzen sind so verwickelt, dass sie sich nicht einfach zeichnen lassen.")
            unten, oben = min(strecke[1], strecke[3]), max(strecke[1], strecke[3])
            auf_der_hoehe = (a for a in offene if (a[1] >= unten or a[3] >= unten) and (a[1] <= oben or a[3] <= oben))
            if any(_kreuzen(strecke, andere) for andere in auf_der_hoehe):
                return strecke[:2]
            offene.append(strecke)
        return None


def _kreuzen(eine: _Strecke, andere: _Strecke) -> bool:
    """Ob jede die Enden der anderen auf verschiedenen Seiten hat; auf ihr zu liegen zählt nicht."""
    return _trennt(eine, andere) and _trennt(andere, eine)


def _trennt(strecke: _Strecke, andere: _Strecke) -> bool:
    ax, ay, bx, by = strecke
    cx, cy, dx, dy = andere
    hier = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    dort = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    return (hier < 0 < dort) or (dort < 0 < hier)
