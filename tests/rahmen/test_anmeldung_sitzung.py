"""Sitzungen: neuer Schlüssel bei der Anmeldung, Ende nach Ruhe, nach zehn Stunden, beim Abmelden, mit den Rechten."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dresden_senioren.models import Benutzer
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db
MINUTE, STUNDE = 60, 3600


def ist_angemeldet(client) -> bool:
    return client.get("/").status_code == 200


def test_nach_einer_halben_stunde_ruhe_ist_schluss(angemeldet, uhr):
    client = angemeldet("leitung")
    uhr(29 * MINUTE)
    assert ist_angemeldet(client)
    uhr(31 * MINUTE)
    antwort = client.get("/massnahmen/")
    assert antwort.headers["Location"] == "/anmelden/?next=/massnahmen/"


def test_die_ruhezeit_ist_eine_einstellung(settings, angemeldet, uhr):
    settings.SITZUNG_RUHE = settings.SESSION_COOKIE_AGE = 5 * MINUTE
    client = angemeldet("leitung")
    uhr(6 * MINUTE)
    assert not ist_angemeldet(client)


def test_nach_zehn_stunden_ist_schluss_auch_ohne_ruhe(angemeldet, uhr):
    client = angemeldet("leitung")
    for _ in range(24):
        uhr(25 * MINUTE - 1)
        assert ist_angemeldet(client)
    uhr(MINUTE)
    assert not ist_angemeldet(client)


def test_eine_neue_anmeldung_beginnt_die_zehn_stunden_neu(angemeldet, uhr, person):
    client = angemeldet("leitung")
    for _ in range(23):
        uhr(25 * MINUTE)
        assert ist_angemeldet(client)
    client.force_login(person("leitung"))
    uhr(29 * MINUTE)
    assert ist_angemeldet(client)


def test_nicht_jede_anfrage_schreibt(angemeldet, uhr):
    client = angemeldet("leitung")

    def geschrieben() -> int:
        with CaptureQueriesContext(connection) as abfragen:
            assert ist_angemeldet(client)
        return sum('UPDATE "django_session"' in abfrage["sql"] for abfrage in abfragen)

    assert [geschrieben() for _ in range(3)] == [0, 0, 0]
    uhr(61)
    assert [geschrieben() for _ in range(3)] == [1, 0, 0]


def test_die_anmeldung_bekommt_einen_neuen_schluessel():
    client = Client()
    sitzung = client.session
    sitzung["untergeschoben"] = True
    sitzung.save()
    client.cookies["sessionid"] = untergeschoben = sitzung.session_key
    client.post("/anmelden/", {"username": "leitung", "password": KENNWORT})
    assert client.cookies["sessionid"].value != untergeschoben
    assert not Session.objects.filter(session_key=untergeschoben).exists()


def test_abmelden_beendet_die_sitzung_auf_dem_server(angemeldet):
    client, gestohlen = angemeldet("leitung"), Client()
    gestohlen.cookies["sessionid"] = client.cookies["sessionid"].value
    assert ist_angemeldet(gestohlen)
    client.post("/abmelden/")
    assert not ist_angemeldet(gestohlen)


@pytest.mark.parametrize("aenderung", [{"rolle": "koordination"}, {"rolle": ""}, {"is_active": False}])
def test_mit_rolle_und_zugang_enden_alle_sitzungen(angemeldet, aenderung):
    hier, dort, andere = angemeldet("leitung"), angemeldet("leitung"), angemeldet("administration")
    Benutzer.objects.filter(username="leitung").update(**aenderung)
    assert [ist_angemeldet(client) for client in (hier, dort, andere)] == [False, False, True]


def test_rechte_geaendert_beendet_alle_sitzungen_der_person_und_nur_ihre(angemeldet, person):
    hier, dort, andere = angemeldet("leitung"), angemeldet("leitung"), angemeldet("administration")
    leitung = person("leitung")
    leitung.rechte_geaendert()
    assert leitung.rechte_stand == person("leitung").rechte_stand == 1
    assert [ist_angemeldet(client) for client in (hier, dort, andere)] == [False, False, True]
    assert ist_angemeldet(angemeldet("leitung"))


def test_zwei_zugleich_geaenderte_rechte_zaehlen_beide(person):
    einer, anderer = person("leitung"), person("leitung")
    einer.rechte_geaendert()
    anderer.rechte_geaendert()
    assert anderer.rechte_stand == 2
