"""Feldgeschichte schreiben: jede gespeicherte Fassung einer Zeile bleibt, mit Tag und Person."""

from typing import TypeVar

from django.db import models
from django.db.models import Max
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.utils import get_history_manager_for_model

AUSGANGSLAGE = "Stand vor der ersten Änderung"
Zeile = TypeVar("Zeile", bound=models.Model)


class InzwischenGeaendert(Exception):
    """Seit dem Öffnen der Seite hat jemand anderes gespeichert; `zeile` ist der jetzige Stand."""

    def __init__(self, zeile: models.Model):
        super().__init__("Inzwischen hat jemand anderes diese Angaben geändert.")
        self.zeile = zeile


def fassungen() -> HistoricalRecords:
    """Das Feld `history` eines Modells; der Sortierschlüssel ist gerechnet und gehört nicht zur Geschichte."""
    return HistoricalRecords(
        custom_model_name=lambda modell: f"{modell}Fassung",
        excluded_fields=["sortierschluessel"],
    )


def hat_geschichte(zeile: models.Model) -> bool:
    return hasattr(type(zeile)._meta, "simple_history_manager_attribute")


def fassung(zeile: models.Model) -> int | None:
    """Nummer der jüngsten Fassung; None, solange es keine gibt (aus Stammdaten geladen)."""
    if zeile.pk is None or not hat_geschichte(zeile):
        return None
    return (
        get_history_manager_for_model(type(zeile)).filter(id=zeile.pk).aggregate(Max("history_id"))["history_id__max"]
    )


def gesperrt(zeile: Zeile, **pruefung: int | None) -> Zeile:
    """Der gespeicherte Stand, gesperrt bis zum Ende der Transaktion, mit festgehaltener Ausgangslage.

    InzwischenGeaendert, wenn eine `grundlage` genannt ist und nicht mehr gilt.
    """
    gespeichert = type(zeile)._default_manager.select_for_update().get(pk=zeile.pk)
    if pruefung and fassung(gespeichert) != pruefung["grundlage"]:
        raise InzwischenGeaendert(gespeichert)
    ausgangslage_festhalten(gespeichert)
    return gespeichert


def ausgangslage_festhalten(zeile: models.Model) -> None:
    """Was ohne Fassung entstand (geladene Stammdaten), bekommt eine, damit die erste Änderung alt → neu zeigt."""
    if hat_geschichte(zeile) and fassung(zeile) is None:
        gespeichert = type(zeile)._default_manager.get(pk=zeile.pk)
        get_history_manager_for_model(type(zeile)).bulk_history_create(
            [gespeichert], default_change_reason=AUSGANGSLAGE, default_date=timezone.now()
        )
