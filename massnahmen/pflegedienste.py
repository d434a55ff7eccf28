"""Den Plan ändern, ohne dass etwas verlorengeht: speichern, löschen, außer Kraft setzen, zusammenführen."""

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
from .models import Beteiligung, Massnahme, Phase, Sachstandsart, Stelle, Stellenalias, Umsetzungsschritt

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
    """Eine neue oder geänderte Zeile; InzwischenGeaendert, wenn die gespeicherte nicht mehr `grundlage` ist."""
    ist_neu = zeile.pk is None
    if not ist_neu:
        _gesperrt(zeile, grundlage=grundlage)
    if isinstance(zeile, Beteiligung):
        _beteiligung_ergaenzen(zeile)
    if isinstance(zeile, Phase) and ist_neu:
        zeile.reihenfolge = _naechster_platz(zeile.massnahme.phasen)
    zeile.save()
    if ist_neu and isinstance(zeile, Massnahme):
        _phasen_lesen(zeile)
    _vermerken(zeile, "angelegt" if ist_neu else "geändert", von)
    return zeile


@transaction.atomic
def loeschen(*, zeile: models.Model, von: Benutzer) -> None:
    """ProtectedError, wenn etwas daran hängt: eine gemeldete Maßnahme, ein Ziel mit Maßnahmen, eine benutzte Art."""
    _vermerken(zeile, "gelöscht", von)
    _ausgangslage_festhalten(zeile)
    zeile.delete()


@transaction.atomic
def ausser_kraft_setzen(*, massnahme: Massnahme, seit: date, grund: str, von: Benutzer) -> None:
    massnahme = _gesperrt(massnahme)
    massnahme.ausser_kraft_seit, massnahme.ausser_kraft_grund = seit, grund.strip()
    massnahme.save()
    protokolliere(
        Ereignis.MASSNAHME_AUSSER_KRAFT, von=von, gegenstand=massnahme.nr, seit=seit.isoformat(), grund=grund.strip()
    )


@transaction.atomic
def in_kraft_setzen(*, massnahme: Massnahme, von: Benutzer) -> None:
    """Nimmt auch eine Zusammenführung zurück; was die andere Maßnahme übernommen hat, behält sie."""
    massnahme = _gesperrt(massnahme)
    if massnahme.ausser_kraft_seit is None:
        raise ValidationError("Die Maßnahme ist in Kraft.")
    massnahme.ausser_kraft_seit, massnahme.ausser_kraft_grund, massnahme.zusammengefuehrt_mit = None, "", None
    massnahme.save()
    protokolliere(Ereignis.MASSNAHME_IN_KRAFT, von=von, gegenstand=massnahme.nr)


@transaction.atomic
def zusammenfuehren(  # noqa: PLR0913 – jede Entscheidung der Person ein Name
    *,
    massnahme: Massnahme,
    mit: Massnahme,
    seit: date,
    grund: str,
    schritte_uebernehmen: bool,
    stellen_uebernehmen: bool,
    von: Benutzer,
) -> None:
    """`massnahme` tritt außer Kraft und zeigt auf `mit`; Sachstandsbuch und Angaben beider bleiben, wie sie sind."""
    massnahme = _gesperrt(massnahme)
    weiter = _gesperrt(mit)
    if massnahme.pk == weiter.pk or weiter.ausser_kraft_seit:
        raise ValidationError({"mit": "Zusammenführen geht nur mit einer anderen Maßnahme, die in Kraft ist."})
    if schritte_uebernehmen:
        _schritte_mitnehmen(massnahme, weiter)
    if stellen_uebernehmen:
        _stellen_mitnehmen(massnahme, weiter)
    massnahme.ausser_kraft_seit, massnahme.ausser_kraft_grund = seit, grund.strip()
    massnahme.zusammengefuehrt_mit = weiter
    massnahme.save()
    protokolliere(
        Ereignis.MASSNAHMEN_ZUSAMMENGEFUEHRT, von=von, gegenstand=f"{massnahme.nr} mit {weiter.nr}", grund=grund.strip()
    )


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
        _ausgangslage_festhalten(beteiligung)
        beteiligung.ist_vermutung = False
        beteiligung.save()
    if vermutete:
        _vermerken(massnahme, "Rollen der Stellen bestätigt", von)
    return len(vermutete)


