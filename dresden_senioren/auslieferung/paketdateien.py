"""Statische Dateien aus installierten Paketen: nichts wird kopiert, nichts von fremden Rechnern geladen."""

import importlib.util
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PaketdateiFinder(BaseFinder):
    """Findet die Dateien und Ordner aus `settings.STATISCHE_PAKETDATEIEN`."""

    def __init__(self, *args, **kwargs):
        self.quellen = {ziel: _ort(*quelle) for ziel, quelle in settings.STATISCHE_PAKETDATEIEN.items()}

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False):
        for ziel, ort in self.quellen.items():
            if path == ziel:
                return [str(ort)] if find_all else str(ort)
            if path.startswith(f"{ziel}/") and (datei := ort / path.removeprefix(f"{ziel}/")).is_file():
                return [str(datei)] if find_all else str(datei)
        return []

    def list(self, ignore_patterns):
        for ziel, ort in self.quellen.items():
            if ort.is_file():
                ablage = Einzeldatei(location=ort.parent, ort=ort)
                ablage.prefix = str(Path(ziel).parent)
                yield Path(ziel).name, ablage
                continue
            for datei in sorted(ort.glob("*.woff2")):
                ablage = FileSystemStorage(location=datei.parent)
                ablage.prefix = ziel
                yield datei.name, ablage


class Einzeldatei(FileSystemStorage):
    """Eine Datei, die unter anderem Namen ausgeliefert wird, als sie im Paket heißt."""

    def __init__(self, *args, ort: Path, **kwargs):
        super().__init__(*args, **kwargs)
        self.ort = ort

    def path(self, name):
        return str(self.ort)


class GepackteDateien(CompressedManifestStaticFilesStorage):
    """Nur gzip: brotli ist wegen der Schriften installiert, bräuchte beim Einrichten aber ein Vielfaches der Zeit."""

    def create_compressor(self, **kwargs):
        return Compressor(**kwargs, use_brotli=False)


def _ort(paket: str, pfad: str) -> Path:
    return Path(importlib.util.find_spec(paket).origin).parent / pfad
