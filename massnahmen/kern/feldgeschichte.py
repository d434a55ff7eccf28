"""Aus gespeicherten Fassungen wird, was ein Mensch lesen will: wer wann welches Feld von was auf was geändert hat."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

ANGELEGT, GEAENDERT, GELOESCHT = "+", "~", "-"


@dataclass(frozen=True)
class Stand:
    """Eine Fassung einer Zeile; `folge` ordnet Fassungen desselben Augenblicks, `werte`: Feldname → Text."""

    zeile: tuple[str, int]
    folge: int
    art: str
    am: datetime
    von: str
    gegenstand: str
    werte: Mapping[str, str]


@dataclass(frozen=True)
class Feldaenderung:
    am: datetime
    von: str
    gegenstand: str
    feld: str
    alt: str
    neu: str


def feldaenderungen(staende: Iterable[Stand]) -> list[Feldaenderung]:
    """Neueste zuerst. Was ein Befehl anlegt (ohne Person), ist die Ausgangslage und keine Änderung."""
    ergebnis: list[Feldaenderung] = []
    geordnet = sorted(staende, key=lambda s: (s.zeile, s.folge))
    for _, fassungen in groupby(geordnet, key=lambda s: s.zeile):
        vorher: Stand | None = None
        for stand in fassungen:
            ergebnis += _schritt(vorher, stand)
            vorher = stand
    return sorted(ergebnis, key=lambda a: a.am, reverse=True)


def _schritt(vorher: Stand | None, stand: Stand) -> list[Feldaenderung]:
    if stand.art == GELOESCHT:
        return [_aenderung(stand, "gelöscht", _kurz(stand.werte), "")]
    if vorher is None:
        ist_anlage = stand.art == ANGELEGT and stand.von
        return [_aenderung(stand, "angelegt", "", _kurz(stand.werte))] if ist_anlage else []
    return [
        _aenderung(stand, feld, vorher.werte.get(feld, ""), neu)
        for feld, neu in stand.werte.items()
        if vorher.werte.get(feld, "") != neu
    ]


def _aenderung(stand: Stand, feld: str, alt: str, neu: str) -> Feldaenderung:
    return Feldaenderung(stand.am, stand.von, stand.gegenstand, feld, alt, neu)


def _kurz(werte: Mapping[str, str]) -> str:
    return " · ".join(wert for wert in werte.values() if wert)
