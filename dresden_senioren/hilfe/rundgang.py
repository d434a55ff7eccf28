"""Der Rundgang beim ersten Anmelden: höchstens drei Schritte je Rolle, auf der Startseite, bis man ihn wegklickt."""

# ruff: noqa: E501  – ein Schritt je Zeile.

from dataclasses import dataclass

from django.urls import reverse

from .artikel import ADMIN, ARTIKEL, KOORDINATION, LEITUNG, SACH, Artikel


@dataclass(frozen=True)
class Schritt:
    titel: str
    satz: str
    seite: str  # Name der Adresse
    anleitung: str

    @property
    def adresse(self) -> str:
        return reverse(self.seite)

    @property
    def artikel(self) -> Artikel:
        return ARTIKEL[self.anleitung]


RUNDGANG = {
    SACH: (
        Schritt("Ihre Maßnahmen", "Hier steht, was Ihre Stellen melden, und wie weit es ist.", "massnahmen:liste", "sachstand"),
        Schritt("Offene Antworten", "Läuft eine Sachstandsrunde, steht hier, was bis wann fehlt.", "massnahmen:rueckmeldungen", "runde"),
        Schritt("Was sich geändert hat", "Jeder frühere Stand bleibt lesbar.", "massnahmen:aenderungen", "nachsehen"),
    ),
    KOORDINATION: (
        Schritt("Ihr Planungsbereich", "Was auffällt, was fehlt, und warum.", "bereich_liste", "dashboard"),
        Schritt("Die Kennzahlen", "Was jede Zahl bedeutet und wie sie entsteht.", "kennzahl_liste", "zahlen"),
        Schritt("Ihr Profil als Bericht", "Für Gespräche und Gremien, als PDF, Word oder Folien.", "bericht_liste", "bericht"),
    ),
    ADMIN: (
        Schritt("Lieferungen", "Hochladen, ansehen, übernehmen; alles lässt sich zurücknehmen.", "beratung:lieferung_liste", "lieferung"),
        Schritt("Wer fehlt?", "Der Lieferkalender zeigt es je Monat und Quelle.", "beratung:kalender", "kalender"),
        Schritt("Personen", "Einladen, Rollen vergeben, abschalten.", "person_liste", "personen"),
    ),
    LEITUNG: (
        Schritt("Sachstandsrunden", "Vom Stichtag bis zum festgehaltenen Stand.", "massnahmen:runde_liste", "runde-fuehren"),
        Schritt("Die Stadt in Zahlen", "Was sich gegen das Vorjahr geändert hat und ob es mehr als Zufall ist.", "stadt_dashboard", "dashboard"),
        Schritt("Berichte", "Zwischenbericht und Folien mit Ihren Botschaften.", "bericht_liste", "bericht"),
    ),
}  # fmt: skip


def fuer(benutzer) -> tuple[Schritt, ...]:
    """Leer, wenn die Person ihn weggeklickt oder keine Rolle hat."""
    return () if benutzer.rundgang_beendet_am else RUNDGANG.get(benutzer.rolle, ())
