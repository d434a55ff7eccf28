"""Ein Arbeiter, der beim Erstellen getötet wird, hinterlässt nie eine halbe Datei; danach geht es von selbst weiter.

Wo er stirbt, ist ein gezählter Befehl an die Datenbank, nie eine Frage der Zeit."""

import hashlib

import dj_database_url
import pytest
from django.db.utils import ConnectionHandler

from tests.beratung.importprozess import Importprozess

# Datenbanktests laufen vor denen mit Browser; dessen Ereignisschleife ließe hier keine Verbindung mehr zu.
pytestmark = [pytest.mark.langsam, pytest.mark.django_db]

BESTELLEN = """
from datetime import date
from berichte.models import Berichtsakte, Berichtsauftrag
from dresden_senioren.models import Benutzer
leitung = Benutzer.objects.get(username="leitung")
akte = Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=date(2024, 9, 30))
Berichtsauftrag.objects.create(akte=akte, format="docx", angefordert_von=leitung)
"""
ABSCHUESSE = 6


class Auftrag:
    """Was von dem einen Auftrag in der Datenbank steht, an der Anwendung vorbei gelesen."""

    def __init__(self, umgebung: dict):
        self.umgebung = umgebung
        self._verbindung = ConnectionHandler({"default": dj_database_url.parse(umgebung["DATABASE_URL"])})["default"]

    def arbeite(self, halt: int = 0, art: str = "ganz") -> Importprozess:
        return Importprozess(self.umgebung, ["berichten", art], halt=halt)

    def stand(self) -> tuple[str, bytes | None]:
        """(Zustand, Datei). Fertig ist er genau dann, wenn die ganze Datei da ist."""
        ((zustand, inhalt, summe),) = self._lies("SELECT zustand, inhalt, sha256 FROM berichte_berichtsauftrag")
        datei = None if inhalt is None else bytes(inhalt)
        assert (zustand == "fertig") == (datei is not None and hashlib.sha256(datei).hexdigest() == summe), zustand
        return zustand, datei

    def lass_zeit_vergehen(self) -> None:
        self._schreibe("UPDATE berichte_berichtsauftrag SET lebenszeichen = '2020-01-01 00:00:00+00:00'")

    def stelle_zurueck(self) -> None:
        self._schreibe(
            "UPDATE berichte_berichtsauftrag SET zustand = 'wartet', inhalt = NULL, sha256 = '', inhaltssumme = '', "
            "platz = NULL, anlaeufe = 0, lebenszeichen = NULL"
        )

    def _lies(self, sql: str) -> list:
        with self._verbindung.cursor() as zeiger:
            zeiger.execute(sql)
            zeilen = zeiger.fetchall()
        self._verbindung.close()
        return zeilen

    def _schreibe(self, sql: str) -> None:
        with self._verbindung.cursor() as zeiger:
            zeiger.execute(sql)
        self._verbindung.close()


@pytest.fixture
def auftrag(befehl, django_db_blocker):
    befehl("shell", "-v0", "-c", BESTELLEN)
    with django_db_blocker.unblock():
        yield Auftrag(befehl.umgebung)
    befehl("shell", "-v0", "-c", "from berichte.models import *; Berichtsakte.objects.all().delete()")


def test_getoetet_an_jeder_stelle_bleibt_nie_eine_halbe_datei(auftrag):
    ganz = auftrag.arbeite()
    assert ganz.zu_ende()[0] == 0 and auftrag.stand()[0] == "fertig"
    befehle, zustaende = len(ganz.befehle), []
    for nr in range(ABSCHUESSE):
        auftrag.stelle_zurueck()
        prozess = auftrag.arbeite(halt=1 + (nr + 1) * (befehle - 1) // ABSCHUESSE)
        assert prozess.bis_zum_halt()
        prozess.toete()
        zustaende.append(auftrag.stand()[0])
    print(befehle, zustaende)
    assert "laeuft" in zustaende, "sonst bewiese der Versuch nichts"
    auftrag.stelle_zurueck()
    prozess = auftrag.arbeite(halt=befehle // 2)
    prozess.bis_zum_halt()
    prozess.toete()
    auftrag.lass_zeit_vergehen()
    assert auftrag.arbeite().zu_ende()[0] == 0
    assert auftrag.stand()[0] == "fertig"


def test_der_aufbau_bemerkt_eine_halbe_datei(auftrag):
    """Dieser Arbeiter schreibt erst „fertig“ und dann die Datei."""
    halb = auftrag.arbeite(art="halb")
    halb.zu_ende()
    letzte = max(nr for nr, befehl in enumerate(halb.befehle, 1) if befehl.startswith("UPDATE"))
    auftrag.stelle_zurueck()
    prozess = auftrag.arbeite(halt=letzte, art="halb")
    assert prozess.bis_zum_halt()
    prozess.toete()
    with pytest.raises(AssertionError, match="fertig"):
        auftrag.stand()
