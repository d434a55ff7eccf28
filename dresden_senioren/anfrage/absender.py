"""Woher eine Anfrage kommt."""

import ipaddress

from django.conf import settings


def adresse(request) -> str | None:
    """Adresse des Rechners, der anfragt. Hinter einem Webserver gilt nur, was dieser angefügt hat: das Letzte."""
    if settings.HINTER_PROXY:
        angabe = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    else:
        angabe = request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(angabe))
    except ValueError:
        return None
