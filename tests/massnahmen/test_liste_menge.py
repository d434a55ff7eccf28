"""Die Maßnahmenliste mit 2.049 Maßnahmen: gleich viele Abfragen, geblättert, auch mit verdorbener Adresse."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dresden_senioren.models import Benutzer

from .menge import zweitausend_anlegen
from .seitentext import nummern, text

pytestmark = pytest.mark.django_db
LISTE = "/massnahmen/"
ABFRAGEN = ("", "?terminlage=ueberfaellig", "?eigene=on")


def _zahl_der_abfragen(client, abfrage: str) -> int:
    with CaptureQueriesContext(connection) as abfragen:
        client.get(LISTE + abfrage)
    return len(abfragen)


@pytest.fixture(scope="module")
def client(welt_des_moduls):
    client = Client()
    client.force_login(Benutzer.objects.get(username="sachbearbeitung"))
    return client


@pytest.fixture(scope="module")
def bei_49(client):
    """Filter → Zahl der Abfragen, bevor aus den 49 Maßnahmen 2.049 werden."""
    vorher = {abfrage: _zahl_der_abfragen(client, abfrage) for abfrage in ABFRAGEN}
    zweitausend_anlegen()
    return vorher


@pytest.mark.parametrize("abfrage", ABFRAGEN)
def test_die_zahl_der_abfragen_haengt_nicht_an_der_zahl_der_massnahmen(client, bei_49, abfrage):
    assert bei_49[abfrage] == _zahl_der_abfragen(client, abfrage) <= 30


@pytest.mark.usefixtures("bei_49")
def test_2000_massnahmen_werden_geblaettert(client):
    erste = client.get(LISTE)
    assert "2.049 Maßnahmen" in text(erste)
    assert "Seite 1 von 21" in text(erste)
    assert len(nummern(erste)) == 100
    letzte = client.get(LISTE, {"page": 21})
    assert nummern(letzte)[-1] == "9.1.1999."
    gefiltert = client.get(LISTE, {"terminlage": "ueberfaellig", "text": "Text"})
    assert "2.000 von 2.049 Maßnahmen: Suche „Text“, überfällig" in text(gefiltert)
    assert "?text=Text&amp;terminlage=ueberfaellig&amp;page=2" in gefiltert.content.decode()


@pytest.mark.usefixtures("bei_49")
@pytest.mark.parametrize("abfrage", ["page=999", "page=x", "page=0", "per_page=0", "per_page=-1", "per_page=100000"])
def test_verdorbene_seitenangabe_ist_kein_absturz(client, abfrage):
    antwort = client.get(f"{LISTE}?{abfrage}")
    assert antwort.status_code == 200
    assert 0 < len(nummern(antwort)) <= 100
