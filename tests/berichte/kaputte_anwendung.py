"""Die Anwendung mit drei Fehlern, die eine Lastmessung bemerken muss: eine Seite scheitert, eine ist langsam, und beim
Melden wird nicht geprüft, ob inzwischen jemand anderes gemeldet hat."""

import time
from functools import cache

from django.core.wsgi import get_wsgi_application

SCHEITERT, LANGSAM, ZUSAETZLICH = "/massnahmen/", "/massnahmen/1/", 0.5


@cache
def _ohne_sperre():
    """Erst im Anwendungsserver: Wer nur die Namen von oben liest, verliert nichts."""
    anwendung = get_wsgi_application()
    from massnahmen.sachstand import melden

    melden._sperren = lambda massnahme, grundlage: massnahme.meldungen.latest("pk")
    return anwendung


def application(umgebung, start_response):
    if umgebung["PATH_INFO"] == LANGSAM:
        time.sleep(ZUSAETZLICH)
    if umgebung["PATH_INFO"] == SCHEITERT:
        start_response("500 Internal Server Error", [("Content-Length", "0")])
        return [b""]
    return _ohne_sperre()(umgebung, start_response)
