"""Den Link zum Setzen des Kennworts auf den Weg bringen: per E-Mail, sonst einmal gezeigt zum Weitergeben."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dresden_senioren.einladungen import einladung_senden, einladungslink
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere


def einladen(request: HttpRequest, person: Benutzer) -> HttpResponse:
    """Der Link steht nur in dieser einen Antwort; das Protokoll nennt, dass er gezeigt wurde, nie ihn selbst."""
    ist_gesendet = einladung_senden(person, request, von=request.user)
    if ist_gesendet and settings.EMAIL_HOST:
        messages.success(request, f"Der Link ist an {person.email} gesendet. Er gilt 24 Stunden und einmal.")
        return redirect("person_detail", person.pk)
    protokolliere(Ereignis.LINK_UEBERGEBEN, von=request.user, gegenstand=person.get_username(), person=person.pk)
    angaben = {"person": person, "link": einladungslink(person, request), "hat_mailserver": bool(settings.EMAIL_HOST)}
    return render(request, "personen/link.html", angaben)
