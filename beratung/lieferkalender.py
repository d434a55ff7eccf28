"""Wer welchen Monat geliefert hat."""

from dataclasses import dataclass

from django.utils import timezone

from dresden_senioren.kern.zeitraum import MONATSNAMEN, Monat, Zeitraum

from . import bestand
from .kern.zaehlung import Quelle


@dataclass(frozen=True)
class Monatszelle:
    """Ein Monat einer Quelle im Kalender: geliefert, fehlt oder noch nicht fällig."""

    monat: Monat
    nummer: int | None  # der geltenden Lieferung
    ist_faellig: bool


@dataclass(frozen=True)
class Jahresblatt:
    jahr: int
    zeilen: list[tuple[Quelle, list[Monatszelle]]]


def kalender() -> list[Jahresblatt]:
    """Je Jahr mit Zahlen ein Blatt, das jüngste zuerst; ohne Zahlen das laufende Jahr."""
    heute = Monat.von_tag(timezone.localdate())
    stand = bestand.stand_der_daten()
    arten = bestand.gemeldete_arten(Zeitraum(Monat(2015, 1), heute))
    erstes = min((monat.jahr for _, monat in arten), default=heute.jahr)
    letztes = stand.letzter_monat.jahr if stand else heute.jahr
    blaetter = []
    for jahr in range(letztes, erstes - 1, -1):
        monate = [Monat(jahr, nr) for nr in range(1, 13)]
        zeilen = [(q, [_zelle(q, monat, arten, heute) for monat in monate]) for q in Quelle]
        blaetter.append(Jahresblatt(jahr, zeilen))
    return blaetter


def _zelle(quelle: Quelle, monat: Monat, arten: dict, heute: Monat) -> Monatszelle:
    gemeldet = arten.get((quelle.value, monat), {})
    return Monatszelle(monat, max(gemeldet.values(), default=None), monat < heute)


MONATSKUERZEL = [name[:3] for name in MONATSNAMEN]
