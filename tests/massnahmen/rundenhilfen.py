"""Was die Prüfungen der Sachstandsrunde teilen: antworten auf kurzem Weg, die Personen, eine offene Runde."""

from django.utils import timezone

from massnahmen.models import (
    Massnahme,
    Sachstandsart,
)
from massnahmen.sachstand.melden import sachstand_bestaetigen, sachstand_melden


def heute():
    return timezone.localdate()


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


def melden(nr, schluessel, von, erlaeuterung="Text"):
    m = Massnahme.objects.mit_termin().get(nr=nr)
    return sachstand_melden(
        massnahme=m, sachstandsart=art(schluessel), erlaeuterung=erlaeuterung, grundlage=m.meldung.pk, von=von
    )


def bestaetigen(nr, von):
    m = Massnahme.objects.mit_termin().get(nr=nr)
    return sachstand_bestaetigen(massnahme=m, grundlage=m.meldung.pk, von=von)


def antworten_von(runde):
    return {m.nr: m.antwort.value for m in Massnahme.objects.filter(runden=runde).mit_antwort()}
