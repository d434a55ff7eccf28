"""Nullmeldungen, Fristen und Eingänge festhalten."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from beratung.fehler import Lieferungsfehler
from beratung.models import Beratungsstelle, Lieferfrist, Lieferung, Lieferungsteil, Nullmeldung, Traeger
from beratung.stammdaten.nachschlagen import als_stelle
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from . import monatsstand


@transaction.atomic
def null_melden(
    *, beratungsstelle: Beratungsstelle, monat: Monat, gemeldet_am: date, woher: str, von: Benutzer | None
) -> Nullmeldung:
    """Lieferungsfehler, wo die Aussage nicht sein kann: Zahlen da, Stelle nicht tätig, Monat gesperrt oder nicht um."""
    monatsstand.sperren(beratungsstelle.quelle, monat)
    monatsstand.verlange_offen(beratungsstelle.quelle, monat)
    if not als_stelle(beratungsstelle, monat).ist_taetig(monat):
        raise Lieferungsfehler(f"{beratungsstelle} ist im {monat.bezeichnung} nicht als tätig geführt.")
    if monat.letzter >= timezone.localdate():
        raise Lieferungsfehler(f"{monat.bezeichnung} ist noch nicht zu Ende; eine Nullmeldung wäre verfrüht.")
    try:
        with transaction.atomic():
            meldung = Nullmeldung.objects.create(
                beratungsstelle=beratungsstelle, monat=monat.erster, gemeldet_am=gemeldet_am, woher=woher,
                erfasst_von=von,
            )  # fmt: skip
    except IntegrityError:
        raise Lieferungsfehler(
            f"Für {beratungsstelle} gibt es im {monat.bezeichnung} schon eine Nullmeldung."
        ) from None
    verlange_widerspruchsfrei(beratungsstelle.quelle, monat)
    protokolliere(Ereignis.NULLMELDUNG_ERFASST, von=von, gegenstand=str(meldung), woher=woher)
    return meldung


@transaction.atomic
def nullmeldung_zuruecknehmen(meldung: Nullmeldung, *, grund: str, von: Benutzer | None) -> None:
    """Die Zeile bleibt stehen, mit Grund; der Monat fehlt wieder."""
    meldung = Nullmeldung.objects.select_for_update(of=("self",)).select_related("beratungsstelle").get(pk=meldung.pk)
    monatsstand.verlange_offen(meldung.beratungsstelle.quelle, Monat.von_tag(meldung.monat))
    if meldung.zurueckgenommen_am:
        raise Lieferungsfehler("Diese Nullmeldung ist schon zurückgenommen.")
    if not grund.strip():
        raise Lieferungsfehler("Nennen Sie den Grund der Rücknahme.")
    meldung.zurueckgenommen_am, meldung.zurueckgenommen_von = timezone.now(), von
    meldung.ruecknahmegrund = grund.strip()
    meldung.save()
    protokolliere(Ereignis.NULLMELDUNG_ZURUECKGENOMMEN, von=von, gegenstand=str(meldung), grund=grund.strip())


def verlange_widerspruchsfrei(quelle: str, monat: Monat) -> None:
    """Lieferungsfehler, wenn zu einer Beratungsstelle Zahlen gelten und zugleich eine Nullmeldung."""
    null = Nullmeldung.objects.geltende().filter(monat=monat.erster, beratungsstelle__quelle=quelle)
    if not (namen := dict(null.values_list("beratungsstelle__kuerzel", "beratungsstelle__name"))):
        return
    teile = Lieferungsteil.objects.filter(quelle=quelle, monat=monat.erster, ist_gueltig=True)
    geliefert = {kuerzel for stellen in teile.values_list("beratungsstellen", flat=True) for kuerzel in stellen}
    if beides := sorted(namen[kuerzel] for kuerzel in namen.keys() & geliefert):
        raise Lieferungsfehler(
            f"Zu {aufzaehlung(beides)} stünden im {monat.bezeichnung} Zahlen neben einer Nullmeldung. Klären Sie mit "
            "dem Träger, was stimmt: Nehmen Sie die Nullmeldung im Lieferkalender zurück, oder lassen Sie die Zahlen "
            "weg."
        )


@transaction.atomic
def traeger_pflegen(  # noqa: PLR0913
    traeger: Traeger, *, email: str, tag: int, monate_danach: int, gilt_ab: Monat, von: Benutzer | None
) -> None:
    """Adresse und Frist eines Trägers; eine Frist mit demselben Beginn wird ersetzt."""
    traeger.email = email
    traeger.save(update_fields=["email"])
    angaben = {"tag": tag, "monate_danach": monate_danach}
    Lieferfrist.objects.update_or_create(traeger=traeger, gilt_ab=gilt_ab.erster, defaults=angaben)
    protokolliere(Ereignis.STAMMDATEN_GEPFLEGT, von=von, gegenstand=str(traeger), gilt_ab=str(gilt_ab), **angaben)


@transaction.atomic
def eingang_berichtigen(lieferung: Lieferung, *, eingegangen_am: date, von: Benutzer | None) -> None:
    """Die Datei kam früher, als sie hochgeladen wurde. Später als hochgeladen kann sie nicht gekommen sein."""
    if eingegangen_am > timezone.localdate(lieferung.erstellt_am):
        raise Lieferungsfehler("Der Eingang kann nicht nach dem Hochladen liegen.")
    lieferung.eingegangen_am = eingegangen_am
    lieferung.save(update_fields=["eingegangen_am"])
    protokolliere(
        Ereignis.LIEFEREINGANG_BERICHTIGT, von=von, gegenstand=str(lieferung), eingegangen_am=str(eingegangen_am)
    )
