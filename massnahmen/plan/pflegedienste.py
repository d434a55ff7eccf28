"""Den Plan ändern, ohne dass etwas verlorengeht: speichern und löschen; was endet, steht in ausserkraft.py."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max

from dresden_senioren.datenbank.geschichte import ausgangslage_festhalten, gesperrt
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.personen.dienste import zugehoerige_setzen
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.laufzeit import LaufzeitUnklar, phasen_lesen
from massnahmen.models import Beteiligung, Massnahme, Phase, Sachstandsart, Stelle, Stellenalias, Ziel

_STAMMDATEN = (Stelle, Stellenalias, Sachstandsart)


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
    nachher = set(personen)
    vorher = zugehoerige_setzen(art="stellen", ziel=stelle, personen=nachher, von=von)
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
