"""Bilder der Hilfe: welche Seite, als wer, wie hoch. `manage.py hilfebilder` nimmt sie auf; ein Test prüft, dass jede
Seite an dieser Stelle noch zeigt, wovon die Anleitung spricht."""

# ruff: noqa: E501  – ein Bild je Zeile.

from dataclasses import dataclass

from .artikel import ADMIN, KOORDINATION, LEITUNG, SACH

BREITE = 1000  # CSS-Pixel des Fensters


@dataclass(frozen=True)
class Bild:
    """Ausschnitt von der Überschrift der Seite an, `hoehe` CSS-Pixel; `zeigt`: Texte, die darin stehen."""

    name: str
    rolle: str | None
    pfad: str
    hoehe: int
    alt: str
    zeigt: tuple[str, ...]

    @property
    def datei(self) -> str:
        return f"hilfe/{self.name}.png"


# Anleitung → ihre Bilder in der Reihenfolge, in der sie erscheinen.
BILDER: dict[str, tuple[Bild, ...]] = {
    "anmelden": (
        Bild(
            "anmelden",
            None,
            "/anmelden/",
            600,
            "Die Anmeldeseite mit den Feldern für Benutzername und Kennwort.",
            ("Anmelden", "Kennwort vergessen"),
        ),
    ),
    "sachstand": (
        Bild(
            "sachstand",
            SACH,
            "/massnahmen/1/",
            640,
            "Eine Maßnahme: oben der geltende Sachstand mit „Unverändert bestätigen“, darunter das Formular für einen neuen.",
            ("Unverändert bestätigen", "Sachstand"),
        ),
    ),
    "liste": (
        Bild(
            "liste",
            SACH,
            "/massnahmen/",
            640,
            "Die Maßnahmenliste mit Filtern und den ersten Zeilen der Tabelle.",
            ("Maßnahmen", "Filtern"),
        ),
    ),
    "runde-fuehren": (
        Bild(
            "runde",
            LEITUNG,
            "/massnahmen/runden/neu/",
            560,
            "Eine Sachstandsrunde eröffnen: Bezeichnung, Stichtag, Frist.",
            ("Stichtag", "Frist"),
        ),
    ),
    "formulare": (
        Bild(
            "formulare",
            LEITUNG,
            "/massnahmen/formulare/",
            660,
            "Rückmeldeformulare: ein ausgefülltes hochladen oder ein neues erstellen.",
            ("Formular erstellen", "Hochladen und vergleichen"),
        ),
    ),
    "dashboard": (
        Bild(
            "dashboard",
            KOORDINATION,
            "/auswertung/bereich/cotta/?von=2024-01&bis=2024-09",
            760,
            "Das Dashboard eines Planungsbereichs: Auswahl von Zeitraum und Quelle, darunter die großen Zahlen mit einem Satz.",
            ("Planungsbereich Cotta", "Neuzugänge"),
        ),
    ),
    "quartal": (
        Bild(
            "quartal",
            KOORDINATION,
            "/auswertung/quartal/",
            460,
            "Die Beratungsstellen eines Quartals mit Fällen, Soll und Auslastung.",
            ("Quartal", "Soll"),
        ),
    ),
    "zahlen": (
        Bild(
            "kennzahlen",
            KOORDINATION,
            "/auswertung/kennzahlen/",
            500,
            "Der Kennzahlenkatalog nennt zu jeder Zahl die Frage, die sie beantwortet.",
            ("Kennzahlenkatalog", "Neuzugänge"),
        ),
    ),
    "lieferung": (
        Bild(
            "lieferung-neu",
            ADMIN,
            "/beratung/lieferungen/neu/",
            480,
            "Eine Lieferung hochladen: der Weg in sechs Schritten und das Feld für die Dateien.",
            ("Datei", "Hochladen und prüfen"),
        ),
        Bild(
            "lieferung",
            ADMIN,
            "/beratung/lieferungen/1/",
            640,
            "Eine Lieferung mit dem Ergebnis der Prüfung und dem Vergleich der Zahlen.",
            ("Lieferung", "Prüfung"),
        ),
    ),
    "kalender": (
        Bild(
            "kalender",
            ADMIN,
            "/beratung/kalender/?jahr=2024",
            640,
            "Der Lieferkalender: je Monat und Quelle, wer geliefert hat und wie fest die Zahlen sind.",
            ("Lieferkalender", "2024"),
        ),
    ),
    "personen": (
        Bild(
            "personen",
            ADMIN,
            "/personen/",
            640,
            "Die Liste der Personen mit Rolle, Zugehörigkeit und Stand.",
            ("Person einladen", "Rolle"),
        ),
    ),
    "zustand": (
        Bild(
            "zustand",
            ADMIN,
            "/zustand/",
            560,
            "Der Zustand der Anwendung: oben, was zu tun ist.",
            ("Zustand der Anwendung", "Abhilfe"),
        ),
    ),
    "bericht": (
        Bild(
            "berichtsarten",
            LEITUNG,
            "/berichte/neu/",
            620,
            "Ein neuer Bericht: sechs Arten zur Wahl.",
            ("Zwischenbericht", "Auswertung Seniorenberatung"),
        ),
    ),
    "weitergabe": (
        Bild(
            "freigabe",
            LEITUNG,
            "/berichte/freigaben/neu/",
            620,
            "Eine Freigabe beantragen: erster und letzter Monat.",
            ("Freigabe", "Letzter Monat"),
        ),
    ),
}
