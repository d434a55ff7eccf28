"""Datei → Tabellen aus Text. Nicht der Dateiname, die ersten Bytes entscheiden. Der einzige Fehler heißt
Einlesefehler; Werte werden hier nicht gedeutet. CSV fließt als Strom: im Speicher liegt nie die ganze Datei."""

import codecs
import csv
import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from beratung.kern.befunde.befund import Befundliste, Einlesefehler
from beratung.kern.befunde.regeln import REGELN
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.archiv import DATEI_HOECHSTENS, SPALTEN_HOECHSTENS, ZEILEN_HOECHSTENS, Archivfehler, Mangel
from dresden_senioren.kern.mappe import blaetter_lesen

TRENNER = {";": "Semikolon", "\t": "Tabulator", "|": "senkrechtem Strich", ",": "Komma"}
LEERRAUM = " \t\xa0"
ANFANG = 20  # so weit unten darf die Kopfzeile stehen
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
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_STUECK = 1 << 20


@dataclass(frozen=True)
class Rohtabelle:
    """Ein Blatt: `zeilen[0]` ist Zeile 1 der Tabelle, wie Excel sie zählt. Bei CSV ist der Blattname leer, und hier
    steht nur der Anfang; `weitere` liefert den Rest, einmal und mit dem Leerraum um die Zellen."""

    blatt: str
    zeilen: list[list[str]]
    weitere: Iterator[list[str]] = field(default_factory=lambda: iter(()))


@dataclass(frozen=True)
class Grenzen:
    """Wie groß eine Datei (Bytes) und wie lang eine CSV-Tabelle sein darf; Arbeitsmappen haben ihre eigenen."""

    groesse: int
    zeilen: int = ZEILEN_HOECHSTENS


def pruefsumme(datei: BinaryIO, hoechstens: int) -> str:
    """SHA-256 der Datei; was über `hoechstens` Bytes hinausgeht, wird nicht mehr gelesen."""
    summe, rest = hashlib.sha256(), hoechstens + 1
    datei.seek(0)
    while rest > 0 and (stueck := datei.read(min(_STUECK, rest))):
        summe.update(stueck)
        rest -= len(stueck)
    return summe.hexdigest()


def einlesen(inhalt: bytes, befunde: Befundliste, *, hoechstgroesse: int) -> list[Rohtabelle]:
    """Wie `oeffnen`, aber mit allen Zeilen im Speicher, für kleine Dateien, die man mehrmals ansieht."""
    return anfaenge(io.BytesIO(inhalt), befunde, Grenzen(hoechstgroesse), None)


def anfaenge(datei: BinaryIO, befunde: Befundliste, grenzen: Grenzen, zeilen: int | None) -> list[Rohtabelle]:
    """Von jeder Tabelle nur so viele `zeilen`, im Speicher und ohne Leerraum um die Zellen; None: alle."""
    return [
        Rohtabelle(t.blatt, [*t.zeilen, *map(_ohne_leerraum, islice(t.weitere, zeilen))][:zeilen])
        for t in oeffnen(datei, befunde, grenzen)
    ]


