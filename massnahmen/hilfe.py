"""Was die Maßnahmen zum Nachschlagen beitragen: die Regeln der Planprüfung, aus denselben Daten wie die Befunde."""

from dresden_senioren.hilfe.nachschlagen import Abschnitt, Eintrag, Nachschlagewerk

from .kern.planregeln import PLANREGELN, Planregel


def _regeln() -> list[Abschnitt]:
    return [Abschnitt("", [_eintrag(regel) for regel in PLANREGELN])]


def _eintrag(regel: Planregel) -> Eintrag:
    text = f"{regel.schwere.bezeichnung}. {regel.erklaerung} Abhilfe: {regel.abhilfe}"
    return Eintrag(regel.titel, text, f"regel-{regel.code}")


PLANPRUEFUNG = Nachschlagewerk(
    "planpruefung",
    "Regeln der Planprüfung",
    "Was am Fachplan auffällt. Ein entschiedener Befund bleibt von der Liste, bis sich die Tatsachen ändern.",
    "Regel",
    _regeln,
)
