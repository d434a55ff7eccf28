"""Eine lesbare Kopie der Datenbank nimmt der Hauptdatenbank das Lesen der Auswertungen ab (DATABASE_URL_LESEN).

Aus ihr kommt nur, was ausdrücklich dafür gemacht ist: Zahlen angemeldeter Modelle auf Seiten mit `liest_kopie`. Rechte,
Sitzungen und alles, was eine Person gerade selbst geschrieben hat, kommen immer aus der Hauptdatenbank.
"""

import logging
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models

log = logging.getLogger(__name__)
KOPIE = "lesen"
# Cookie: diese Person hat eben geschrieben. Mit __Host- kann es kein anderer Rechner der Domäne setzen.
FRISCH = "__Host-frisch" if settings.SESSION_COOKIE_SECURE else "frisch"
FRISCH_SEKUNDEN = 30
RUECKSTAND_HOECHSTENS = 64 * 1024  # Bytes Schreibprotokoll; mehr als eine übernommene Lieferung
_MODELLE: set[type[models.Model]] = set()
_aus_der_kopie: ContextVar[bool] = ContextVar("aus_der_kopie", default=False)


def anmelden(*modelle: type[models.Model]) -> None:
    """Diese Modelle darf eine Seite mit `liest_kopie` aus der Kopie lesen."""
    _MODELLE.update(modelle)


def erreichbare() -> set[type[models.Model]]:
    """Die angemeldeten und was ihre Abfragen in derselben App verbinden: Das muss die lesende Rolle sehen."""
    offen, gesehen = set(_MODELLE), set()
    while offen:
        modell = offen.pop()
        gesehen.add(modell)
        ziele = {feld.related_model for feld in modell._meta.fields if feld.is_relation}
        offen |= {ziel for ziel in ziele if ziel._meta.app_label == modell._meta.app_label} - gesehen
    return gesehen


def gelesene() -> str:
    """Aus welcher Datenbank die angemeldeten Modelle in dieser Anfrage kommen."""
    return KOPIE if _aus_der_kopie.get() else DEFAULT_DB_ALIAS


class Weiche:
    """Wohin eine Abfrage geht; geschrieben wird immer in die Hauptdatenbank."""

    def db_for_read(self, model, **hints):
        darf = _aus_der_kopie.get() and model in _MODELLE and not connection.in_atomic_block
        return KOPIE if darf else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, eines, anderes, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != KOPIE  # auch eine Sicherung wird in eine eigene Verbindung eingelesen


class Lesekopie:
    """Middleware: öffnet die Kopie für die Seiten, die sie lesen dürfen, und merkt sich, wer eben geschrieben hat."""

    def __init__(self, get_response):
        if KOPIE not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        merker = _aus_der_kopie.set(False)
        try:
            response = self.get_response(request)
        finally:
            _aus_der_kopie.reset(merker)
        if request.method not in {"GET", "HEAD", "OPTIONS", "TRACE"}:
            sicher = settings.SESSION_COOKIE_SECURE
            response.set_cookie(FRISCH, "1", FRISCH_SEKUNDEN, httponly=True, secure=sicher, samesite="Lax")
        return response

    def process_view(self, request, view_func, view_args, view_kwargs):
        seite = getattr(view_func, "view_class", None)
        if getattr(seite, "liest_kopie", False) and request.method in {"GET", "HEAD"} and FRISCH not in request.COOKIES:
            _aus_der_kopie.set(ist_brauchbar())


def ist_brauchbar() -> bool:
    """Ob die Kopie da ist und alles hat, was älter ist als ein Augenblick; sonst gilt die Hauptdatenbank."""
    try:
        with connections[KOPIE].cursor() as zeiger:
            zeiger.execute("SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()")
            ist_kopie, stand = zeiger.fetchone()
    except DatabaseError as fehler:
        log.warning(
            "Die Lesekopie ist nicht erreichbar (%s); gelesen wird aus der Hauptdatenbank", type(fehler).__name__
        )
        return False
    if not ist_kopie:  # dieselbe Datenbank, nur lesend
        return True
    with connection.cursor() as zeiger:
        zeiger.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s)", [stand])
        (abstand,) = zeiger.fetchone()  # numeric; leer, wenn die Kopie noch nichts gelesen hat
    rueckstand = None if abstand is None else int(abstand)
    if rueckstand is None or rueckstand > RUECKSTAND_HOECHSTENS:
        log.warning("Die Lesekopie hängt %s Bytes nach; gelesen wird aus der Hauptdatenbank", rueckstand)
        return False
    return True
