"""Die Datenbank legt mitten im Betrieb auf: Was beantwortet ist, ist gespeichert; was scheiterte, nicht; und die
nächste Anfrage geht wieder, ohne dass jemand die Anwendung neu startet."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import dj_database_url
import psycopg2
import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from tests.conftest import GEDULD
from tests.massnahmen.test_gleichzeitig import Fenster

pytestmark = [
    pytest.mark.langsam,
    pytest.mark.skipif("postgres" not in os.environ.get("DATABASE_URL", ""), reason="SQLite hat keinen Server."),
]
SCHREIBVERSUCHE, ABBRUECHE = 24, (5, 12, 13, 20)
ALLE_AUFLEGEN = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
WARTENDER = """
SELECT pid FROM pg_stat_activity
WHERE datname = %s AND wait_event_type = 'Lock' AND query LIKE '%%massnahme%%FOR UPDATE%%'
"""


class Schreibweg:
    """Zu einer Maßnahme melden, immer auf der Grundlage der gerade gelesenen Seite."""

    def __init__(self, anwendung, datenbank: str):
        self.fenster = Fenster(anwendung, "sachbearbeitung")
        self.adresse = re.search(r'href="(/massnahmen/\d+/)"', self.fenster.holen("/massnahmen/?text=8.2.6"))[1]
        self.nummer = int(self.adresse.split("/")[2])
        self.name = urlsplit(datenbank).path[1:]
        self.verbindung = psycopg2.connect(datenbank)
        self.verbindung.autocommit = True

    def lies(self) -> str:
        return self.fenster.holen(self.adresse)

    def melde(self, seite: str) -> int:
        art = re.search(r'<option value="(\d+)"[^>]*>laufend', seite)[1]
        tag = re.search(r'name="gueltig_ab" value="([\d-]+)"', seite)[1]
        return self.fenster.senden(f"{self.adresse}sachstand/", seite, sachstandsart=art, gueltig_ab=tag)

    def gespeichert(self) -> int:
        ((anzahl,),) = self.sql(
            "SELECT count(*) FROM massnahmen_sachstandsmeldung WHERE massnahme_id = %s", self.nummer
        )
        return anzahl

    def sql(self, befehl: str, *angaben) -> list[tuple]:
        with self.verbindung.cursor() as zeiger:
            zeiger.execute(befehl, angaben)
            return zeiger.fetchall() if zeiger.description else []


@pytest.fixture
def weg(anwendung, befehl):
    weg = Schreibweg(anwendung, befehl.umgebung["DATABASE_URL"])
    yield weg
    weg.verbindung.close()


def test_zwischen_zwei_anfragen_aufgelegt_geht_die_naechste_wieder(weg):
    vorher, beantwortet = weg.gespeichert(), 0
    for nr in range(SCHREIBVERSUCHE):
        seite = weg.lies()
        if nr in ABBRUECHE:
            assert weg.sql(ALLE_AUFLEGEN, weg.name), "es gab Verbindungen, die abbrechen konnten"
        beantwortet += weg.melde(seite) == 200
        assert weg.gespeichert() == vorher + beantwortet
    assert beantwortet == SCHREIBVERSUCHE


def test_mitten_in_der_anfrage_aufgelegt_ist_nichts_gespeichert(weg):
    """Die Anfrage wartet auf eine Sperre, die der Test hält; dort bricht ihre Verbindung ab."""
    vorher, seite = weg.gespeichert(), weg.lies()
    sperre = psycopg2.connect(weg.verbindung.dsn)
    with sperre.cursor() as zeiger, ThreadPoolExecutor(1) as faden:
        zeiger.execute("SELECT 1 FROM massnahmen_massnahme WHERE id = %s FOR UPDATE", [weg.nummer])
        antwort = faden.submit(weg.melde, seite)
        while not (wartende := weg.sql(WARTENDER, weg.name)):
            assert not antwort.done()
        weg.sql("SELECT pg_terminate_backend(%s)", wartende[0][0])
        assert antwort.result(timeout=GEDULD) == 500
    sperre.close()
    assert weg.gespeichert() == vorher
    assert weg.melde(weg.lies()) == 200
    assert weg.gespeichert() == vorher + 1


@pytest.mark.django_db
@pytest.mark.parametrize("geprueft", [True, False])
def test_ohne_pruefung_der_verbindung_scheiterte_die_naechste_anfrage(weg, befehl, django_db_blocker, geprueft):
    """Gegenprobe: Es liegt an `conn_health_checks`, dass oben keine Anfrage scheitert."""
    angaben = dj_database_url.parse(befehl.umgebung["DATABASE_URL"], conn_max_age=60, conn_health_checks=geprueft)
    with django_db_blocker.unblock():
        verbindung = ConnectionHandler({"default": angaben})["default"]
        verbindung.ensure_connection()
        weg.sql(ALLE_AUFLEGEN, weg.name)
        verbindung.close_if_unusable_or_obsolete()  # so beginnt jede Anfrage
        if geprueft:
            verbindung.cursor().execute("SELECT 1")
        else:
            with pytest.raises(OperationalError):
                verbindung.cursor().execute("SELECT 1")
        verbindung.close()
