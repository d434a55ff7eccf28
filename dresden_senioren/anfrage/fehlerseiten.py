"""Fehlerseiten: was ist, was zu tun ist, und eine Vorgangsnummer; nichts Technisches."""

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from dresden_senioren.datenbank.speicherplatz import KEIN_PLATZ, ist_erschoepft

log = logging.getLogger(__name__)

FEHLER = {
    400: ("Diese Anfrage ist unverständlich", "Gehen Sie zurück und versuchen Sie es noch einmal."),
    403: (
        "Dafür fehlt Ihnen die Berechtigung",
        "Ihre Rolle umfasst diese Seite nicht. Näheres sagt die Hilfe.",
    ),
    404: ("Diese Seite gibt es nicht", "Die Adresse ist falsch, oder der Eintrag gehört nicht zu Ihrem Bereich."),
    405: (
        "Diese Adresse lässt sich nicht direkt aufrufen",
        "Sie gehört zu einer Schaltfläche. Gehen Sie zurück und benutzen Sie diese.",
    ),
    411: ("Diese Anfrage nennt ihre Länge nicht", "Bitte senden Sie das Formular mit einem gewöhnlichen Browser."),
    413: (
        "Das ist zu viel auf einmal",
        "Es wurde nichts gespeichert. Gehen Sie zurück und senden Sie weniger oder kleinere Dateien auf einmal.",
    ),
    429: ("Das war zu oft hintereinander", "Bitte warten Sie."),
    500: (
        "Das hat nicht funktioniert",
        "Der Fehler liegt bei uns; nichts ist halb gespeichert. Bitte noch einmal.",
    ),
    507: ("Auf dem Server ist kein Platz mehr", KEIN_PLATZ),
}
ZU_GROSS = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Wenn selbst die Vorlage ohne Rahmen scheitert.
LETZTER_SATZ = "Das hat nicht funktioniert. Der Fehler liegt bei uns. Vorgangsnummer {}"


def antwort(request, status: int, *, titel: str = "", abhilfe: str = "") -> HttpResponse:
    """Die Fehlerseite im Rahmen der Anwendung; wo der nicht zu haben ist (keine Datenbank), ohne ihn."""
    ueblich, rat = FEHLER[status]
    nummer = request.vorgang.nummer
    angaben = {"titel": titel or ueblich, "abhilfe": abhilfe or rat, "status": status, "vorgang": nummer}
    # `user` fehlt, wenn eine äußere Schicht abgewiesen hat, bevor jemand angemeldet sein konnte.
    if status < 500 and hasattr(request, "user"):
        try:
            return render(request, "fehler.html", angaben, status=status)
        except Exception:
            log.exception("Die Fehlerseite mit Rahmen ist gescheitert.")
    try:
        return HttpResponse(render_to_string("fehler_ohne_rahmen.html", angaben), status=status)
    except Exception:
        log.exception("Die Fehlerseite ohne Rahmen ist gescheitert.")
        return HttpResponse(LETZTER_SATZ.format(nummer), status=status, content_type="text/plain; charset=utf-8")


def fehlerseite(status: int):
    """Handler für Django."""

    def seite(request, exception=None):
        if isinstance(exception, ZU_GROSS):
            return antwort(request, 413)
        return antwort(request, 507 if status == 500 and ist_erschoepft(sys.exception()) else status)

    return seite


def formular_veraltet(request, reason=""):
    """Statt Djangos englischer Seite, wenn der Sicherheitsabgleich eines Formulars scheitert (CSRF)."""
    abhilfe = "Es wurde nichts gespeichert. Gehen Sie zurück, laden Sie die Seite neu und senden Sie noch einmal."
    return antwort(request, 403, titel="Das Formular ist veraltet", abhilfe=abhilfe)


def falscher_weg(get_response):
    """Wer die Adresse einer Schaltfläche eintippt, sähe sonst eine leere Seite (405)."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            seite = antwort(request, 405)
            seite.headers["Allow"] = response.headers["Allow"]
            return seite
        return response

    return middleware
