"""Die Datei einer Sicherung: ein ZIP mit einem Verzeichnis, einer Datei je Tabelle und der Prüfsumme von allem am Ende.

Die letzten 64 Zeichen sind der SHA-256 aller Zeichen davor (für ZIP sind sie der Kommentar): Ein fehlendes oder
gekipptes Zeichen fällt auf, gleich wo.
"""

import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import SicherungFehler

FORMAT = 1
VERZEICHNIS = "verzeichnis.json"
SIEGEL = 64  # Zeichen
STUECK = 1 << 20
UNFERTIG = ".teil"  # Endung, solange geschrieben wird


class Beschaedigt(SicherungFehler):
    """Die Datei ist nicht mehr, was geschrieben wurde."""


# --- schreiben -------------------------------------------------------------------------------------------------------


@contextmanager
def schreiben(pfad: Path) -> Iterator["Schreiber"]:
    """Die Datei ist ganz da oder gar nicht; nur der Eigentümer liest sie. SicherungFehler, wenn es sie schon gibt."""
    _verlange_neu(pfad)
    unfertig = pfad.with_name(f".{pfad.name}.{secrets.token_hex(4)}{UNFERTIG}")
    try:
        with open(os.open(unfertig, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as strom:
            with zipfile.ZipFile(strom, "w", zipfile.ZIP_DEFLATED) as ablage:
                ablage.comment = b"0" * SIEGEL
                yield Schreiber(ablage)
            _versiegeln(strom)
        pruefe_siegel(unfertig)  # vom Datenträger, nicht aus dem Gedächtnis
        _verlange_neu(pfad)
        os.rename(unfertig, pfad)
        _ordner_sichern(pfad.parent)
    finally:
        unfertig.unlink(missing_ok=True)


class Schreiber:
    def __init__(self, ablage: zipfile.ZipFile):
        self._ablage = ablage

    def glied(self, name: str, zeilen: Iterator[bytes]) -> str:
        """Eine Datei aus Zeilen anfügen; gibt ihren SHA-256."""
        summe = hashlib.sha256()
        with self._ablage.open(name, "w", force_zip64=True) as ziel:
            for zeile in zeilen:
                summe.update(zeile)
                ziel.write(zeile)
        return summe.hexdigest()

    def verzeichnis(self, angaben: dict) -> None:
        text = json.dumps({"format": FORMAT} | angaben, ensure_ascii=False, indent=1)
        self._ablage.writestr(VERZEICHNIS, text)


def _verlange_neu(pfad: Path) -> None:
    if pfad.exists():
        raise SicherungFehler(f"{pfad} gibt es schon; eine Sicherung überschreibt nichts. Einen anderen Namen nennen.")


def _versiegeln(strom) -> None:
    strom.flush()
    ende = strom.seek(0, os.SEEK_END) - SIEGEL
    siegel = _summe(strom, ende)
    strom.seek(ende)
    strom.write(siegel)
    strom.flush()
    os.fsync(strom.fileno())


def _summe(strom, laenge: int) -> bytes:
    strom.seek(0)
    summe = hashlib.sha256()
    while laenge > 0 and (stueck := strom.read(min(STUECK, laenge))):
        summe.update(stueck)
        laenge -= len(stueck)
    return summe.hexdigest().encode()


def _ordner_sichern(ordner: Path) -> None:
    """Auch der neue Name übersteht einen Stromausfall."""
    griff = os.open(ordner, os.O_RDONLY)
    try:
        os.fsync(griff)
    finally:
        os.close(griff)


# --- lesen -----------------------------------------------------------------------------------------------------------


def pruefe_siegel(pfad: Path) -> None:
    with pfad.open("rb") as strom:
        ende = strom.seek(0, os.SEEK_END) - SIEGEL
        stimmt = ende > 0 and _summe(strom, ende) == strom.read(SIEGEL)
    if not stimmt:
        raise Beschaedigt(
            f"{pfad} ist keine vollständige Sicherung: abgeschnitten, verändert oder etwas anderes. "
            "Wiederhergestellt wird nichts; eine frühere Sicherung nehmen."
        )


@contextmanager
def lesen(pfad: Path) -> Iterator["Leser"]:
    """Erst wenn die Prüfsumme der ganzen Datei stimmt. SicherungFehler sonst, und bei einem anderen Format."""
    pruefe_siegel(pfad)
    if not zipfile.is_zipfile(pfad):
        raise Beschaedigt(f"{pfad} ist keine Sicherung dieser Anwendung.")
    with zipfile.ZipFile(pfad) as ablage:
        verzeichnis = json.loads(ablage.read(VERZEICHNIS))
        if verzeichnis["format"] != FORMAT:
            raise SicherungFehler(
                f"{pfad} ist eine Sicherung im Format {verzeichnis['format']}; diese Fassung der Anwendung liest "
                f"Format {FORMAT}. Mit der Fassung wiederherstellen, die sie geschrieben hat."
            )
        yield Leser(ablage, verzeichnis)


class Leser:
    def __init__(self, ablage: zipfile.ZipFile, verzeichnis: dict):
        self._ablage, self.verzeichnis = ablage, verzeichnis

    def zeilen(self, name: str, sha256: str) -> Iterator[bytes]:
        """Beschaedigt, wenn die Zeilen zusammen nicht die Prüfsumme ergeben; gelesen sind sie dann schon."""
        summe = hashlib.sha256()
        with self._ablage.open(name) as strom:
            for zeile in strom:
                summe.update(zeile)
                yield zeile
        if summe.hexdigest() != sha256:
            raise Beschaedigt(f"{name} in der Sicherung passt nicht zu seiner Prüfsumme. Eine frühere nehmen.")
