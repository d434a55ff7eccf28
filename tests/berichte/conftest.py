"""Die Welt der Freigaben: zwei geprüfte Monate, eine gerechnete Freigabe wartet auf die zweite Person."""

import pytest
from django.db import transaction

from berichte.freigaben import ablauf
from berichte.models import Zahlenfreigabe

from .freigabewelt import ZWEI_MONATE, gerechnete, person, pruefen


@pytest.fixture(scope="module")
def geprueft(welt_des_moduls):
    """Für alle Tests des Moduls einmal gerechnet."""
    pruefen(ZWEI_MONATE)
    with transaction.atomic():
        return gerechnete().pk


@pytest.fixture
def freigabe(geprueft):
    return Zahlenfreigabe.objects.get(pk=geprueft)


@pytest.fixture
def nichts_offen(freigabe):
    ablauf.verwerfen(freigabe=freigabe, grund="Platz", von=person("administration"))
