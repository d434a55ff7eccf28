"""Datierte Zeilen, die einander ablösen: jede gilt von … bis einschließlich …, leer heißt unbegrenzt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar


class Datiert(Protocol):
    gueltig_von: date | None
    gueltig_bis: date | None


Zeile = TypeVar("Zeile", bound=Datiert)


class Ueberschneidung(ValueError):
    """Eine andere Zeile gilt in derselben Zeit."""

    def __init__(self, zeile: Datiert):
        super().__init__(f"Es gibt schon eine Zeile {in_worten(zeile)}.")
        self.zeile = zeile


@dataclass(frozen=True)
class Platz(Generic[Zeile]):
    """Wo eine neue Zeile hinkommt: welche am Tag davor endet und wie lange sie selbst gilt."""

    vorige: Zeile | None
    bis: date | None


def gueltig_am(zeilen: Iterable[Zeile], tag: date) -> Zeile | None:
    return next((z for z in zeilen if (z.gueltig_von or date.min) <= tag <= (z.gueltig_bis or date.max)), None)


def platz(zeilen: Iterable[Zeile], ab: date | None) -> Platz[Zeile]:
    """Ab `ab` gilt Neues: Was bis dahin galt, endet am Tag davor; eine schon eingetragene spätere Zeile bleibt.

    Ueberschneidung, wenn eine Zeile am selben Tag beginnt.
    """
    zeilen = list(zeilen)
    if gleiche := next((z for z in zeilen if z.gueltig_von == ab), None):
        raise Ueberschneidung(gleiche)
    beginn = ab or date.min
    vorige = gueltig_am(zeilen, beginn)
    spaeter = [z.gueltig_von for z in zeilen if z.gueltig_von and z.gueltig_von > beginn]
    return Platz(vorige, tag_davor(min(spaeter)) if spaeter else None)


def verlange_frei(zeilen: Iterable[Datiert], von: date | None, bis: date | None) -> None:
    """Ueberschneidung, wenn eine der anderen `zeilen` in dieser Zeit gilt."""
    beginn, ende = von or date.min, bis or date.max
    for zeile in zeilen:
        if (zeile.gueltig_von or date.min) <= ende and beginn <= (zeile.gueltig_bis or date.max):
            raise Ueberschneidung(zeile)


def tag_davor(tag: date) -> date:
    return tag - timedelta(days=1)


def in_worten(zeile: Datiert) -> str:
    """„ab 01.07.2024“, „bis 30.06.2024“, „01.01.2023 bis 30.06.2024“, „unbefristet“."""
    von, bis = zeile.gueltig_von, zeile.gueltig_bis
    if von and bis:
        return f"{von:%d.%m.%Y} bis {bis:%d.%m.%Y}"
    if von:
        return f"ab {von:%d.%m.%Y}"
    return f"bis {bis:%d.%m.%Y}" if bis else "unbefristet"
