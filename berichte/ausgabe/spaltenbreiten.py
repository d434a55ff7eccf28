"""Wie breit die Spalten einer Zahlentabelle werden: in PDF, Word und auf Folien nach denselben Regeln, in Punkt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from berichte.kern.tabelle import Tabelle

from .textmass import Schriftmass

ERSTE_MINDESTENS = 0.24  # Anteil der ersten Spalte an der Breite
TEXT_HOECHSTENS = 0.3  # Anteil einer weiteren Textspalte


@dataclass(frozen=True)
class Zellschrift:
    """`rand`: was eine Zelle links und rechts zusammen frei lässt."""

    mass: Schriftmass
    groesse: float
    rand: float

    def zeile(self, text: str, *, ist_fett: bool = True) -> float:
        return self.mass.breite(text, self.groesse, ist_fett=ist_fett) + self.rand

    def wort(self, text: str, *, ist_fett: bool = True) -> float:
        """Das längste."""
        return self.mass.laengstes_wort(text, self.groesse, ist_fett=ist_fett) + self.rand


def spaltenbreiten(
    tabelle: Tabelle, spalten: Sequence[int], breite: float, schrift: Zellschrift
) -> tuple[float, ...] | None:
    """None, wenn sie nicht nebeneinander passen. Zahlen brechen nie um, Köpfe nur an Wörtern, und nur, wo nicht alle
    und dazu die Namen der Zeilen auf eine Zeile passen."""
    namen = [tabelle.spalten[0].bezeichnung, *(zeile[0] for zeile in tabelle.geschrieben)]
    wort, zeile = (max(breite * ERSTE_MINDESTENS, *map(mass, namen)) for mass in (schrift.wort, schrift.zeile))
    for kopf, erste in ((schrift.zeile, zeile), (schrift.wort, wort)):
        weitere = [_weitere(tabelle, nr, breite, schrift, kopf) for nr in spalten[1:]]
        if (rest := breite - sum(weitere)) >= erste:
            zuviel = max(rest - zeile, 0)
            return (rest - zuviel, *(w + zuviel / len(weitere) for w in weitere)) if weitere else (breite,)
    return None


def gedraengt(tabelle: Tabelle, spalten: Sequence[int], breite: float, schrift: Zellschrift) -> tuple[float, ...]:
    """Wie oben; was nicht passt, wird schmaler, und dann bricht auch ein Wort um."""
    if breiten := spaltenbreiten(tabelle, spalten, breite, schrift):
        return breiten
    weitere = [_weitere(tabelle, nr, breite, schrift, schrift.wort) for nr in spalten[1:]]
    faktor = min(breite * (1 - ERSTE_MINDESTENS) / sum(weitere), 1)
    return (breite - sum(weitere) * faktor, *(w * faktor for w in weitere))


def in_groesster_schrift(
    tabelle: Tabelle, breite: float, schriften: Sequence[Zellschrift]
) -> tuple[float, tuple[float, ...]]:
    """(Schriftgröße, Breiten) der ersten Schrift, in der alle Spalten nebeneinander passen, sonst der letzten."""
    alle = range(len(tabelle.spalten))
    passend = (s for s in schriften if spaltenbreiten(tabelle, alle, breite, s))
    schrift = next(passend, schriften[-1])
    return schrift.groesse, gedraengt(tabelle, alle, breite, schrift)


def _weitere(tabelle: Tabelle, nr: int, breite: float, schrift: Zellschrift, kopf: Callable[[str], float]) -> float:
    spalte, texte = tabelle.spalten[nr], [zeile[nr] for zeile in tabelle.geschrieben]
    ganz = max(map(schrift.zeile, texte), default=0)
    if not spalte.ist_zahl:
        wort = max((schrift.wort(text, ist_fett=False) for text in texte), default=0)
        ganz = min(ganz, max(wort, breite * TEXT_HOECHSTENS))
    return max(kopf(spalte.bezeichnung), ganz)
