"""Zwei Rechner, eine Datenbank: jede Anfrage geht an den anderen, und der ganze Weg gelingt.

Jeder hat seine eigene Kopie des Programms und sein eigenes Datenverzeichnis; was einer abgelegt hätte, fände der andere
nicht. Gemeinsam sind nur Datenbank und SECRET_KEY.
"""

import re
import shutil
import socket
import subprocess
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from dresden_senioren.settings import BASE_DIR
from tests.beratung.eingangshilfen import GUT
from tests.conftest import GEDULD, KENNWORT, PYTHON, _warten_auf
from tests.umgebung import POSTGRESQL

pytestmark = [
    pytest.mark.langsam,
    pytest.mark.skipif(not POSTGRESQL, reason="Mehrere Rechner teilen sich nur PostgreSQL."),
]
NICHT_KOPIEREN = shutil.ignore_patterns(".*", "tests", "__pycache__", "db.sqlite3*")
NUR_DIESES_RECHNERS = {"static", "schriften"}  # entsteht auf jedem neu


class Rechner:
    """Eine Kopie des Programms mit eigenem Datenverzeichnis."""

    def __init__(self, ordner: Path, umgebung: dict):
        self.programm, self.daten = ordner / "programm", ordner / "daten"
        shutil.copytree(BASE_DIR, self.programm, ignore=NICHT_KOPIEREN)
        eigenes = {"DATENVERZEICHNIS": str(self.daten), "ARBEITER_STARTEN": "0", "EINGANG_SOFORT_BIS_KB": "0"}
        self.umgebung = umgebung | eigenes

    def befehl(self, *angaben: str) -> None:
        subprocess.run([*PYTHON, "manage.py", *angaben], cwd=self.programm, env=self.umgebung, check=True)

    @contextmanager
    def server(self):
        with socket.create_server(("127.0.0.1", 0)) as anschluss:
            adresse = f"http://127.0.0.1:{anschluss.getsockname()[1]}"
            zeile = [*PYTHON, "-m", "gunicorn", "--bind", f"fd://{anschluss.fileno()}", "--threads", "2"]
            zeile += ["--no-control-socket", "dresden_senioren.wsgi"]
            erbt = {"cwd": self.programm, "env": self.umgebung, "pass_fds": [anschluss.fileno()]}
            prozess = subprocess.Popen(zeile, **erbt)
        try:
            _warten_auf(f"{adresse}/health/live", prozess)
            yield adresse
        finally:
            prozess.terminate()
            prozess.wait(timeout=GEDULD)

    def abgelegtes(self) -> list[str]:
        dateien = (p.relative_to(self.daten) for p in self.daten.rglob("*") if p.is_file())
        return [str(pfad) for pfad in dateien if pfad.parts[0] not in NUR_DIESES_RECHNERS]


class _NichtFolgen(HTTPRedirectHandler):
    def redirect_request(self, *angaben):
        return None


class Fenster:
    """Ein Browser hinter einem Verteiler, der jede Anfrage, auch jede Umleitung, dem nächsten Rechner gibt."""

    def __init__(self, adressen: list[str], benutzer: str):
        self.naechster = cycle(adressen)
        self.oeffner = build_opener(HTTPCookieProcessor(CookieJar()), _NichtFolgen)
        self.pfad = ""
        self.absenden("/anmelden/", "/anmelden/", username=benutzer, password=KENNWORT)

    def holen(self, pfad: str, daten: bytes | None = None) -> bytes:
        anfrage = Request(next(self.naechster) + pfad, daten)  # noqa: S310 – eigene Adresse
        if daten is not None:
            anfrage.add_header("Content-Type", MULTIPART_CONTENT)
        try:
            with self.oeffner.open(anfrage, timeout=GEDULD) as antwort:
                self.pfad = pfad
                return antwort.read()
        except HTTPError as fehler:
            with fehler:
                assert fehler.code == 302, (pfad, fehler.code, fehler.read().decode())
                return self.holen(urlsplit(fehler.headers["Location"]).path)

    def absenden(self, seite: str, pfad: str, **felder) -> str:
        """Das Formular auf `seite` an `pfad`, mit dessen verborgenen Feldern; der Text der Zielseite."""
        html = self.holen(seite).decode()
        verborgen = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
        return self.holen(pfad, encode_multipart(BOUNDARY, verborgen | felder)).decode()


