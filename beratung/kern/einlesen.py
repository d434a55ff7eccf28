"""Bytes → Tabellen aus Text. Nicht der Dateiname, die ersten Bytes entscheiden. Der einzige Fehler heißt
Einlesefehler; Werte werden hier nicht gedeutet, nur einheitlich geschrieben."""

import csv
import io
from dataclasses import dataclass

from dresden_senioren.kern.archiv import SPALTEN_HOECHSTENS, ZEILEN_HOECHSTENS, Archivfehler, Mangel
from dresden_senioren.kern.mappe import blaetter_lesen

from .befund import Befundliste, Einlesefehler
from .regeln import REGELN

TRENNER = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechtem Strich", ",": "Komma"}
_MOJIBAKE = ("Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã„", "Ã–", "Ãœ", "Ã\x84", "Ã\x96", "Ã\x9c", "Ã\x9f", "\ufffd")
_MAGISCH = {
    b"%PDF": "ein PDF",
    b"\x1f\x8b": "ein gepacktes Archiv",
    b"7z\xbc\xaf": "ein gepacktes Archiv",
    b"Rar!": "ein gepacktes Archiv",
    b"\x89PNG": "ein Bild",
    b"\xff\xd8\xff": "ein Bild",
    b"GIF8": "ein Bild",
}
_REGEL = {
    Mangel.BESCHAEDIGT: "E05",
    Mangel.UNGEWOEHNLICH: "E06",
    Mangel.ANDERES: "E04",
    Mangel.EINGEBETTET: "E07",
    Mangel.FORMELN: "E08",
    Mangel.ZU_GROSS: "E13",
}
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK"


@dataclass(frozen=True)
class Rohtabelle:
    """Ein Blatt: `zeilen[0]` ist Zeile 1 der Tabelle, wie Excel sie zählt. Der Blattname ist bei CSV leer."""

    blatt: str
    zeilen: list[list[str]]


def einlesen(inhalt: bytes, befunde: Befundliste, *, hoechstgroesse: int) -> list[Rohtabelle]:
    """Alle sichtbaren Blätter oder die eine CSV-Tabelle; Einlesefehler mit Satz, wenn das nicht geht."""
    if not inhalt.strip():
        raise Einlesefehler(REGELN["E01"])
    if len(inhalt) > hoechstgroesse:
        raise Einlesefehler(REGELN["E02"], grenze=hoechstgroesse // 1024 // 1024)
    if inhalt.startswith(_OLE):
        raise Einlesefehler(REGELN["E03"])
    for anfang, was in _MAGISCH.items():
        if inhalt.startswith(anfang):
            raise Einlesefehler(REGELN["E04"], was=was)
    if inhalt.startswith(_ZIP):
        return _xlsx(inhalt)
    return [Rohtabelle("", _csv(_text(inhalt, befunde), befunde))]


def _xlsx(inhalt: bytes) -> list[Rohtabelle]:
    try:
        blaetter = blaetter_lesen(inhalt)
    except Archivfehler as fehler:
        raise Einlesefehler(REGELN[_REGEL[fehler.mangel]], **fehler.angaben) from None
    return [Rohtabelle(blatt.name, blatt.zeilen) for blatt in blaetter]


def _text(inhalt: bytes, befunde: Befundliste) -> str:
    if inhalt.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Einlesefehler(REGELN["E10"], grund="Zeichensatz UTF-16")
    if b"\x00" in inhalt:
        raise Einlesefehler(REGELN["E09"])
    try:
        text = inhalt.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = inhalt.decode("cp1252")
        except UnicodeDecodeError:
            raise Einlesefehler(REGELN["E10"], grund="weder UTF-8 noch Windows-1252") from None
        befunde.melden(REGELN["P28"])
    if any(paar in text for paar in _MOJIBAKE):
        raise Einlesefehler(REGELN["E10"], grund="falsch umgewandelt, zum Beispiel „Ã¤“ statt „ä“")
    if text.lstrip()[:1] == "<":
        raise Einlesefehler(REGELN["E04"], was="eine Webseite (HTML) oder XML")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _csv(text: str, befunde: Befundliste) -> list[list[str]]:
    trenner = _trenner(text)
    if trenner != ";":
        befunde.melden(REGELN["P29"], trenner=TRENNER[trenner])
    leser = csv.reader(io.StringIO(text, newline=""), delimiter=trenner, strict=True)
    zeilen = []
    try:
        for zeile in leser:
            zeilen.append([zelle.strip(" \t\xa0") for zelle in zeile])
            if len(zeilen) > ZEILEN_HOECHSTENS:
                raise Einlesefehler(REGELN["E13"], grenze="50.000", was="Zeilen")
            if len(zeile) > SPALTEN_HOECHSTENS:
                raise Einlesefehler(REGELN["E13"], grenze=SPALTEN_HOECHSTENS, was="Spalten")
    except csv.Error:
        raise Einlesefehler(REGELN["E11"], zeile=len(zeilen) + 1) from None
    return zeilen


def _trenner(text: str) -> str:
    """Das Zeichen, das in den ersten 20 Zeilen am häufigsten vorkommt; im Zweifel das Semikolon."""
    anfang = "\n".join(text.split("\n", 20)[:20])
    return max(TRENNER, key=anfang.count)
