"""Deutscher Text: suchen, sortieren, aufzählen."""

import re
import unicodedata

_UNSICHTBAR = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SORTIERUNG = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})


def einzeilig(text: str) -> str:
    """Steuerzeichen und Zeilenumbrüche zu einem Leerzeichen, Unsichtbares weg: sicher für Protokoll und Meldung."""
    sichtbar = _UNSICHTBAR.sub("", text)
    return " ".join("".join(" " if unicodedata.category(z) == "Cc" else z for z in sichtbar).split())


def suchform(text: str) -> str:
    """Vergleichsform für Suche und Überschriften: ohne Groß und Klein, ß wie ss, Leerraum vereinheitlicht."""
    return " ".join(_UNSICHTBAR.sub("", unicodedata.normalize("NFC", text)).casefold().split())


def sortierform(text: str) -> str:
    """Sortierschlüssel nach DIN 5007-1: Ä wie A, ß wie ss; Zahlen nach ihrem Wert."""
    return re.sub(r"\d+", lambda treffer: treffer.group().zfill(6), suchform(text).translate(_SORTIERUNG))


def aufzaehlung(teile: list[str]) -> str:
    """„a, b und c“."""
    return " und ".join(filter(None, [", ".join(teile[:-1]), *teile[-1:]]))
