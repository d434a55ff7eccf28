"""DOCX → Absätze und Tabellen aus Text, unmittelbar aus dem XML: ohne fremde Definitionen, mit Grenzen."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dresden_senioren.kern.archiv import (
    SPALTEN_HOECHSTENS,
    XML_SICHER,
    ZEILEN_HOECHSTENS,
    Archivart,
    Archivfehler,
    Mangel,
    pruefe_archiv,
)

LISTENMARKE = "■ "  # so beginnt ein Absatz, den Word mit einem Aufzählungszeichen zeigt
_HUELLEN = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
_UNSICHTBAR = {"del", "moveFrom", "Fallback", "pPr", "rPr", "sdtPr"}
_ZEICHEN = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True)
class Wortdatei:
    """`absaetze` außerhalb von Tabellen; eine verbundene Zelle steht an ihrem Anfang, der Rest ist leer."""

    absaetze: list[str]
    tabellen: list[list[list[str]]]


def wort_lesen(inhalt: bytes) -> Wortdatei:
    """Archivfehler, wenn die Datei kein heiles, einfaches Word-Dokument ist."""
    pruefe_archiv(inhalt, Archivart.WORT)
    try:
        with zipfile.ZipFile(io.BytesIO(inhalt)) as archiv:
            koerper = _xml(archiv.read("word/document.xml")).find("{*}body")
            listen = _listenvorlagen(archiv)
    except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile):
        raise Archivfehler(Mangel.BESCHAEDIGT) from None
    if koerper is None:
        raise Archivfehler(Mangel.BESCHAEDIGT)
    absaetze = [_absatz(p, listen) for p in _kinder(koerper, "p")]
    return Wortdatei(absaetze, [_tabelle(tabelle, listen) for tabelle in _kinder(koerper, "tbl")])


def _xml(inhalt: bytes):
    baum = etree.fromstring(inhalt, etree.XMLParser(**XML_SICHER))
    # Auch in UTF-16, wo die Suche nach den Bytes nichts findet.
    if baum.getroottree().docinfo.doctype:
        raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="eingebettete Definitionen")
    return baum


def _listenvorlagen(archiv: zipfile.ZipFile) -> set[str]:
    """Absatzvorlagen, die ein Aufzählungszeichen setzen."""
    if "word/styles.xml" not in archiv.namelist():
        return set()
    vorlagen = _xml(archiv.read("word/styles.xml")).iter("{*}style")
    return {_wert(v, "styleId") for v in vorlagen if v.find("{*}pPr/{*}numPr") is not None}


def _name(element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _wert(element, name: str = "val") -> str:
    return next((w for s, w in element.attrib.items() if etree.QName(s).localname == name), "")


def _kinder(element, name: str) -> Iterator:
    """Unmittelbare Kinder dieses Namens, auch wenn sie in Inhaltssteuerelementen oder Änderungen stecken."""
    for kind in element:
        if _name(kind) == name:
            yield kind
        elif _name(kind) in _HUELLEN:
            yield from _kinder(kind, name)


def _tabelle(tabelle, listen: set[str]) -> list[list[str]]:
    zeilen = [_zeile(z, listen) for z in _kinder(tabelle, "tr") if z.find("{*}trPr/{*}del") is None]
    if len(zeilen) > ZEILEN_HOECHSTENS:
        raise Archivfehler(Mangel.ZU_GROSS, grenze=ZEILEN_HOECHSTENS, was="Zeilen")
    return zeilen


def _zeile(zeile, listen: set[str]) -> list[str]:
    zellen = [""] * _anzahl(zeile.find("{*}trPr/{*}gridBefore"), 0)
    for zelle in _kinder(zeile, "tc"):
        verbunden = zelle.find("{*}tcPr/{*}vMerge")
        ist_fortsetzung = verbunden is not None and _wert(verbunden) != "restart"
        zellen.append("" if ist_fortsetzung else _zelle(zelle, listen))
        zellen += [""] * (_anzahl(zelle.find("{*}tcPr/{*}gridSpan"), 1) - 1)
        if len(zellen) > SPALTEN_HOECHSTENS:
            raise Archivfehler(Mangel.ZU_GROSS, grenze=SPALTEN_HOECHSTENS, was="Spalten")
    return zellen


def _anzahl(element, vorgabe: int) -> int:
    wert = "" if element is None else _wert(element)
    return min(int(wert), SPALTEN_HOECHSTENS + 1) if wert.isascii() and wert.isdigit() else vorgabe


def _zelle(zelle, listen: set[str]) -> str:
    absaetze = [_absatz(p, listen) for p in zelle.iter("{*}p") if not _ist_verborgen(p)]
    return "\n".join(filter(None, absaetze))


def _ist_verborgen(absatz) -> bool:
    return any(_name(e) in _UNSICHTBAR or _ist_platzhalter(e) for e in absatz.iterancestors())


def _ist_platzhalter(element) -> bool:
    """Ein Auswahlfeld, das noch niemand benutzt hat, zeigt einen Hinweis statt eines Werts."""
    return _name(element) == "sdt" and element.find("{*}sdtPr/{*}showingPlcHdr") is not None


def _absatz(absatz, listen: set[str]) -> str:
    text = "".join(_laeufe(absatz)).strip()
    eigene = absatz.find("{*}pPr/{*}numPr/{*}numId")
    vorlage = absatz.find("{*}pPr/{*}pStyle")
    ist_punkt = _wert(eigene) != "0" if eigene is not None else vorlage is not None and _wert(vorlage) in listen
    return f"{LISTENMARKE}{text}" if text and ist_punkt else text


def _laeufe(element) -> Iterator[str]:
    """Der sichtbare Text; Absätze in Kästen und inneren Tabellen kommen für sich."""
    for kind in element:
        name = _name(kind)
        if name == "t":
            yield kind.text or ""
        elif name in _ZEICHEN:
            yield _ZEICHEN[name]
        elif name not in _UNSICHTBAR and name != "p" and not _ist_platzhalter(kind):
            yield from _laeufe(kind)