def _gesperrt(zeile: Zeile, **pruefung: int | None) -> Zeile:
    """Der gespeicherte Stand, gesperrt bis zum Ende der Transaktion, mit festgehaltener Ausgangslage.

    InzwischenGeaendert, wenn eine `grundlage` genannt ist und nicht mehr gilt.
    """
    gespeichert = type(zeile)._default_manager.select_for_update().get(pk=zeile.pk)
    if pruefung and fassung(gespeichert) != pruefung["grundlage"]:
        raise InzwischenGeaendert(gespeichert)
    _ausgangslage_festhalten(gespeichert)
    return gespeichert


def _ausgangslage_festhalten(zeile: models.Model) -> None:
    """Was ohne Fassung entstand (geladene Stammdaten), bekommt eine, damit die erste Änderung alt → neu zeigt."""
    if hat_geschichte(zeile) and fassung(zeile) is None:
        gespeichert = type(zeile)._default_manager.get(pk=zeile.pk)
        get_history_manager_for_model(type(zeile)).bulk_history_create(
            [gespeichert], default_change_reason=AUSGANGSLAGE, default_date=timezone.now()
        )


def _beteiligung_ergaenzen(beteiligung: Beteiligung) -> None:
    beteiligung.ist_vermutung = False  # ein Mensch hat es eingetragen
    if beteiligung.reihenfolge is None:
        beteiligung.reihenfolge = _naechster_platz(beteiligung.massnahme.beteiligungen)


def _naechster_platz(zeilen) -> int:
    return (zeilen.aggregate(Max("reihenfolge"))["reihenfolge__max"] or 0) + 1


def _phasen_lesen(massnahme: Massnahme) -> None:
    """Was der Wortlaut einer neuen Maßnahme sicher sagt; Unklares trägt die Person selbst als Phase ein."""
    try:
        phasen = phasen_lesen(massnahme.laufzeit_wortlaut)
    except LaufzeitUnklar:
        return
    for platz, phase in enumerate(phasen, 1):
        Phase.objects.create(massnahme=massnahme, reihenfolge=platz, art=phase.art, von=phase.von, bis=phase.bis)


def _schritte_mitnehmen(von: Massnahme, nach: Massnahme) -> None:
    platz = _naechster_platz(nach.schritte)
    for i, schritt in enumerate(von.schritte.all()):
        Umsetzungsschritt.objects.create(
            massnahme=nach,
            reihenfolge=platz + i,
            text=schritt.text,
            verantwortung_wortlaut=schritt.verantwortung_wortlaut,
            laufzeit_wortlaut=schritt.laufzeit_wortlaut,
            erledigt_am=schritt.erledigt_am,
        )


def _stellen_mitnehmen(von: Massnahme, nach: Massnahme) -> None:
    vorhanden = set(nach.beteiligungen.values_list("stelle_id", flat=True))
    neue = [b for b in von.beteiligungen.all() if b.stelle_id not in vorhanden]
    for platz, beteiligung in enumerate(neue, _naechster_platz(nach.beteiligungen)):
        Beteiligung.objects.create(
            massnahme=nach,
            stelle_id=beteiligung.stelle_id,
            rolle=Beteiligung.Rolle.BETEILIGT,
            reihenfolge=platz,
            ist_vermutung=False,
        )


def _vermerken(zeile: models.Model, was: str, von: Benutzer) -> None:
    massnahme = zeile if isinstance(zeile, Massnahme) else getattr(zeile, "massnahme", None)
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT if isinstance(zeile, _STAMMDATEN) else Ereignis.PLAN_GEPFLEGT,
        von=von,
        gegenstand=f"{zeile._meta.verbose_name} {massnahme.nr if massnahme else zeile}",
        vorgang=was,
    )
