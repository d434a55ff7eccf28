"""Was die Auswertung zum Nachschlagen beiträgt: der Kennzahlenkatalog, ohne Werte."""

from dresden_senioren.hilfe.nachschlagen import Abschnitt, Eintrag, Nachschlagewerk

from .kern.zahlen.katalog import VERHAELTNISSE
from .kern.zahlen.kennzahlen import KENNZAHLEN, Katalogeintrag


def _eintrag(kennzahl: Katalogeintrag) -> Eintrag:
    saetze = (kennzahl.frage, kennzahl.definition, f"Berechnung: {kennzahl.berechnung}", *kennzahl.vorbehalte)
    return Eintrag(kennzahl.name, " ".join(saetze), kennzahl.schluessel)


def _kennzahlen() -> list[Abschnitt]:
    return [
        Abschnitt("Zählungen", [_eintrag(kennzahl) for kennzahl in KENNZAHLEN]),
        Abschnitt("Verhältnisse", [_eintrag(kennzahl) for kennzahl in VERHAELTNISSE]),
    ]


KENNZAHLENKATALOG = Nachschlagewerk(
    "kennzahlen",
    "Kennzahlenkatalog",
    "Was jede Kennzahl bedeutet und wie sie entsteht. Die Werte stehen unter „Auswertung“, „Kennzahlen“.",
    "Kennzahl",
    _kennzahlen,
)
