"""Zahlen zu Tabellenzellen: Was fehlt oder keinen Sinn hat, wird ein Zeichen, nie eine Null."""

from decimal import Decimal

from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.verteilung import Paar


def gezaehlt(wert: int | None) -> int | Zeichen:
    return Zeichen.FEHLT if wert is None else wert


def gerechnet(wert: Decimal | int | None, statt: Zeichen = Zeichen.NICHT_SINNVOLL) -> Decimal | int | Zeichen:
    return statt if wert is None else wert


def verglichen(paar: Paar) -> tuple:
    """Früher, heute, Differenz, Prozent."""
    prozent = gerechnet(paar.prozent, paar.statt_prozent)
    return gezaehlt(paar.frueher), gezaehlt(paar.heute), gerechnet(paar.differenz), prozent
