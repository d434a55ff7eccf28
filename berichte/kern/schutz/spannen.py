"""Zwischen welchen Werten eine unbekannte Zahl liegen muss, wenn alle Gleichungen gelten."""

import math
from collections.abc import Iterable, Mapping, Sequence

from .loeser import LinearesProgramm

OFFEN = math.inf
_GENAUIGKEIT = 1e-6
Grenze = tuple[float, float]
Zeile = tuple[Mapping[int, float], float]


def ist_moeglich(grenzen: Sequence[Grenze], zeilen: Sequence[Zeile]) -> bool:
    """Gibt es überhaupt Werte, die alle Gleichungen erfüllen?"""
    return LinearesProgramm(grenzen, zeilen).kleinste([0.0] * len(grenzen)) is not None


def spannen(grenzen: Sequence[Grenze], zeilen: Sequence[Zeile], ziele: Iterable[int]) -> dict[int, Grenze] | None:
    """Ziel → kleinster und größter ganzzahliger Wert; None, wenn die Gleichungen einander widersprechen.

    Jede gefundene Lösung ist ein Zeuge für alle Zahlen zugleich: Wer in irgendeiner an seine Grenze reicht, muss nicht
    mehr einzeln gesucht werden."""
    ziele = tuple(ziele)
    programm = LinearesProgramm(grenzen, zeilen)
    gefunden: dict[int, list[float]] = {}
    for richtung in (1.0, -1.0):  # erst alle zugleich nach unten, dann nach oben
        offen = list(ziele)
        kosten = [0.0] * len(grenzen)
        for ziel in offen:
            kosten[ziel] = richtung
        while offen:
            loesung = programm.kleinste(kosten)
            if loesung is None:
                return None
            for ziel in ziele:
                _merke(gefunden, ziel, loesung[ziel])
            if sum(map(bool, kosten)) == 1:
                offen.remove(kosten.index(richtung))
            offen = [ziel for ziel in offen if not _am_rand(gefunden[ziel], grenzen[ziel], richtung)]
            kosten = [0.0] * len(grenzen)
            if offen:
                kosten[offen[0]] = richtung
    return {ziel: (math.ceil(a - _GENAUIGKEIT), _abgerundet(b)) for ziel, (a, b) in gefunden.items()}


def _merke(gefunden: dict[int, list[float]], ziel: int, wert: float) -> None:
    spanne = gefunden.setdefault(ziel, [wert, wert])
    spanne[0], spanne[1] = min(spanne[0], wert), max(spanne[1], wert)


def _am_rand(spanne: Sequence[float], grenze: Grenze, richtung: float) -> bool:
    if richtung > 0:
        return spanne[0] <= grenze[0] + _GENAUIGKEIT
    return spanne[1] >= grenze[1] - _GENAUIGKEIT


def _abgerundet(wert: float) -> float:
    return math.floor(wert + _GENAUIGKEIT) if wert < OFFEN else OFFEN
