"""Die Lesekopie: Zahlen der Dashboards von dort, Rechte und eben Geschriebenes nie, und ohne sie geht es weiter."""

import json
import os
import subprocess
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection

from beratung.models import Eingangsstueck, Lieferung, Lieferungsteil, Monatswert, Planungsbereich
from dresden_senioren.datenbank import lesekopie
from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR
from tests.conftest import PYTHON
from tests.umgebung import POSTGRESQL

WEICHE = lesekopie.Weiche()


@pytest.fixture
def aus_der_kopie():
    merker = lesekopie._aus_der_kopie.set(True)
    yield
    lesekopie._aus_der_kopie.reset(merker)


def test_ohne_einstellung_gibt_es_sie_nicht():
    with pytest.raises(MiddlewareNotUsed):
        lesekopie.Lesekopie(lambda request: None)


def test_ausserhalb_solcher_seiten_kommt_alles_aus_der_hauptdatenbank():
    assert WEICHE.db_for_read(Monatswert) == "default"


def test_nur_angemeldete_modelle_und_nie_das_schreiben(aus_der_kopie):
    assert WEICHE.db_for_read(Monatswert) == WEICHE.db_for_read(Lieferungsteil) == "lesen"
    for modell in (Planungsbereich, Benutzer, Eingangsstueck):
        assert WEICHE.db_for_read(modell) == "default", "Rechte, Personen und Dateien"
    assert WEICHE.db_for_write(Monatswert) == "default"
    assert not WEICHE.allow_migrate("lesen", "beratung") and WEICHE.allow_migrate("wiederherstellung", "beratung")


@pytest.mark.django_db
def test_nie_in_einer_transaktion(aus_der_kopie):
    assert connection.in_atomic_block and WEICHE.db_for_read(Monatswert) == "default"


def test_die_lesende_rolle_sieht_was_die_abfragen_verbinden():
    assert {Lieferung, Planungsbereich} <= lesekopie.erreichbare()
    assert not {Benutzer, Eingangsstueck} & lesekopie.erreichbare()


# --- mit einer wirklichen Kopie: dieselbe Datenbank, aber unter einer Rolle, die nur lesen darf ----------------------

PROBE = """
import json
from contextlib import nullcontext
from django.conf import settings
from django.db import DatabaseError, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from beratung.models import Monatswert
from dresden_senioren.models import Benutzer

settings.ALLOWED_HOSTS = ["testserver"]
client = Client()
client.force_login(Benutzer.objects.get(username="leitung"))

def seite(pfad="/auswertung/stadt/", ist_da=True):
    leer = nullcontext([])  # eine Verbindung, die es nicht gibt, zählt keine Abfragen
    with (CaptureQueriesContext(connections["lesen"]) if ist_da else leer) as kopie:
        with CaptureQueriesContext(connections["default"]) as haupt:
            antwort = client.get(pfad)
    von = lambda abfragen: sum("beratung_monatswert" in abfrage["sql"] for abfrage in abfragen)
    return {"status": antwort.status_code, "kopie": von(kopie), "haupt": von(haupt),
            "rechte": sum("koordination" in abfrage["sql"] or "session" in abfrage["sql"] for abfrage in kopie)}

def schreiben():
    try:
        Monatswert.objects.using("lesen").update(anzahl=0)
    except DatabaseError as fehler:
        return str(fehler)

ergebnis = {"vorher": seite(), "herkunft": seite("/auswertung/stadt/herkunft/neuzugaenge/"), "schreiben": schreiben()}
client.post("/auswertung/stadt/")
ergebnis["eben geschrieben"] = seite()
del client.cookies["frisch"]
ergebnis["danach"] = seite()
connections["lesen"].close()
connections["lesen"].settings_dict["PORT"] = "1"
connections["lesen"].settings_dict["HOST"] = "127.0.0.1"
ergebnis["kopie fort"] = seite(ist_da=False)
print(json.dumps(ergebnis))
"""


@pytest.fixture(scope="module")
def probe(befehl):
    if not POSTGRESQL:
        pytest.skip("Eine Lesekopie gibt es nur mit PostgreSQL.")
    haupt = befehl.umgebung["DATABASE_URL"]
    rolle = f"probe_lesen_{os.getpid()}"
    with psycopg2.connect(haupt) as verbindung, verbindung.cursor() as zeiger:
        zeiger.execute(f"CREATE ROLE {rolle} LOGIN PASSWORD 'nur-fuer-tests'")
        zeiger.execute(f"CREATE ROLE {rolle}_app")
    verbindung.close()
    befehl("datenbankrechte", "--anwendung", f"{rolle}_app", "--lesen", rolle, "--ausfuehren")
    teile = urlsplit(haupt)
    rechner = teile.netloc.rpartition("@")[2]
    lesen = teile._replace(netloc=f"{rolle}:nur-fuer-tests@{rechner}").geturl()
    umgebung = befehl.umgebung | {"DATABASE_URL_LESEN": lesen}
    lauf = [*PYTHON, "manage.py", "shell", "-v0", "-c", PROBE]
    ausgabe = subprocess.run(lauf, cwd=BASE_DIR, env=umgebung, check=True, stdout=subprocess.PIPE, text=True).stdout
    yield json.loads(ausgabe.splitlines()[-1])
    with psycopg2.connect(haupt) as verbindung, verbindung.cursor() as zeiger:
        for name in (rolle, f"{rolle}_app"):
            zeiger.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")
    verbindung.close()


@pytest.mark.langsam
def test_dashboard_liest_die_zahlen_aus_der_kopie_und_die_rechte_nicht(probe):
    assert probe["vorher"]["status"] == 200
    assert probe["vorher"]["kopie"] > 0 and probe["vorher"]["haupt"] == probe["vorher"]["rechte"] == 0


@pytest.mark.langsam
def test_andere_seiten_lesen_sie_nicht(probe):
    assert probe["herkunft"]["status"] == 200
    assert probe["herkunft"]["kopie"] == 0 and probe["herkunft"]["haupt"] > 0


@pytest.mark.langsam
def test_gegenprobe_in_die_kopie_laesst_sich_nicht_schreiben(probe):
    assert "permission denied" in probe["schreiben"] or "read-only" in probe["schreiben"]


@pytest.mark.langsam
def test_wer_eben_geschrieben_hat_liest_die_hauptdatenbank(probe):
    assert probe["eben geschrieben"] | {"haupt": 0} == {"status": 200, "kopie": 0, "haupt": 0, "rechte": 0}
    assert probe["eben geschrieben"]["haupt"] > 0
    assert probe["danach"]["kopie"] > 0


@pytest.mark.langsam
def test_ohne_kopie_geht_es_mit_der_hauptdatenbank_weiter(probe):
    assert probe["kopie fort"]["status"] == 200 and probe["kopie fort"]["haupt"] > 0
