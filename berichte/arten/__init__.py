"""Die Berichtsarten. Jede ist eine Funktion, die sich wie ihr Inhaltsverzeichnis liest."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Fassung

from .auswertung import auswertung
from .gesamtstadt import gesamtstadt
from .massnahmen import massnahmen
from .planungsbereich import planungsbereich
from .quartal import NUR_INTERN, quartal
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

    @property
    def was(self) -> str:
        """„die ganze Stadt“, „einen Planungsbereich“."""
        return {
            "stadt": "die ganze Stadt",
            "planungsbereich": "einen Planungsbereich",
            "beratungsstelle": "eine Beratungsstelle",
        }[self.value]


OHNE_FREIGABE = (
    "Zur Weitergabe gibt es noch keine freigegebenen Zahlen. So kommt es dazu: Die Monate werden im Lieferkalender auf "
    "„geprüft“ gesetzt, die Leitung beantragt unter „Berichte“, „Freigaben“ eine Freigabe, die Anwendung rechnet rund "
    "eine halbe Minute, und eine zweite Person erteilt sie. Bis dahin gibt es den Bericht nur in der Fassung „intern“."
)
ALLE_FORMATE = ("pdf", "docx", "pptx", "xlsx", "csv")
FOLIEN_ZUERST = ("pptx", "pdf", "docx", "xlsx", "csv")


@dataclass(frozen=True)
class Berichtsart:
    """`formate`: die angebotenen, das übliche zuerst. `nur_intern`: warum es keine Fassung Weitergabe gibt; leer: es
    gibt sie."""

    schluessel: str
    bezeichnung: str
    beschreibung: str
    funktion: Callable[[Berichtswunsch], Bericht]
    geltung: Geltung
    formate: tuple[str, ...] = ALLE_FORMATE
    nur_intern: str = ""
    hat_sozialdaten: bool = True

    def bauen(self, wunsch: Berichtswunsch) -> Bericht:
        """BerichtNichtMoeglich mit einem Satz, wenn etwas fehlt."""
        self._pruefen(wunsch)
        return self.funktion(wunsch)

    def _pruefen(self, wunsch: Berichtswunsch) -> None:
        if self.geltung is not Geltung.STADT and not getattr(wunsch, self.geltung.value):
            raise BerichtNichtMoeglich(f"{self.bezeichnung}: Wählen Sie {self.geltung.was}.")
        if wunsch.fassung is Fassung.INTERN or not self.hat_sozialdaten:
            return
        if self.nur_intern:
            raise BerichtNichtMoeglich(self.nur_intern)
        if wunsch.freigabe is None:
            raise BerichtNichtMoeglich(OHNE_FREIGABE)


BERICHTSARTEN = {
    art.schluessel: art
    for art in (
        Berichtsart(
            "zwischenbericht", "Zwischenbericht",
            "Sachstand aller Maßnahmen des Fachplans, und die Seniorenberatung im Jahr bis zum Stichtag gegen das "
            "Vorjahr.",
            zwischenbericht, Geltung.STADT,
        ),
        Berichtsart(
            "auswertung", "Auswertung Seniorenberatung",
            "Folien für den Ausschuss: alle Kennzahlen, die Monatsentwicklung gefördert, kommunal und zusammen, "
            "Beratungsfelder und Beratungsorte, jede Abbildung mit ihrer Botschaft.",
            auswertung, Geltung.STADT, FOLIEN_ZUERST,
        ),
        Berichtsart(
            "planungsbereich", "Planungsbereichsprofil",
            "Ein Planungsbereich auf wenigen Seiten: was dazugehört, Kennzahlen gegen das Vorjahr, Themen, Alter und "
            "Geschlecht, Maßnahmen, die ihn betreffen.",
            planungsbereich, Geltung.PLANUNGSBEREICH,
        ),
        Berichtsart(
            "gesamtstadt", "Gesamtstadtprofil",
            "Die Seniorenberatung der ganzen Stadt und ihre Planungsbereiche im Vergleich.",
            gesamtstadt, Geltung.STADT,
        ),
        Berichtsart(
            "quartal", "Quartalsbericht einer Beratungsstelle",
            "Das letzte volle Quartal einer Beratungsstelle gegen das davor und das Vorjahr, gemessen an Soll und VzÄ.",
            quartal, Geltung.BERATUNGSSTELLE, nur_intern=NUR_INTERN,
        ),
        Berichtsart(
            "massnahmen", "Maßnahmentabelle",
            "Alle Maßnahmen des Fachplans mit ihrem Sachstand am Stichtag, in Folge und Spalten der Papiertabelle; "
            "ohne Sozialdaten.",
            massnahmen, Geltung.STADT, ("docx", "pdf", "pptx", "xlsx", "csv"), hat_sozialdaten=False,
        ),
    )
}  # fmt: skip
