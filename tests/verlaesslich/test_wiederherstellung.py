"""Wird eine Wiederherstellung getötet, ist die Datenbank leer wie zuvor, und der nächste Versuch gelingt."""

from contextlib import contextmanager

import pytest

from tests.conftest import eigene_datenbank

from .conftest import Haus

pytestmark = [pytest.mark.langsam, pytest.mark.django_db]
MITTEN = "massnahmen.Massnahme"  # viele Tabellen sind geschrieben, viele noch nicht
TABELLEN = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


@pytest.fixture(scope="module")
def sicherung(haus, tmp_path_factory):
    datei = tmp_path_factory.mktemp("sicherung") / "eine.zip"
    haus.lasse("sichern", datei)
    return datei


@contextmanager
def mitten_getoetet(ordner, sicherung, *, kaputt: bool):
    """Ein leeres Haus, in dem eine Wiederherstellung vor einer Tabelle in der Mitte starb."""
    with eigene_datenbank(ordner) as adresse:
        leeres = Haus(adresse)
        prozess = leeres.beginne("wiederherstellen", sicherung, halt=MITTEN, kaputt=kaputt)
        assert prozess.bis_zum_halt() and len(prozess.befehle) > 20
        prozess.toete()
        yield leeres


def tabellen(haus) -> list[tuple]:
    return haus.sql(TABELLEN[haus._verbindung.vendor])


def test_danach_ist_die_datenbank_leer_und_der_naechste_versuch_gelingt(haus, sicherung, tmp_path):
    with mitten_getoetet(tmp_path, sicherung, kaputt=False) as leeres:
        assert tabellen(leeres) == []
        assert "wiederhergestellt: Stand" in leeres.lasse("wiederherstellen", sicherung)
        zaehlen = "SELECT count(*) FROM massnahmen_massnahme"
        assert leeres.sql(zaehlen) == haus.sql(zaehlen)
        assert list(tmp_path.glob(".*.teil")) == []  # Was beim ersten Mal halb geschrieben war, ist fort.


def test_der_aufbau_bemerkt_eine_halbe_datenbank_und_die_wird_abgelehnt(sicherung, tmp_path):
    with mitten_getoetet(tmp_path, sicherung, kaputt=True) as halbes:
        assert tabellen(halbes) != []
        rueckgabe, satz = halbes.beginne("wiederherstellen", sicherung).zu_ende()
        assert rueckgabe and "Die Datenbank ist nicht leer" in satz and "Eine neue, leere anlegen" in satz
