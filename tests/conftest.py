"""Die Welt der Tests: eine eingerichtete Vorführung, vier Personen, ein Browser an der wirklich laufenden Anwendung."""

import fcntl
import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR

from .rahmen.kopfzeilenpruefung import fehlende_kopfzeilen
from .rahmen.zeilenpruefung import Sammler, maengel
from .umgebung import pruefe_datenbank

KENNWORT = "nur-fuer-tests"
# Sekunden. Nur damit ein hängender Lauf endet; eine langsame, belastete Maschine scheitert daran nicht.
GEDULD = 120


@pytest.fixture(scope="session", autouse=True)
def sparsam():
    """Was hier nur Rechenzeit kostet: je Client alle statischen Dateien suchen, Kennwörter langsam prüfen und
    nach jedem Test jeden Fremdschlüssel der ganzen SQLite-Datenbank (auf PostgreSQL sind es nur die berührten).

    Die laufende Anwendung im Browser hat die wirklichen Einstellungen.
    """
    schnell = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(WHITENOISE_AUTOREFRESH=True, PASSWORD_HASHERS=[schnell]), pytest.MonkeyPatch.context() as m:
        m.setattr(TestCase, "_should_check_constraints", lambda self, datenbank: datenbank.vendor == "postgresql")
        yield


@pytest.fixture(scope="session", autouse=True)
def jede_antwort_traegt_ihre_kopfzeilen():
    """Was auch immer ein Test abruft: Seite, Umleitung, Fehler, Datei."""
    anfragen = Client.request

    def geprueft(self, **angaben):
        antwort = anfragen(self, **angaben)
        assert fehlende_kopfzeilen(antwort) == {}, antwort.request["PATH_INFO"]
        return antwort

    with pytest.MonkeyPatch.context() as m:
        m.setattr(Client, "request", geprueft)
        yield


@pytest.fixture(scope="session")
def sammler():
    """Schreibt jede Protokollzeile mit, auch die gewöhnlichen."""
    mitschrift = Sammler()
    logging.getLogger().addHandler(mitschrift)
    logging.getLogger("dresden_senioren").setLevel(logging.INFO)
    return mitschrift


@pytest.fixture(autouse=True)
def protokollzeilen(sammler):
    """Die Zeilen dieses Tests; keine darf verraten, um wen es geht."""
    sammler.zeilen.clear()
    yield sammler.zeilen
    assert {zeile: mangel for zeile in sammler.zeilen if (mangel := maengel(zeile))} == {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, sparsam, tmp_path_factory):
    """Jede Testdatenbank ist eine eingerichtete Vorführung; Tests ändern sie nur innerhalb ihrer Transaktion."""
    pruefe_datenbank(connection.vendor)
    os.environ["DEMO_KENNWORT"] = KENNWORT
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and "PYTEST_XDIST_WORKER" in os.environ:
            _gemeinsam_einrichten(tmp_path_factory.getbasetemp().parent)
        else:
            call_command("einrichten", vorfuehrung=True)


def _gemeinsam_einrichten(ordner: Path) -> None:
    """Der erste Testprozess füllt seine Datenbank und legt sie ab, die übrigen warten darauf und nehmen die Kopie."""
    ablage = ordner / "vorfuehrung.sqlite3"
    with (ordner / "vorfuehrung.sperre").open("w") as sperre:
        fcntl.flock(sperre, fcntl.LOCK_EX)
        connection.ensure_connection()
        ist_erster = not ablage.exists()
        if not ist_erster:
            sqlite3.connect(ablage).backup(connection.connection)
        call_command("einrichten", vorfuehrung=True)  # in der Kopie fehlen nur noch die statischen Dateien
        if ist_erster:
            connection.connection.backup(sqlite3.connect(ablage))


