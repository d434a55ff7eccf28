"""Die Berichtsarten. Jede ist eine Funktion, die sich wie ihr Inhaltsverzeichnis liest."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from berichte.kern.bericht import Bericht

from .wunsch import FRUEHESTES_JAHR, HERAUSGEBER, BerichtNichtMoeglich, Berichtswunsch, vorgeschlagener_stichtag
from .zwischenbericht import zwischenbericht

__all__ = [
    "BERICHTSARTEN",
    "FRUEHESTES_JAHR",
    "HERAUSGEBER",
    "BerichtNichtMoeglich",
    "Berichtsart",
    "Berichtswunsch",
    "Geltung",
    "vorgeschlagener_stichtag",
]


class Geltung(StrEnum):
    """Wofür ein Bericht gilt und was man darum wählen muss."""

    STADT = "stadt"
    PLANUNGSBEREICH = "planungsbereich"
    BERATUNGSSTELLE = "beratungsstelle"


@dataclass(frozen=True)
class Berichtsart:
    """`formate`: die angebotenen, das übliche zuerst. `fassungen` ohne Weitergabe: siehe `nur_intern`."""

    schluessel: str
    bezeichnung: str
    beschreibung: str
    bauen: Callable[[Berichtswunsch], Bericht]
    geltung: Geltung
    formate: tuple[str, ...]
    nur_intern: str = ""  # warum es keine Fassung Weitergabe gibt; leer: es gibt sie


BERICHTSARTEN = {
    art.schluessel: art
    for art in (
        Berichtsart(
            "zwischenbericht", "Zwischenbericht", "Sachstand aller Maßnahmen und Entwicklung der Seniorenberatung",
            zwischenbericht, Geltung.STADT, ("pdf", "docx"),
        ),
    )
}  # fmt: skip
# Vereinbarte Arten, die es noch nicht gibt.
ANGEKUENDIGT = ("auswertung", "planungsbereich", "gesamtstadt", "quartal", "massnahmen")
