"""Letzte Hand an Dateien von Word, Excel und PowerPoint: gleiche Bytes, deutsche Diagramme, Lücken als Lücken."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ZEITSTEMPEL = (1980, 1, 1, 0, 0, 0)  # die früheste Zeit, die das Archiv kennt
ERSTELLT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
SPRACHE = re.compile(rb'<c:lang val="[^"]*"/>')
NUR_SICHTBARE = re.compile(rb'(<c:plotVisOnly val="[01]"/>)(?!<c:dispBlanksAs)')


def vereinheitlicht(inhalt: bytes, *, ist_eingebettet: bool = False) -> bytes:
    """Dieselbe Datei ohne Uhrzeiten im Archiv. In eingebetteten Mappen weicht auch der Tag des Erstellens: dort trägt
    ihn das Dokument."""
    puffer = io.BytesIO()
    with ZipFile(io.BytesIO(inhalt)) as alt, ZipFile(puffer, "w", ZIP_DEFLATED) as neu:
        for teil in alt.infolist():
            angaben = ZipInfo(teil.filename, ZEITSTEMPEL)
            angaben.compress_type, angaben.external_attr = ZIP_DEFLATED, 0o600 << 16
            neu.writestr(angaben, _teil(teil.filename, alt.read(teil), ist_eingebettet))
    return puffer.getvalue()


def _teil(name: str, inhalt: bytes, ist_eingebettet: bool) -> bytes:
    if name.endswith(".xlsx"):
        return vereinheitlicht(inhalt, ist_eingebettet=True)
    if "/charts/chart" in name and name.endswith(".xml"):
        inhalt = SPRACHE.sub(b'<c:lang val="de-DE"/>', inhalt)
        return NUR_SICHTBARE.sub(rb'\1<c:dispBlanksAs val="gap"/>', inhalt)
    if name == "docProps/core.xml":
        inhalt = _deutsch(inhalt)
        return ERSTELLT.sub(rb"\g<1>2000-01-01T00:00:00Z", inhalt) if ist_eingebettet else inhalt
    return inhalt


def _deutsch(kerndaten: bytes) -> bytes:
    """Die Sprache steht in den Eigenschaften, wo Hilfsmittel sie suchen."""
    if b"<dc:language>" in kerndaten:
        return kerndaten
    return kerndaten.replace(b"</cp:coreProperties>", b"<dc:language>de-DE</dc:language></cp:coreProperties>")
