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
            dateien = [ort] if ort.is_file() else sorted(ort.glob("*.woff2"))
            for datei in dateien:
                ablage = FileSystemStorage(location=datei.parent)
                ablage.prefix = str(Path(ziel).parent if ort.is_file() else ziel)
                yield datei.name, ablage


class GepackteDateien(CompressedManifestStaticFilesStorage):
    """Nur gzip: brotli ist wegen der Schriften installiert, bräuchte beim Einrichten aber ein Vielfaches der Zeit."""

    def create_compressor(self, **kwargs):
        return Compressor(**kwargs, use_brotli=False)


def _ort(paket: str, pfad: str) -> Path:
    return Path(importlib.util.find_spec(paket).origin).parent / pfad
