"""Jede Anfrage ist ein Vorgang mit Nummer: sie steht in der Antwort, auf Fehlerseiten und in jeder Protokollzeile."""

import logging
import os
import re
import secrets
import time
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from dresden_senioren.auslieferung.kopfzeilen import METHODEN

log = logging.getLogger(__name__)

KOPFZEILE = "X-Request-ID"
# Was ein vorgelagerter Webserver als Nummer schickt, wird nur in dieser Form geglaubt.
_NUMMER = re.compile(r"[A-Za-z0-9-]{8,64}")
# Was die Protokollzeile einer Anfrage heißt; alles andere „anfrage“.
_EREIGNIS = {403: "verweigert", 413: "zu_gross", 429: "gebremst"}
# Fragt der Lastverteiler alle paar Sekunden; solange er „ja“ hört, steht es nicht da.
_HERZSCHLAG = ("health_live", "health_ready")


@dataclass(frozen=True)
class Vorgang:
    nummer: str
    anfrage: HttpRequest | None = None

    @property
    def methode(self) -> str:
        if self.anfrage is None:
            return ""
        return self.anfrage.method if self.anfrage.method in METHODEN else "andere"

    @property
    def adresse(self) -> str:
        """Name der Adresse, nie der Pfad: der kann Angaben enthalten."""
        treffer = self.anfrage and self.anfrage.resolver_match
        return treffer.view_name if treffer else ""

    @property
    def benutzer(self) -> int | None:
        """Nur wer ohnehin schon abgefragt ist: eine Zeile kostet keine Abfrage und geht auch ohne Datenbank."""
        return getattr(getattr(self.anfrage, "_cached_user", None), "pk", None)


# Außerhalb von Anfragen: ein Befehl; den Vorgang, der ihn angestoßen hat, nennt die Umgebung.
_jetzt: ContextVar[Vorgang | None] = ContextVar("vorgang", default=None)
UMGEBUNG = "VORGANG"


def aktueller() -> Vorgang | None:
    if vorgang := _jetzt.get():
        return vorgang
    nummer = os.environ.get(UMGEBUNG, "")
    return Vorgang(nummer) if _NUMMER.fullmatch(nummer) else None


def _nummer(request) -> str:
    genannt = request.headers.get(KOPFZEILE, "") if settings.HINTER_PROXY else ""
    return genannt if _NUMMER.fullmatch(genannt) else secrets.token_hex(6)


def begleiten(get_response):
    """Äußerste Schicht: gibt dem Vorgang seine Nummer und schreibt am Ende seine Zeile, auch nach einem Fehler."""

    def middleware(request):
        beginn = time.monotonic()
        request.vorgang = Vorgang(_nummer(request), request)
        marke = _jetzt.set(request.vorgang)
        try:
            response = get_response(request)
            response.headers[KOPFZEILE] = request.vorgang.nummer
            _zeile(request.vorgang, response.status_code, beginn)
            return response
        finally:
            _jetzt.reset(marke)

    return middleware


def _zeile(vorgang: Vorgang, status: int, beginn: float) -> None:
    if vorgang.adresse in _HERZSCHLAG and status < 400:
        return
    angaben = {
        "ereignis": "gescheitert" if status >= 500 else _EREIGNIS.get(status, "anfrage"),
        "status": status,
        "dauer_ms": round((time.monotonic() - beginn) * 1000),
    }
    log.log(logging.ERROR if status >= 500 else logging.INFO, "", extra=angaben)
