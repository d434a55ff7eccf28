"""Feldgeschichte lesen: die Fassungen (django-simple-history) in Worten, was sich wann von wem wie geändert hat."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.utils import get_history_model_for_model

from dresden_senioren.kern.aenderungen import Fassung, Wechsel, wechsel
from dresden_senioren.kern.zahlen import deutsch

Namen = dict[tuple[type[models.Model], Any], str]


@dataclass(frozen=True)
class Quelle:
    """Ein Modell mit Geschichte. `gehoert_zu`: Feld mit der Nummer dessen, unter dem seine Wechsel stehen.

    `texte`: eine Zeile als Feldname → Text; ohne Angabe jedes Feld für sich. `ohne`: Felder, die darin nicht vorkommen.
    `name`: wovon die Rede ist.
    """

    modell: type[models.Model]
    gehoert_zu: str = "id"
    texte: Callable[[Any, Namen], dict[str, str]] | None = None
    name: Callable[[Any], str] = lambda zeile: ""
    ohne: frozenset[str] = frozenset({"id"})

    @property
    def zeilen(self) -> models.QuerySet:
        return fassungsmodell(self.modell).objects.all()


@cache
def fassungsmodell(modell: type[models.Model]) -> type[models.Model]:
    """Gemerkt, weil das Paket bei jeder Frage danach eine neue Managerklasse baut."""
    return get_history_model_for_model(modell)


def verlauf(quellen: Iterable[tuple[Quelle, models.QuerySet]]) -> list[Wechsel]:
    """Alles, was diese Fassungen an Änderungen enthalten, Neuestes zuerst; je Quelle eine Abfrage und die Namen."""
    alle = (w for quelle, zeilen in quellen for _, folge in folgen(quelle, zeilen) for w in wechsel(folge))
    return sorted(alle, key=lambda w: w.am, reverse=True)


def folgen(quelle: Quelle, zeilen: models.QuerySet, seit: date = date.min) -> Iterator[tuple[int, list[Fassung]]]:
    """Je Zeile des Modells: wozu sie gehört, und ihre Fassungen, älteste zuerst."""
    gelesen = list(zeilen.select_related("history_user").order_by("id", "history_date", "history_id"))
    namen = _namen(quelle, gelesen)
    for _, gruppe in groupby(gelesen, key=lambda zeile: zeile.id):
        folge = list(gruppe)
        yield getattr(folge[-1], quelle.gehoert_zu), [_fassung(quelle, zeile, namen, seit) for zeile in folge]


def ist_ausgangsstand(zeile) -> bool:
    """Eine Fassung, die niemand so eingetragen hat: eingelesen oder nur festgehalten. Sie galt schon immer."""
    return bool(zeile.history_change_reason) or (zeile.history_type == "+" and zeile.history_user_id is None)


def _fassung(quelle: Quelle, zeile, namen: Namen, seit: date) -> Fassung:
    texte = quelle.texte or (lambda zeile, namen: _je_feld(zeile, namen, quelle.ohne))
    return Fassung(
        am=zeile.history_date,
        von=zeile.history_user.anzeigename if zeile.history_user else "",
        gegenstand=quelle.name(zeile),
        felder={} if zeile.history_type == "-" else texte(zeile, namen),
        ist_im_zeitraum=timezone.localdate(zeile.history_date) >= seit and not ist_ausgangsstand(zeile),
        ist_anfang=zeile.history_type == "+",
    )


def _namen(quelle: Quelle, zeilen: list) -> Namen:
    """Wie das heißt, worauf Fremdschlüssel zeigen; je Modell höchstens eine Abfrage."""
    nummern: dict[type[models.Model], set] = {}
    for feld in quelle.modell._meta.concrete_fields:
        if feld.is_relation and feld.name not in quelle.ohne:
            gesucht = {getattr(zeile, feld.attname) for zeile in zeilen} - {None}
            nummern.setdefault(feld.related_model, set()).update(gesucht)
    return {
        (modell, zeile.pk): str(zeile)
        for modell, pks in nummern.items()
        if pks
        for zeile in modell.objects.filter(pk__in=pks)
    }


def name_von(namen: Namen, modell: type[models.Model], pk: Any) -> str:
    return "" if pk is None else namen.get((modell, pk), f"gelöscht (Nr. {pk})")


def _je_feld(zeile, namen: Namen, ohne: frozenset[str]) -> dict[str, str]:
    return {
        str(feld.verbose_name): name_von(namen, feld.related_model, getattr(zeile, feld.attname))
        if feld.is_relation
        else feldtext(feld, getattr(zeile, feld.attname))
        for feld in zeile.tracked_fields
        if feld.name not in ohne
    }


def feldtext(feld: models.Field, wert: Any) -> str:
    """Der Wert eines Feldes, wie ein Mensch ihn liest; leer bleibt leer."""
    if isinstance(feld, models.BooleanField):
        return {True: "ja", False: "nein", None: "unbekannt"}[wert]
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    if isinstance(wert, Decimal):
        return deutsch(wert, stellen=2)
    if isinstance(wert, list):
        return "\n".join(map(str, wert))
    return "" if wert is None else str(dict(feld.flatchoices).get(wert, wert))
