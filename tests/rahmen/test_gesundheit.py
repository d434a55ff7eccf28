"""Lebt der Prozess, kann er arbeiten? Jeder Fehler ist, wo es geht, ein wirklicher: geschlossener Anschluss, gelöschte
Migration, fremder Ordner. Nur die Uhr und der volle Datenträger sind nachgestellt."""

import os
import shutil
import socket
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.test import Client, RequestFactory
from django.utils import timezone

from dresden_senioren.models import Protokolleintrag
from dresden_senioren.zustand import gesundheit, lebenszeichen
from dresden_senioren.zustand.pruefungen import Urteil, fehler, gut

pytestmark = pytest.mark.django_db


@contextmanager
def andere_datenbank(**angaben):
    """Alles, was „default“ fragt, fragt solange eine andere."""
    echt = connections["default"]
    connections["default"] = ConnectionHandler({"default": angaben})["default"]
    try:
        yield connections["default"]
    finally:
        connections["default"].close()
        connections["default"] = echt


@contextmanager
def geschlossener_anschluss():
    """Ein PostgreSQL, das es nicht gibt: Der Anschluss ist vergeben, aber niemand nimmt an."""
    with socket.socket() as besetzt:
        besetzt.bind(("127.0.0.1", 0))
        ziel = {"HOST": "127.0.0.1", "PORT": besetzt.getsockname()[1], "NAME": "senioren", "USER": "niemand"}
        with andere_datenbank(ENGINE="django.db.backends.postgresql", OPTIONS={"connect_timeout": 5}, **ziel):
            yield


@contextmanager
def als_fremder():
    """Als root dürfte dieser Prozess alles beschreiben; solange ist er niemand."""
    war_root = os.geteuid() == 0
    if war_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if war_root:
            os.seteuid(0)


def bereit(client=None, **kopfzeilen):
    return (client or Client(REMOTE_ADDR="10.1.2.3")).get("/health/ready", headers=kopfzeilen)


# --- gesund ----------------------------------------------------------------------------------------------------------


def test_lebt_ohne_datenbank(django_assert_num_queries):
    with django_assert_num_queries(0), geschlossener_anschluss():
        antwort = Client().get("/health/live")
    assert (antwort.status_code, antwort.json()) == (200, {"status": "lebt"})


def test_bereit_sagt_nach_aussen_nichts_weiter():
    antwort = bereit()
    assert (antwort.status_code, antwort.json()) == (200, {"status": "bereit"})
    assert antwort["Cache-Control"] == "no-store" and not antwort.cookies


def test_die_probe_hinterlaesst_nichts():
    vorher = Session.objects.count(), Protokolleintrag.objects.count()
    bereit()
    assert (Session.objects.count(), Protokolleintrag.objects.count()) == vorher


def test_feste_zahl_von_abfragen(django_assert_max_num_queries):
    bereit()
    with django_assert_max_num_queries(12):
        bereit()


def test_auch_eine_abgelaufene_sitzung_stoert_nicht(angemeldet):
    client = angemeldet("leitung")
    Session.objects.all().delete()
    assert bereit(client).status_code == 200


