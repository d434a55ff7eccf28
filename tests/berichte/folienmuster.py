"""Ein Bericht, der Folien auf die Probe stellt: jeder Baustein, jede Diagrammart, lange Texte, breite Tabellen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

from pptx import Presentation

from berichte.ausgabe.pptx import pptx
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Ereignis, Reihe
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Baustein,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Zahlentabelle,
)
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Format, Spalte, Tabelle, Zeichen

from . import muster

MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
GEFOERDERT = {
    2023: (230, 243, 299, 226, 237, 178, 169, 172, 194, 175, 98, 314),
    2024: (393, 321, 373, 292, 309, 282, 259, 280, 230, Zeichen.FEHLT, Zeichen.FEHLT, Zeichen.FEHLT),
}


def monate() -> Diagramm:
    """Die Folie 13 der Vorlage, mit einem Ereignis und drei fehlenden Monaten."""
    reihen = (Reihe("2024", GEFOERDERT[2024], "aktuell"), Reihe("2023", GEFOERDERT[2023], "vorjahr"))
    text = "Liniendiagramm über zwölf Monate; Oktober bis Dezember 2024 sind nicht gemeldet."
    titel = "Beratungsfälle der geförderten Seniorenberatung: +21,5 % (2.535 → 3.080)"
    return Diagramm(
        Diagrammart.LINIEN, titel, MONATE, "Monat", reihen, muster.HERKUNFT, text,
        ereignisse=(Ereignis(3, "Umstellung der Seniora.App (ab 04/2024)"),),
    )  # fmt: skip


def felder() -> Diagramm:
    namen = (
        "Pflege und Gesundheit", "Sonstige (Wohnen im Alter, Schwerbehinderung, altersgerechte Dienste)",
        "Gesundheitliche und soziale Problemlagen", "Sozialrechtliche Leistungen", "Freizeit, Bildung, Kultur",
    )  # fmt: skip
    werte = tuple(Decimal(w) for w in ("29.3", "26.4", "24.8", "16.6", "3.0"))
    titel = "Pflege und Gesundheit ist mit 29,3 % das häufigste Beratungsfeld"
    text = "Balkendiagramm der fünf Hauptberatungsfelder."
    reihen = (Reihe("Anteil", werte, "aktuell"),)
    return Diagramm(
        Diagrammart.BALKEN, titel, namen, "Beratungsfeld", reihen, muster.HERKUNFT, text, format=Format.PROZENT
    )


def alter() -> Diagramm:
    gruppen = ("unter 60", "60–64", "65–69", "70–74", "75–79", "80–84", "85–89", "90 und älter", "unbekannt")
    reihen = (
        Reihe("Frauen", (12, 80, 140, 260, 390, 520, 410, 160, 4), "seniora"),
        Reihe("Männer", (9, 70, 110, 180, 240, 300, 190, 50, Zeichen.GEHEIM), "fmg"),
    )
    titel = "Frauen von 80 bis 84 Jahren kommen am häufigsten"
    return Diagramm(
        Diagrammart.GESPIEGELT, titel, gruppen, "Alter", reihen, muster.HERKUNFT, "Gespiegelte Balken nach Alter."
    )


def botschaft(**angaben) -> Botschaft:
    vorgabe = {
        "schluessel": "monate_seniora",
        "gegenstand": "Beratungsfälle geförderte Seniorenberatung",
        "botschaft": "Die Inanspruchnahme wurde gesteigert.",
        "erkennen": (
            "Die Beratungsfälle der geförderten Seniorenberatung stiegen von 2.535 (01–09/2023) auf 3.080 "
            "(01–09/2024), um 21,5 %.",
        ),
        "anerkennen": ("Ressourcenaufbau zeigt zeitverzögert erste positive Auswirkungen",),
        "nachhaltung": ("monatliche Auswertung", "Dialog mit den Angeboten"),
        "massnahmen": (
            "operative Steuerung",
            "Qualifizierung der Vergleichsdarstellung zwischen Ressourcen und Beratungsfällen",
            "Prüfung der SOLL-Erwartungen",
        ),
        "verweise": ("3.2.1. Beratungsangebote abstimmen",),
    }
    return Botschaft(**(vorgabe | angaben))


def lange_tabelle(zeilen: int = 40, spalten: int = 4) -> Tabelle:
    koepfe = (Spalte("Stadtteil"), *(Spalte(f"Kennzahl {i}", Format.ANZAHL) for i in range(1, spalten)))
    werte = [(f"Stadtteil {nr:02}", *(nr * i for i in range(1, spalten))) for nr in range(1, zeilen)]
    summe = ("alle Stadtteile", *(sum(w[i] for w in werte) for i in range(1, spalten)))
    return Tabelle("Beratungsfälle je Stadtteil", koepfe, (*werte, summe), muster.HERKUNFT, summenzeilen=1)


def deck(*bausteine: Baustein) -> Bericht:
    """Der Musterbericht, hinter seinem letzten Kapitel die weiteren Bausteine."""
    bericht = muster.bericht(anzahl_massnahmen=9)
    weitere = (
        Kapitel("Auswertung Seniorenberatung"),
        Absatz("Verglichen werden nur Monate, die in beiden Jahren gemeldet sind."),
        Abschnitt("Monatsentwicklung"),
        Abbildung(monate()),
        Botschaft("x", "Vorschlag", erkennen=("Ein Satz aus den Zahlen.",), ist_vorschlag=True),
        botschaft(),
        Abschnitt("Hauptberatungsfelder"),
        Abbildung(felder()),
        Abbildung(alter()),
        Zahlentabelle(lange_tabelle()),
        *bausteine,
    )
    return replace(bericht, bausteine=(*bericht.bausteine, *weitere))


LANG = "Ein Satz, der zeigt, dass auch ein sehr langer Text ganz auf den Folien steht. " * 30


def schwieriges() -> Bericht:
    """Alles, was zu lang, zu breit oder zu viel ist."""
    fussnoten = tuple(f"Anmerkung {nr}: {LANG[:160]}" for nr in range(12))
    herkunft = replace(muster.HERKUNFT, fussnoten=fussnoten)
    return Bericht(
        "Ein Bericht mit einem ungewöhnlich langen Titel, der auf kein Deckblatt passt, ohne kleiner zu werden " * 2,
        "zum Fachplan Seniorenarbeit und Altenhilfe der Landeshauptstadt Dresden " * 3,
        "Landeshauptstadt Dresden, Geschäftsbereich Arbeit, Soziales, Gesundheit und Wohnen, Sozialamt",
        date(2024, 9, 30),
        "Beratung bis September 2024 " * 6,
        (
            *(Kapitel(f"Kapitel mit einem ziemlich langen Namen Nummer {nr}") for nr in range(1, 25)),
            Absatz(LANG),
            Aufzaehlung(tuple(LANG[: 90 * nr] for nr in range(1, 12))),
            Hinweis(LANG, titel="Beispielzahlen"),
            Abbildung(replace(monate(), titel=LANG[:400], herkunft=herkunft)),
            Abbildung(replace(monate(), titel=LANG[:400])),
            botschaft(
                botschaft=LANG[:300], erkennen=(LANG[:700],), anerkennen=(LANG,), massnahmen=(LANG[:200],) * 9
            ),
            Zahlentabelle(lange_tabelle(6, 20)),
            Zahlentabelle(lange_tabelle(70, 7)),
            Absatz("Donaudampfschifffahrtsgesellschaftskapitänskajüte" * 40),
            muster.massnahmen(60),
        ),
    )  # fmt: skip


# --- Setzen und wieder öffnen ---

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"


def gesetzt(bericht: Bericht, vorlage: bytes | None = None) -> bytes:
    return pptx(freigeben(bericht, Fassung.INTERN, abruf=ABRUF), vorlage)


def mit(*bausteine) -> Bericht:
    """Nur diese Bausteine, in einem Kapitel."""
    return replace(muster.bericht(), bausteine=(Kapitel("Eins"), *bausteine))


def geoeffnet(inhalt: bytes):
    return Presentation(BytesIO(inhalt))


def titel(inhalt: bytes) -> list[str]:
    return [folie.shapes.title.text_frame.text for folie in geoeffnet(inhalt).slides]


def worte(inhalt: bytes) -> str:
    return " ".join(
        form.text_frame.text for folie in geoeffnet(inhalt).slides for form in folie.shapes if form.has_text_frame
    )


def fremde_vorlage() -> bytes:
    """Wie ein Amt sie hätte: andere Schrift, andere Plätze, keine Zeile über dem Titel."""
    folien = Presentation()
    folien.slide_width = 12_192_000
    strom = BytesIO()
    folien.save(strom)
    return strom.getvalue()
