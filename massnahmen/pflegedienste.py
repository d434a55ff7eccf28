"""Den Plan ändern, ohne dass etwas verlorengeht: speichern und löschen; was endet, steht in ausserkraft.py."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .kern.laufzeit import LaufzeitUnklar, phasen_lesen
from .models import Beteiligung, Massnahme, Phase, Sachstandsart, Stelle, Stellenalias, Ziel

AUSGANGSLAGE = "Stand vor der ersten Änderung"
Zeile = TypeVar("Zeile", bound=models.Model)
_STAMMDATEN = (Stelle, Stellenalias, Sachstandsart)


class InzwischenGeaendert(Exception):
    """Seit dem Öffnen der Seite hat jemand anderes gespeichert; `zeile` ist der jetzige Stand."""

    def __init__(self, zeile: models.Model):
        super().__init__("Inzwischen hat jemand anderes diese Angaben geändert.")
        self.zeile = zeile


def hat_geschichte(zeile: models.Model) -> bool:
    return hasattr(type(zeile)._meta, "simple_history_manager_attribute")


def fassung(zeile: models.Model) -> int | None:
    """Nummer der jüngsten Fassung; None, solange es keine gibt (aus Stammdaten geladen)."""
    if zeile.pk is None or not hat_geschichte(zeile):
        return None
    return (
        get_history_manager_for_model(type(zeile)).filter(id=zeile.pk).aggregate(Max("history_id"))["history_id__max"]
    )


@transaction.atomic
def speichern(*, zeile: models.Model, grundlage: int | None, von: Benutzer) -> models.Model:
    """Eine neue oder geänderte Zeile; InzwischenGeaendert, wenn die gespeicherte nicht mehr `grundlage` ist.

    ValidationError, wenn eine Maßnahme unter ein Ziel soll, das nicht so lange gilt wie sie.
    """
    ist_neu = zeile.pk is None
    if isinstance(zeile, Massnahme):
        ziel_pruefen(zeile, bis=zeile.ausser_kraft_seit)
    if not ist_neu:
        gesperrt(zeile, grundlage=grundlage)
    if isinstance(zeile, Beteiligung):
        _beteiligung_ergaenzen(zeile)
    if isinstance(zeile, Phase) and ist_neu:
        zeile.reihenfolge = naechster_platz(zeile.massnahme.phasen)
    zeile.save()
    if ist_neu and isinstance(zeile, Massnahme):
        _phasen_lesen(zeile)
    _vermerken(zeile, "angelegt" if ist_neu else "geändert", von)
    return zeile


@transaction.atomic
def loeschen(*, zeile: models.Model, von: Benutzer) -> None:
    """ProtectedError, wenn etwas daran hängt: eine gemeldete Maßnahme, ein Ziel mit Maßnahmen, eine benutzte Art.

    ValidationError bei einem Ziel, das früher Maßnahmen hatte: An einem Stichtag davor stehen sie noch unter ihm.
    """
    if isinstance(zeile, Ziel) and not zeile.massnahmen.exists() and Massnahme.history.filter(ziel=zeile.pk).exists():
        raise ValidationError("Unter diesem Ziel standen schon Maßnahmen.")
    _vermerken(zeile, "gelöscht", von)
    ausgangslage_festhalten(zeile)
    zeile.delete()


@transaction.atomic
def personen_zuordnen(*, stelle: Stelle, personen: Iterable[Benutzer], von: Benutzer) -> None:
    """Genau diese Personen melden für die Stelle; das Protokoll nennt, wer dazukam und wer nicht mehr."""
    stelle = Stelle.objects.select_for_update().get(pk=stelle.pk)
    vorher, nachher = set(stelle.benutzer.all()), set(personen)
    stelle.benutzer.set(nachher)
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT,
        von=von,
        gegenstand=f"Stelle {stelle}",
        vorgang="Personen zugeordnet",
        dazu=sorted(person.username for person in nachher - vorher),
        nicht_mehr=sorted(person.username for person in vorher - nachher),
    )


@transaction.atomic
def vermutungen_bestaetigen(*, massnahme: Massnahme, von: Benutzer) -> int:
    """Die aus der Reihenfolge vermuteten Rollen gelten nun als geprüft; gibt ihre Zahl."""
    vermutete = list(massnahme.beteiligungen.select_for_update().filter(ist_vermutung=True))
    for beteiligung in vermutete:
        ausgangslage_festhalten(beteiligung)
        beteiligung.ist_vermutung = False
        beteiligung.save()
    if vermutete:
        _vermerken(massnahme, "Rollen der Stellen bestätigt", von)
    return len(vermutete)


def ziel_pruefen(massnahme: Massnahme, *, bis: date | None) -> None:
    """ValidationError, wenn die Maßnahme bis zu diesem Tag gälte (None: ohne Ende), ihr Ziel aber nicht so lange.

    Sperrt das Ziel bis zum Ende der Transaktion, vor der Maßnahme.
    """
    ziel = Ziel.objects.select_for_update().get(pk=massnahme.ziel_id)
    ende = ziel.ausser_kraft_seit
    if ende and (bis is None or bis > ende):
        raise ValidationError(
            f"{ziel.kurzname} ist ab {ende:%d.%m.%Y} außer Kraft, eine Maßnahme darunter kann nicht länger gelten."
            " Setzen Sie zuerst das Ziel wieder in Kraft oder wählen Sie ein anderes."
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


def _beteiligung_ergaenzen(beteiligung: Beteiligung) -> None:
    beteiligung.ist_vermutung = False  # ein Mensch hat es eingetragen
    if beteiligung.reihenfolge is None:
        beteiligung.reihenfolge = naechster_platz(beteiligung.massnahme.beteiligungen)


def naechster_platz(zeilen) -> int:
    return (zeilen.aggregate(Max("reihenfolge"))["reihenfolge__max"] or 0) + 1


def _phasen_lesen(massnahme: Massnahme) -> None:
    """Was der Wortlaut einer neuen Maßnahme sicher sagt; Unklares trägt die Person selbst als Phase ein."""
    try:
        phasen = phasen_lesen(massnahme.laufzeit_wortlaut)
    except LaufzeitUnklar:
        return
    for platz, phase in enumerate(phasen, 1):
        Phase.objects.create(massnahme=massnahme, reihenfolge=platz, art=phase.art, von=phase.von, bis=phase.bis)


def _vermerken(zeile: models.Model, was: str, von: Benutzer) -> None:
    massnahme = zeile if isinstance(zeile, Massnahme) else getattr(zeile, "massnahme", None)
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT if isinstance(zeile, _STAMMDATEN) else Ereignis.PLAN_GEPFLEGT,
        von=von,
        gegenstand=f"{zeile._meta.verbose_name} {massnahme.nr if massnahme else zeile}",
        vorgang=was,
    )