def oeffnen(datei: BinaryIO, befunde: Befundliste, grenzen: Grenzen) -> list[Rohtabelle]:
    """Alle sichtbaren Blätter oder die eine CSV-Tabelle; Einlesefehler mit Satz, wenn das nicht geht, bei CSV auch noch
    beim Lesen der weiteren Zeilen."""
    groesse = datei.seek(0, os.SEEK_END)
    datei.seek(0)
    anfang = datei.read(8)
    if not anfang:
        raise Einlesefehler(REGELN["E01"])
    hoechstens = min(grenzen.groesse, DATEI_HOECHSTENS) if anfang.startswith(_ZIP) else grenzen.groesse
    if groesse > hoechstens:
        raise Einlesefehler(REGELN["E02"], grenze=hoechstens // 1024 // 1024)
    if anfang.startswith(_OLE):
        raise Einlesefehler(REGELN["E03"])
    for zeichen, was in _MAGISCH.items():
        if anfang.startswith(zeichen):
            raise Einlesefehler(REGELN["E04"], was=was)
    if anfang.startswith(_ZIP):
        datei.seek(0)
        return _xlsx(datei.read())
    if anfang.startswith(_UTF16):
        raise Einlesefehler(REGELN["E10"], grund="Zeichensatz UTF-16")
    zeilen = _csv(datei, _kodierung(datei, befunde), befunde, grenzen.zeilen)
    return [Rohtabelle("", [_ohne_leerraum(zeile) for zeile in islice(zeilen, ANFANG)], zeilen)]


def _ohne_leerraum(zeile: list[str]) -> list[str]:
    return [zelle.strip(LEERRAUM) for zelle in zeile]


def _xlsx(inhalt: bytes) -> list[Rohtabelle]:
    try:
        blaetter = blaetter_lesen(inhalt)
    except Archivfehler as fehler:
        raise Einlesefehler(REGELN[_REGEL[fehler.mangel]], **fehler.angaben) from None
    return [Rohtabelle(blatt.name, blatt.zeilen) for blatt in blaetter]


def _kodierung(datei: BinaryIO, befunde: Befundliste) -> str:
    """Der Zeichensatz, in dem die ganze Datei lesbar ist; Einlesefehler, wenn es keinen gibt."""
    try:
        letztes_zeichen = _pruefe_text(datei, "utf-8-sig")
    except UnicodeDecodeError:
        try:
            letztes_zeichen = _pruefe_text(datei, "cp1252")
        except UnicodeDecodeError:
            raise Einlesefehler(REGELN["E10"], grund="weder UTF-8 noch Windows-1252") from None
        befunde.melden(REGELN["P28"])
        kodierung = "cp1252"
    else:
        kodierung = "utf-8-sig"
    if letztes_zeichen not in "\r\n":
        befunde.melden(REGELN["P31"])
    return kodierung


def _pruefe_text(datei: BinaryIO, kodierung: str) -> str:
    """Stück für Stück ansehen, bevor irgendetwas gedeutet wird: die Hälfte einer Datei soll keine Befunde ergeben. Gibt
    das letzte Zeichen: Ist es kein Zeilenende, fehlt vielleicht der Rest, und aus 12 ist 1 geworden."""
    entschluessler = codecs.getincrementaldecoder(kodierung)()
    erstes_zeichen, letztes_zeichen, ist_verdreht = "", "", False
    datei.seek(0)
    while stueck := datei.read(_STUECK):
        if b"\x00" in stueck:
            raise Einlesefehler(REGELN["E09"])
        text = letztes_zeichen + entschluessler.decode(stueck)
        # Erst die beiden häufigen Zeichen suchen: das geht zehnmal so schnell wie die Suche nach allen Paaren.
        if not ist_verdreht and ("Ã" in text or "\ufffd" in text):
            ist_verdreht = any(paar in text for paar in _MOJIBAKE)
        erstes_zeichen = erstes_zeichen or text.lstrip()[:1]
        letztes_zeichen = text[-1:]
    entschluessler.decode(b"", final=True)
    if not erstes_zeichen:
        raise Einlesefehler(REGELN["E01"])
    if ist_verdreht:
        raise Einlesefehler(REGELN["E10"], grund="falsch umgewandelt, zum Beispiel „Ã¤“ statt „ä“")
    if erstes_zeichen == "<":
        raise Einlesefehler(REGELN["E04"], was="eine Webseite (HTML) oder XML")
    return letztes_zeichen


def _csv(datei: BinaryIO, kodierung: str, befunde: Befundliste, hoechstens: int) -> Iterator[list[str]]:
    datei.seek(0)
    text = io.TextIOWrapper(datei, encoding=kodierung)  # jedes Zeilenende wird \n
    gelesen = 0
    try:
        trenner = _trenner(text.read(_STUECK))
        if trenner != ";":
            befunde.melden(REGELN["P29"], trenner=TRENNER[trenner])
        text.seek(0)
        for gelesen, zeile in enumerate(csv.reader(text, delimiter=trenner, strict=True), start=1):
            if gelesen > hoechstens:
                raise Einlesefehler(REGELN["E13"], grenze=zahlen.deutsch(hoechstens), was="Zeilen")
            if len(zeile) > SPALTEN_HOECHSTENS:
                raise Einlesefehler(REGELN["E13"], grenze=SPALTEN_HOECHSTENS, was="Spalten")
            yield zeile
    except csv.Error:
        raise Einlesefehler(REGELN["E11"], zeile=gelesen + 1) from None
    finally:
        text.detach()  # sonst schlösse sich die Datei mit dem Strom


def _trenner(text: str) -> str:
    """Das Zeichen, das in den ersten 20 Zeilen am häufigsten vorkommt; im Zweifel das Semikolon."""
    anfang = "\n".join(text.split("\n", ANFANG)[:ANFANG])
    return max(TRENNER, key=anfang.count)
