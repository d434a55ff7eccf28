"""Dateien von Excel, Word und PowerPoint sind Zip-Archive: prüfen, bevor irgendetwas sie deutet. Gezählt wird beim
Entpacken, weil die Größenangaben im Archiv lügen können. Welcher Satz zu einem Mangel gehört, sagt, wer die Datei haben
wollte."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

DATEI_HOECHSTENS = 20 * 1024 * 1024
TEILE_HOECHSTENS = 200
ENTPACKT_HOECHSTENS = 100 * 1024 * 1024
ZEILEN_HOECHSTENS = 50_000
SPALTEN_HOECHSTENS = 100
# Ein langer gemeinsamer Text, auf den viele Zellen zeigen, vervielfacht sich beim Lesen im Speicher.
TEXT_HOECHSTENS = 200 * 1024 * 1024

XML_SICHER = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}

_STUECK = 1 << 20
_ZELLE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
# Zeilen und Zellen dürfen ihren Ort weglassen; gezählt werden sie trotzdem.
_ZEILENANFANG = re.compile(rb"<(?:\w+:)?row[ />]")
_ZELLENANFANG = re.compile(rb"<(?:\w+:)?c[ />]")
_FORMEL = re.compile(rb"""<(?:\w+:)?f[ />]|<(?:\w+:)?c\b[^>]*?\bt=["']e["']""")
_TEXT = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)</")
_VERBOTEN = {
    "vbaproject": "Makros",
    "externallink": "Verknüpfungen zu anderen Dateien",
    "embeddings/": "eingebettete Objekte",
    "activex": "Steuerelemente",
}


class Mangel(StrEnum):
    """Warum ein Archiv nicht gelesen wird; in Klammern die Angaben dazu."""

    BESCHAEDIGT = "beschaedigt"
    UNGEWOEHNLICH = "ungewoehnlich"  # grund
    ANDERES = "anderes"  # was
    EINGEBETTET = "eingebettet"  # was
    FORMELN = "formeln"  # ort
    ZU_GROSS = "zu_gross"  # grenze, was


class Archivfehler(ValueError):
    def __init__(self, mangel: Mangel, **angaben):
        super().__init__(mangel.value)
        self.mangel, self.angaben = mangel, angaben


class Archivart(StrEnum):
    """Der Ordner, an dem man die Art erkennt."""

    MAPPE = "xl/"
    WORT = "word/"
    FOLIEN = "ppt/"


@dataclass
class _Umfang:
    art: Archivart
    zeilen: int = 0  # des Blatts, das gerade gelesen wird
    zellen: int = 0
    laengster_text: int = 0


def pruefe_archiv(inhalt: bytes, art: Archivart = Archivart.MAPPE, *, darf_formeln: bool = False) -> None:
    """Archivfehler, wenn das Archiv übergroß, beschädigt oder mehr als Text in Zellen oder Absätzen ist."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
            teile = archiv.infolist()
            _pruefe_verzeichnis(teile, art)
            umfang, rest = _Umfang(art), ENTPACKT_HOECHSTENS
            for teil in teile:
                rest -= _pruefe_teil(archiv, teil, rest, umfang, darf_formeln)
    except Archivfehler:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise Archivfehler(Mangel.BESCHAEDIGT) from None
    if umfang.zellen * umfang.laengster_text > TEXT_HOECHSTENS:
        raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="zu viele lange Texte")


def _pruefe_verzeichnis(teile: list[zipfile.ZipInfo], art: Archivart) -> None:
    if len(teile) > TEILE_HOECHSTENS:
        raise Archivfehler(Mangel.UNGEWOEHNLICH, grund=f"{len(teile)} Teile")
    namen = [teil.filename.lower() for teil in teile]
    if any(".." in name or name.startswith(("/", "\\")) for name in namen):
        raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="unzulässige Pfade")
    for stueck, was in _VERBOTEN.items():
        if any(stueck in name for name in namen):
            raise Archivfehler(Mangel.EINGEBETTET, was=was)
    if "[content_types].xml" not in namen or not any(name.startswith(art.value) for name in namen):
        raise Archivfehler(Mangel.ANDERES, was="ein Archiv (ZIP, Word oder Ähnliches)")


def _pruefe_teil(archiv: zipfile.ZipFile, teil: zipfile.ZipInfo, rest: int, umfang: _Umfang, darf_formeln: bool) -> int:
    """Entpackte Bytes des Teils; liest stückweise und bricht ab, sobald es zu viele sind."""
    gelesen, uebertrag, umfang.zeilen = 0, b"", 0
    # Vorlagen für Folien bringen Bilder und Druckereinstellungen mit, in denen so etwas stehen darf.
    ist_text = umfang.art is not Archivart.FOLIEN or teil.filename.lower().endswith((".xml", ".rels", ".vml"))
    ist_blatt = teil.filename.lower().startswith("xl/worksheets/") and teil.filename.lower().endswith(".xml")
    with archiv.open(teil) as strom:
        while stueck := strom.read(_STUECK):
            gelesen += len(stueck)
            if gelesen > rest:
                raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="entpackt über 100 MB")
            text = uebertrag + stueck
            if ist_text and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
                raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="eingebettete Definitionen")
            if ist_blatt:
                _pruefe_zellen(text, teil.filename, umfang, darf_formeln)
            elif teil.filename.lower() == "xl/sharedstrings.xml":
                umfang.laengster_text = max([umfang.laengster_text, *map(len, _TEXT.findall(text))])
            # Was an der Stückgrenze zerrissen wurde, im nächsten Durchgang noch einmal ansehen.
            uebertrag = text[text.rfind(b"<") :][-_STUECK:] if b"<" in text else b""
    return gelesen


def _pruefe_zellen(text: bytes, name: str, umfang: _Umfang, darf_formeln: bool) -> None:
    if not darf_formeln and _FORMEL.search(text):
        blatt = re.sub(r"\D", "", name.rsplit("/", 1)[-1])
        raise Archivfehler(Mangel.FORMELN, ort=f"Blatt {blatt or name}")
    umfang.zeilen += len(_ZEILENANFANG.findall(text))
    umfang.zellen += len(_ZELLENANFANG.findall(text))
    if umfang.zeilen > ZEILEN_HOECHSTENS:
        raise Archivfehler(Mangel.ZU_GROSS, grenze="50.000", was="Zeilen")
    for spalte, zeile in _ZELLE.findall(text):
        if int(zeile) > ZEILEN_HOECHSTENS:
            raise Archivfehler(Mangel.ZU_GROSS, grenze="50.000", was="Zeilen")
        if _spaltennummer(spalte) > SPALTEN_HOECHSTENS:
            raise Archivfehler(Mangel.ZU_GROSS, grenze=SPALTEN_HOECHSTENS, was="Spalten")


def _spaltennummer(buchstaben: bytes) -> int:
    """b"A" → 1, b"AA" → 27."""
    nummer = 0
    for zeichen in buchstaben:
        nummer = nummer * 26 + zeichen - 64
    return nummer
