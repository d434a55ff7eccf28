"""xlsxwriter schreibt Diagramme und Eigenschaften ohne Deutsch; hier wird beides nachgetragen, ohne Uhrzeiten."""

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ZEITSTEMPEL = (1980, 1, 1, 0, 0, 0)  # die früheste Zeit, die das Archiv kennt
SPRACHE = re.compile(rb'(<c:lang val=|<a:endParaRPr lang=)"[^"]*"')
# Ausdrücklich: Ohne die Angabe zeichnen manche Programme leere Zellen als null.
SICHTBARE = re.compile(rb'(<c:plotVisOnly val="[01]"/>)(?!<c:dispBlanksAs)')
KERNDATEN_ENDE = b"</cp:coreProperties>"


def deutsch(mappe: bytes) -> bytes:
    """Dieselbe Mappe in deutscher Sprache."""
    puffer = io.BytesIO()
    with ZipFile(io.BytesIO(mappe)) as alt, ZipFile(puffer, "w", ZIP_DEFLATED) as neu:
        for teil in alt.infolist():
            angaben = ZipInfo(teil.filename, ZEITSTEMPEL)
            angaben.compress_type, angaben.external_attr = ZIP_DEFLATED, 0o600 << 16
            neu.writestr(angaben, _teil(teil.filename, alt.read(teil)))
    return puffer.getvalue()


def _teil(name: str, inhalt: bytes) -> bytes:
    if name.startswith("xl/charts/"):
        return SICHTBARE.sub(rb'\1<c:dispBlanksAs val="gap"/>', SPRACHE.sub(rb'\1"de-DE"', inhalt))
    if name == "docProps/core.xml":
        return inhalt.replace(KERNDATEN_ENDE, b"<dc:language>de-DE</dc:language>" + KERNDATEN_ENDE)
    return inhalt
