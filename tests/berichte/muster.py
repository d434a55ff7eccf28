"""Ein kleiner Bericht von Hand, in dem jeder Baustein vorkommt."""

from datetime import date
from decimal import Decimal

from beratung.kern.zaehlung import Zustand
from berichte.kern.abbildungen import beschreibung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Ereignis, Reihe
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Massnahmenzeile,
    Schritt,
    Zahlentabelle,
    Zwischenzeile,
)
from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle, Zeichen

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


# --- Alles, was vorkommen kann ---------------------------------------------------------------------------------------

OHNE_SOZIALDATEN = Herkunft("2024", "Personen", "Melderegister", "31.12.2024", schutz=Schutz.OHNE_SOZIALDATEN)


def felder() -> Diagramm:
    """Balken, auch null und geheim."""
    reihen = (Reihe("2024", (1203, 0, Zeichen.GEHEIM, 17), "aktuell"), Reihe("2023", (998, 4, 12, FEHLT), "vorjahr"))
    namen = ("Pflege und Pflegeversicherung", "Wohnen", "Finanzen/Existenzsicherung", "Einsamkeit")
    text = "Balken je Hauptberatungsfeld, 2024 neben 2023."
    return Diagramm(Diagrammart.BALKEN, "Pflege führt", namen, "Hauptberatungsfeld", reihen, HERKUNFT, text)


def anteile() -> Diagramm:
    reihen = (Reihe("2024", (Decimal("61.7"), Decimal("0.0"), Decimal("38.3")), "aktuell"),)
    orte = ("in der Beratungsstelle", "telefonisch", "zu Hause")
    text = "Balken je Beratungsort, Anteile in Prozent."
    art = Diagrammart.BALKEN
    return Diagramm(art, "61,7 % in der Beratungsstelle", orte, "Ort", reihen, HERKUNFT, text, Format.PROZENT)


def alter() -> Diagramm:
    reihen = (Reihe("weiblich", (12, 340, 0, 1055), "seniora"), Reihe("männlich", (7, 210, FEHLT, 421), "fmg"))
    text = "Balken von der Mitte aus, weiblich nach links, männlich nach rechts."
    gruppen = ("60–64", "65–69", "70–74", "80 und älter")
    return Diagramm(Diagrammart.GESPIEGELT, "Frauen überwiegen", gruppen, "Alter", reihen, HERKUNFT, text)


def regelkarte() -> Diagramm:
    """Mit Hilfslinie, vorläufigen Werten, einem auffälligen Wert, einer Lücke mittendrin und zwei Ereignissen."""
    werte = (301, 322, 280, FEHLT, 350, 347, 512, 330, 342, 318, 309, 300)
    staende = (*[Zustand.ENDGUELTIG] * 9, *[Zustand.VORLAEUFIG] * 3)
    reihen = (
        Reihe("Neuzugänge", werte, "aktuell", zustaende=staende, hervorgehoben=(6,)),
        Reihe("Mittel", (Decimal("337.4"),) * 12, "mittel"),
    )
    ereignisse = (Ereignis(3, "Umstellung der Fachanwendung (ab 04/2024, anders gezählt)"), Ereignis(6, "Hitzewelle"))
    text = "Liniendiagramm über zwölf Monate mit Mittellinie; April fehlt, Juli ist auffällig."
    art = Diagrammart.LINIEN
    return Diagramm(art, "Juli fällt auf", MONATE, "Monat", reihen, HERKUNFT, text, ereignisse=ereignisse)


def bestand() -> Tabelle:
    """Jedes Format, unfeste Zahlen, ein Text, der keine Formel werden darf."""
    spalten = (
        Spalte("Bereich"),
        Spalte("Fälle", Format.ANZAHL),
        Spalte("Differenz", Format.DIFFERENZ),
        Spalte("Anteil", Format.PROZENT),
        Spalte("Veränderung", Format.VERAENDERUNG),
        Spalte("Dichte", Format.DICHTE),
        Spalte("Bemerkung"),
    )
    zeilen = (
        ("Altstadt", 1234, 34, Decimal("41.3"), Decimal("2.8"), Decimal("7.25"), "=1+1"),
        ("Cotta", 0, -12, Decimal("0"), Decimal("-18.5"), Decimal("0"), "ohne"),
        ("Loschwitz", Zeichen.GEHEIM, FEHLT, Zeichen.GEHEIM, Zeichen.NICHT_SINNVOLL, Zeichen.NICHT_SINNVOLL, ""),
        ("Dresden", 2988, 22, Decimal("100"), Decimal("0.7"), Decimal("5.31"), "alle"),
    )
    zustaende = {(0, 1): Zustand.VORLAEUFIG, (3, 1): Zustand.GEPRUEFT}
    return Tabelle("Bestand je Planungsbereich", spalten, zeilen, HERKUNFT, 1, zustaende)


def botschaft(**teile) -> Botschaft:
    vorgabe = {
        "botschaft": "Die geförderte Seniorenberatung trägt den Zuwachs.",
        "erkennen": ("Die Neuzugänge stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), um 21,5 %.",),
        "anerkennen": ("Die Beratungsstellen haben zwei Stellen mehr besetzt.", "Die Hausbesuche haben zugenommen."),
        "nachhaltung": ("Beobachten, ob der Zuwachs im Winter anhält.",),
        "massnahmen": ("Beratungszeiten abstimmen.",),
        "verweise": ("3.2.1. Beratungsangebote abstimmen",),
    }
    return Botschaft("monate_seniora", "Beratungsfälle geförderte Seniorenberatung", **vorgabe | teile)


def vollstaendig(*, anzahl_massnahmen: int = 3) -> Bericht:
    """Jeder Baustein und jede Diagrammart; zwei Tabellen heißen gleich, eine hat einen sehr langen Titel."""
    return Bericht(
        "Musterbericht",
        "mit allem, was vorkommen kann",
        "Landeshauptstadt Dresden, Sozialamt",
        date(2024, 9, 30),
        "Beratung bis September 2024",
        (
            Kapitel("Überblick"),
            Absatz("Zeitraum 01–09/2024; alle Formate zeigen dieselben Zahlen."),
            Abbildung(uebersicht()),
            Kapitel("Maßnahmen"),
            massnahmen(anzahl_massnahmen),
            Kapitel("Seniorenberatung"),
            Abschnitt("Monate"),
            Abbildung(verlauf()),
            botschaft(),
            Zahlentabelle(vergleich()),
            Abbildung(regelkarte()),
            Abschnitt("Merkmale"),
            Abbildung(felder()),
            botschaft(botschaft="", anerkennen=(), nachhaltung=(), massnahmen=(), verweise=(), ist_vorschlag=True),
            Abbildung(anteile()),
            Abbildung(alter()),
            Zahlentabelle(bestand()),
            Zahlentabelle(vergleich()),
            Hinweis("Oktober bis Dezember 2024 sind noch nicht gemeldet."),
            Kapitel("Hinweise"),
            Aufzaehlung(("erster Punkt", "zweiter Punkt")),
        ),
    )
