"""Aus einer Folge von Fassungen wird, was sich wann von welchem zu welchem Wert geändert hat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

NICHT_AUFGEZEICHNET = "nicht aufgezeichnet"


@dataclass(frozen=True)
class Fassung:
    """Eine Zeile, wie sie ab `am` stand: Feldname → Text. `felder` ist leer, wo es sie nicht mehr gibt."""

    am: datetime
    von: str
    felder: Mapping[str, str]
    ist_im_zeitraum: bool
    ist_anfang: bool = False  # neu angelegt: davor gab es nichts
    gegenstand: str = ""  # wovon die Rede ist, wo es davon mehrere gibt


@dataclass(frozen=True)
class Wechsel:
    """Ein Feld mit altem und neuem Text; leer heißt: stand nichts."""

    feld: str
    alt: str
    neu: str
    von: str
    am: datetime
    gegenstand: str = ""


def wechsel(fassungen: Iterable[Fassung]) -> Iterator[Wechsel]:
    """Die Unterschiede aufeinanderfolgender Fassungen eines Gegenstands, soweit sie in den Zeitraum fallen.

    Ist die erste Fassung eine Änderung ohne Vorgängerin, ist der alte Wert nicht mehr zu sagen; das steht dann da.
    """
    folge = list(fassungen)
    if folge and folge[0].ist_im_zeitraum:
        yield from _erste(folge[0])
    for alt, neu in pairwise(folge):
        if neu.ist_im_zeitraum:
            yield from _unterschiede(alt.felder, neu)


def _erste(fassung: Fassung) -> Iterator[Wechsel]:
    if fassung.ist_anfang:
        yield from _unterschiede({}, fassung)
    else:
        for feld, text in fassung.felder.items():
            yield _wechsel(feld, NICHT_AUFGEZEICHNET, text, fassung)


def _unterschiede(alt: Mapping[str, str], fassung: Fassung) -> Iterator[Wechsel]:
    for feld in dict.fromkeys([*alt, *fassung.felder]):
        vorher, nachher = alt.get(feld, ""), fassung.felder.get(feld, "")
        if vorher != nachher:
            yield _wechsel(feld, vorher, nachher, fassung)


def _wechsel(feld: str, alt: str, neu: str, fassung: Fassung) -> Wechsel:
    return Wechsel(feld, alt, neu, fassung.von, fassung.am, fassung.gegenstand)