@pytest.fixture(scope="module")
def welt_des_moduls(django_db_setup, django_db_blocker):
    """Was danach angelegt wird, sehen alle Tests des Moduls; am Ende ist es wieder fort."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def eigene_ablage(settings, tmp_path):
    """Hochgeladenes liegt je Test woanders, und kein eigener Prozess liest es."""
    settings.DATEN, settings.ARBEITER_STARTEN = tmp_path / "daten", False


@pytest.fixture(autouse=True)
def ein_heute():
    """Um Mitternacht sähe ein Test zwei verschiedene „heute“; was so spät beginnt, wartet den neuen Tag ab."""
    jetzt = timezone.localtime()
    sekunden = 24 * 60 * 60 - (jetzt.hour * 60 + jetzt.minute) * 60 - jetzt.second
    if sekunden < 120:
        time.sleep(sekunden)


@pytest.fixture
def person(db):
    """`person("leitung")` → die Beispielperson mit dieser Rolle."""
    return lambda rolle: Benutzer.objects.get(username=rolle)


@pytest.fixture
def angemeldet(person):
    """`angemeldet("leitung")` → ein Client, der als diese Person angemeldet ist."""

    def anmelden(rolle):
        client = Client()
        client.force_login(person(rolle))
        return client

    return anmelden


# --- Die laufende Anwendung im Browser --------------------------------------------------------------------------------


PYTHON = [sys.executable, "-W", "ignore"]


@pytest.fixture(scope="session")
def befehl(tmp_path_factory):
    """`befehl("shell", "-c", …)` läuft in der eigenen, gefüllten Datenbank der laufenden Anwendung."""
    ordner = tmp_path_factory.mktemp("anwendung")
    with eigene_datenbank(ordner) as datenbank:
        eigenes = {"DATABASE_URL": datenbank, "DATENVERZEICHNIS": str(ordner), "DEMO_KENNWORT": KENNWORT}
        umgebung = os.environ | eigenes | {"VORFUEHRUNG": "1"}

        def ausfuehren(*angaben):
            subprocess.run([*PYTHON, "manage.py", *angaben], cwd=BASE_DIR, env=umgebung, check=True)

        ausfuehren.umgebung, ausfuehren.unberuehrt = umgebung, ordner / "unberuehrt.sqlite3"
        ausfuehren("einrichten", "--vorfuehrung")
        if datenbank.startswith("sqlite"):
            sqlite_kopieren(Path(datenbank.removeprefix("sqlite:///")), ausfuehren.unberuehrt)
        yield ausfuehren


def sqlite_kopieren(von: Path, nach: Path):
    with closing(sqlite3.connect(von)) as quelle, closing(sqlite3.connect(nach)) as ziel:
        quelle.backup(ziel)


@pytest.fixture(scope="session")
def anwendung(befehl):
    """Adresse der laufenden Anwendung."""
    with laufende_anwendung(befehl.umgebung) as adresse:
        yield adresse


@contextmanager
def laufende_anwendung(umgebung: dict[str, str]):
    """Startet die Anwendung als eigenen Prozess; gibt ihre Adresse."""
    # Der Prozess erbt den offenen Anschluss: niemand sonst kann ihn inzwischen bekommen.
    with socket.create_server(("127.0.0.1", 0)) as anschluss:
        adresse = f"http://127.0.0.1:{anschluss.getsockname()[1]}"
        bind = ["--bind", f"fd://{anschluss.fileno()}", "--threads", "4", "--no-control-socket"]
        befehlszeile = [*PYTHON, "-m", "gunicorn", *bind, "dresden_senioren.wsgi"]
        erbt = [anschluss.fileno()]
        prozess = subprocess.Popen(befehlszeile, cwd=BASE_DIR, env=umgebung, pass_fds=erbt)
    try:
        _warten_auf(f"{adresse}/anmelden/", prozess)
        yield adresse
    finally:
        prozess.terminate()
        prozess.wait(timeout=GEDULD)


@pytest.fixture(scope="session")
def browser():
    """Ein wirklicher Chromium; fehlt er, wird ausgelassen oder, mit BROWSER_PFLICHT=1, gescheitert."""
    pfad = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if pfad is None:
        grund = "Browsertests ausgelassen: kein Chromium gefunden (apt install chromium)."
        pytest.fail(grund) if os.environ.get("BROWSER_PFLICHT") == "1" else pytest.skip(grund)
    expect.set_options(timeout=GEDULD * 1000)
    schalter = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    schalter += ["--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=pfad, args=schalter)
        yield chromium
        chromium.close()


@contextmanager
def browserseiten(browser, anwendung):
    """`seite("leitung")` → eine angemeldete Browserseite; `seite(None)` → nicht angemeldet.

    Jede Anfrage an einen fremden Rechner und jede Meldung der Konsole lässt den Test scheitern.
    """
    kontexte, vorfaelle = [], []

    def oeffnen(rolle, breite=1280, **angaben):
        kontext = browser.new_context(viewport={"width": breite, "height": 900}, base_url=anwendung, **angaben)
        kontext.set_default_timeout(GEDULD * 1000)
        kontexte.append(kontext)
        blatt = kontext.new_page()
        blatt.on("console", lambda m: vorfaelle.append(m.text) if m.type in {"error", "warning"} else None)
        blatt.on("pageerror", lambda fehler: vorfaelle.append(str(fehler)))
        blatt.on("request", lambda r: None if r.url.startswith((anwendung, "data:")) else vorfaelle.append(r.url))
        blatt.vorfaelle = vorfaelle
        if rolle:
            blatt.goto("/anmelden/")
            blatt.fill("#id_username", rolle)
            blatt.fill("#id_password", KENNWORT)
            blatt.click("main button[type=submit]")
            # Wer gleich weiterblättert, bräche die Anmeldung sonst ab.
            blatt.wait_for_url(lambda adresse: "/anmelden/" not in adresse)
        return blatt

    yield oeffnen
    for kontext in kontexte:
        kontext.close()
    assert not vorfaelle


@pytest.fixture
def seite(browser, anwendung):
    """`seite("leitung")` → eine angemeldete Browserseite; `seite(None)` → nicht angemeldet."""
    with browserseiten(browser, anwendung) as oeffnen:
        yield oeffnen


@pytest.fixture(scope="module")
def seite_des_moduls(browser, anwendung):
    """Wie `seite`, aber je Rolle nur eine für alle Tests des Moduls: angemeldet wird einmal."""
    with browserseiten(browser, anwendung) as oeffnen:
        yield cache(oeffnen)


@contextmanager
def eigene_datenbank(ordner: Path):
    """Adresse einer leeren Datenbank derselben Art wie die des Testlaufs."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{ordner / 'db.sqlite3'}"
        return
    name = f"{ordner.name}_{os.getpid()}"
    verbindung = psycopg2.connect(url)
    verbindung.autocommit = True
    with verbindung.cursor() as zeiger:
        zeiger.execute(f"CREATE DATABASE {name}")
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        zeiger.execute(f"DROP DATABASE {name} WITH (FORCE)")
    verbindung.close()


def _warten_auf(url: str, prozess):
    for _ in range(GEDULD * 10):
        assert prozess.poll() is None, "Die Anwendung ist nicht gestartet."
        try:
            urllib.request.urlopen(url).close()  # noqa: S310  – eigene Adresse
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} antwortet nicht.")
