"""Häufigkeit: genau bis zur Grenze, je Person, auch unter gleichzeitigen Anfragen; gewöhnliche Arbeit stößt nie an."""

import os
import subprocess
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, get_resolver
from django.utils import timezone

from dresden_senioren.anfrage import absender, haeufigkeit
from dresden_senioren.anfrage.haeufigkeit import REGELN, Regel, zaehlen
from dresden_senioren.models import Anfragezaehler
from dresden_senioren.settings import BASE_DIR
from tests.conftest import PYTHON, eigene_datenbank

from .rechteadressen import routen

DREI = Regel("probe", "Sie haben oft geprobt", 3, timedelta(hours=1), "POST", ())


@pytest.fixture
def drei_mal(monkeypatch):
    """Jede Grenze ist drei."""
    knapp = {
        schluessel: Regel(r.schluessel, r.was, 3, r.je, r.methode, r.adressen)
        for schluessel, r in haeufigkeit._REGEL.items()
    }
    monkeypatch.setattr(haeufigkeit, "_REGEL", knapp)


@pytest.mark.django_db
def test_genau_bis_zur_grenze_dann_bis_zum_ende_des_fensters():
    assert [zaehlen(DREI, "a") for _ in range(3)] == [None] * 3
    wieder_ab = zaehlen(DREI, "a")
    assert timezone.now() < wieder_ab <= timezone.now() + DREI.je
    assert zaehlen(DREI, "b") is None  # jede Person für sich
    Anfragezaehler.objects.filter(wer="a").update(beginn=timezone.now() - DREI.je)
    assert [zaehlen(DREI, "a") for _ in range(3)] == [None] * 3  # das nächste Fenster zählt von vorn
    assert zaehlen(DREI, "a")


@pytest.mark.django_db
def test_was_einen_tag_alt_ist_verschwindet():
    Anfragezaehler.objects.create(regel="probe", wer="alt", beginn=timezone.now() - timedelta(days=2), anzahl=1)
    zaehlen(DREI, "neu")
    assert [z.wer for z in Anfragezaehler.objects.all()] == ["neu"]


@pytest.mark.django_db
def test_die_vierte_ausgabe_wartet_und_sagt_wie_lange(angemeldet, drei_mal, protokollzeilen):
    client = angemeldet("leitung")
    antworten = [client.get("/massnahmen/ausgabe/csv/") for _ in range(4)]
    assert [a.status_code for a in antworten] == [200, 200, 200, 429]
    seite = antworten[-1]
    assert 3500 < int(seite.headers["Retry-After"]) <= 3600
    assert "Das war zu oft hintereinander" in seite.content.decode() and "Uhr geht es weiter" in seite.content.decode()
    assert any('"gebremst"' in zeile for zeile in protokollzeilen)
    assert angemeldet("koordination").get("/massnahmen/ausgabe/csv/").status_code == 200
    assert client.get("/massnahmen/").status_code == 200  # Lesen und Suchen bremst niemand


@pytest.mark.django_db
def test_viele_dateien_auf_einmal_sind_einmal(angemeldet, settings):
    settings.ARBEITER_STARTEN = False
    dateien = [SimpleUploadedFile(f"{nr}.csv", b"a;b\n1;2\n") for nr in range(24)]
    antwort = angemeldet("administration").post("/beratung/lieferungen/neu/", {"datei": dateien})
    assert antwort.status_code == 302
    assert Anfragezaehler.objects.get().anzahl == 1


@pytest.mark.django_db
def test_ohne_anmeldung_zaehlt_der_rechner_und_seine_adresse_steht_nirgends(drei_mal):
    client, anderer = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="203.0.113.8")
    assert [client.post("/csp-bericht/").status_code for _ in range(4)] == [204, 204, 204, 429]
    assert anderer.post("/csp-bericht/").status_code == 204
    assert not any("203" in zaehler.wer for zaehler in Anfragezaehler.objects.all())


@pytest.mark.parametrize(
    ("hinter_proxy", "weg", "gilt"),
    [
        (True, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (False, "203.0.113.7", "127.0.0.1"),
        (True, "", None),
        (True, "Unsinn", None),
    ],
)
def test_nur_dem_letzten_der_weiterreicht_wird_geglaubt(settings, rf, hinter_proxy, weg, gilt):
    settings.HINTER_PROXY = hinter_proxy
    anfrage = rf.get("/", headers={"x-forwarded-for": weg} if weg else {})
    assert absender.adresse(anfrage) == gilt


def _unbekannte(namen: set[str]) -> set[str]:
    return {adresse for regel in REGELN for adresse in regel.adressen} - namen


def test_jede_genannte_adresse_gibt_es():
    namen = set(routen(get_resolver()))
    assert _unbekannte(namen) == set()
    assert _unbekannte(namen - {"csp_bericht"}) == {"csp_bericht"}  # Gegenprobe
    with pytest.raises(NoReverseMatch):
        get_resolver().reverse("gibt_es_nicht")


GLEICHZEITIG = """
import threading
from datetime import timedelta
from django.db import connection
from dresden_senioren.anfrage.haeufigkeit import Regel, zaehlen
from dresden_senioren.models import Anfragezaehler
with connection.schema_editor() as tabellen:
    tabellen.create_model(Anfragezaehler)
regel = Regel("probe", "", 25, timedelta(hours=1), "POST", ())
erlaubt, start = [], threading.Barrier(6)
def viele():
    start.wait()
    erlaubt.extend(zaehlen(regel, "a") is None for _ in range(10))
    connection.close()
faeden = [threading.Thread(target=viele) for _ in range(6)]
[faden.start() for faden in faeden]
[faden.join() for faden in faeden]
assert len(erlaubt) == 60, len(erlaubt)
print(sum(erlaubt), Anfragezaehler.objects.get().anzahl)
"""


@pytest.mark.langsam
def test_sechs_auf_einmal_kommen_zusammen_genau_bis_zur_grenze(tmp_path):
    with eigene_datenbank(tmp_path) as datenbank:
        umgebung = os.environ | {"DATABASE_URL": datenbank}
        befehl = [*PYTHON, "manage.py", "shell", "--no-imports", "-c", GLEICHZEITIG]
        ergebnis = subprocess.run(befehl, cwd=BASE_DIR, env=umgebung, capture_output=True, text=True, check=True)
    assert ergebnis.stdout.split() == ["25", "25"]
