"""Eine flache Liste für Tabellenprogramme: Texte und Tage, keine Zahlen, nichts zu schützen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Liste:
    """`angaben` stehen über der Tabelle: Filter in Worten und Stand. ValueError, wenn eine Zeile nicht passt."""

    titel: str
    angaben: tuple[str, ...]
    spalten: tuple[str, ...]
    zeilen: tuple[Sequence[str | date | None], ...]
    stand: date

    def __post_init__(self):
        if len(set(self.spalten)) != len(self.spalten):
            raise ValueError(f"„{self.titel}“: Zwei Spalten heißen gleich.")
        for zeile in self.zeilen:
            if len(zeile) != len(self.spalten):
                raise ValueError(f"„{self.titel}“: Eine Zeile hat {len(zeile)} statt {len(self.spalten)} Zellen.")
