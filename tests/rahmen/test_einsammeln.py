"""Der zweite Start tut nur, was sich geändert hat."""

import os

import pytest
from django.core.management import call_command

from dresden_senioren.auslieferung.einsammeln import MERKER, einsammeln
from dresden_senioren.management.commands.einrichten import _fehlende_migrationen


@pytest.fixture
def ablage(settings, tmp_path):
    """Eigene Quelle und eigenes Ziel."""
    quelle, ziel = tmp_path / "quelle", tmp_path / "ziel"
    quelle.mkdir()
    (quelle / "eigenes.css").write_text("p { margin: 0 }")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [quelle], ziel
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": settings.STORAGES["staticfiles"] | {"OPTIONS": {"location": str(ziel)}}
    }
    return quelle, ziel


def test_eingesammelt_wird_nur_geaendertes(ablage):
    quelle, ziel = ablage
    assert einsammeln() and not einsammeln()
    assert list(ziel.glob("eigenes.*.css"))
    alt = (quelle / "eigenes.css").stat()
    (quelle / "eigenes.css").write_text("p { margin: 1 }")  # gleich groß
    os.utime(quelle / "eigenes.css", ns=(alt.st_atime_ns, alt.st_mtime_ns + 1))
    assert einsammeln() and not einsammeln()
    (quelle / "neu.css").write_text("")
    assert einsammeln()
    (ziel / "staticfiles.json").unlink()
    assert einsammeln()
    (ziel / MERKER).unlink()
    assert einsammeln() and not einsammeln()


@pytest.mark.django_db
def test_fehlende_migrationen_fallen_auf():
    assert not _fehlende_migrationen()
    call_command("migrate", "beratung", "zero", fake=True, verbosity=0)
    assert _fehlende_migrationen()
