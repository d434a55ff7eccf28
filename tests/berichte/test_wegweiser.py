"""Startseite und Hilfe schicken niemanden ins Leere."""

import pytest
from django.urls import reverse

from beratung.models import Planungsbereich

pytestmark = pytest.mark.django_db


def test_die_startseite_sagt_wem_ein_planungsbereich_fehlt(angemeldet):
    def start(rolle):
        return angemeldet(rolle).get("/").content.decode()

    satz = "Ihnen ist noch kein Planungsbereich zugeordnet"
    assert satz not in start("koordination")
    Planungsbereich.koordination.through.objects.all().delete()
    assert satz in start("koordination")
    assert satz not in start("leitung")


def test_die_hilfe_verweist_nur_wohin_man_darf(angemeldet, client):
    adresse = f'href="{reverse("beratung:pruefregeln")}"'
    for wer, hat_verweis in ((angemeldet("administration"), True), (angemeldet("leitung"), False), (client, False)):
        assert (adresse in wer.get("/hilfe/").content.decode()) is hat_verweis
