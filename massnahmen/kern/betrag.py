"""Beträge in Euro, wie Menschen sie schreiben."""

import re
from decimal import Decimal

_DEUTSCH = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?")


class BetragUnklar(ValueError):
    """Der Text ist kein Betrag mit Tausenderpunkt und Dezimalkomma."""


def betrag_lesen(text: str) -> Decimal:
    """„12.500,00“, „12500“, „12 500 €“ → 12500. BetragUnklar bei „12.50“: das kann zweierlei heißen."""
    knapp = re.sub(r"[\s\u00a0\u202f]|€|EUR$", "", text)
    if not (treffer := _DEUTSCH.fullmatch(knapp)):
        raise BetragUnklar(f"„{text}“ ist kein Betrag.")
    return Decimal(f"{treffer[1].replace('.', '')}.{treffer[2] or '0'}")
