"""Wie oft jemand etwas tun darf, was viel kostet oder Schaden stiften kann: als Tabelle, gezählt in der Datenbank.

Gezählt wird je Person, ohne Anmeldung je Rechner; ein Fenster beginnt mit dem ersten Mal. Gewöhnliche Seiten, Suchen
und Filter zählen nicht, die Anmeldung bremst django-axes.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dresden_senioren.models import Anfragezaehler

from . import absender
from .fehlerseiten import antwort

log = logging.getLogger(__name__)

STUNDE = timedelta(hours=1)


@dataclass(frozen=True)
class Regel:
    schluessel: str
    was: str  # Satzanfang für die Person
    hoechstens: int
    je: timedelta
    methode: str
    adressen: tuple[str, ...]


REGELN = (
    Regel(
        "hochladen", "Sie haben sehr oft etwas hochgeladen", 60, STUNDE, "POST",
        ("beratung:lieferung_neu", "beratung:profil_liste", "beratung:ausstattung_tabelle",
         "beratung:bevoelkerung_tabelle", "massnahmen:formular_hochladen", "grenzen", "folienvorlage"),
    ),
    Regel(
        "bericht", "Sie haben sehr viele Berichte bestellt", 60, STUNDE, "POST",
        ("bericht_datei", "berichtsauftrag"),
    ),
    Regel(
        "ausgabe", "Sie haben sehr viele Dateien ausgegeben", 60, STUNDE, "GET",
        ("massnahmen_ausgabe", "stadt_abbildung_tabelle", "bereich_abbildung_tabelle", "lieferung_befunde",
         "eingang_befunde", "lieferungen_ausgabe", "formular_datei", "berichtsauftrag_datei"),
    ),
    Regel(
        "kennwortlink", "Von diesem Rechner wurde oft ein neues Kennwort verlangt", 5, STUNDE, "POST",
        ("kennwort_vergessen",),
    ),
    Regel("barriere", "Von diesem Rechner wurde oft etwas gemeldet", 5, STUNDE, "POST", ("barriere_melden",)),
    Regel("csp", "Dieser Rechner hat sehr oft etwas gemeldet", 60, STUNDE, "POST", ("csp_bericht",)),
)  # fmt: skip
_REGEL = {(regel.methode, adresse): regel for regel in REGELN for adresse in regel.adressen}


class Bremse:
    """Zählt, ehe die Seite arbeitet; darüber: 429 und wann es wieder geht."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        regel = _REGEL.get((request.method, request.resolver_match.view_name))
        if regel is None or not (wieder_ab := zaehlen(regel, wer(request))):
            return None
        log.warning("öfter als %s-mal", regel.hoechstens, extra={"angaben": {"regel": regel.schluessel}})
        abhilfe = f"{regel.was}. Ab {timezone.localtime(wieder_ab):%H:%M} Uhr geht es weiter; Gespeichertes bleibt."
        seite = antwort(request, 429, abhilfe=abhilfe)
        seite.headers["Retry-After"] = str(max(1, round((wieder_ab - timezone.now()).total_seconds())))
        return seite


def wer(request) -> str:
    """Die Person, sonst der Rechner; dessen Adresse wird nur als Prüfsumme gespeichert."""
    if request.user.is_authenticated:
        return f"person-{request.user.pk}"
    return salted_hmac("haeufigkeit", absender.adresse(request) or "", algorithm="sha256").hexdigest()[:32]


def zaehlen(regel: Regel, wer: str) -> datetime | None:
    """Einmal mehr. None: erlaubt; sonst, ab wann wieder. Jeder Schritt ist eine Anweisung an die Datenbank: auch unter
    gleichzeitigen Anfragen wird es nie einmal zu oft."""
    jetzt = timezone.now()
    meine = Anfragezaehler.objects.filter(regel=regel.schluessel, wer=wer)
    offen, abgelaufen = meine.filter(beginn__gt=jetzt - regel.je), meine.filter(beginn__lte=jetzt - regel.je)
    for _ in range(2):
        if offen.filter(anzahl__lt=regel.hoechstens).update(anzahl=F("anzahl") + 1):
            return None
        if abgelaufen.update(beginn=jetzt, anzahl=1):
            return None
        if stand := offen.first():
            return stand.beginn + regel.je
        try:
            with transaction.atomic():
                Anfragezaehler.objects.create(regel=regel.schluessel, wer=wer, beginn=jetzt, anzahl=1)
        except IntegrityError:  # jemand war schneller: noch einmal von vorn
            continue
        Anfragezaehler.objects.filter(beginn__lt=jetzt - timedelta(days=1)).delete()
        return None
    return None