@pytest.fixture(scope="module")
def rechner(befehl, tmp_path_factory):
    with ExitStack() as stapel:
        beide = [Rechner(tmp_path_factory.mktemp("rechner"), befehl.umgebung) for _ in range(2)]
        for einer in beide:
            einer.befehl("einrichten")
        adressen = [stapel.enter_context(einer.server()) for einer in beide]
        yield beide, adressen


def test_hochladen_pruefen_uebernehmen(rechner, befehl):
    (erster, zweiter), adressen = rechner
    fenster = Fenster(adressen, "administration")
    neu = "/beratung/lieferungen/neu/"
    datei = SimpleUploadedFile("a.csv", GUT)
    html = fenster.absenden(neu, neu, datei=datei, quelle="seniora", monat="2025-09")
    assert "Die Datei wartet" in html
    eingang = fenster.pfad
    assert "Die Datei wartet" in fenster.holen(eingang).decode(), "auch der andere Rechner kennt sie"
    zweiter.befehl("eingang_abarbeiten")
    fenster.holen(eingang)
    assert re.fullmatch(r"/beratung/lieferungen/\d+/", fenster.pfad), "gelesen, woher sie auch kam"
    lieferung = fenster.pfad
    html = fenster.absenden(lieferung, f"{lieferung}uebernehmen/", text="erste Lieferung")
    assert "Übernommen: " in html, "die Meldung des einen Rechners zeigt der andere"
    assert erster.abgelegtes() == zweiter.abgelegtes() == []
    befehl("shell", "-c", f"""
from beratung.models import Eingang, Eingangsstueck, Lieferung
from beratung.lieferungen.uebernahme import zuruecknehmen
from dresden_senioren.models import Benutzer
assert not Eingangsstueck.objects.exists()
lieferung = Lieferung.objects.get(pk={lieferung.split("/")[-2]})
zuruecknehmen(lieferung, von=Benutzer.objects.get(username="administration"), grund="Test")
Eingang.objects.all().delete()
lieferung.delete()
""")  # fmt: skip


def test_bericht_bestellen_und_herunterladen(rechner, befehl):
    (erster, _), adressen = rechner
    fenster = Fenster(adressen, "leitung")
    neu = "/berichte/neu/zwischenbericht/"
    fenster.absenden(neu, neu, stichtag="2024-09-30", fassung="intern")
    akte = fenster.pfad
    html = fenster.absenden(akte, f"{akte}datei/", format="csv")
    assert "gleich an der Reihe" in html
    auftrag = fenster.pfad
    erster.befehl("berichtsauftraege_abarbeiten")
    for _ in adressen:
        assert "Die Datei ist fertig" in fenster.holen(auftrag).decode()
    dateien = {fenster.holen(f"{auftrag}datei/") for _ in adressen}
    assert len(dateien) == 1 and len(dateien.pop()) > 1000
    befehl("shell", "-c", f"""
from berichte.models import Berichtsakte, Berichtsauftrag
Berichtsauftrag.objects.all().delete()
Berichtsakte.objects.get(pk={akte.split("/")[-2]}).delete()
""")  # fmt: skip


@pytest.mark.django_db
def test_gegenprobe_ein_anderer_schluessel_kennt_die_sitzung_nicht(angemeldet):
    client = angemeldet("leitung")
    assert client.get("/").status_code == 200
    fremder = Client()
    fremder.cookies = client.cookies
    with override_settings(SECRET_KEY="ein-anderer-schluessel-" + "x" * 50):
        assert fremder.get("/").status_code == 302
