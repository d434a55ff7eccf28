"""Was für eine Datei ist das? Die ersten Bytes entscheiden, nicht der Name. Jeder Mangel bekommt seinen Satz."""

import io
import zipfile
from enum import Enum

from dresden_senioren.kern.archiv import Archivfehler, Mangel
from dresden_senioren.kern.mappe import Blatt, blaetter_lesen

from .wortdatei import Wortdatei, wort_lesen

HOECHSTGROESSE = 5 * 1024 * 1024  # Bytes; die wirkliche Tabelle hat 25 kB
_OLE = b"\xd0\xcf\x11\xe0"
_MAGISCH = {b"%PDF": "ein PDF", b"\x89PNG": "ein Bild", b"\xff\xd8\xff": "ein Bild", b"{\\rtf": "ein RTF-Text"}
_SAETZE = {
    Mangel.BESCHAEDIGT: "Die Datei ist beschädigt. Bitte in Excel oder Word öffnen und neu speichern.",
    Mangel.UNGEWOEHNLICH: "Die Datei ist ungewöhnlich aufgebaut ({grund}). Bitte die Tabelle in eine neue kopieren.",
    Mangel.ANDERES: "Die Datei ist {was}. Erwartet wird Excel (.xlsx) oder Word (.docx).",
    Mangel.EINGEBETTET: "Die Datei enthält {was}. Bitte ohne sie als .xlsx oder .docx speichern.",
    Mangel.FORMELN: "Die Datei enthält Formeln oder Rechenfehler ({ort}). Bitte die Tabelle als Werte einfügen.",
    Mangel.ZU_GROSS: "Die Tabelle hat mehr als {grenze} {was}.",
}  # fmt: skip


class NichtLesbar(ValueError):
    """Die Datei ist nicht, was erwartet wird; die Meldung sagt, was fehlt und was zu tun ist."""


class Dateiart(Enum):
    TEXT = "Text"
    MAPPE = "Excel"
    WORT = "Word"


def dateiart(daten: bytes) -> Dateiart:
    """NichtLesbar, wenn die Datei leer, zu groß, kennwortgeschützt oder etwas ganz anderes ist."""
    if not daten.strip():
        raise NichtLesbar("Die Datei ist leer.")
    if len(daten) > HOECHSTGROESSE:
        raise NichtLesbar("Die Datei ist größer als 5 MB; eine Maßnahmentabelle ist viel kleiner.")
    if daten.startswith(_OLE):
        raise NichtLesbar(
            "Die Datei ist kennwortgeschützt oder im alten Format (.xls, .doc). Bitte ohne Kennwort als .xlsx oder "
            ".docx speichern."
        )
    for anfang, was in _MAGISCH.items():
        if daten.startswith(anfang):
            raise NichtLesbar(_SAETZE[Mangel.ANDERES].format(was=was))
    if daten.startswith(b"PK"):
        return Dateiart.WORT if _hat_ordner(daten, "word/") else Dateiart.MAPPE
    return Dateiart.TEXT


def mappe_lesen(daten: bytes, *, darf_formeln: bool = False) -> list[Blatt]:
    try:
        return blaetter_lesen(daten, darf_formeln=darf_formeln)
    except Archivfehler as fehler:
        raise _satz(fehler) from None


def wortdatei_lesen(daten: bytes) -> Wortdatei:
    try:
        return wort_lesen(daten)
    except Archivfehler as fehler:
        raise _satz(fehler) from None


def _satz(fehler: Archivfehler) -> NichtLesbar:
    return NichtLesbar(_SAETZE[fehler.mangel].format(**fehler.angaben))


def _hat_ordner(daten: bytes, ordner: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(daten)) as archiv:
            return any(name.lower().startswith(ordner) for name in archiv.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NichtLesbar(_SAETZE[Mangel.BESCHAEDIGT]) from None
