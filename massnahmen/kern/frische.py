"""Wie lange ist es her, dass ein Mensch den Sachstand fachlich bestätigt hat? Einlesen und Rechnen zählen nie."""

from calendar import monthrange
from datetime import date
from enum import StrEnum


class Frische(StrEnum):
    UNTER_6 = "unter_6"
    BIS_12 = "bis_12"
    UEBER_12 = "ueber_12"
    NIE = "nie"

    @property
    def bezeichnung(self) -> str:
        return {
            "unter_6": "vor weniger als 6 Monaten",
            "bis_12": "vor 6 bis 12 Monaten",
            "ueber_12": "vor über 12 Monaten",
            "nie": "noch nie",
        }[self.value]


def frische(bestaetigt_am: date | None, *, stichtag: date) -> Frische:
    """Genau sechs und genau zwölf Monate gehören zur mittleren Klasse."""
    if bestaetigt_am is None:
        return Frische.NIE
    if bestaetigt_am > monate_vorher(stichtag, 6):
        return Frische.UNTER_6
    return Frische.BIS_12 if bestaetigt_am >= monate_vorher(stichtag, 12) else Frische.UEBER_12


def monate_vorher(tag: date, monate: int) -> date:
    """Derselbe Tag so viele Monate früher; den 31. gibt es nicht immer, dann der letzte des Monats."""
    jahr, monat = divmod(tag.year * 12 + tag.month - 1 - monate, 12)
    return date(jahr, monat + 1, min(tag.day, monthrange(jahr, monat + 1)[1]))
