"""Die vier Rollen als Daten. Wer etwas darf, steht hier und nirgends sonst; was fehlt, ist verboten."""

from dataclasses import dataclass
from enum import StrEnum


class Recht(StrEnum):
    MASSNAHMEN_LESEN = "massnahmen_lesen"
    SACHSTAND_MELDEN = "sachstand_melden"  # nur für Maßnahmen der eigenen Stellen
    RUECKLAUF = "ruecklauf"  # Rückmeldeformulare für Stellen ohne Zugang; ohne das nächste nur der eigenen Stellen
    RUECKLAUF_ALLER_STELLEN = "ruecklauf_aller_stellen"
    PLAN_PRUEFEN = "plan_pruefen"
    LIEFERUNGEN_VERWALTEN = "lieferungen_verwalten"
    AUSWERTUNG_STADT = "auswertung_stadt"  # gesamtstädtische Summen, genau
    BERICHTE_INTERN = "berichte_intern"  # genaue Zahlen als Datei
    PROTOKOLL_LESEN = "protokoll_lesen"


@dataclass(frozen=True)
class Rolle:
    schluessel: str
    bezeichnung: str
    beschreibung: str
    rechte: frozenset[Recht]


ROLLEN = {
    rolle.schluessel: rolle
    for rolle in (
        Rolle(
            "sachbearbeitung",
            "Sachbearbeitung",
            "Hält den Sachstand der Maßnahmen der eigenen Stellen aktuell und liest alle übrigen.",
            frozenset({Recht.MASSNAHMEN_LESEN, Recht.SACHSTAND_MELDEN, Recht.RUECKLAUF}),
        ),
        Rolle(
            "koordination",
            "Sozialraumkoordination",
            "Wertet die Seniorenberatung des eigenen Planungsbereichs und der Stadt aus und liest die Maßnahmen.",
            frozenset({Recht.MASSNAHMEN_LESEN, Recht.AUSWERTUNG_STADT}),
        ),
        Rolle(
            "administration",
            "Administration",
            "Übernimmt die monatlichen Lieferungen und sieht das Protokoll; genaue Auswertungen gehören nicht dazu.",
            frozenset({Recht.MASSNAHMEN_LESEN, Recht.PLAN_PRUEFEN, Recht.LIEFERUNGEN_VERWALTEN, Recht.PROTOKOLL_LESEN}),
        ),
        Rolle(
            "leitung",
            "Leitung",
            "Liest alle Maßnahmen und Auswertungen und lädt Berichte herunter.",
            frozenset(
                {
                    Recht.MASSNAHMEN_LESEN,
                    Recht.PLAN_PRUEFEN,
                    Recht.RUECKLAUF,
                    Recht.RUECKLAUF_ALLER_STELLEN,
                    Recht.AUSWERTUNG_STADT,
                    Recht.BERICHTE_INTERN,
                }
            ),
        ),
    )
}
