"""Wonach eine Sachstandsrunde fragt."""

from datetime import timedelta

import pytest
from django.utils import timezone

from massnahmen.models import Massnahme
from massnahmen.runden.formulare import RundeForm

pytestmark = pytest.mark.django_db


def test_was_ausser_kraft_ist_wird_nicht_gefragt():
    heute = timezone.localdate()
    angaben = {"bezeichnung": "Probe", "stichtag": heute, "frist": heute + timedelta(days=7)}

    def gefragt():
        form = RundeForm(angaben)
        assert form.is_valid(), form.errors
        return {m.nr for m in form.massnahmen}

    assert len(gefragt()) == 49
    Massnahme.objects.filter(nr="1.1.1.").update(ausser_kraft_seit=heute, ausser_kraft_grund="Probe")
    assert gefragt() == {m.nr for m in Massnahme.objects.exclude(nr="1.1.1.")}
