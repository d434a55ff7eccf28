"""Der Angriff auf die eigenen Freigaben: Was kann jemand ausrechnen, der alle veröffentlichten Zahlen, alle Summen, die
Methode und die schon bekannten genauen Zahlen kennt?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dresden_senioren.kern.zeitraum import Monat

from .programm import Schluessel


class Freigabestand(NamedTuple):
    """Eine Freigabe: die genauen Zahlen, wie sie damals galten, und die veröffentlichten."""

    genau: Mapping[Schluessel, int]
    geschuetzt: Mapping[Schluessel, int]
    basis: int


class BekannteSumme(NamedTuple):
    """Eine schon veröffentlichte genaue Gesamtzahl. Leere Quelle: beide zusammen; leeres Gebiet: die Stadt."""

    zaehleinheit: str
    quelle: str
    gebiet: str
    von: Monat
    bis: Monat
    anzahl: int


class Spanne(NamedTuple):
    """Was der Angriff über eine Zahl weiß: kleinster und größter möglicher Wert."""

    schluessel: Schluessel
    kleinster: int
    groesster: int


class Gruppe(NamedTuple):
    """Alle Fälle einer Zeile haben dieselbe Ausprägung; ob das jemanden bloßstellt, entscheidet ein Mensch."""

    schluessel: Schluessel
    anzahl: int


@dataclass(frozen=True)
class Angriffsergebnis:
    """`zellen`: angegriffene kleine Zahlen; `exakt`: davon genau bestimmt; `eng`: davon mit weniger möglichen Werten als
    die Basis (die genau bestimmten zählen mit); `summenfehler`: veröffentlichte Summen, die nicht aufgehen;
    `unmoeglich`: bekannte Zahlen, die dem Veröffentlichten widersprechen und darum nicht mitgerechnet sind."""

    zellen: int
    exakt: int
    eng: int
    summenfehler: int
    schlimmste: tuple[Spanne, ...]
    gruppen: tuple[Gruppe, ...]
    unmoeglich: tuple[BekannteSumme, ...]

    @property
    def ist_sicher(self) -> bool:
        return not (self.exakt or self.eng or self.summenfehler)


def angreifen(
    freigaben: Sequence[Freigabestand], bekannt: Sequence[BekannteSumme] = (), *, eltern: Mapping[str, str],
    ziele_bis: int = 9,
) -> Angriffsergebnis:  # fmt: skip
    """Greift alle Freigaben zusammen an, in der Reihenfolge ihrer Veröffentlichung."""
    raise NotImplementedError
