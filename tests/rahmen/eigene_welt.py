"""Eine laufende Anwendung mit eigener SQLite-Datenbank: was ein Test darin ändert, sieht kein anderer."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import PYTHON, browserseiten, laufende_anwendung, sqlite_kopieren


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
def kopierte_welt(browser, vorfuehrung, ordner: Path, skript: str):
    """Eine Kopie der Vorführung, wie sie eingerichtet wurde: was andere Tests darin taten, fehlt; danach `skript`."""
    sqlite_kopieren(vorfuehrung.unberuehrt, ordner / "db.sqlite3")
    umgebung = vorfuehrung.umgebung | {"DATABASE_URL": f"sqlite:///{ordner}/db.sqlite3"}
    with _laufend(browser, umgebung, skript) as oeffnen:
        yield oeffnen


@contextmanager
def _laufend(browser, umgebung, skript):
    befehl(umgebung, "shell", "-v0", "-c", skript)
    with laufende_anwendung(umgebung) as adresse, browserseiten(browser, adresse) as oeffnen:
        yield oeffnen
