"""Bremse gegen Raten: zehn Fehlversuche je Person und Rechner in 15 Minuten, dann wird gewartet (django-axes).

Gesperrt wird nur das Paar aus Name und Rechner. Eine Grenze je Name allein könnte jeder Fremde auslösen und die Person
damit dauerhaft aussperren; eine je Rechner träfe ein ganzes Haus, das über eine Adresse ins Netz geht.
"""

from math import ceil

from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db.models import Max
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dresden_senioren.anmeldung.kennwort_erneut import mitgereiste
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere


def gezaehlter_name(request, credentials: dict | None = None) -> str:
    """Unter welchem Namen gezählt wird.

    Ein unbekannter wird nie gespeichert, es könnte ein Kennwort sein. Statt seiner zählt eines von 4096 Fächern: So
    verhält sich die Bremse wie bei einem bekannten, und aus dem Fach lässt sich nichts zurückrechnen.
    """
    # Groß und Klein ist beim Anmelden gleich; sonst hätte jede Schreibung ihre eigenen zehn Versuche.
    name = Benutzer.normalize_username((credentials or {}).get("username") or "")
    if Benutzer.objects.filter(username=name).exists():
        return name
    fach = salted_hmac("dresden_senioren.bremse", name, algorithm="sha256").hexdigest()[:3]
    return f"unbekannter Name {fach}"


def ohne_angaben(username, ip_address, user_agent, path_info, request) -> str:
    """Was axes ins Anwendungslog schreibt: weder Name noch Rechner, beides steht im Protokoll oder nirgends."""
    return "ohne Angaben"


def gesperrt(request, response, credentials):
    """Erst der Versuch nach dem letzten erlaubten wird abgewiesen; dieser selbst bekommt seine gewöhnliche Antwort."""
    if request.axes_failures_since_start is not None:
        return response
    versuche = AccessAttempt.objects.filter(
        username=gezaehlter_name(request, credentials), ip_address=request.axes_ip_address
    )
    bis = versuche.aggregate(letzter=Max("attempt_time"))["letzter"] + settings.AXES_COOLOFF_TIME
    ist_erneut = request.user.is_authenticated and "kennwort_erneut" in request.POST
    angaben = {"bis": bis, "mitgereist": mitgereiste(request) if ist_erneut else []}
    antwort = render(request, "anmeldung/gesperrt.html", angaben, status=429)
    antwort.headers["Retry-After"] = str(max(1, ceil((bis - timezone.now()).total_seconds())))
    return antwort


@receiver(pre_save, sender=AccessAttempt)
def _nur_zaehlen(sender, instance, **kwargs):
    # Was im Formular und in der Adresse stand, braucht zum Zählen niemand.
    instance.get_data = instance.post_data = ""


@receiver(user_locked_out)
def _protokollieren(sender, request, username, **kwargs):
    # axes meldet es bei jedem abgewiesenen Versuch; ins Protokoll gehört nur der Beginn.
    if request.axes_failures_since_start is not None:
        protokolliere(Ereignis.ANMELDUNG_GESPERRT, von=None, gegenstand=username)
