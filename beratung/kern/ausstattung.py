"""Stellenumfang und Soll einer Beratungsstelle aus ihren datierten Zeilen; unbekannt ist nicht null."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Protocol

from dresden_senioren.kern.zeitraum import Monat, Zeitraum

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


def soll(ausstattungen: Iterable[Ausstattungszeile], zeitraum: Zeitraum) -> Decimal | None:
    """Soll-Fälle einer Beratungsstelle: je Monat ein Drittel des Quartals; None, sobald ein Monat unbekannt ist."""
    zeilen, quartale = list(ausstattungen), 0
    for monat in zeitraum:
        zeile = gueltig_am(zeilen, monat.erster)
        if zeile is None or zeile.soll_quartal is None:
            return None
        quartale += zeile.soll_quartal
    return Decimal(quartale) / MONATE_IM_QUARTAL
