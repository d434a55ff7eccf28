"""Was ein Befehl nicht erwartet hat, wird ein Satz mit Vorgangsnummer; Art und Ort stehen in der Protokollzeile."""

import json
import os
import re
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError

from dresden_senioren import befehlszeile
from dresden_senioren.anfrage import vorgang
from dresden_senioren.management.commands.pruefe import Command
from dresden_senioren.settings import BASE_DIR

from .kaputte_adressen import ERIKA


@pytest.fixture(autouse=True)
def ohne_vorgang(monkeypatch):
    monkeypatch.setenv(vorgang.UMGEBUNG, "")


@pytest.fixture
def scheitern(monkeypatch, capsys):
    """`scheitern(fehler)` → Rückgabewert und was dasteht, wenn ein Befehl daran scheitert."""

    def ausfuehren(fehler: BaseException, *angaben: str) -> tuple[int, str]:
        def handle(self, **options):
            raise fehler

        monkeypatch.setattr(Command, "handle", handle)
        monkeypatch.setattr("django.setup", lambda: None)  # stellte die Protokollzeilen neu ein, auch die der Tests
        with pytest.raises(SystemExit) as ende:
            befehlszeile.ausfuehren(["manage.py", "pruefe", *angaben])
        return ende.value.code, "".join(capsys.readouterr())

    return ausfuehren


def test_ein_unerwarteter_fehler_ist_ein_satz_mit_vorgang(scheitern, protokollzeilen):
    rueckgabe, text = scheitern(ValueError(ERIKA))
    assert rueckgabe == 3 and "Traceback" not in text and ERIKA not in text
    nummer = re.search(r"manage\.py pruefe ist gescheitert: ValueError, Vorgang ([0-9a-f]{12})\.", text)[1]
    zeile = json.loads(protokollzeilen[-1])
    assert (zeile["vorgang"], zeile["stufe"], zeile["fehler"]["art"]) == (nummer, "fehler", "builtins.ValueError")


def test_mit_traceback_steht_alles_da(scheitern):
    with pytest.raises(ValueError, match="Erika"):
        scheitern(ValueError(ERIKA), "--traceback")


@pytest.mark.parametrize(
    ("fehler", "rueckgabe", "satz"),
    [
        (CommandError("So nicht.", returncode=2), 2, "CommandError: So nicht."),
        (CommandError("Abgelehnt."), 1, "CommandError: Abgelehnt."),
        (ImproperlyConfigured("PROBE fehlt. Abhilfe: setzen."), 2, "PROBE fehlt. Abhilfe: setzen."),
        (KeyboardInterrupt(), 130, "Abgebrochen."),
    ],
)
def test_was_der_befehl_selbst_sagt_bleibt_sein_satz(scheitern, fehler, rueckgabe, satz):
    assert scheitern(fehler) == (rueckgabe, f"{satz}\n")


@pytest.mark.langsam
@pytest.mark.parametrize(
    ("variablen", "rueckgabe", "satz"),
    [
        ({"DATABASE_URL": "sqlite:////gibt/es/nicht/db.sqlite3"}, 3, "manage.py showmigrations ist gescheitert"),
        ({"DATABASE_URL": "mysql://a/b"}, 2, "weder SQLite noch PostgreSQL"),
    ],
)
def test_jeder_befehl_geht_durch_diese_tuer(variablen, rueckgabe, satz):
    """Auch ein Befehl von Django selbst, in einem wirklichen Prozess."""
    befehl = [sys.executable, "-W", "ignore", "manage.py", "showmigrations"]
    ergebnis = subprocess.run(
        befehl, cwd=BASE_DIR, env=os.environ | variablen, capture_output=True, text=True, check=False
    )
    assert (ergebnis.returncode, satz in ergebnis.stderr) == (rueckgabe, True), ergebnis.stderr
    assert "Traceback" not in ergebnis.stderr
