"""Das Lieferformat: jede Spalte genau einmal. Daraus leben Einlesen, Hilfe, Eingabevorlage und Prüfungen."""

from dataclasses import dataclass

from beratung.kern.zaehlung import Art, Merkmal

from . import werte
from .werte import LEISTUNGSARTEN, SUMMENMERKMALE, ZAEHLEINHEITEN, Leser


@dataclass(frozen=True)
class Spalte:
    """Eine Spalte des Lieferformats. Zwei Spalten mit demselben Feld sind gleichwertig (Monat oder Datum)."""

    ueberschrift: str
    feld: str
    lesen: Leser
    erlaubt: str
    beispiel: str
    ist_pflicht: bool = False
    merkmal: Merkmal | None = None


def _merkmal(merkmal: Merkmal, erlaubt: str, beispiel: str) -> Spalte:
    return Spalte(merkmal.bezeichnung, merkmal.value, werte.katalogwert(merkmal), erlaubt, beispiel, merkmal=merkmal)


MONAT = Spalte("Monat", "monat", werte.monat, "2024-09, 09.2024 oder 09/2024", "2024-09", ist_pflicht=True)
DATUM = Spalte("Datum", "monat", werte.monat, "ein Tag im Monat, 15.09.2024", "15.09.2024", ist_pflicht=True)
STELLE = Spalte(
    "Beratungsstelle", "beratungsstelle", werte.stelle, "Name oder Kürzel einer bekannten Beratungsstelle", "",
    ist_pflicht=True,
)  # fmt: skip
STADTTEIL = Spalte(
    "Stadtteil", "stadtteil", werte.stadtteil,
    "amtliche Nr. („07“) oder Name; leer heißt unbekannt; andere Orte: auswärtig", "07",
)  # fmt: skip
BERATUNGSFELD = _merkmal(
    Merkmal.BERATUNGSFELD, "Feld oder Unterfeld; nötig bei Beratung und Krisenintervention", "Pflege und Gesundheit"
)
BERATUNGSORT = _merkmal(Merkmal.BERATUNGSORT, "Einrichtung/Büro, Häuslichkeit (Hausbesuch), Telefon …", "Telefon")

SPALTEN: dict[Art, tuple[Spalte, ...]] = {
    Art.FAELLE: (
        MONAT,
        DATUM,
        STELLE,
        STADTTEIL,
        Spalte("Alter", "altersgruppe", werte.alter, "ganze Jahre 0–120; gespeichert wird nur die Gruppe", "82",
               merkmal=Merkmal.ALTERSGRUPPE),
        _merkmal(Merkmal.ALTERSGRUPPE, "unter 60, 60–64, … 85–89, 90+", "80–84"),
        _merkmal(Merkmal.GESCHLECHT, "weiblich, männlich, divers, keine Angabe (w, m, d, -)", "weiblich"),
        _merkmal(Merkmal.MIGRATIONSHINTERGRUND, "ja, nein, unbekannt", "nein"),
        _merkmal(Merkmal.FAMILIENSTAND, "ledig, verheiratet/Lebenspartnerschaft, verwitwet, geschieden, unbekannt",
                 "verwitwet"),
        _merkmal(Merkmal.FALLHERKUNFT, "Selbstmeldung, Angehörige/Umfeld, Sozialamt/SDfS (Fallabgabe) …",
                 "Selbstmeldung"),
    ),
    Art.LEISTUNGEN: (
        MONAT,
        DATUM,
        STELLE,
        STADTTEIL,
        Spalte("Leistungsart", "zaehleinheit", werte.auswahl(LEISTUNGSARTEN), ", ".join(LEISTUNGSARTEN), "Beratung",
               ist_pflicht=True),
        BERATUNGSFELD,
        BERATUNGSORT,
        Spalte("Anzahl", "anzahl", werte.anzahl(mindestens=1, leer=1), "ganze Zahl ab 1; leer heißt 1", "1"),
        Spalte("Fallkennung", "fallkennung", werte.wie_geschrieben,
               "Pseudonym, nur zum Zählen in dieser Datei; wird nie gespeichert", "F-0001"),
    ),
    Art.SUMMEN: (
        MONAT,
        Spalte("Beratungsstelle", "beratungsstelle", werte.freiwillig(werte.stelle), "leer heißt ganze Stadt", ""),
        Spalte("Stadtteil", "stadtteil", werte.freiwillig(werte.stadtteil), "leer heißt ganze Stadt", ""),
        Spalte("Zähleinheit", "zaehleinheit", werte.auswahl(ZAEHLEINHEITEN), ", ".join(ZAEHLEINHEITEN), "Neuzugang",
               ist_pflicht=True),
        Spalte("Merkmal", "merkmal", werte.freiwillig(werte.auswahl(SUMMENMERKMALE)),
               ", ".join(SUMMENMERKMALE), "Altersgruppe"),
        Spalte("Ausprägung", "auspraegung", werte.wie_geschrieben, "ein Wert dieses Merkmals", "80–84"),
        Spalte("Anzahl", "anzahl", werte.anzahl(mindestens=0, leer=None),
               "ganze Zahl ab 0; leer heißt nicht gemeldet", "12"),
    ),
}  # fmt: skip

# In Summen ist auch eine leere Anzahl eine Aussage, die Spalte selbst aber nötig.
PFLICHTSPALTEN = {
    Art.FAELLE: ("monat", "beratungsstelle"),
    Art.LEISTUNGEN: ("monat", "beratungsstelle", "zaehleinheit"),
    Art.SUMMEN: ("monat", "zaehleinheit", "anzahl"),
}


def spaltenname(art: Art, feld: str) -> str:
    """„Monat oder Datum“ für das Feld monat."""
    return " oder ".join(s.ueberschrift for s in SPALTEN[art] if s.feld == feld)
