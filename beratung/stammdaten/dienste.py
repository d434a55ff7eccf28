"""Stammdaten ändern, ohne dass etwas verlorengeht: speichern, ablösen, löschen; alles mit Feldgeschichte."""

import json
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction

from beratung.kern.stammdaten.folge import Ueberschneidung, in_worten, platz, tag_davor, verlange_frei
from beratung.kern.zaehlung import Ebene, Merkmal
from beratung.models import (
    Beratungsstelle,
    Gebietszuordnung,
    Haeufigkeit,
    Katalogwert,
    Leistung,
    Lieferungsteil,
    Monatssumme,
    Monatswert,
    Neuzugang,
    Planungsbereich,
    Zuordnungsprofil,
)
from beratung.models.grundlage import Folge
from dresden_senioren.datenbank.geschichte import gesperrt
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.personen.dienste import zugehoerige_setzen
from dresden_senioren.protokoll import protokolliere

KOORDINATION = "Koordination"
BEVOELKERUNG = "Bezugsbevölkerung"
# Wo ein Schlüssel stehen kann, nach dem Merkmal; alle übrigen Merkmale gehören zu Leistungen.
_GEZAEHLT = {
    Merkmal.ALTERSGRUPPE: Neuzugang,
    Merkmal.GESCHLECHT: Neuzugang,
    Merkmal.MIGRATIONSHINTERGRUND: Neuzugang,
    Merkmal.FAMILIENSTAND: Neuzugang,
    Merkmal.FALLHERKUNFT: Neuzugang,
}


@transaction.atomic
def speichern(*, zeile: models.Model, grundlage: int | None, von: Benutzer) -> models.Model:
    """Eine neue oder geänderte Zeile; InzwischenGeaendert, wenn die gespeicherte nicht mehr `grundlage` ist.

    Beginnt eine datierte Zeile neu, endet die bisherige am Tag davor; ValidationError, wenn sich sonst zwei
    überschnitten.
    """
    ist_neu = zeile.pk is None
    if not ist_neu:
        gesperrt(zeile, grundlage=grundlage)
    if isinstance(zeile, Folge):
        _einreihen(zeile)
    zeile.save()
    vermerken(zeile, "angelegt" if ist_neu else "geändert", von)
    return zeile


@transaction.atomic
def loeschen(*, zeile: models.Model, von: Benutzer) -> None:
    """Die Geschichte bleibt. Nach einer datierten Zeile gilt weiter, was vor ihr galt.

    ValidationError, wenn danach etwas ohne Angabe bliebe oder schon Gezähltes darauf zeigt: die Zahlen nennen
    Schlüssel und Kürzel, davor schützt kein Fremdschlüssel.
    """
    gesperrt(zeile)
    if grund := nicht_loeschbar(zeile):
        raise ValidationError(grund)
    if isinstance(zeile, Folge):
        _luecke_schliessen(zeile)
    vermerken(zeile, "gelöscht", von)
    zeile.delete()


@transaction.atomic
def bestaetigen(*, zuordnungen: Iterable[Gebietszuordnung], von: Benutzer, ist_amtlich: bool = True) -> None:
    """Die Zuordnungen sind amtlich, oder es war ein Irrtum und sie sind wieder nur angenommen."""
    for zuordnung in map(gesperrt, zuordnungen):
        zuordnung.ist_bestaetigt = ist_amtlich
        zuordnung.save()
        vermerken(zuordnung, "bestätigt" if ist_amtlich else "Bestätigung zurückgenommen", von)


@transaction.atomic
def koordination_zuordnen(*, bereich: Planungsbereich, personen: Iterable[Benutzer], von: Benutzer) -> None:
    """Genau diese Personen koordinieren den Planungsbereich; wer vorher und wer nachher, steht im Protokoll."""
    nachher = set(personen)
    vorher = zugehoerige_setzen(art="planungsbereiche", ziel=bereich, personen=nachher, von=von)
    if vorher == nachher:
        return
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT,
        von=von,
        gegenstand=f"Planungsbereich {bereich}",
        vorgang=KOORDINATION,
        kuerzel=bereich.kuerzel,
        vorher=sorted(person.anzeigename for person in vorher),
        nachher=sorted(person.anzeigename for person in nachher),
    )


