"""Kurze Meldungen an die Person („gespeichert“) reisen in einem eigenen, nur diesem Rechner gehörenden Cookie."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Meldungskeks(CookieStorage):
    # Mit diesem Anfang nimmt der Browser es nur über TLS und nur von diesem Rechner.
    cookie_name = "meldungen" if settings.VORFUEHRUNG else "__Host-meldungen"


class Ablage(FallbackStorage):
    storage_classes = (Meldungskeks, SessionStorage)
