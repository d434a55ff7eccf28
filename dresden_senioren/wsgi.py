"""Einstieg für den Anwendungsserver: `gunicorn dresden_senioren.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dresden_senioren.settings")
application = get_wsgi_application()
# Alle Seiten jetzt laden, nicht bei der ersten Anfrage. Was danach da ist, bleibt: Pythons Müllsuche soll es nicht
# immer wieder durchgehen und dabei alle Threads anhalten (4 von 46 ms je Anfrage, zuletzt 1).
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
gc.set_threshold(10_000)
