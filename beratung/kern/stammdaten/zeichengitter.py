"""Grenzen zum Zeichnen: auf ein Gitter gerundet und gemeinsam vereinfacht, damit Nachbarn ohne Spalt aneinanderliegen;
dazu der Ort, an dem ein Name Platz hat."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable

from .geojson import Punkt

GITTER = 1000  # so viele Schritte misst die längere Seite der Karte
Gitterpunkt = tuple[int, int]
Gitterring = tuple[Gitterpunkt, ...]  # ohne den wiederholten letzten Punkt

SCHRIFT_IST_BREIT = 1.8  # ein Schild braucht waagerecht so viel mehr Platz als senkrecht
PROBEN, NAEHER = 10, 3  # Punkte je Richtung; so oft wird um den besten noch einmal genauer gesucht


def auf_das_gitter(punkte: Iterable[Punkt]) -> Callable[[Iterable[Punkt]], Gitterring]:
    """Wie ein Ring aus ebenen Koordinaten auf die Karte kommt, auf der alle `punkte` Platz haben; Norden liegt oben."""
    waagerecht, senkrecht = zip(*punkte, strict=True)
    links, oben = min(waagerecht), max(senkrecht)
    schritt = max(max(waagerecht) - links, oben - min(senkrecht)) / GITTER or 1.0

    def ring(roh: Iterable[Punkt]) -> Gitterring:
        gerundet = [(round((x - links) / schritt), round((oben - y) / schritt)) for x, y in roh]
        return tuple(p for vorher, p in zip([None, *gerundet], gerundet, strict=False) if p != vorher)[:-1]

    return ring


def vereinfacht(ringe: list[Gitterring], hoechstens: int) -> list[Gitterring]:
    """Dieselben Ringe mit zusammen etwa `hoechstens` Punkten (Visvalingam und Whyatt 1993): Es fällt immer der Punkt,
    der am wenigsten Fläche ausmacht, und zwar in allen Ringen zugleich. Wo mehr als zwei Gebiete zusammenstoßen, bleibt
    er. Was keine Fläche mehr hat, ist danach leer. n log n, gleich wie die Datei aussieht."""
    fest, ketten = _knoten(ringe), [_Kette(ring) for ring in ringe]
    haufen = [(*kette.gewicht(i), nr, i, 0) for nr, kette in enumerate(ketten) for i in range(len(kette.punkte))]
    heapq.heapify(haufen)
    uebrig, schwelle = sum(map(len, ringe)), 0
    while haufen and (uebrig > hoechstens or haufen[0][0] <= schwelle):
        flaeche, punkt, nr, i, stand = heapq.heappop(haufen)
        kette = ketten[nr]
        if stand != kette.stand[i] or punkt in fest or kette.anzahl <= 3:
            continue
        schwelle, uebrig = max(schwelle, flaeche), uebrig - 1
        for nachbar in kette.entfernen(i):
            haelt, wer = kette.gewicht(nachbar)
            heapq.heappush(haufen, (max(haelt, schwelle) if haelt else 0, wer, nr, nachbar, kette.stand[nachbar]))
    return [kette.ring if kette.anzahl and _flaeche(kette.ring) else () for kette in ketten]


def _knoten(ringe: Iterable[Gitterring]) -> set[Gitterpunkt]:
    """Punkte, von denen mehr als zwei verschiedene Wege ausgehen."""
    nachbarn: dict[Gitterpunkt, set[Gitterpunkt]] = defaultdict(set)
    for ring in ringe:
        for eins, zwei in zip(ring, (*ring[1:], *ring[:1]), strict=True):
            nachbarn[eins].add(zwei)
            nachbarn[zwei].add(eins)
    return {punkt for punkt, andere in nachbarn.items() if len(andere) > 2}


class _Kette:
    """Ein Ring, aus dem sich Punkte nehmen lassen; `stand` zählt, wie oft sich die Nachbarn eines Punkts geändert haben
    (−1: er ist weg)."""

    def __init__(self, ring: Gitterring):
        self.punkte, self.anzahl, self.stand = ring, len(ring), [0] * len(ring)
        self._vor = [i - 1 for i in range(len(ring))]
        self._nach = [(i + 1) % len(ring) for i in range(len(ring))]
        if ring:
            self._vor[0] = len(ring) - 1

    def gewicht(self, i: int) -> tuple[int, Gitterpunkt]:
        """Doppelte Fläche des Dreiecks mit den Nachbarn, in beiden Umlaufrichtungen dieselbe ganze Zahl."""
        (ax, ay), (bx, by), (cx, cy) = (self.punkte[j] for j in (self._vor[i], i, self._nach[i]))
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)), (bx, by)

    def entfernen(self, i: int) -> tuple[int, int]:
        vor, nach = self._vor[i], self._nach[i]
        self._nach[vor], self._vor[nach] = nach, vor
        self.stand[i], self.anzahl = -1, self.anzahl - 1
        for nachbar in (vor, nach):
            self.stand[nachbar] += 1
        return vor, nach

    @property
    def ring(self) -> Gitterring:
        return tuple(punkt for punkt, stand in zip(self.punkte, self.stand, strict=True) if stand >= 0)


def _flaeche(ring: Gitterring) -> float:
    """Mit Vorzeichen nach der Umlaufrichtung."""
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def groesster(ringe: Iterable[Gitterring]) -> Gitterring:
    return max(ringe, key=lambda ring: abs(_flaeche(ring)))


def schild(ringe: list[Gitterring]) -> Gitterpunkt:
    """Ein Punkt im größten Ring, möglichst weit von allen Grenzen."""
    rand = groesster(ringe)
    paare = [paar for ring in ringe for paar in zip(ring, (*ring[1:], ring[0]), strict=True)]
    strecken = [(eins, zwei) for eins, zwei in paare if eins != zwei]
    waagerecht, senkrecht = zip(*rand, strict=True)
    mitte = ((min(waagerecht) + max(waagerecht)) / 2, (min(senkrecht) + max(senkrecht)) / 2)
    weite = (max(waagerecht) - min(waagerecht), max(senkrecht) - min(senkrecht))
    for _ in range(NAEHER):
        proben = [
            (mitte[0] + weite[0] * (i / PROBEN - 0.5), mitte[1] + weite[1] * (j / PROBEN - 0.5))
            for i in range(PROBEN + 1)
            for j in range(PROBEN + 1)
        ]
        innen = [punkt for punkt in proben if _liegt_in(punkt, strecken)]
        mitte = max(innen, key=lambda punkt: _abstand(punkt, strecken), default=rand[0])
        weite = (weite[0] / 4, weite[1] / 4)
    return round(mitte[0]), round(mitte[1])


def _liegt_in(punkt: Punkt, strecken: Iterable[tuple[Gitterpunkt, Gitterpunkt]]) -> bool:
    x, y = punkt
    innen = False
    for (ax, ay), (bx, by) in strecken:
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            innen = not innen
    return innen


def _abstand(punkt: Punkt, strecken: Iterable[tuple[Gitterpunkt, Gitterpunkt]]) -> float:
    """Quadrat des kleinsten Abstands, senkrecht gedehnt: gesucht ist Platz für breite Schrift."""
    x, y = punkt[0], punkt[1] * SCHRIFT_IST_BREIT
    kleinster = float("inf")
    for (ax, ay), (bx, by) in strecken:
        ay, by = ay * SCHRIFT_IST_BREIT, by * SCHRIFT_IST_BREIT  # noqa: PLW2901
        dx, dy = bx - ax, by - ay
        t = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
        kleinster = min(kleinster, (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2)
    return kleinster
