"""Formulare für Stellen ohne Zugang: erstellen, die Antwort annehmen, übernehmen oder verwerfen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dresden_senioren.kern.text import suchform
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.dateien import NichtLesbar
from massnahmen.kern.formular import UNVERAENDERT, formular_lesen, zuordnen
from massnahmen.models import (
    Fachplan,
    Formularversand,
    Formularzeile,
    Massnahme,
    Sachstandsart,
    Sachstandsmeldung,
    Sachstandsrunde,
    Stelle,
)
from massnahmen.sachstand.melden import SachstandUeberholt, sachstand_bestaetigen, sachstand_melden

from .vergleich import Vorschauzeile, vorschau


class Rueckwegfehler(Exception):
    """Die Handlung geht nicht; die Meldung sagt, warum und was zu tun ist."""


@dataclass(frozen=True)
class Entscheidung:
    """Was für eine Maßnahme geschrieben wird; ohne `sachstandsart`: den heutigen Stand bestätigen."""

    sachstandsart: Sachstandsart | None = None
    erlaeuterung: str = ""


def offene_massnahmen(stelle: Stelle, fachplan: Fachplan):
    """Was die Stelle noch zu berichten hat: alles in Kraft, was nicht beendet ist."""
    beendet = Sachstandsmeldung.objects.geltend().filter(sachstandsart__bedeutung=Sachstandsart.Bedeutung.BEENDET)
    massnahmen = Massnahme.objects.im_plan(fachplan).in_kraft().filter(beteiligungen__stelle=stelle)
    return massnahmen.exclude(pk__in=beendet.values("massnahme")).in_tabellenfolge()


@transaction.atomic
def formular_erstellen(*, stelle: Stelle, fachplan: Fachplan, dateiformat: str, von: Benutzer) -> Formularversand:
    """ValidationError, wenn die Stelle keine offene Maßnahme hat."""
    massnahmen = list(offene_massnahmen(stelle, fachplan).mit_sachstand())
    if not massnahmen:
        raise ValidationError({"stelle": f"{stelle} hat in diesem Fachplan keine offene Maßnahme."})
    runde = Sachstandsrunde.objects.offene().filter(massnahmen__in=massnahmen).first()
    versand = Formularversand.objects.create(
        stelle=stelle, fachplan=fachplan, format=dateiformat, frist=runde and runde.frist, erstellt_von=von
    )
    Formularzeile.objects.bulk_create(
        Formularzeile(versand=versand, massnahme=m, meldung_id=m.meldung_id) for m in massnahmen
    )
    protokolliere(
        Ereignis.FORMULAR_VERSANDT, von=von, gegenstand=str(versand), massnahmen=len(massnahmen), format=dateiformat
    )
    return versand


def antwort_annehmen(*, daten: bytes, von: Benutzer) -> Formularversand:
    """Die ausgefüllte Datei lesen und zur Prüfung vormerken; die Datei selbst wird nicht aufbewahrt.

    NichtLesbar mit Satz, wenn es kein Formular ist, das die Person zurücknehmen darf.
    """
    antwort = formular_lesen(daten)
    with transaction.atomic():
        sichtbar = Formularversand.objects.sichtbar_fuer(von).values("pk")
        versand = (
            Formularversand.objects.select_for_update(of=("self",))
            .filter(kennung=antwort.kennung, pk__in=sichtbar)
            .select_related("stelle")
            .first()
        )
        if versand is None:
            raise NichtLesbar(
                f"Zur Kennung {antwort.kennung} gibt es kein Formular Ihrer Stellen. Bitte prüfen Sie, ob es die "
                "richtige Datei ist."
            )
        nummern = dict(versand.zeilen.values_list("massnahme__nr", "massnahme"))
        arten = {suchform(art.bezeichnung): art.bezeichnung for art in Sachstandsart.objects.all()}
        arten[suchform(UNVERAENDERT)] = UNVERAENDERT
        zeilen = {
            str(pk): {
                "sachstand": arten.get(suchform(z.sachstand), z.sachstand[:60]),
                "erlaeuterung": z.erlaeuterung,
            }
            for pk, z in zuordnen(antwort, nummern).items()
        }
        versand.antwort = {"zeilen": zeilen, "abgewiesen": [asdict(a) for a in antwort.abgewiesen]}
        versand.zustand = Formularversand.Zustand.ZURUECK
        versand.save(update_fields=["antwort", "zustand"])
        protokolliere(Ereignis.FORMULAR_ZURUECK, von=von, gegenstand=str(versand), abgewiesen=len(antwort.abgewiesen))
    return versand


@transaction.atomic
def antwort_uebernehmen(
    versand: Formularversand, *, entscheidungen: Mapping[int, Entscheidung], gezeigter_stand: str, von: Benutzer
) -> int:
    """Alles oder nichts ins Sachstandsbuch; gibt die Zahl der geschriebenen Zeilen.

    Rueckwegfehler, wenn es nichts zu übernehmen gibt oder inzwischen etwas anderes gilt, als gezeigt wurde.
    """
    versand = _gesperrt(versand)
    gezeigt = vorschau(versand)
    if gezeigt.stand != gezeigter_stand:
        raise Rueckwegfehler(
            "Nichts übernommen: Inzwischen hat sich etwas geändert. Bitte sehen Sie sich den neuen Vergleich an."
        )
    zeilen = {zeile.massnahme.pk: zeile for zeile in gezeigt.zeilen if zeile.lage.schreibt}
    gemeint = [pk for pk in zeilen if pk in entscheidungen]
    for pk in gemeint:
        meldung = _schreiben(zeilen[pk], entscheidungen[pk], von)
        versand.zeilen.filter(massnahme=pk).update(uebernommen=meldung)
    versand.zustand, versand.antwort = Formularversand.Zustand.UEBERNOMMEN, None
    versand.uebernommen_am, versand.uebernommen_von = timezone.now(), von
    versand.save()
    protokolliere(Ereignis.FORMULAR_UEBERNOMMEN, von=von, gegenstand=str(versand), zeilen=len(gemeint))
    return len(gemeint)


def _schreiben(zeile: Vorschauzeile, entscheidung: Entscheidung, von: Benutzer) -> Sachstandsmeldung:
    grundlage = zeile.heutige_meldung and zeile.heutige_meldung.pk
    try:
        if entscheidung.sachstandsart is None:
            return sachstand_bestaetigen(massnahme=zeile.massnahme, grundlage=grundlage, von=von)
        return sachstand_melden(
            massnahme=zeile.massnahme,
            sachstandsart=entscheidung.sachstandsart,
            erlaeuterung=entscheidung.erlaeuterung,
            grundlage=grundlage,
            von=von,
        )
    except (ValidationError, SachstandUeberholt) as fehler:
        texte = fehler.messages if isinstance(fehler, ValidationError) else [str(fehler)]
        raise Rueckwegfehler(f"Nichts übernommen. {zeile.massnahme.nr}: {' '.join(texte)}") from fehler


@transaction.atomic
def antwort_verwerfen(versand: Formularversand, *, von: Benutzer) -> None:
    """Die Antwort vergessen; das Formular wartet wieder."""
    versand = _gesperrt(versand)
    versand.zustand = (
        Formularversand.Zustand.UEBERNOMMEN if versand.uebernommen_am else Formularversand.Zustand.VERSANDT
    )
    versand.antwort = None
    versand.save(update_fields=["zustand", "antwort"])
    protokolliere(Ereignis.FORMULAR_VERWORFEN, von=von, gegenstand=str(versand))


def _gesperrt(versand: Formularversand) -> Formularversand:
    versand = Formularversand.objects.select_for_update(of=("self",)).select_related("stelle").get(pk=versand.pk)
    if versand.zustand != Formularversand.Zustand.ZURUECK:
        raise Rueckwegfehler("Es liegt keine Antwort zur Entscheidung vor; sie wurde schon übernommen oder verworfen.")
    return versand
