"""Sachstandsrunden führen: eröffnen, schließen und dabei festhalten, wieder öffnen; Stellvertretungen."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.rundenstand import Fortschritt, pruefsumme
from massnahmen.models import (
    Abschlusszeile,
    Fachplan,
    Massnahme,
    Rundenabschluss,
    Sachstandsrunde,
    Stellvertretung,
    Wiedereroeffnung,
)


class StandVeraendert(Exception):
    """Seit die Seite gezeigt wurde, hat sich geändert, was sie zeigte; sie wird neu gezeigt statt gehandelt."""


def runde_eroeffnen(  # noqa: PLR0913 – je Angabe der Runde ein Name
    *,
    fachplan: Fachplan,
    bezeichnung: str,
    stichtag: date,
    frist: date,
    massnahmen: Iterable[Massnahme],
    von: Benutzer | None,
) -> Sachstandsrunde:
    """ValidationError, wenn eine Angabe nicht passt oder für den Fachplan schon eine Runde offen ist."""
    massnahmen = list(massnahmen)
    if not massnahmen:
        raise ValidationError("Eine Runde braucht mindestens eine Maßnahme.")
    runde = Sachstandsrunde(
        fachplan=fachplan, bezeichnung=bezeichnung, stichtag=stichtag, frist=frist, eroeffnet_von=von
    )
    _nur_eine_offene(fachplan)
    try:
        with transaction.atomic():
            runde.save()
            runde.massnahmen.set(massnahmen)
            protokolliere(
                Ereignis.RUNDE_EROEFFNET,
                von=von,
                gegenstand=bezeichnung,
                massnahmen=len(massnahmen),
                frist=frist.isoformat(),
            )
    except IntegrityError:
        _nur_eine_offene(fachplan)
        raise ValidationError({"bezeichnung": "So heißt schon eine Runde dieses Fachplans."}) from None
    return runde


def _nur_eine_offene(fachplan: Fachplan) -> None:
    if offene := Sachstandsrunde.objects.offene().filter(fachplan=fachplan).first():
        raise ValidationError(f"Für diesen Fachplan ist schon die Runde „{offene}“ offen. Schließen Sie zuerst diese.")


@transaction.atomic
def runde_schliessen(*, runde: Sachstandsrunde, von: Benutzer | None) -> Rundenabschluss:
    """Den Stand jeder Maßnahme festhalten: ihren Wortlaut und die jetzt geltende Zeile des Sachstandsbuchs."""
    runde = Sachstandsrunde.objects.select_for_update().get(pk=runde.pk)
    if not runde.ist_offen:
        raise StandVeraendert("Die Runde ist schon geschlossen.")
    # Erst lesen, dann schließen: `mit_antwort` fragt nach der offenen Runde.
    massnahmen = list(Massnahme.objects.filter(runden=runde).in_tabellenfolge().mit_termin().mit_antwort())
    zeilen = [_abschlusszeile(i, massnahme) for i, massnahme in enumerate(massnahmen, 1)]
    abschluss = Rundenabschluss.objects.create(
        runde=runde,
        nummer=runde.abschluesse.count() + 1,
        von=von,
        pruefsumme=pruefsumme(zeile.als_standzeile() for zeile in zeilen),
    )
    for zeile in zeilen:
        zeile.abschluss = abschluss
    Abschlusszeile.objects.bulk_create(zeilen, batch_size=500)
    runde.ist_offen = False
    runde.save(update_fields=["ist_offen"])
    fortschritt = Fortschritt.aus(massnahme.antwort for massnahme in massnahmen)
    protokolliere(
        Ereignis.RUNDE_GESCHLOSSEN,
        von=von,
        gegenstand=str(abschluss),
        massnahmen=fortschritt.gesamt,
        offen=fortschritt.offen,
        pruefsumme=abschluss.pruefsumme,
    )
    return abschluss


def _abschlusszeile(reihenfolge: int, massnahme: Massnahme) -> Abschlusszeile:
    meldung = massnahme.meldung
    return Abschlusszeile(
        reihenfolge=reihenfolge,
        massnahme=massnahme,
        meldung=meldung,
        antwort=massnahme.antwort.value,
        handlungsfeld=str(massnahme.ziel.handlungsfeld),
        nr=massnahme.nr,
        beschreibung=massnahme.beschreibung,
        verantwortung=massnahme.verantwortung_wortlaut,
        sachstand=meldung.sachstandsart.bezeichnung if meldung else "",
        farbrolle=meldung.sachstandsart.farbrolle if meldung else "",
        erlaeuterung=meldung.erlaeuterung if meldung else "",
    )


@transaction.atomic
def runde_wieder_oeffnen(*, runde: Sachstandsrunde, begruendung: str, von: Benutzer | None) -> Wiedereroeffnung:
    """Nichts geht verloren: Abschluss und Antworten bleiben, ein neuer Abschluss kommt später dazu."""
    runde = Sachstandsrunde.objects.select_for_update().get(pk=runde.pk)
    if runde.ist_offen:
        raise StandVeraendert("Die Runde ist schon offen.")
    if not begruendung.strip():
        raise ValidationError({"begruendung": "Bitte begründen Sie, warum die Runde wieder geöffnet wird."})
    _nur_eine_offene(runde.fachplan)
    wiedereroeffnung = Wiedereroeffnung.objects.create(
        abschluss=runde.abschluesse.last(), begruendung=begruendung.strip(), von=von
    )
    runde.ist_offen = True
    runde.save(update_fields=["ist_offen"])
    protokolliere(Ereignis.RUNDE_WIEDEREROEFFNET, von=von, gegenstand=str(runde), begruendung=begruendung.strip())
    return wiedereroeffnung


@transaction.atomic
def stellvertretung_eintragen(
    *, abwesend: Benutzer, vertretung: Benutzer, von_tag: date, bis_tag: date, von: Benutzer | None
) -> Stellvertretung:
    eintrag = Stellvertretung(abwesend=abwesend, vertretung=vertretung, von=von_tag, bis=bis_tag)
    eintrag.full_clean()
    eintrag.save()
    protokolliere(
        Ereignis.STELLVERTRETUNG_EINGETRAGEN,
        von=von,
        gegenstand=f"{vertretung.username} für {abwesend.username}",
        von_tag=von_tag.isoformat(),
        bis_tag=bis_tag.isoformat(),
    )
    return eintrag


@transaction.atomic
def stellvertretung_beenden(*, eintrag: Stellvertretung, von: Benutzer | None) -> None:
    """Ab sofort; was noch nicht begonnen hat, entfällt ganz. Das Protokoll behält beides."""
    gestern = timezone.localdate() - timedelta(days=1)
    protokolliere(
        Ereignis.STELLVERTRETUNG_BEENDET,
        von=von,
        gegenstand=f"{eintrag.vertretung.username} für {eintrag.abwesend.username}",
    )
    if eintrag.von > gestern:
        eintrag.delete()
    elif eintrag.bis > gestern:
        eintrag.bis = gestern
        eintrag.save(update_fields=["bis"])
