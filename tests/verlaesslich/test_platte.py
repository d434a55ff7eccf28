"""Ist die Platte voll, sagt es die Anwendung, und was galt, gilt unverändert weiter."""

import json

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from dresden_senioren.datenbank.speicherplatz import KEIN_PLATZ, ist_erschoepft
from tests.beratung.conftest import FALL, FALLKOPF, als_csv

from .platte import BEISPIEL, MONAT

pytestmark = [pytest.mark.langsam, pytest.mark.django_db]
ANGABEN = ("--quelle=seniora", f"--monat={MONAT}", "--bestaetigen=Versuch")
GELTENDES = f"""
SELECT t.art, t.inhaltssumme, l.status, count(w.id), sum(w.anzahl) FROM beratung_lieferungsteil t
JOIN beratung_lieferung l ON l.id = t.lieferung_id LEFT JOIN beratung_monatswert w ON w.teil_id = t.id
WHERE t.monat = '{MONAT}-01' AND t.ist_gueltig GROUP BY t.art, t.inhaltssumme, l.status ORDER BY t.art
"""  # noqa: S608 – nur eigene Werte


@pytest.fixture
def vorher(haus, tmp_path) -> list[tuple]:
    """Was im Monat gilt, ehe der Platz ausgeht: eine kleine frühere Fassung."""
    klein = tmp_path / "klein.csv"
    klein.write_bytes(als_csv(FALLKOPF, *[[MONAT, *FALL[1:]]] * 3))
    haus.lasse("einlesen", klein, *ANGABEN)
    return haus.sql(GELTENDES)


nur_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="Nur SQLite lässt sich ohne Rootrechte füllen.")


@nur_sqlite
def test_volle_datenbank_laesst_alles_wie_es_war(haus, vorher):
    ergebnisse = json.loads(haus.lasse("volle_datenbank"))
    assert {satz for *_, satz in ergebnisse} == {KEIN_PLATZ}
    # Mal scheitert schon die Vorschau, mal passt sie noch, und erst die Übernahme scheitert.
    assert {(status, sagt_es) for status, sagt_es, _ in ergebnisse} == {(507, True), (302, False)}
    assert haus.sql(GELTENDES) == vorher and haus.sql("PRAGMA integrity_check") == [("ok",)]
    haus.lasse("einlesen", BEISPIEL, *ANGABEN)
    assert haus.sql(GELTENDES) != vorher, "mit Platz gelingt derselbe Befehl"


@nur_sqlite
def test_der_aufbau_bemerkt_einen_halben_import(haus, vorher):
    haus.lasse("volle_datenbank", kaputt=True)
    assert haus.sql(GELTENDES) != vorher


def test_volle_platte_beim_hochladen_hinterlaesst_keine_datei(haus, tmp_path, monkeypatch):
    monkeypatch.setitem(haus.umgebung, "TMPDIR", str(tmp_path))
    davor = haus.sql("SELECT count(*) FROM beratung_eingang")[0][0]
    assert json.loads(haus.lasse("volle_platte")) == [[507, True, davor, 0], [302, False, davor + 1, 0]]


VOLL, ANDERES = "disk_full", "too_many_connections"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="So nennt es nur PostgreSQL.")
@pytest.mark.parametrize(("grund", "ist_voll"), [(VOLL, True), (ANDERES, False)])
def test_volle_platte_von_postgresql_wird_erkannt(grund, ist_voll):
    with pytest.raises(OperationalError) as fehler, transaction.atomic(), connection.cursor() as zeiger:
        zeiger.execute(f"DO $$ BEGIN RAISE EXCEPTION 'Versuch' USING ERRCODE = '{grund}'; END $$")
    assert ist_erschoepft(fehler.value) == ist_voll


@pytest.mark.parametrize(
    "fehler", [None, ValueError(), DatabaseError("database is locked"), PermissionError(13, "nein")]
)
def test_nicht_jeder_fehler_ist_eine_volle_platte(fehler):
    assert not ist_erschoepft(fehler)
