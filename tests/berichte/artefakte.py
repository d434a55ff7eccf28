"""Der Fund einer genauen Zahl in einer fertigen Datei, gleich wo sie steckt: im Text, in einer eingebetteten Mappe, im
Alternativtext, in den Eigenschaften, in einer Koordinate."""

import io
import re
import zipfile
from collections.abc import Container

import pikepdf
from pypdf import PdfReader

_ZIFFERN = re.compile(r"\d+")
# „10.007“, „10 007“ mit jedem Leerzeichen, „10,007“.
_GRUPPIERT = re.compile(r"(?<!\d)\d{1,3}(?:[.,'’\s\u00a0\u2007\u2009\u202f]\d{3}(?!\d))+")
# Kennungen wie {5C22544A-7EE6-4342-B048-85BDC9FD1C3A} sind keine Zahlen.
_KENNUNG = re.compile(r"\b[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\b")
_LESBAR = (".xml", ".rels", ".vml", ".txt", ".csv", ".json", ".html", ".svg")
_ARCHIVE = (".xlsx", ".docx", ".pptx", ".zip")


def gefundene(inhalt: bytes, verboten: Container[int], name: str = "") -> dict[str, set[int]]:
    """Wo in der Datei (Pfad in Archiven mit „!“) welche verbotenen Zahlen stehen; leer, wenn keine."""
    funde = {}
    for ort, text in _texte(inhalt, name or "datei"):
        if treffer := {zahl for zahl in zahlen(text) if zahl in verboten}:
            funde[ort] = treffer
    return funde


def zahlen(text: str) -> set[int]:
    """Alle ganzen Zahlen, auch mit Tausenderzeichen geschriebene."""
    text = _KENNUNG.sub(" ", text)
    einfach = {int(ziffern) for ziffern in _ZIFFERN.findall(text) if len(ziffern) < 20}
    return einfach | {int(re.sub(r"\D", "", gruppe)) for gruppe in _GRUPPIERT.findall(text)}


def _texte(inhalt: bytes, ort: str):
    if inhalt[:4] == b"PK\x03\x04":
        yield from _archiv(inhalt, ort)
    elif inhalt[:5] == b"%PDF-":
        yield from _pdf(inhalt, ort)
    else:
        yield ort, inhalt.decode("utf-8-sig", errors="replace")


def _archiv(inhalt: bytes, ort: str):
    with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
        yield f"{ort}!Kommentar", archiv.comment.decode("utf-8", errors="replace")
        for name in archiv.namelist():
            daten, wo = archiv.read(name), f"{ort}!{name}"
            if name.endswith(_ARCHIVE):
                yield from _texte(daten, wo)
            else:
                # Auch Unlesbares (Bilder, Schriften): eine Zahl in Ziffern stünde darin lesbar.
                yield wo, daten.decode("utf-8" if name.endswith(_LESBAR) else "latin-1", errors="replace")


def _pdf(inhalt: bytes, ort: str):
    """Text der Seiten, und jede Zeichenkette der Objekte: Alternativtexte, Eigenschaften, Lesezeichen; XMP; Anhänge."""
    for nr, seite in enumerate(PdfReader(io.BytesIO(inhalt)).pages, start=1):
        yield f"{ort} Seite {nr}", seite.extract_text()
    with pikepdf.open(io.BytesIO(inhalt)) as pdf:
        for nr, objekt in enumerate(pdf.objects):
            yield f"{ort} Objekt {nr}", " ".join(_zeichenketten(objekt, set()))
            if isinstance(objekt, pikepdf.Stream) and objekt.get("/Type") in ("/Metadata", "/EmbeddedFile"):
                yield from _texte(objekt.read_bytes(), f"{ort} Strom {nr}")


def _zeichenketten(objekt, gesehen: set):
    match objekt:
        case pikepdf.String():
            yield str(objekt)
        case pikepdf.Array():
            for teil in objekt:
                if not getattr(teil, "is_indirect", False):
                    yield from _zeichenketten(teil, gesehen)
        case pikepdf.Dictionary():
            for _, teil in objekt.items():
                if not getattr(teil, "is_indirect", False):
                    yield from _zeichenketten(teil, gesehen)
