"""Beide Datenbanken: der verlangte Lauf geschieht wirklich dort, mit dem vorgesehenen Treiber."""

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from tests import umgebung


def test_falsche_datenbank_bricht_ab(monkeypatch):
    umgebung.pruefe_datenbank(connection.vendor)
    monkeypatch.setattr(umgebung, "POSTGRESQL", True)
    umgebung.pruefe_datenbank("postgresql")
    with pytest.raises(pytest.exit.Exception, match="Verlangt ist PostgreSQL"):
        umgebung.pruefe_datenbank("sqlite")


def test_treiber_ist_psycopg2():
    """Django nähme psycopg 3, sobald irgendein Paket es mitbringt."""
    assert not is_psycopg3
