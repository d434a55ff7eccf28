"""Das Versuchshaus: eine eigene, eingerichtete Datenbank, in der Prozesse sterben dürfen."""

import os

import dj_database_url
import pytest
from django.db.utils import ConnectionHandler

from tests.beratung.importprozess import Importprozess
from tests.conftest import eigene_datenbank


class Vorgang(Importprozess):
    modul = "tests.verlaesslich.vorgaenge"


class Haus:
    def __init__(self, adresse: str):
        self.umgebung = os.environ | {"DATABASE_URL": adresse, "VORFUEHRUNG": "1"}
        self._verbindung = ConnectionHandler({"default": dj_database_url.parse(adresse)})["default"]

    def beginne(self, *angaben, **halt) -> Vorgang:
        return Vorgang(self.umgebung, [str(angabe) for angabe in angaben], **halt)

    def lasse(self, *angaben, **halt) -> str:
        """Ganz durchlaufen lassen; gibt, was der Vorgang gesagt hat."""
        rueckgabe, satz = self.beginne(*angaben, **halt).zu_ende()
        assert rueckgabe == 0, satz
        return satz

    def sql(self, befehl: str) -> list[tuple]:
        """An der Anwendung vorbei."""
        with self._verbindung.cursor() as zeiger:
            zeiger.execute(befehl)
            zeilen = zeiger.fetchall() if zeiger.description else []
        self._verbindung.close()
        return zeilen


@pytest.fixture(scope="session")
def haus(django_db_setup, tmp_path_factory, django_db_blocker):
    """Die statischen Dateien sind die der Testwelt."""
    ordner = tmp_path_factory.mktemp("versuchshaus")
    with eigene_datenbank(ordner) as adresse, django_db_blocker.unblock():
        haus = Haus(adresse)
        haus.lasse("einrichten")
        yield haus
