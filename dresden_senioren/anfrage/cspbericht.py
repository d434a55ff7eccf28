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
        if angaben := bericht(request.body):
            log.warning("", extra={"ereignis": "csp_verstoss", "angaben": angaben})
        return HttpResponse(status=204)


def bericht(koerper: bytes) -> dict[str, str]:
    """Richtlinie, Art des Blockierten und Name der Seite; leer, wenn es keine Meldung ist."""
    try:
        teil = json.loads(koerper)["csp-report"]
        richtlinie = teil.get("effective-directive") or teil.get("violated-directive")
    except (ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {
        "richtlinie": _wort(str(richtlinie).split(" ")[0]),
        "blockiert": _wort(urlsplit(_text(teil.get("blocked-uri"))).scheme or _text(teil.get("blocked-uri"))),
        "seite": _seite(_text(teil.get("document-uri"))),
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
