"""Die vier Rollen als Daten. Wer etwas darf, steht hier und nirgends sonst; was fehlt, ist verboten."""

from dataclasses import dataclass
from enum import StrEnum


class Recht(StrEnum):
    """Was jemand darf; `worte` sagen es den Menschen, zu lesen nach „kann“."""

    worte: str

    def __new__(cls, schluessel: str, worte: str):
        recht = str.__new__(cls, schluessel)
        recht._value_, recht.worte = schluessel, worte
        return recht

    MASSNAHMEN_LESEN = "massnahmen_lesen", "die Maßnahmen lesen"
    SACHSTAND_MELDEN = "sachstand_melden", "den Sachstand der Maßnahmen eigener Stellen melden"
    PLAN_PFLEGEN = "plan_pflegen", "den Fachplan pflegen und fortschreiben, Terminlagen setzen"
    STELLEN_PFLEGEN = "stellen_pflegen", "Stellen und ihre Schreibweisen pflegen"
    PERSONEN_ZUORDNEN = "personen_zuordnen", "bestimmen, wer für welche Stelle meldet"
    SACHSTANDSARTEN_PFLEGEN = "sachstandsarten_pflegen", "die Sachstandsarten pflegen"
    RUNDEN_FUEHREN = "runden_fuehren", "Sachstandsrunden führen und Stellvertretungen eintragen"
    UEBERBLICK = "ueberblick", "den Überblick über alle Maßnahmen sehen"
    RUECKLAUF = "ruecklauf", "Rückmeldeformulare eigener Stellen verschicken und einlesen"
    RUECKLAUF_ALLER_STELLEN = "ruecklauf_aller_stellen", "Rückmeldeformulare aller Stellen verschicken und einlesen"
    PLAN_PRUEFEN = "plan_pruefen", "Befunde der Planprüfung entscheiden"
    LIEFERUNGEN_VERWALTEN = "lieferungen_verwalten", "Lieferungen prüfen, übernehmen und zurücknehmen"
    MONATE_ABSCHLIESSEN = "monate_abschliessen", "Monate endgültig setzen und wieder öffnen"
    STAMMDATEN_PFLEGEN = "stammdaten_pflegen", "Beratungsstellen, Gebiete, Kataloge und Bevölkerung pflegen"
    AUSWERTUNG_STADT = "auswertung_stadt", "die Stadt und eigene Planungsbereiche auswerten, mit genauen Zahlen"
    AUSWERTUNG_ALLER_BEREICHE = "auswertung_aller_bereiche", "jeden Planungsbereich bis zum Stadtteil auswerten"
    BERICHTE_FUEHREN = "berichte_fuehren", "jeden Bericht anlegen, mit Botschaften versehen und festschreiben"
    BERICHTE_DES_BEREICHS = "berichte_des_bereichs", "Profil und Quartalsberichte eigener Planungsbereiche erstellen"
    FREIGABE_BEANTRAGEN = "freigabe_beantragen", "geschützte Zahlen zur Weitergabe beantragen"
    FREIGABE_ERTEILEN = "freigabe_erteilen", "als zweite Person Zahlen zur Weitergabe freigeben oder verwerfen"
    FOLIENVORLAGE_PFLEGEN = "folienvorlage_pflegen", "die Folienvorlage des Amts wechseln"
    PROTOKOLL_LESEN = "protokoll_lesen", "das Protokoll lesen"
    BARRIEREN_BEANTWORTEN = "barrieren_beantworten", "gemeldete Barrieren beantworten"
    BENUTZER_PFLEGEN = "benutzer_pflegen", "Personen einladen, Rollen vergeben und Zugänge abschalten"


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
            "Übernimmt die monatlichen Lieferungen, pflegt Stammdaten und Zugänge und sieht das Protokoll; genaue "
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
                    Recht.BENUTZER_PFLEGEN,
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
