"""Fehlerseiten: verständlich, mit Vorgangsnummer, ohne Technisches; auch ohne Datenbank und im Betrieb."""

import json
import os
import subprocess

import pytest
from django.test import Client
from django.utils import timezone

from dresden_senioren.anfrage import fehlerseiten
from dresden_senioren.settings import BASE_DIR
from massnahmen.models import Massnahme
from tests.conftest import PYTHON

from .kopfzeilenpruefung import fehlende_kopfzeilen

VERRAET = (
    "Traceback",
    "django",
    "Django",
    "python",
    "site-packages",
    ".py",
    "SELECT",
    "OperationalError",
    str(BASE_DIR),
)


def _geprueft(antwort, status: int) -> str:
    text = antwort.content.decode()
    assert antwort.status_code == status
    assert antwort.headers["X-Request-ID"] in text
    assert [wort for wort in VERRAET if wort in text] == []
    return text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rolle", "anfrage", "status", "satz"),
    [
        ("leitung", "get /protokoll/", 403, "fehlt Ihnen die Berechtigung"),
        ("leitung", "get /gibtsnicht/", 404, "Diese Seite gibt es nicht"),
        ("leitung", "get /massnahmen/999999/", 404, "Diese Seite gibt es nicht"),
        ("leitung", "get /abmelden/", 405, "gehört zu einer Schaltfläche"),
        ("administration", "post /protokoll/", 405, "gehört zu einer Schaltfläche"),
    ],
)
def test_im_rahmen_mit_nummer(angemeldet, rolle, anfrage, status, satz):
    methode, pfad = anfrage.split()
    antwort = getattr(angemeldet(rolle), methode)(pfad)
    text = _geprueft(antwort, status)
    assert satz in text and "sprunglink" in text


def _scheitert(*args, **kwargs):
    raise ValueError("SELECT geheim FROM dort")


@pytest.fixture
def kaputte_seite(settings):
    settings.ROOT_URLCONF = "tests.rahmen.kaputte_adressen"
    return lambda: Client(raise_request_exception=False).get("/kaputt/")


@pytest.mark.django_db
def test_eine_kaputte_seite(kaputte_seite):
    assert "Der Fehler liegt bei uns" in _geprueft(kaputte_seite(), 500)


@pytest.mark.django_db
def test_selbst_wenn_die_vorlage_scheitert(kaputte_seite, monkeypatch):
    monkeypatch.setattr(fehlerseiten, "render_to_string", _scheitert)
    assert _geprueft(kaputte_seite(), 500).startswith("Das hat nicht funktioniert.")


@pytest.mark.django_db
def test_scheitert_der_rahmen_geht_es_ohne(angemeldet, monkeypatch):
    monkeypatch.setattr(fehlerseiten, "render", _scheitert)
    assert "sprunglink" not in _geprueft(angemeldet("leitung").get("/gibtsnicht/"), 404)


@pytest.mark.django_db
def test_falscher_rechnername_bekommt_keine_seite():
    text = _geprueft(Client().get("/", headers={"host": "boese.example"}), 400)
    assert "boese" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("methode", ["TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "QUATSCH"])
def test_andere_methoden_kommen_nicht_herein(angemeldet, methode):
    for client in (Client(), angemeldet("leitung")):
        antwort = client.generic(methode, "/massnahmen/")
        assert (antwort.status_code, antwort.headers["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pfad",
    ["/static/", "/static/../manage.py", "/.git/config", "/.env", "/db.sqlite3", "/admin/", "/static/%2e%2e/manage.py"],
)
def test_weder_verzeichnis_noch_quellen(angemeldet, pfad):
    antwort = angemeldet("administration").get(pfad)
    assert (antwort.status_code, "Diese Seite gibt es nicht" in antwort.content.decode()) == (404, True)


@pytest.mark.django_db
def test_zwei_zugleich_zeigt_die_nummer(angemeldet):
    massnahme = Massnahme.objects.filter(stellen__name="Sozialamt").first()
    grundlage = massnahme.meldungen.order_by("pk").last()
    daten = {"sachstandsart": grundlage.sachstandsart_id, "gueltig_ab": timezone.localdate(), "grundlage": grundlage.pk}
    client, pfad = angemeldet("sachbearbeitung"), f"/massnahmen/{massnahme.pk}/sachstand/"
    assert client.post(pfad, daten).status_code == 302
    _geprueft(client.post(pfad, daten), 409)


BETRIEB = """
import json, logging
logging.disable(logging.CRITICAL)
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.utils import timezone
ergebnis = {}
client = Client(raise_request_exception=False)
client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
for name, angaben in {"http": {}, "https": {"secure": True}, "static": {"secure": True}}.items():
    pfad = "/static/gibtsnicht.css" if name == "static" else "/"
    antwort = client.get(pfad, headers={"host": "senioren.example"}, **angaben)
    ergebnis[name] = [antwort.status_code, dict(antwort.headers), antwort.content.decode()]
from dresden_senioren.datenbank.lesekopie import FRISCH
from dresden_senioren.anfrage.meldungen import Meldungskeks
ergebnis["namen"] = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, Meldungskeks.cookie_name, FRISCH]
ergebnis["schutz"] = [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                      settings.CSRF_COOKIE_HTTPONLY]
print(json.dumps(ergebnis))
"""


@pytest.fixture(scope="module")
def betrieb(tmp_path_factory):
    """Die Anwendung, wie sie im Betrieb eingestellt ist, mit einer Datenbank, die nicht antwortet."""
    umgebung = os.environ | {
        "VORFUEHRUNG": "0", "ALLOWED_HOSTS": "senioren.example", "DJANGO_SETTINGS_MODULE": "dresden_senioren.settings",
        "DATABASE_URL": "postgres://niemand@127.0.0.1:1/nichts", "DATENVERZEICHNIS": str(tmp_path_factory.mktemp("b")),
    }  # fmt: skip
    befehl = [*PYTHON, "-c", BETRIEB]
    ergebnis = subprocess.run(befehl, cwd=BASE_DIR, env=umgebung, capture_output=True, text=True, check=True)
    return json.loads(ergebnis.stdout)


class Gemessen:
    """Antwort aus dem anderen Prozess, in der Form, die die Prüfung der Kopfzeilen liest."""

    def __init__(self, status, headers, text):
        self.status_code, self.headers, self.content = status, headers, text.encode()
        self.request = {"PATH_INFO": "/"}


@pytest.mark.langsam
def test_im_betrieb_ohne_datenbank_eine_seite_statt_eines_absturzes(betrieb):
    antwort = Gemessen(*betrieb["https"])
    assert "Der Fehler liegt bei uns" in _geprueft(antwort, 500)
    assert fehlende_kopfzeilen(antwort) == {}


@pytest.mark.langsam
def test_im_betrieb_nur_verschluesselt(betrieb):
    status, kopf, _ = betrieb["http"]
    assert (status, kopf["Location"]) == (301, "https://senioren.example/")
    assert fehlende_kopfzeilen(Gemessen(*betrieb["http"])) == {}
    for name in ("https", "static"):
        assert betrieb[name][1]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert fehlende_kopfzeilen(Gemessen(*betrieb[name])) == {}
    assert all(name.startswith("__Host-") for name in betrieb["namen"]) and betrieb["schutz"] == [True] * 4
