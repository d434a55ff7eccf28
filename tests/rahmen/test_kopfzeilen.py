"""Jede Antwort trägt die Kopfzeilen, die den Browser zur Vorsicht anhalten."""

import pytest
from django.test import Client

from tests.conftest import KENNWORT

from .kopfzeilenpruefung import fehlende_kopfzeilen

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("pfad", "status"), [("/anmelden/", 200), ("/", 302), ("/gibtsnicht/", 404), ("/hilfe/", 200)])
def test_ohne_anmeldung(pfad, status):
    antwort = Client().get(pfad)
    assert (antwort.status_code, fehlende_kopfzeilen(antwort)) == (status, {})


@pytest.mark.parametrize(("pfad", "status"), [("/", 200), ("/gibtsnicht/", 404), ("/protokoll/", 403)])
def test_mit_anmeldung(angemeldet, pfad, status):
    antwort = angemeldet("leitung").get(pfad)
    assert (antwort.status_code, fehlende_kopfzeilen(antwort)) == (status, {})


def test_die_pruefung_bemerkt_fehlende_kopfzeilen(angemeldet):
    antwort = angemeldet("leitung").get("/")
    del antwort.headers["X-Frame-Options"]
    antwort.headers["Content-Security-Policy"] = "default-src 'self' 'unsafe-inline'"
    assert set(fehlende_kopfzeilen(antwort)) == {"X-Frame-Options", "Content-Security-Policy"}


def test_nach_dem_abmelden_vergisst_der_browser_angefangenes(angemeldet):
    assert angemeldet("leitung").post("/abmelden/").headers["Clear-Site-Data"] == '"storage"'


def test_anmeldung_fuehrt_nicht_auf_fremde_rechner():
    daten = {"username": "leitung", "password": KENNWORT, "next": "https://boese.example/"}
    assert Client().post("/anmelden/", daten).headers["Location"] == "/"


def test_formular_ohne_sicherheitsabgleich_erklaert_sich(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person("leitung"))
    antwort = client.post("/berichte/", {"stichtag": "2024-09-30", "format": "pdf"})
    assert (antwort.status_code, fehlende_kopfzeilen(antwort)) == (403, {})
    assert "Das Formular ist veraltet" in antwort.content.decode()
