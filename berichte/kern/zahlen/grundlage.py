"""Ab welcher Grundlage ein Verhältnis gezeigt wird und ab welchem Unterschied eine Reihenfolge oder Richtung gilt.
Geschützte Zahlen sind gerundet: Aus kleinen gäbe ein Anteil eine Genauigkeit vor, die er nicht hat, und nahe
beieinander entscheidet die Rundung. `basis`: worauf gerundet ist, 0 bei genauen Zahlen."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from berichte.kern.tabelle import Zeichen
from dresden_senioren.kern import zahlen

PROZENT_AB = 50  # geschützte Zahlen: Prozente erst ab so vielen Fällen
MITTELWERT_AB = 10  # geschützte Zahlen: Mittelwerte je Fall erst ab so vielen Fällen
# Summen geschützter Zahlen über ein Jahr wichen in Versuchen um bis zu drei Basen ab, ein Unterschied zweier um sechs.
BASEN = 6


def reicht(basis: int | None, ab: int) -> bool:
    return basis is not None and basis >= ab


def veraenderung(neu: int | None, alt: int | None, *, ab: int) -> Decimal | None:
    """Wie `zahlen.veraenderung`, aber nur, wo `alt` wenigstens `ab` ist."""
    return zahlen.veraenderung(neu, alt) if reicht(alt, ab) else None


def anteil(teil: int | None, ganzes: int | None, *, ab: int) -> Decimal | None:
    """Wie `zahlen.anteil`, aber nur, wo das Ganze wenigstens `ab` ist."""
    return zahlen.anteil(teil, ganzes) if teil is not None and reicht(ganzes, ab) else None


def statt(basis: int | None, *, ab: int) -> Zeichen:
    """Was in der Zelle steht, wo es kein Verhältnis gibt: „.“ bei zu kleiner Grundlage, sonst „x“."""
    return Zeichen.NICHT_SINNVOLL if basis is None or reicht(basis, ab) else Zeichen.GEHEIM


def spielraum(basis: int) -> int:
    """Darunter kann ein Unterschied zweier geschützter Zahlen allein an der Rundung liegen."""
    return BASEN * basis


def ist_deutlich(unterschied: int | Decimal, *, basis: int) -> bool:
    """Größer, als die Rundung ihn machen kann; zwischen genauen Zahlen immer."""
    return abs(unterschied) >= spielraum(basis)


def anteile_sind_deutlich(punkte: Decimal, ganzes: int, *, basis: int) -> bool:
    """Dasselbe für den Unterschied zweier Anteile in Prozentpunkten; `ganzes`: die kleinere Grundlage."""
    return ist_deutlich(punkte * ganzes / 100, basis=basis)


def sichere_plaetze(absteigend: Sequence[int], *, basis: int) -> int:
    """Wie viele Werte von vorn an deutlich vor dem nächsten liegen; nach dem letzten kommt, was auf null gerundet ist.
    Bei genauen Zahlen alle."""
    abstaende = (a - b for a, b in pairwise([*absteigend, 0]))
    knapp = (nr for nr, abstand in enumerate(abstaende) if not ist_deutlich(abstand, basis=basis))
    return next(knapp, len(absteigend))