def nicht_loeschbar(zeile: models.Model) -> str:
    """Was gegen das Löschen spricht; leer, wo nichts schon Gezähltes die Zeile nennt."""
    match zeile:
        case Beratungsstelle():
            geliefert = Lieferungsteil.objects.values_list("beratungsstellen", flat=True)
            return "Sie hat schon Zahlen geliefert." if any(zeile.kuerzel in stellen for stellen in geliefert) else ""
        case Planungsbereich():
            zellen = Monatswert.objects.filter(ebene=Ebene.PLANUNGSBEREICH, gebiet=zeile.kuerzel)
            return "Zu ihm sind schon Zahlen gezählt." if zellen.exists() else ""
        case Katalogwert():
            return _wert_in_gebrauch(zeile)
    return ""


def _wert_in_gebrauch(wert: Katalogwert) -> str:
    """Leer, wenn er hier angelegt wurde und noch nirgends vorkommt."""
    hier_angelegt = wert.history.filter(history_type="+", history_user__isnull=False, history_change_reason=None)
    if not hier_angelegt.exists():
        return "Dieser Wert gehört zum mitgelieferten Katalog."
    if wert.unterwerte.exists():
        return "Andere Beratungsfelder gehören zu diesem Hauptberatungsfeld."
    modell = _GEZAEHLT.get(wert.merkmal, Haeufigkeit if wert.merkmal == Merkmal.HAEUFIGKEIT else Leistung)
    feld = "klasse" if modell is Haeufigkeit else wert.merkmal
    gezaehlt = {"merkmal": wert.merkmal, "auspraegung": wert.schluessel}
    # Der Würfel auch: Er bleibt, wenn die Zeilen eines Monats gelöscht sind.
    summen = [zahl.objects.filter(**gezaehlt) for zahl in (Monatssumme, Monatswert)]
    if modell.objects.filter(**{feld: wert.schluessel}).exists() or any(s.exists() for s in summen):
        return "Zu diesem Wert sind schon Fälle oder Leistungen gezählt."
    namen = [json.dumps(name) for name in (wert.schluessel, wert.bezeichnung, *wert.schreibweisen)]
    profile = map(json.dumps, Zuordnungsprofil.objects.values_list("regeln", flat=True))
    if any(name in regeln for regeln in profile for name in namen):
        return "Ein Zuordnungsprofil ordnet diesem Wert etwas zu."
    return ""


def vermerken(zeile: models.Model, was: str, von: Benutzer, **angaben) -> None:
    gegenstand = f"{zeile._meta.verbose_name} {zeile}"
    protokolliere(Ereignis.STAMMDATEN_GEPFLEGT, von=von, gegenstand=gegenstand, vorgang=was, **angaben)


def _einreihen(zeile: Folge) -> None:
    # Zwei neue Zeilen desselben Gegenstands warten aufeinander.
    type(zeile.eltern)._default_manager.select_for_update().get(pk=zeile.eltern.pk)
    geschwister = list(zeile.geschwister())
    try:
        if zeile.pk is None:
            ort = platz(geschwister, zeile.gueltig_von)
            zeile.gueltig_bis = ort.bis
            if ort.vorige:
                _beenden(ort.vorige, zeile)
                geschwister.remove(ort.vorige)
        verlange_frei(geschwister, zeile.gueltig_von, zeile.gueltig_bis)
    except Ueberschneidung as doppelt:
        raise ValidationError(
            f"In dieser Zeit gilt schon eine andere Zeile ({in_worten(doppelt.zeile)}). Ändern Sie die, oder wählen Sie"
            " einen anderen Beginn."
        ) from None


def _beenden(vorige: Folge, nachfolger: Folge) -> None:
    vorige = gesperrt(vorige)
    vorige.gueltig_bis = tag_davor(nachfolger.gueltig_von)
    vorige.save()


def _luecke_schliessen(zeile: Folge) -> None:
    if vorige := zeile.vorige():
        vorige = gesperrt(vorige)
        vorige.gueltig_bis = zeile.gueltig_bis
        vorige.save()
    elif isinstance(zeile, Gebietszuordnung):
        raise ValidationError(f"{zeile.stadtteil} gehörte danach zu keinem Planungsbereich.")
