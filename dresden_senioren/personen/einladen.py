"""Was einer Person zu ihrem Zugang geschickt wird: der Link zum Setzen des Kennworts, ein Wechsel der Adresse."""

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from dresden_senioren.anmeldung.kennwortlink import einladung_senden, einladungslink, senden
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere


def einladen(request: HttpRequest, person: Benutzer) -> HttpResponse:
    """Der Link steht nur in dieser einen Antwort; das Protokoll nennt, dass er gezeigt wurde, nie ihn selbst."""
    if settings.EMAIL_HOST and einladung_senden(person, request, von=request.user):
        messages.success(request, f"Der Link ist an {person.email} gesendet. Er gilt 24 Stunden und einmal.")
        return redirect("person_detail", person.pk)
    protokolliere(Ereignis.LINK_UEBERGEBEN, von=request.user, gegenstand=person.get_username(), person=person.pk)
    angaben = {"person": person, "link": einladungslink(person, request), "hat_mailserver": bool(settings.EMAIL_HOST)}
    return render(request, "personen/link.html", angaben)


def adresswechsel_melden(person: Benutzer, bisherige: str) -> None:
    """An die bisherige Adresse: So merkt die Person, wenn jemand ihren Zugang auf eine andere umleitet."""
    if settings.EMAIL_IST_EINGERICHTET and bisherige:
        text = render_to_string("personen/adresse_geaendert.txt", {"person": person})
        betreff = "Neue E-Mail-Adresse an Ihrem Zugang zu Dresden Senioren"
        senden(EmailMessage(betreff, text, settings.DEFAULT_FROM_EMAIL, [bisherige]))
