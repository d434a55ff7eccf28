"""Die Uhr der Anmeldung: steht, bis ein Test sie weiterstellt. Maria, deren Zugang die Administration ändert."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from dresden_senioren.models import Benutzer
from massnahmen.models import Stelle
from tests.conftest import KENNWORT

from .personenhilfen import MARIA
from .rechtewelt import adresse, angaben, clients, sitzungen  # noqa: F401  – dort stehen sie, hier findet sie pytest


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


@pytest.fixture
def admin(angemeldet):
    return angemeldet("administration")


@pytest.fixture
def sozialamt(db):
    return Stelle.objects.get(name="Sozialamt")


@pytest.fixture
def maria(sozialamt):
    """Sachbearbeitung des Sozialamts."""
    maria = Benutzer.objects.create_user("maria", password=KENNWORT, rolle="sachbearbeitung", **MARIA)
    maria.stellen.add(sozialamt)
    return maria
