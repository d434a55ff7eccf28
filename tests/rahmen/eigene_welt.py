"""Eine laufende Anwendung mit eigener SQLite-Datenbank: was ein Test darin ändert, sieht kein anderer."""

import os
import sqlite3
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from tests.conftest import PYTHON, browserseiten, laufende_anwendung


def befehl(umgebung: dict[str, str], *angaben: str) -> None:
    subprocess.run([*PYTHON, "manage.py", *angaben], env=umgebung, check=True)


@contextmanager
def leere_welt(browser, ordner: Path, skript: str):
    """Frisch eingerichtet, danach `skript`; gibt wie `seite` eine Funktion, die Browserseiten öffnet."""
    umgebung = os.environ | {"DATABASE_URL": f"sqlite:///{ordner}/db.sqlite3", "DATENVERZEICHNIS": str(ordner)}
    befehl(umgebung, "einrichten")
    with _laufend(browser, umgebung, skript) as oeffnen:
        yield oeffnen


@contextmanager
def kopierte_welt(browser, vorlage: dict[str, str], ordner: Path, skript: str):
    """Eine Kopie der Vorführung, deren Umgebung `vorlage` ist."""
    with (
        closing(sqlite3.connect(vorlage["DATABASE_URL"].removeprefix("sqlite:///"))) as von,
        closing(sqlite3.connect(ordner / "db.sqlite3")) as nach,
    ):
        von.backup(nach)
    umgebung = vorlage | {"DATABASE_URL": f"sqlite:///{ordner}/db.sqlite3"}
    with _laufend(browser, umgebung, skript) as oeffnen:
        yield oeffnen


@contextmanager
def _laufend(browser, umgebung, skript):
    befehl(umgebung, "shell", "-v0", "-c", skript)
    with laufende_anwendung(umgebung) as adresse, browserseiten(browser, adresse) as oeffnen:
        yield oeffnen
