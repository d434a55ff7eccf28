"""Monate, Quartale und Zeiträume: vergleichbar, zählbar, mit deutschem Namen."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from .text import aufzaehlung

MONATSNAMEN = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Monat:
    """Ein Kalendermonat."""

    jahr: int
    nummer: int

    def __post_init__(self):
        if not (1 <= self.nummer <= 12 and 1900 <= self.jahr <= 2999):
            raise ValueError(f"{self.jahr:04d}-{self.nummer:02d} ist kein Monat.")

    @classmethod
    def lesen(cls, text: str) -> Self:
        """„2024-09“ → Monat; ValueError mit Satz, wenn der Text anders aussieht."""
        if not (treffer := re.fullmatch(r"(\d{4})-(\d{2})", text.strip(), re.ASCII)):
            raise ValueError(f"„{text}“ ist kein Monat der Form JJJJ-MM, zum Beispiel 2024-09.")
        return cls(int(treffer[1]), int(treffer[2]))

    @classmethod
    def von_tag(cls, tag: date) -> Self:
        return cls(tag.year, tag.month)

    @property
    def erster(self) -> date:
        return date(self.jahr, self.nummer, 1)

    @property
    def letzter(self) -> date:
        return date(self.jahr, self.nummer, monthrange(self.jahr, self.nummer)[1])

    @property
    def name(self) -> str:
        return MONATSNAMEN[self.nummer - 1]

    @property
    def bezeichnung(self) -> str:
        """„September 2024“."""
        return f"{self.name} {self.jahr}"

    def __add__(self, monate: int) -> "Monat":
        jahr, rest = divmod(self.jahr * 12 + self.nummer - 1 + monate, 12)
        return Monat(jahr, rest + 1)

    def __sub__(self, monate: int) -> "Monat":
        return self + -monate

    def __str__(self) -> str:
        return f"{self.jahr:04d}-{self.nummer:02d}"


@dataclass(frozen=True)
class Zeitraum:
    """Aufeinander folgende Monate, beide Enden eingeschlossen."""

    von: Monat
    bis: Monat

    def __post_init__(self):
        if self.bis < self.von:
            raise ValueError(f"Der Zeitraum endet ({self.bis}) vor seinem Beginn ({self.von}).")

    def __iter__(self) -> Iterator[Monat]:
        monat = self.von
        while monat <= self.bis:
            yield monat
            monat += 1

    def __contains__(self, monat: Monat) -> bool:
        return self.von <= monat <= self.bis

    def __len__(self) -> int:
        return (self.bis.jahr - self.von.jahr) * 12 + self.bis.nummer - self.von.nummer + 1

    def vorjahr(self) -> "Zeitraum":
        return Zeitraum(self.von - 12, self.bis - 12)

    @property
    def bezeichnung(self) -> str:
        """„01–09/2024“; ein ganzes Jahr „2024“; über Jahre „10/2023–09/2024“; ein Monat „09/2024“."""
        von, bis = self.von, self.bis
        if von == bis:
            return f"{von.nummer:02d}/{von.jahr}"
        if von.jahr != bis.jahr:
            return f"{von.nummer:02d}/{von.jahr}–{bis.nummer:02d}/{bis.jahr}"
        return str(von.jahr) if len(self) == 12 else f"{von.nummer:02d}–{bis.nummer:02d}/{von.jahr}"

    def __str__(self) -> str:
        return f"{self.von}..{self.bis}"


@dataclass(frozen=True, order=True)
class Quartal:
    """Ein Kalenderquartal; in Adressen „2024-Q3“."""

    jahr: int
    nummer: int

    def __post_init__(self):
        if not (1 <= self.nummer <= 4 and 1900 <= self.jahr <= 2999):
            raise ValueError(f"{self.jahr:04d}-Q{self.nummer} ist kein Quartal.")

    @classmethod
    def lesen(cls, text: str) -> Self:
        """„2024-Q3“ → Quartal; ValueError mit Satz, wenn der Text anders aussieht."""
        if not (treffer := re.fullmatch(r"(\d{4})-Q(\d)", text.strip(), re.ASCII)):
            raise ValueError(f"„{text}“ ist kein Quartal der Form JJJJ-Q, zum Beispiel 2024-Q3.")
        return cls(int(treffer[1]), int(treffer[2]))

    @classmethod
    def von_monat(cls, monat: Monat) -> Self:
        return cls(monat.jahr, (monat.nummer + 2) // 3)

    @property
    def zeitraum(self) -> Zeitraum:
        von = Monat(self.jahr, 3 * self.nummer - 2)
        return Zeitraum(von, von + 2)

    @property
    def bezeichnung(self) -> str:
        """„3. Quartal 2024“."""
        return f"{self.nummer}. Quartal {self.jahr}"

    def __add__(self, quartale: int) -> "Quartal":
        return Quartal.von_monat(self.zeitraum.von + 3 * quartale)

    def __sub__(self, quartale: int) -> "Quartal":
        return self + -quartale

    def __str__(self) -> str:
        return f"{self.jahr:04d}-Q{self.nummer}"


def abschnitte(monate: Iterable[Monat]) -> list[Zeitraum]:
    """Zusammenhängende Zeiträume, über die Jahreswende getrennt."""
    ergebnis: list[Zeitraum] = []
    for monat in sorted(monate):
        if ergebnis and ergebnis[-1].bis + 1 == monat and monat.nummer > 1:
            ergebnis[-1] = Zeitraum(ergebnis[-1].von, monat)
        else:
            ergebnis.append(Zeitraum(monat, monat))
    return ergebnis


def bezeichnung(monate: Iterable[Monat]) -> str:
    """„01–09/2024“; mit Lücke „01–03/2024 und 05–09/2024“."""
    return aufzaehlung([zeitraum.bezeichnung for zeitraum in abschnitte(monate)])


def in_worten(monate: Iterable[Monat]) -> str:
    """„Oktober bis Dezember 2024“, „März 2024 und Mai 2024“, „das Jahr 2022“."""
    return aufzaehlung([_abschnitt_in_worten(zeitraum) for zeitraum in abschnitte(monate)])


def _abschnitt_in_worten(zeitraum: Zeitraum) -> str:
    if len(zeitraum) == 12:
        return f"das Jahr {zeitraum.von.jahr}"
    if len(zeitraum) == 1:
        return zeitraum.von.bezeichnung
    return f"{zeitraum.von.name} bis {zeitraum.bis.bezeichnung}"
