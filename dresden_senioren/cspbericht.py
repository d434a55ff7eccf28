"""Meldet ein Browser, dass er etwas Unerlaubtes nicht geladen hat, steht es im Protokoll des Betriebs."""

import json
import logging
import re
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from .fehlerseiten import antwort

log = logging.getLogger(__name__)

HOECHSTENS = 16 * 1024
_WORT = re.compile(r"[a-z-]{1,40}")


# Der Browser meldet von sich aus: ohne Anmeldung und ohne Abgleich. Geschrieben wird nur, was unten erkannt wird.
@method_decorator([csrf_exempt, login_not_required], name="dispatch")
class CspBerichtView(View):
    http_method_names = ["post"]

    def post(self, request):
        if int(request.META.get("CONTENT_LENGTH") or 0) > HOECHSTENS:
            return antwort(request, 413)
        for angaben in berichte(request.body):
            log.warning("", extra={"ereignis": "csp_verstoss", "angaben": angaben})
        return HttpResponse(status=204)


def berichte(koerper: bytes) -> list[dict]:
    """Richtlinie, Art des Blockierten und Name der Seite; beide Formen, in denen Browser melden. Höchstens fünf."""
    try:
        inhalt = json.loads(koerper)
    except ValueError:
        return []
    alle = inhalt if isinstance(inhalt, list) else [inhalt]
    gemeldet = [teil.get("body") or teil.get("csp-report") for teil in alle[:5] if isinstance(teil, dict)]
    return [_angaben(teil) for teil in gemeldet if isinstance(teil, dict)]


def _angaben(teil: dict) -> dict:
    richtlinie = teil.get("effectiveDirective") or teil.get("effective-directive") or teil.get("violated-directive")
    seite = teil.get("documentURL") or teil.get("document-uri")
    return {
        "richtlinie": _wort(str(richtlinie).split(" ")[0]),
        "blockiert": _wort(urlsplit(_text(teil.get("blockedURL") or teil.get("blocked-uri"))).scheme or "inline"),
        "seite": _seite(_text(seite)),
    }


def _text(wert) -> str:
    """Was keine Adresse ist, wird leer."""
    return wert if isinstance(wert, str) and len(wert) < 2000 and "[" not in wert else ""


def _wort(text: str) -> str:
    return text if _WORT.fullmatch(text) else "unbekannt"


def _seite(adresse: str) -> str:
    try:
        return resolve(urlsplit(adresse).path).view_name
    except Resolver404:
        return "unbekannt"
