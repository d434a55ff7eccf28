"""Die Uhr der Anmeldung: steht, bis ein Test sie weiterstellt."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def uhr(monkeypatch):
    """`uhr(60)` → eine Minute später, für Sitzungen, Bremse, Codes und Links."""
    beginn, vergangen = timezone.now(), [0]

    def jetzt():
        return beginn + timedelta(seconds=vergangen[0])

    monkeypatch.setattr(timezone, "now", jetzt)
    monkeypatch.setattr("axes.handlers.proxy.now", jetzt)
    monkeypatch.setattr(time, "time", lambda: jetzt().timestamp())
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now",
        lambda self: timezone.make_naive(jetzt()),
    )

    def stellen(sekunden):
        vergangen[0] += sekunden

    return stellen
