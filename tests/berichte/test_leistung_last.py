"""Die Lastmessung an der wirklich laufenden Anwendung: Sie nennt, was sie soll, und jeden eingebauten Fehler."""

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from berichte.leistung import last as lastleistung
from berichte.leistung.treiber import Messung, auswerten
from dresden_senioren import arbeiter
from dresden_senioren.settings import BASE_DIR
from tests.conftest import PYTHON

from .kaputte_anwendung import LANGSAM, SCHEITERT, ZUSAETZLICH

SEKUNDEN = 2
ANFRAGEN = SEKUNDEN * lastleistung.JE_SEKUNDE
MELDUNGEN = lastleistung.SCHREIBER * lastleistung.MELDUNGEN


class Lastwelt:
    """Eine Kopie der Vorführung, zum Messen vorbereitet; jede Messung darin ist ein eigener Prozess."""

    def __init__(self, vorlage: dict[str, str], ordner: Path):
        datei, self.ordner = ordner / "last.sqlite3", ordner
        quelle = vorlage["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(quelle)) as von, closing(sqlite3.connect(datei)) as nach:
            von.backup(nach)
        self.umgebung = vorlage | {"DATABASE_URL": f"sqlite:///{datei}"}
        self._schritt("vorbereiten")

    def miss(self, *angaben: str) -> dict:
        return json.loads(self._schritt("last", *angaben))

    def _schritt(self, name: str, *angaben: str) -> str:
        umfang = ["--ordner", str(self.ordner), "--sekunden", str(SEKUNDEN)]
        aufruf = [*PYTHON, "manage.py", "leistung_messen", "last", "--schritt", name, *umfang, *angaben]
        return subprocess.check_output(aufruf, cwd=BASE_DIR, env=self.umgebung, text=True)


@pytest.fixture(scope="module")
def welt(befehl, tmp_path_factory):
    if "postgres" in os.environ.get("DATABASE_URL", ""):
        pytest.skip("Kopiert wird die Datei der Vorführung; die Messung selbst kennt ihre Datenbank nicht.")
    return Lastwelt(befehl.umgebung, tmp_path_factory.mktemp("last"))


@pytest.mark.langsam
def test_ein_kurzer_lauf_nennt_alles_und_findet_nichts(welt):
    last = welt.miss()
    assert (last["anfragen"], last["status"]) == (ANFRAGEN, {"200": ANFRAGEN})
    assert 0 < last["p50"] <= last["p95"] <= last["max"]
    assert last["server_mb"] > 0 and last["rechenzeit_je_anfrage"] > 0 and last["je_sekunde"] > 0
    assert sum(seite["anfragen"] for seite in last["seiten"].values()) == ANFRAGEN
    assert last["importe"] and last["berichte"] and last["nebenher_gescheitert"] == 0
    schreiber = last["schreiber"]
    assert schreiber["personen"] == lastleistung.SCHREIBER
    assert (schreiber["angenommen"], schreiber["nicht_gelungen"], schreiber["verloren"]) == (MELDUNGEN, 0, 0)
    # Wie schnell, sagt die Messung, nicht der Test: Ziele ohne Uhr sind erreicht.
    ziele = lastleistung.ziele({"last": last}, 0)
    assert len(ziele) == 9 and all(ziel.ist_erreicht for ziel in ziele if not ziel.satz.endswith(", s"))


@pytest.mark.langsam
def test_scheiternde_langsame_und_verlierende_seiten_fallen_auf(welt):
    for nr in range(2):
        (welt.ordner / f"leistungen_{nr}.csv").write_text("unlesbar")
    last = welt.miss("--anwendung", "tests.berichte.kaputte_anwendung")
    kaputt, langsam = last["seiten"][f"sachbearbeitung {SCHEITERT}"], last["seiten"][f"sachbearbeitung {LANGSAM}"]
    assert 0 < kaputt["anfragen"] == kaputt["antworten_5xx"] == last["antworten_5xx"]
    assert langsam["p50"] >= ZUSAETZLICH and langsam["fehler"] == 0 and last["max"] >= ZUSAETZLICH
    assert last["nebenher_gescheitert"] == last["importe"] > 0
    assert last["schreiber"]["verloren"] > 0
    verfehlt = {ziel.satz for ziel in lastleistung.ziele({"last": last}, 0) if not ziel.ist_erreicht}
    erwartet = {"Anfragen mit Fehler", "Antworten 5xx", "p95, s", "Importe und Berichte gescheitert"}
    assert verfehlt >= erwartet | {"20 Schreiber: verlorene Meldungen"}


def test_quantile_und_fehler_werden_richtig_gezaehlt():
    messungen = [Messung("a", 200, nr / 100, ist_fehler=False) for nr in range(1, 101)]
    messungen[7] = Messung("a", 503, 0.08, ist_fehler=True)
    messungen[8] = Messung("a", 0, 0.09, ist_fehler=True)
    ergebnis = auswerten(messungen)
    assert [ergebnis[name] for name in ("p50", "p95", "max")] == [0.5, 0.95, 1.0]
    assert (ergebnis["fehler"], ergebnis["antworten_5xx"], ergebnis["status"]) == (2, 1, {0: 1, 200: 98, 503: 1})


@pytest.mark.parametrize("sekunden", [0, 3601])
def test_die_dauer_ist_begrenzt(sekunden):
    with pytest.raises(CommandError, match="zwischen 1 und 3600"):
        call_command("leistung_messen", "last", sekunden=sekunden)


def test_ein_arbeiter_laesst_den_seiten_den_vortritt(settings, monkeypatch):
    gestartet, wirklich = [], subprocess.Popen

    def schlafen(aufruf, **angaben):
        gestartet.append(wirklich(["sleep", "600"], start_new_session=angaben["start_new_session"]))
        return gestartet[0]

    settings.ARBEITER_STARTEN = True
    monkeypatch.setattr(arbeiter.subprocess, "Popen", schlafen)
    try:
        arbeiter.starten("eingang_abarbeiten")
        rang = os.getpriority(os.PRIO_PROCESS, gestartet[0].pid)
        assert rang == max(arbeiter.NACHRANG, os.getpriority(os.PRIO_PROCESS, 0))
        gruppe = Path(f"/proc/{gestartet[0].pid}/autogroup")  # nicht jeder Kern hat sie
        assert not gruppe.exists() or gruppe.read_text().split()[-1] == str(rang)
    finally:
        gestartet[0].kill()