def test_die_anfrage_des_lastverteilers_wird_nicht_umgeleitet(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert bereit().status_code == 200
    assert Client().get("/hilfe/").status_code == 301


# --- krank: jeder Fehler 503, mit einem groben Grund -----------------------------------------------------------------


def nur(*gruende):
    antwort = bereit()
    assert antwort.status_code == 503
    assert antwort.json() == {"status": "nicht bereit", "grund": list(gruende)}
    return True


def test_datenbank_fort():
    with geschlossener_anschluss():
        assert nur("datenbank", "migrationen", "dauerhaftigkeit", "uhr")


def test_datenbank_nur_lesbar():
    """Ein Datenträger, der auf nur-lesen gefallen ist; eine Datenbank, die nichts mehr annimmt."""
    with connection.cursor() as zeiger:
        zeiger.execute("PRAGMA query_only = 1" if connection.vendor == "sqlite" else "SAVEPOINT probe")
        if connection.vendor == "postgresql":
            zeiger.execute("SET TRANSACTION READ ONLY")
        try:
            assert nur("datenbank")
        finally:
            zeiger.execute("PRAGMA query_only = 0" if connection.vendor == "sqlite" else "ROLLBACK TO SAVEPOINT probe")


def test_migration_fehlt():
    MigrationRecorder.Migration.objects.filter(app="beratung").delete()
    assert nur("migrationen")


def test_voller_datentraeger(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda pfad: SimpleNamespace(total=1000, free=49))
    assert nur("plattenplatz")
    monkeypatch.setattr(shutil, "disk_usage", lambda pfad: SimpleNamespace(total=1000, free=50))
    assert bereit().status_code == 200


@pytest.mark.parametrize("sprung", [timedelta(seconds=6), -timedelta(seconds=6)])
def test_uhr_springt(monkeypatch, sprung):
    echt = timezone.now
    monkeypatch.setattr(gesundheit, "timezone", SimpleNamespace(now=lambda: echt() + sprung))
    assert nur("uhr")


def test_datenverzeichnis_nicht_beschreibbar(settings, tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "daten").mkdir(mode=0o555)
    settings.DATEN = tmp_path / "daten"
    with als_fremder():
        ergebnis = gesundheit.datenverzeichnis()
    assert ergebnis == fehler("Das Datenverzeichnis ist nicht beschreibbar.", "Rechte und Einbindung prüfen.")
    assert gesundheit.datenverzeichnis().urteil is Urteil.OK or os.geteuid() != 0


def test_datenverzeichnis_fort(settings):
    settings.DATEN = "/dev/null"
    assert nur("datenverzeichnis")


def test_bestaetigtes_waere_nicht_dauerhaft():
    if connection.vendor == "postgresql":
        with connection.cursor() as zeiger:
            zeiger.execute("SET LOCAL synchronous_commit = off")
        assert nur("dauerhaftigkeit")
        assert "synchronous_commit" in gesundheit.dauerhaftigkeit().text
        return
    with andere_datenbank(**connection.settings_dict | {"NAME": ":memory:"}) as unsichere, unsichere.cursor() as zeiger:
        assert gesundheit.dauerhaftigkeit().urteil is Urteil.OK
        zeiger.execute("PRAGMA synchronous = OFF")
        assert gesundheit.dauerhaftigkeit().urteil is Urteil.FEHLER


def test_ein_langer_schreiber_macht_sqlite_nicht_krank(tmp_path):
    """Wer gerade beschrieben wird, lässt sich beschreiben; die Probe wartet nicht auf das Ende."""
    if connection.vendor != "sqlite":
        return
    angaben = connection.settings_dict | {"NAME": str(tmp_path / "db.sqlite3")}
    with (
        andere_datenbank(**angaben) as dieselbe,
        ConnectionHandler({"default": angaben})["default"].cursor() as anderer,
    ):
        dieselbe.ensure_connection()
        anderer.execute("BEGIN IMMEDIATE")
        assert gesundheit.datenbank() == gut("Die Datenbank wird gerade beschrieben.")
        anderer.execute("ROLLBACK")
        with dieselbe.cursor() as zeiger:
            zeiger.execute("PRAGMA busy_timeout")
            assert zeiger.fetchone() == (20_000,), "die übliche Frist gilt wieder"


# --- Einzelheiten ----------------------------------------------------------------------------------------------------


def test_einzelheiten_nur_auf_diesem_rechner_oder_mit_kennwort(settings):
    settings.GESUNDHEIT_TOKEN = "geheim-und-lang"  # noqa: S105
    hier = Client(REMOTE_ADDR="127.0.0.1")
    antwort = bereit(hier).json()
    assert antwort["einzelheiten"]["uhr"]["urteil"] == "ok" and "gesichert" in antwort["hinweise"]["sicherung"]
    assert "einzelheiten" not in bereit(hier, **{"X-Forwarded-For": "127.0.0.1"}).json(), "über den Webserver"
    assert "einzelheiten" not in bereit().json()
    assert "einzelheiten" not in bereit(authorization="Bearer falsch").json()
    assert "einzelheiten" in bereit(authorization="Bearer geheim-und-lang").json()


def test_ohne_eingestelltes_kennwort_oeffnet_keines(settings):
    settings.GESUNDHEIT_TOKEN = ""
    anfrage = RequestFactory(REMOTE_ADDR="10.1.2.3").get("/", headers={"authorization": "Bearer "})
    assert not lebenszeichen.darf_einzelheiten(anfrage)


def test_nichts_verraet_rechner_pfad_oder_fassung(settings, tmp_path):
    settings.GESUNDHEIT_TOKEN = "geheim-und-lang"  # noqa: S105
    settings.DATEN = "/dev/null"
    text = bereit(authorization="Bearer geheim-und-lang").content.decode()
    for wort in ("/dev", str(tmp_path), socket.gethostname(), "Django", "sqlite", "postgres", "django_"):
        assert wort.lower() not in text.lower()


def test_jeder_schluessel_einmal():
    schluessel = [pruefung.schluessel for pruefung in gesundheit.PRUEFUNGEN]
    assert len(set(schluessel)) == len(schluessel) >= 6
