"""Eine XLSX-Datei ist ein Zip-Archiv: prüfen, bevor irgendetwas sie deutet. Gezählt wird beim Entpacken, weil die
Größenangaben im Archiv lügen können."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from .befund import Einlesefehler
from .regeln import REGELN

TEILE_HOECHSTENS = 200
ENTPACKT_HOECHSTENS = 100 * 1024 * 1024
ZEILEN_HOECHSTENS = 50_000
SPALTEN_HOECHSTENS = 100
# Ein langer gemeinsamer Text, auf den viele Zellen zeigen, vervielfacht sich beim Lesen im Speicher.
TEXT_HOECHSTENS = 200 * 1024 * 1024

_STUECK = 1 << 20
_ZELLE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FORMEL = re.compile(rb'<f[ />]|<c\b[^>]*?\bt="e"')
_TEXT = re.compile(rb"<t[^>]*>([^<]*)</t>")
_VERBOTEN = {
    "vbaproject": "Makros",
    "externallink": "Verknüpfungen zu anderen Dateien",
    "embeddings/": "eingebettete Objekte",
    "activex": "Steuerelemente",
}


@dataclass
class _Umfang:
    zellen: int = 0
    laengster_text: int = 0


def pruefe_archiv(inhalt: bytes) -> None:
    """Einlesefehler, wenn das Archiv übergroß, beschädigt oder mehr als eine einfache Wertetabelle ist."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
            teile = archiv.infolist()
            _pruefe_verzeichnis(teile)
            umfang, rest = _Umfang(), ENTPACKT_HOECHSTENS
            for teil in teile:
                rest -= _pruefe_teil(archiv, teil, rest, umfang)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise Einlesefehler(REGELN["E05"]) from None
    if umfang.zellen * umfang.laengster_text > TEXT_HOECHSTENS:
        raise Einlesefehler(REGELN["E06"], grund="zu viele lange Texte")


def _pruefe_verzeichnis(teile: list[zipfile.ZipInfo]) -> None:
    if len(teile) > TEILE_HOECHSTENS:
        raise Einlesefehler(REGELN["E06"], grund=f"{len(teile)} Teile")
    namen = [teil.filename.lower() for teil in teile]
    if any(".." in name or name.startswith(("/", "\\")) for name in namen):
        raise Einlesefehler(REGELN["E06"], grund="unzulässige Pfade")
    for stueck, was in _VERBOTEN.items():
        if any(stueck in name for name in namen):
            raise Einlesefehler(REGELN["E07"], was=was)
    if "[content_types].xml" not in namen or not any(name.startswith("xl/") for name in namen):
        raise Einlesefehler(REGELN["E04"], was="ein Archiv (ZIP, Word oder Ähnliches)")


def _pruefe_teil(archiv: zipfile.ZipFile, teil: zipfile.ZipInfo, rest: int, umfang: _Umfang) -> int:
    """Entpackte Bytes des Teils; liest stückweise und bricht ab, sobald es zu viele sind."""
    gelesen, uebertrag = 0, b""
    ist_blatt = teil.filename.lower().startswith("xl/worksheets/") and teil.filename.lower().endswith(".xml")
    with archiv.open(teil) as strom:
        while stueck := strom.read(_STUECK):
            gelesen += len(stueck)
            if gelesen > rest:
                raise Einlesefehler(REGELN["E06"], grund="entpackt über 100 MB")
            text = uebertrag + stueck
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise Einlesefehler(REGELN["E06"], grund="eingebettete Definitionen")
            if ist_blatt:
                _pruefe_zellen(text, teil.filename, umfang)
            elif teil.filename.lower() == "xl/sharedstrings.xml":
                umfang.laengster_text = max([umfang.laengster_text, *map(len, _TEXT.findall(text))])
            # Was an der Stückgrenze zerrissen wurde, im nächsten Durchgang noch einmal ansehen.
            uebertrag = text[text.rfind(b"<") :][-_STUECK:] if b"<" in text else b""
    return gelesen


def _pruefe_zellen(text: bytes, name: str, umfang: _Umfang) -> None:
    if _FORMEL.search(text):
        blatt = re.sub(r"\D", "", name.rsplit("/", 1)[-1])
        raise Einlesefehler(REGELN["E08"], ort=f"Blatt {blatt or name}")
    for spalte, zeile in _ZELLE.findall(text):
        umfang.zellen += 1
        if int(zeile) > ZEILEN_HOECHSTENS:
            raise Einlesefehler(REGELN["E13"], grenze="50.000", was="Zeilen")
        if _spaltennummer(spalte) > SPALTEN_HOECHSTENS:
            raise Einlesefehler(REGELN["E13"], grenze=SPALTEN_HOECHSTENS, was="Spalten")


def _spaltennummer(buchstaben: bytes) -> int:
    """b"A" → 1, b"AA" → 27."""
    nummer = 0
    for zeichen in buchstaben:
        nummer = nummer * 26 + zeichen - 64
    return nummer
