"""Zahlen, wie das Amt sie schreibt: Tausenderpunkt, Dezimalkomma, echtes Minuszeichen, kaufmännisch gerundet."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"
GESCHUETZT = "\u00a0"  # geschütztes Leerzeichen zwischen Zahl und Einheit

ZIFFERN_DER_DATENBANK = 18  # so viele hat eine Nummer höchstens


def nummer(text: str | None) -> int | None:
    """Die Nummer einer Zeile, wie sie in einer Anfrage steht; None, wenn es keine sein kann."""
    ist_eine = text and text.isascii() and text.isdigit() and len(text) <= ZIFFERN_DER_DATENBANK
    return int(text) if ist_eine else None


def runden(wert: Decimal | int, stellen: int = 1) -> Decimal:
    """Kaufmännisch: 0,05 → 0,1 (Python rundet sonst zur geraden Ziffer)."""
    return Decimal(wert).quantize(Decimal(1).scaleb(-stellen), rounding=ROUND_HALF_UP)


def deutsch(wert: Decimal | int, *, stellen: int | None = None, vorzeichen: bool = False) -> str:
    """1234 → „1.234“; mit `vorzeichen` „+545“ oder „−290“. `stellen` rundet kaufmännisch."""
    zahl = Decimal(wert) if stellen is None else runden(wert, stellen)
    betrag = f"{abs(zahl):,f}".translate(str.maketrans(",.", ".,"))
    zeichen = MINUS if zahl < 0 else "+" if vorzeichen and zahl > 0 else "±" if vorzeichen else ""
    return zeichen + betrag


def prozent(wert: Decimal, *, vorzeichen: bool = False) -> str:
    """21.45 → „21,5 %“."""
    return f"{deutsch(wert, stellen=1, vorzeichen=vorzeichen)}{GESCHUETZT}%"


def veraenderung(neu: int | None, alt: int | None) -> Decimal | None:
    """Veränderung in Prozent mit einer Stelle; None, wo eine Zahl fehlt oder der Vergleichswert 0 ist."""
    if neu is None or not alt:
        return None
    return runden(Decimal(neu - alt) * 100 / alt)


def anteil(teil: int, ganzes: int) -> Decimal | None:
    """Anteil in Prozent mit einer Stelle; None, wenn das Ganze 0 ist."""
    return runden(Decimal(teil) * 100 / ganzes) if ganzes else None
