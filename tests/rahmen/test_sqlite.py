"""Suche findet Umlaute in jeder Schreibung, auf jeder Datenbank."""

import pytest

from massnahmen.models import Stelle

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("suche", ["ÄMTER", "ämter", "äMTER"])
def test_umlaute_in_jeder_schreibung(suche):
    Stelle.objects.create(name="Runde der Ämter, 100 % Öffentlichkeit_probe")
    assert Stelle.objects.filter(name__icontains=suche).exists()


@pytest.mark.parametrize("suche", ["100 %", "Öffentlichkeit_"])
def test_platzhalterzeichen_sind_gewoehnlicher_text(suche):
    Stelle.objects.create(name="Runde der Ämter, 100 % Öffentlichkeit_probe")
    Stelle.objects.create(name="1000 x Öffentlichkeitsarbeit zur Probe")
    assert [s.name[:5] for s in Stelle.objects.filter(name__icontains=suche)] == ["Runde"]
