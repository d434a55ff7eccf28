"""Jede Antwort trägt die Kopfzeilen, die den Browser zur Vorsicht anhalten."""

import pytest
from django.templatetags.static import static
from django.test import Client

from dresden_senioren.auslieferung.herunterladen import dateiantwort
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


def test_jeder_test_prueft_seine_antworten(settings):
    """Die Prüfung liegt über jedem Client: Fehlt eine Schicht, scheitert jede Anfrage, gleich in welchem Test."""
    settings.MIDDLEWARE = [schicht for schicht in settings.MIDDLEWARE if not schicht.endswith("vervollstaendigen")]
    with pytest.raises(AssertionError, match="Permissions-Policy"):
        Client().get("/hilfe/")


def test_statische_dateien_tragen_sie_auch():
    antwort = Client().head(static("dresden_senioren.css"))
    assert (antwort.status_code, fehlende_kopfzeilen(antwort)) == (200, {})
    assert "no-store" not in antwort.headers["Cache-Control"]


def test_dateinamen_mit_umlauten():
    antwort = dateiantwort(b"a", name="Maßnahmen „Süd“.csv", medientyp="text/csv; charset=utf-8")
    name = "attachment; filename*=utf-8''Ma%C3%9Fnahmen%20%E2%80%9ES%C3%BCd%E2%80%9C.csv"
    assert antwort.headers["Content-Disposition"] == name
    boese = dateiantwort(b"a", name='a"; filename=b.exe', medientyp="text/csv")
    assert boese.headers["Content-Disposition"] == 'attachment; filename="a\\"; filename=b.exe"'


def test_eine_datei_ohne_anlage_faellt_auf(angemeldet):
    antwort = angemeldet("administration").get("/beratung/lieferungen/vorlage/")
    assert fehlende_kopfzeilen(antwort) == {}
    antwort.headers["Content-Disposition"] = "inline"
    assert fehlende_kopfzeilen(antwort) == {"Content-Disposition": "inline"}
