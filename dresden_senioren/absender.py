"""Woher eine Anfrage kommt."""

from django.conf import settings


def adresse(request) -> str:
    """Adresse des Rechners, der anfragt. Hinter einem Webserver gilt nur, was dieser angefügt hat: das Letzte."""
    weg = request.headers.get("X-Forwarded-For", "") if settings.HINTER_PROXY else ""
    return weg.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
