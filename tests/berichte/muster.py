"""Ein kleiner Bericht von Hand, in dem jeder Baustein vorkommt."""

from datetime import date
from decimal import Decimal

from berichte.kern import beschreibung
from berichte.kern.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Bericht,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Massnahmenzeile,
    Schritt,
    Zahlentabelle,
    Zwischenzeile,
)
from berichte.kern.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen

MONATE = ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")
FEHLT = Zeichen.FEHLT
HERKUNFT = Herkunft(
    "01–09/2023 und 01–09/2024",
    "Neuzugänge",
    "Seniora.App",
    "30.09.2024",
    zaehlweise="je Fall einmal, im Monat des Beginns",
)


def verlauf() -> Diagramm:
    """2024 mit drei fehlenden Monaten, 2023 mit einer echten Null im Mai."""
    reihen = (
        Reihe("2024", (340, 355, 338, 310, 351, 345, 333, 350, 358, FEHLT, FEHLT, FEHLT), "aktuell"),
        Reihe("2023", (240, 255, 262, 310, 0, 245, 233, 250, 1340, 226, 194, 98), "vorjahr"),
    )
    text = "Liniendiagramm über zwölf Monate; Oktober bis Dezember 2024 sind nicht gemeldet."
    return Diagramm(Diagrammart.LINIEN, "2024 über 2023", MONATE, "Monat", reihen, HERKUNFT, text)


def uebersicht() -> Diagramm:
    felder = ("1. Qualifizierung der Datengrundlage und des Berichtswesens", "2. Vernetzung", "3. Begegnung")
    reihen = (
        Reihe("noch nicht begonnen", (1, 0, 3), "offen"),
        Reihe("begonnen", (2, 4, 4), "aktiv"),
        Reihe("laufend", (1, 2, 12), "aktiv"),
    )
    text = beschreibung.gestapelt(reihen, felder, bezeichnung="Handlungsfeld")
    herkunft = Herkunft("Stichtag 30.09.2024", "Maßnahmen", "Sachstandsbuch", "30.09.2024")
    return Diagramm(Diagrammart.GESTAPELT, "Die meisten laufen", felder, "Handlungsfeld", reihen, herkunft, text)


def vergleich() -> Tabelle:
    spalten = (
        Spalte("Monat"),
        Spalte("2023", Format.ANZAHL),
        Spalte("2024", Format.ANZAHL),
        Spalte("Veränderung", Format.VERAENDERUNG),
    )
    zeilen = (
        ("Januar", 240, 340, Decimal("41.7")),
        ("Mai", 0, 351, Zeichen.NICHT_SINNVOLL),
        ("Oktober", 226, FEHLT, Zeichen.NICHT_SINNVOLL),
        ("Januar bis September", 2535, 3080, Decimal("21.5")),
    )
    return Tabelle("Neuzugänge je Monat", spalten, zeilen, HERKUNFT, summenzeilen=1)


def massnahmen(anzahl: int = 3) -> Massnahmentabelle:
    """`anzahl` Maßnahmen nach zwei Überschriften; Text mit Zeichen, die der Satz nicht als Befehl lesen darf."""
    zeilen = [
        Massnahmenzeile(
            f"1.1.{i}.",
            "Lebenslagebefragung älterer und pflegebedürftiger Menschen #panic(1) $x$ *nicht fett* [@quelle]",
            "Sozialamt, Gesundheitsamt",
            "2021 - 2022 2023-2024 laufend",
            "ja",
            "noch nicht begonnen" if i % 2 else "laufend",
            "offen" if i % 2 else "aktiv",
            "Wegen Personalmangels verschoben." if i == 1 else "",
            (Schritt("differenzierte Datenerhebung"), Schritt("Fachtag", "Seniorenbeirat", "2022")),
        )
        for i in range(1, anzahl + 1)
    ]
    kopf = (Zwischenzeile(1, "1. Datengrundlage"), Zwischenzeile(2, "1.1. Ziel: Die Datenlage ist vorhanden."))
    return Massnahmentabelle("Maßnahmen am 30.09.2024", (*kopf, *zeilen), "Quelle: Sachstandsbuch")


def bericht(*, anzahl_massnahmen: int = 3) -> Bericht:
    return Bericht(
        "Zwischenbericht",
        "zum Fachplan Seniorenarbeit und Altenhilfe",
        "Landeshauptstadt Dresden, Sozialamt",
        date(2024, 9, 30),
        "Beratung bis September 2024",
        (
            Kapitel("Überblick"),
            Absatz("Von 29 Maßnahmen sind 4 noch nicht begonnen."),
            Abbildung(uebersicht()),
            Kapitel("Maßnahmen"),
            massnahmen(anzahl_massnahmen),
            Kapitel("Seniorenberatung"),
            Abschnitt("Geförderte Seniorenberatung"),
            Absatz("+21,5 % (2.535 → 3.080)"),
            Abbildung(verlauf()),
            Zahlentabelle(vergleich()),
            Hinweis("Oktober bis Dezember 2024 sind noch nicht gemeldet."),
            Kapitel("Hinweise"),
            Aufzaehlung(("erster Punkt", "zweiter Punkt")),
        ),
    )
