"""Woran Zahlen gemessen werden: Stellenumfang und Soll einer Beratungsstelle, Einwohner eines Gebiets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beratung.kern.stammdaten.ausstattung import soll, vzae, vzae_im_mittel
from beratung.models import Bezugsbevoelkerung, Stadtteil

__all__ = ["Einwohner", "bevoelkerung", "einwohner", "soll", "vzae", "vzae_im_mittel"]


@dataclass(frozen=True)
class Einwohner:
    anzahl: int
    stichtag: date
    quelle: str


def bevoelkerung(stadtteile: Iterable[str] | None, altersgruppe: str, am: date) -> dict[str, tuple[int, date, str]]:
    """Nr. des Stadtteils → (Einwohner, Stichtag, Quelle), je der jüngste Stichtag bis `am`, None: aller; eine Abfrage.

    Ein Stadtteil, den die Statistikstelle nur mit einem anderen zusammen nennt, steht nicht darin: Seine Einwohner
    stecken in dem anderen. Summen über Gebiete bildet darum `einwohner`.
    """
    zeilen = Bezugsbevoelkerung.objects.filter(altersgruppe=altersgruppe, stichtag__lte=am)
    if stadtteile is not None:
        zeilen = zeilen.filter(stadtteil__in=list(stadtteile))
    werte = zeilen.order_by("stichtag").values_list("stadtteil_id", "anzahl", "stichtag", "quelle")
    return {nr: tuple(rest) for nr, *rest in werte}


def einwohner(stadtteile: Iterable[str], altersgruppe: str, am: date) -> Einwohner | None:
    """Einwohner eines Gebiets am jüngsten Stichtag bis `am`, an dem sie vollständig sind; zwei Abfragen.

    None, wenn ein Stadtteil fehlt oder das Gebiet nur einen Teil von zusammen Veröffentlichtem umfasst.
    """
    gebiet = set(stadtteile)
    zusammen = Stadtteil.objects.exclude(zusammengefasst_mit=None).values_list("pk", "zusammengefasst_mit")
    for nr, mit in zusammen:
        if (nr in gebiet) != (mit in gebiet):
            return None
    noetig = gebiet - {nr for nr, _ in zusammen}
    zeilen = Bezugsbevoelkerung.objects.filter(stadtteil__in=noetig, altersgruppe=altersgruppe, stichtag__lte=am)
    je_stichtag: dict[date, list[tuple[int, str]]] = {}
    for stichtag, anzahl, quelle in zeilen.order_by("-stichtag").values_list("stichtag", "anzahl", "quelle"):
        je_stichtag.setdefault(stichtag, []).append((anzahl, quelle))
    for stichtag, werte in je_stichtag.items():
        if noetig and len(werte) == len(noetig):
            return Einwohner(sum(anzahl for anzahl, _ in werte), stichtag, werte[0][1])
    return None
