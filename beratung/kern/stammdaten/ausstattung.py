"""Stellenumfang und Soll einer Beratungsstelle aus ihren datierten Zeilen; unbekannt ist nicht null."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from dresden_senioren.kern.zahlen import runden
from dresden_senioren.kern.zeitraum import Monat

from .folge import gueltig_am

MONATE_IM_QUARTAL = 3


class Ausstattungszeile(Protocol):
    gueltig_von: date | None
    gueltig_bis: date | None
    vzae: Decimal | None
    soll_quartal: int | None


def vzae(ausstattungen: Iterable[Ausstattungszeile], monat: Monat) -> Decimal | None:
    """Vollzeitäquivalente einer Beratungsstelle am Ersten des Monats; None, wo sie niemand eingetragen hat."""
    zeile = gueltig_am(ausstattungen, monat.erster)
    return zeile.vzae if zeile else None


def vzae_im_mittel(ausstattungen: Iterable[Ausstattungszeile], monate: Collection[Monat]) -> Decimal | None:
    """Mittel über die Monate, auf sechs Stellen; None, sobald einer unbekannt ist."""
    zeilen = list(ausstattungen)
    werte = [vzae(zeilen, monat) for monat in monate]
    return None if None in werte else runden(sum(werte, Decimal(0)) / len(werte), 6)


def soll(ausstattungen: Iterable[Ausstattungszeile], monate: Iterable[Monat]) -> Decimal | None:
    """Soll-Fälle über die Monate, je Monat ein Drittel des Quartals; None, sobald einer unbekannt ist."""
    zeilen, quartale = list(ausstattungen), 0
    for monat in monate:
        zeile = gueltig_am(zeilen, monat.erster)
        if zeile is None or zeile.soll_quartal is None:
            return None
        quartale += zeile.soll_quartal
    return Decimal(quartale) / MONATE_IM_QUARTAL
