"""Was die Beratung zum Nachschlagen beiträgt: die Prüfregeln, aus denselben Daten wie die Befunde."""

from dresden_senioren.hilfe.nachschlagen import Abschnitt, Eintrag, Nachschlagewerk

from .kern.befunde.befund import Regel
from .lieferungen.anzeige import regelverzeichnis


def _regeln() -> list[Abschnitt]:
    return [
        Abschnitt(gruppe.titel, [_eintrag(zeile.regel) for zeile in gruppe.zeilen]) for gruppe in regelverzeichnis()
    ]


def _eintrag(regel: Regel) -> Eintrag:
    return Eintrag(regel.titel, f"{regel.schwere.bezeichnung}. {regel.beschreibung}", regel.code)


PRUEFREGELN = Nachschlagewerk(
    "pruefregeln",
    "Prüfregeln für Lieferungen",
    "Wonach jede Lieferung geprüft wird, bevor ihre Zahlen gelten. Ein Fehler verhindert die Übernahme, eine Warnung "
    "verlangt eine Entscheidung, ein Hinweis nichts. In eckigen Klammern steht, was die Prüfung einsetzt.",
    "Regel",
    _regeln,
)
