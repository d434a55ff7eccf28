"""Aus gleichem Inhalt wird die gleiche Datei: Ein Zip-Archiv merkt sich sonst, wann es geschrieben wurde."""

from io import BytesIO
from struct import pack
from zipfile import ZipFile

ANFANG = pack("<HH", 0, 0x21)  # 1.1.1980, 0 Uhr, in der Schreibweise von Zip
ZEIT_AM_TEIL, ZEIT_IM_VERZEICHNIS = 10, 12  # Stelle der vier Bytes nach dem jeweiligen Anfang
KENNUNG = b"PK\x01\x02"


def zeitlos(archiv: bytes) -> bytes:
    """Dieselben Bytes, alle Zeitangaben auf dem frühesten Tag; nichts wird neu gepackt."""
    inhalt = bytearray(archiv)
    with ZipFile(BytesIO(archiv)) as zip_datei:
        stelle = zip_datei.start_dir
        for teil in zip_datei.infolist():
            ort = teil.header_offset + ZEIT_AM_TEIL
            inhalt[ort : ort + 4] = ANFANG
            if archiv[stelle : stelle + 4] != KENNUNG:
                raise ValueError("Das Verzeichnis des Archivs ist anders aufgebaut als erwartet.")
            ort = stelle + ZEIT_IM_VERZEICHNIS
            inhalt[ort : ort + 4] = ANFANG
            laengen = (int.from_bytes(archiv[stelle + o : stelle + o + 2], "little") for o in (28, 30, 32))
            stelle += 46 + sum(laengen)
    return bytes(inhalt)
