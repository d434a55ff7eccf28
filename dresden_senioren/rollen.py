"""Die vier Rollen als Daten. Wer etwas darf, steht hier und nirgends sonst; was fehlt, ist verboten."""

from dataclasses import dataclass
from enum import StrEnum


class Recht(StrEnum):
    MASSNAHMEN_LESEN = "massnahmen_lesen"
    SACHSTAND_MELDEN = "sachstand_melden"  # nur für Maßnahmen der eigenen Stellen
    PLAN_PFLEGEN = "plan_pflegen"  # Angaben des Fachplans, gesetzte Terminlagen, Fortschreibung
    STELLEN_PFLEGEN = "stellen_pflegen"
    PERSONEN_ZUORDNEN = "personen_zuordnen"  # wer für welche Stelle meldet
    SACHSTANDSARTEN_PFLEGEN = "sachstandsarten_pflegen"
    RUNDEN_FUEHREN = "runden_fuehren"  # Sachstandsrunden und Stellvertretungen
    UEBERBLICK = "ueberblick"  # Lage aller Maßnahmen
    RUECKLAUF = "ruecklauf"  # Rückmeldeformulare für Stellen ohne Zugang; ohne das nächste nur der eigenen Stellen
    RUECKLAUF_ALLER_STELLEN = "ruecklauf_aller_stellen"
    PLAN_PRUEFEN = "plan_pruefen"
    LIEFERUNGEN_VERWALTEN = "lieferungen_verwalten"
    MONATE_ABSCHLIESSEN = "monate_abschliessen"  # Lieferkalender, Monate endgültig setzen und wieder öffnen
    STAMMDATEN_PFLEGEN = "stammdaten_pflegen"  # Beratungsstellen, Gebiete, Kataloge, Ereignisse, Bevölkerung
    AUSWERTUNG_STADT = "auswertung_stadt"  # gesamtstädtische Summen und die eigenen Planungsbereiche, genau
    AUSWERTUNG_ALLER_BEREICHE = "auswertung_aller_bereiche"  # jeder Planungsbereich und die Stadt bis zum Stadtteil
    BERICHTE_INTERN = "berichte_intern"  # genaue Zahlen als Datei
    BERICHTE_FUEHREN = "berichte_fuehren"  # jeden Bericht anlegen, mit Botschaften versehen, festschreiben
    BERICHTE_DES_BEREICHS = "berichte_des_bereichs"  # Profil und Quartalsberichte der eigenen Planungsbereiche
    FREIGABE_BEANTRAGEN = "freigabe_beantragen"  # geschützte Zahlen zur Weitergabe rechnen lassen
    FREIGABE_ERTEILEN = "freigabe_erteilen"  # als zweite Person freigeben oder verwerfen
    FOLIENVORLAGE_PFLEGEN = "folienvorlage_pflegen"
    PROTOKOLL_LESEN = "protokoll_lesen"
    BARRIEREN_BEANTWORTEN = "barrieren_beantworten"


@dataclass(frozen=True)
class Rolle:
    schluessel: str
    bezeichnung: str
    beschreibung: str
    rechte: frozenset[Recht]
    zweiter_faktor: bool = False  # Kennwort allein genügt nicht


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
            frozenset({Recht.MASSNAHMEN_LESEN, Recht.AUSWERTUNG_STADT, Recht.BERICHTE_DES_BEREICHS}),
        ),
        Rolle(
            "administration",
            "Administration",
            "Übernimmt die monatlichen Lieferungen, pflegt Stammdaten und sieht das Protokoll; genaue "
            "Auswertungen gehören nicht dazu.",
            frozenset(
                {
                    Recht.MASSNAHMEN_LESEN,
                    Recht.STELLEN_PFLEGEN,
                    Recht.PERSONEN_ZUORDNEN,
                    Recht.SACHSTANDSARTEN_PFLEGEN,
                    Recht.PLAN_PRUEFEN,
                    Recht.LIEFERUNGEN_VERWALTEN,
                    Recht.MONATE_ABSCHLIESSEN,
                    Recht.STAMMDATEN_PFLEGEN,
                    Recht.FREIGABE_ERTEILEN,
                    Recht.FOLIENVORLAGE_PFLEGEN,
                    Recht.PROTOKOLL_LESEN,
                    Recht.BARRIEREN_BEANTWORTEN,
                }
            ),
            zweiter_faktor=True,
        ),
        Rolle(
            "leitung",
            "Leitung",
            "Pflegt den Fachplan, führt die Sachstandsrunden, liest alle Auswertungen und lädt Berichte herunter.",
            frozenset(
                {
                    Recht.MASSNAHMEN_LESEN,
                    Recht.PLAN_PFLEGEN,
                    Recht.STELLEN_PFLEGEN,
                    Recht.RUNDEN_FUEHREN,
                    Recht.UEBERBLICK,
                    Recht.PLAN_PRUEFEN,
                    Recht.RUECKLAUF,
                    Recht.RUECKLAUF_ALLER_STELLEN,
                    Recht.MONATE_ABSCHLIESSEN,
                    Recht.AUSWERTUNG_STADT,
                    Recht.AUSWERTUNG_ALLER_BEREICHE,
                    Recht.BERICHTE_INTERN,
                    Recht.BERICHTE_FUEHREN,
                    Recht.BERICHTE_DES_BEREICHS,  # öffnet die Seiten; mit dem vorigen sind es alle Berichte
                    Recht.FREIGABE_BEANTRAGEN,
                    Recht.FREIGABE_ERTEILEN,
                    Recht.FOLIENVORLAGE_PFLEGEN,
                }
            ),
            zweiter_faktor=True,
        ),
    )
}


def rollen_mit(recht: Recht) -> list[str]:
    """Schlüssel der Rollen, die das Recht haben; für Abfragen, die nicht von der angemeldeten Person ausgehen."""
    return [rolle.schluessel for rolle in ROLLEN.values() if recht in rolle.rechte]
