"""Statische Dateien nur einsammeln, wenn sich eine geändert hat: Packen und Benennen kosten sonst bei jedem Start."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from . import paketdateien

MERKER = "einsammeln.txt"  # liegt beim Eingesammelten: Wer das löscht, löscht auch ihn


def einsammeln() -> bool:
    """Ob etwas zu tun war."""
    if ist_aktuell():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    _merker().write_text(_stand())
    return True


def ist_aktuell() -> bool:
    ist_da = _merker().is_file() and staticfiles_storage.exists("staticfiles.json")
    return ist_da and _merker().read_text() == _stand()


def _merker() -> Path:
    return Path(staticfiles_storage.path(MERKER))


def _stand() -> str:
    """Name, Größe und Änderungszeit aller Quellen und des Programms, das sie packt."""
    dateien = [(name, Path(ort.path(name))) for finder in get_finders() for name, ort in finder.list([])]
    dateien += [("", Path(modul)) for modul in (paketdateien.__file__, settings.BASE_DIR / "requirements.txt")]
    angaben = sorted((name, str(pfad), *_groesse_und_zeit(pfad)) for name, pfad in dateien)
    return hashlib.sha256(repr(angaben).encode()).hexdigest()


def _groesse_und_zeit(pfad: Path) -> tuple[int, int]:
    stat = pfad.stat()
    return stat.st_size, stat.st_mtime_ns
