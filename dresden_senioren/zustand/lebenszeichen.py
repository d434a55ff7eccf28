"""Für den Lastverteiler und die Überwachung: lebt der Prozess, kann er arbeiten? Ohne Anmeldung, ohne Sitzung."""

import ipaddress
import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from . import gesundheit, sicherungsstand
from .pruefungen import Urteil

log = logging.getLogger(__name__)


@require_safe
@login_not_required
def lebt(request: HttpRequest) -> JsonResponse:
    """Der Prozess antwortet; die Datenbank fragt er nicht. Nur wenn das ausbleibt, hilft ein Neustart."""
    return _antwort({"status": "lebt"})


@require_safe
@login_not_required
def bereit(request: HttpRequest) -> JsonResponse:
    """200 oder 503 mit den Schlüsseln dessen, was fehlt; Sätze dazu nur auf diesem Rechner oder mit dem Kennwort."""
    ergebnisse = gesundheit.pruefen()
    fehlend = [schluessel for schluessel, ergebnis in ergebnisse.items() if ergebnis.urteil is Urteil.FEHLER]
    inhalt = {"status": "nicht bereit" if fehlend else "bereit"}
    if fehlend:
        log.warning("nicht bereit", extra={"ereignis": "nicht_bereit", "angaben": {"grund": fehlend}})
        inhalt["grund"] = fehlend
    if darf_einzelheiten(request):
        inhalt["einzelheiten"] = {
            schluessel: {"urteil": e.urteil, "text": e.text, "abhilfe": e.abhilfe}
            for schluessel, e in ergebnisse.items()
        }
        if "datenbank" not in fehlend:  # zu wissen gut; die Anwendung hält es nicht an
            inhalt["hinweise"] = {"sicherung": sicherungsstand.sicherung().text}
    return _antwort(inhalt, 503 if fehlend else 200)


def darf_einzelheiten(request: HttpRequest) -> bool:
    """Wer auf diesem Rechner selbst fragt (kein Webserver dazwischen) oder GESUNDHEIT_TOKEN kennt."""
    kennwort = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.GESUNDHEIT_TOKEN and constant_time_compare(kennwort, settings.GESUNDHEIT_TOKEN):
        return True
    return "X-Forwarded-For" not in request.headers and _ist_dieser_rechner(request.META.get("REMOTE_ADDR", ""))


def _ist_dieser_rechner(adresse: str) -> bool:
    try:
        return ipaddress.ip_address(adresse).is_loopback
    except ValueError:
        return False


def _antwort(inhalt: dict, status: int = 200) -> JsonResponse:
    angaben = {"status": status, "headers": {"Cache-Control": "no-store"}, "json_dumps_params": {"ensure_ascii": False}}
    return JsonResponse(inhalt, **angaben)
