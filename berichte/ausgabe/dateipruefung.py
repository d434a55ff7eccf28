"""Ist die fertige Datei ganz? Geprüft, ehe sie jemand bekommt."""

import io
import zipfile

from .fehler import SatzGescheitert

BUERODATEIEN = {"docx", "pptx", "xlsx"}


def pruefen(inhalt: bytes, dateiformat: str) -> None:
    """SatzGescheitert, wenn Anfang oder Ende fehlen, das Paket beschädigt ist oder der Text unlesbar."""
    if not _ist_ganz(inhalt, dateiformat):
        raise SatzGescheitert(f"Die Datei ({dateiformat}, {len(inhalt)} Bytes) ist unvollständig.")


def _ist_ganz(inhalt: bytes, dateiformat: str) -> bool:
    if dateiformat == "pdf":
        return inhalt.startswith(b"%PDF-") and b"%%EOF" in inhalt[-1024:]
    if dateiformat in BUERODATEIEN:
        return _ist_ganzes_paket(inhalt)
    return _ist_text(inhalt)


def _ist_ganzes_paket(inhalt: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as paket:
            return paket.testzip() is None and "[Content_Types].xml" in paket.namelist()
    except zipfile.BadZipFile:
        return False


def _ist_text(inhalt: bytes) -> bool:
    try:
        return inhalt.decode("utf-8-sig").endswith("\n")
    except UnicodeDecodeError:
        return False
