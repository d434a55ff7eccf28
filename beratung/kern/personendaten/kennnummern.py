"""Nummern, die zu einem Menschen gehören: erkannt an Aufbau und Prüfziffer, damit eine laufende Nummer keine wird."""

import re
from collections import Counter

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_RENTENVERSICHERUNG = re.compile(r"(?<![A-Z0-9])\d{2} ?(\d{2}) ?(\d{2}) ?\d{2} ?[A-Z] ?\d{2} ?\d(?!\d)")
# Drei Nullen am Anfang hat eine aufgefüllte laufende Nummer, keine Versichertennummer.
_KRANKENVERSICHERUNG = re.compile(r"(?<![A-Z0-9])[A-Z](?!000)\d{9}(?!\d)")


def enthaelt_iban(text: str) -> bool:
    """Internationale Kontonummer mit stimmender Prüfsumme (ISO 13616, Rest 1 bei 97)."""
    return any(_rest_97(fund.replace(" ", "")) == 1 for fund in _IBAN.findall(text.upper()))


def _rest_97(iban: str) -> int:
    return int("".join(str(int(zeichen, 36)) for zeichen in iban[4:] + iban[:4])) % 97


def enthaelt_versicherungsnummer(text: str) -> bool:
    """Rentenversicherung (Bereich, Geburtstag, Buchstabe, Serie) oder Krankenversicherung (Buchstabe, neun Ziffern)."""
    renten = any(_ist_tag(tag, monat) for tag, monat in _RENTENVERSICHERUNG.findall(text.upper()))
    return renten or bool(_KRANKENVERSICHERUNG.search(text.upper()))


def ist_steuernummer(text: str) -> bool:
    """Elf Ziffern der Steueridentifikation: unter den ersten zehn kommt genau eine doppelt oder dreifach vor, die
    letzte prüft (ISO 7064, Modul 11, 10)."""
    ziffern = [int(zeichen) for zeichen in text if zeichen.isdigit()]
    mehrfach = [anzahl for anzahl in Counter(ziffern[:10]).values() if anzahl > 1]
    if len(ziffern) != 11 or ziffern[0] == 0 or mehrfach not in ([2], [3]):
        return False
    produkt = 10
    for ziffer in ziffern[:10]:
        produkt = ((ziffer + produkt) % 10 or 10) * 2 % 11
    return (11 - produkt) % 10 == ziffern[10]


def ist_geburtstag(text: str) -> bool:
    """TTMMJJ, TTMMJJJJ oder JJJJMMTT eines Menschen, der zwischen 1920 und 1975 geboren ist."""
    ziffern = "".join(zeichen for zeichen in text if zeichen.isdigit())
    if len(ziffern) == 8 and ziffern.startswith("19"):
        ziffern = ziffern[6:] + ziffern[4:6] + ziffern[:4]
    return _ist_tag(ziffern[:2], ziffern[2:4]) and (
        (len(ziffern) == 6 and "20" <= ziffern[4:] <= "75") or (len(ziffern) == 8 and "1920" <= ziffern[4:] <= "1975")
    )


def _ist_tag(tag: str, monat: str) -> bool:
    return "01" <= tag <= "31" and "01" <= monat <= "12"
