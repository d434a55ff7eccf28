"""Ein Bericht als Folge von Bausteinen, unveränderlich. Jede Ausgabe setzt sie mit einem `match`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.tabelle import Herkunft, Tabelle


@dataclass(frozen=True)
class Kapitel:
    titel: str


@dataclass(frozen=True)
class Abschnitt:
    titel: str


@dataclass(frozen=True)
class Absatz:
    text: str


@dataclass(frozen=True)
class Hinweis:
    """Was man beim Lesen der Zahlen wissen muss; abgesetzt, mit dem Wort „Hinweis“ oder einem eigenen Titel."""

    text: str
    titel: str = "Hinweis"


@dataclass(frozen=True)
class Aufzaehlung:
    punkte: tuple[str, ...]


@dataclass(frozen=True)
class Abbildung:
    diagramm: Diagramm


@dataclass(frozen=True)
class Botschaft:
    """Was das Amt zu einer Abbildung sagt, im Raster der Auswertung (Folien 14, 16, 18); folgt ihr unmittelbar.
    `erkennen` ist vorgeschlagen und aus Zahlen gerechnet, solange `ist_vorschlag`; leere Teile bleiben weg."""

    schluessel: str  # innerhalb eines Berichts eindeutig; daran hängen die Texte des Amts
    gegenstand: str  # worum es geht: „Beratungsfälle geförderte Seniorenberatung“
    botschaft: str = ""
    erkennen: tuple[str, ...] = ()
    anerkennen: tuple[str, ...] = ()
    nachhaltung: tuple[str, ...] = ()
    massnahmen: tuple[str, ...] = ()
    verweise: tuple[str, ...] = ()  # „3.2.1. Beratungsangebote abstimmen“
    ist_vorschlag: bool = False

    @property
    def teile(self) -> list[tuple[str, tuple[str, ...]]]:
        """(Überschrift, Punkte) der gefüllten Teile in der Reihenfolge des Rasters."""
        massnahmen = (*self.massnahmen, *(f"Maßnahme {verweis}" for verweis in self.verweise))
        worte = ("Erkennen", "Anerkennen", "Nachhaltung", "Maßnahmen")
        punkte = (self.erkennen, self.anerkennen, self.nachhaltung, massnahmen)
        return [(wort, teil) for wort, teil in zip(worte, punkte, strict=True) if teil]


@dataclass(frozen=True)
class Zahlentabelle:
    tabelle: Tabelle


@dataclass(frozen=True)
class Schritt:
    """Ein Umsetzungsschritt; eigene Verantwortung und Laufzeit nur, wo die Papiertabelle sie nennt (2.2.3)."""

    text: str
    verantwortung: str = ""
    laufzeit: str = ""

    @property
    def zusatz(self) -> str:
        """„(Sozialamt; 2022)“ oder leer."""
        angaben = "; ".join(filter(None, [self.verantwortung, self.laufzeit]))
        return f"({angaben})" if angaben else ""


@dataclass(frozen=True)
class Massnahmenzeile:
    """Eine Maßnahme, wie sie am Stichtag steht. `farbrolle` wählt die Marke neben dem Wort (ausgabe/figur.py)."""

    nr: str
    beschreibung: str
    verantwortung: str
    laufzeit: str
    haushaltsrelevanz: str
    sachstand: str
    farbrolle: str
    erlaeuterung: str = ""
    schritte: tuple[Schritt, ...] = ()

    @property
    def zellen(self) -> tuple[str, ...]:
        """Je Spalte der Papiertabelle ein Text; in der letzten die Schritte als Zeilen unter der Erläuterung."""
        schritte = [" ".join(filter(None, [f"– {schritt.text}", schritt.zusatz])) for schritt in self.schritte]
        angaben = (self.nr, self.beschreibung, self.verantwortung, self.laufzeit, self.haushaltsrelevanz)
        return *angaben, self.sachstand, "\n".join(filter(None, [self.erlaeuterung, *schritte]))


@dataclass(frozen=True)
class Zwischenzeile:
    """Überschrift in der Maßnahmentabelle: Ebene 1 Handlungsfeld, Ebene 2 Ziel."""

    ebene: int
    text: str


@dataclass(frozen=True)
class Massnahmentabelle:
    """Die Maßnahmen in Reihenfolge und Spalten der Papiertabelle."""

    titel: str
    zeilen: tuple[Zwischenzeile | Massnahmenzeile, ...]
    quelle: str

    SPALTEN = (
        "Nr.",
        "Beschreibung, Beispiele Schritte zur Umsetzung",
        "Verantwortung, weitere Beteiligte",
        "Termin oder Laufzeit",
        "Haushaltsrelevanz ja/nein",
        "Sachstand",
        "ggf. Erläuterung zum Sachstand",
    )

    @property
    def eingeordnet(self) -> Iterator[tuple[str, str, Massnahmenzeile]]:
        """Jede Maßnahme mit ihrem Handlungsfeld und ihrem Ziel, wie die Überschriften sie nennen."""
        ueberschriften = {1: "", 2: ""}
        for zeile in self.zeilen:
            if isinstance(zeile, Zwischenzeile):
                ueberschriften |= {1: zeile.text, 2: ""} if zeile.ebene == 1 else {2: zeile.text}
            else:
                yield ueberschriften[1], ueberschriften[2], zeile


Baustein = (
    Kapitel
    | Abschnitt
    | Absatz
    | Hinweis
    | Aufzaehlung
    | Abbildung
    | Botschaft
    | Zahlentabelle
    | Massnahmentabelle
)  # fmt: skip


@dataclass(frozen=True)
class Bericht:
    """ValueError, wenn der Bericht keinen Titel hat oder etwas vor dem ersten Kapitel steht."""

    titel: str
    untertitel: str
    herausgeber: str
    stichtag: date
    datenstand: str
    bausteine: tuple[Baustein, ...]
    freigabe: int | None = None  # Nummer der Zahlenfreigabe, aus der alle Sozialdaten kommen; sonst sind sie genau
    ist_kurz: bool = False  # geht auf wenige Seiten: Kopf statt Deckblatt, kein Inhaltsverzeichnis, Kapitel fortlaufend

    def __post_init__(self):
        if not self.titel.strip():
            raise ValueError("Ein Bericht braucht einen Titel.")
        if not self.bausteine or not isinstance(self.bausteine[0], Kapitel):
            raise ValueError(f"„{self.titel}“ beginnt nicht mit einem Kapitel.")

    @property
    def herkuenfte(self) -> Iterator[Herkunft]:
        """Die Herkunft jeder Zahl im Bericht."""
        for baustein in self.bausteine:
            match baustein:
                case Abbildung(diagramm):
                    yield diagramm.herkunft
                case Zahlentabelle(tabelle):
                    yield tabelle.herkunft

    @property
    def nummeriert(self) -> Iterator[tuple[str, Baustein]]:
        """Jeder Baustein mit seiner Nummer: „2“, „2.1“, „Abbildung 3“, „Tabelle 1“, sonst leer."""
        stand = Counter()
        for baustein in self.bausteine:
            nummer = ""
            match baustein:
                case Kapitel():
                    stand["Kapitel"] += 1
                    stand["Abschnitt"] = 0
                    nummer = str(stand["Kapitel"])
                case Abschnitt():
                    stand["Abschnitt"] += 1
                    nummer = f"{stand['Kapitel']}.{stand['Abschnitt']}"
                case Abbildung():
                    stand["Abbildung"] += 1
                    nummer = f"Abbildung {stand['Abbildung']}"
                case Zahlentabelle() | Massnahmentabelle():
                    stand["Tabelle"] += 1
                    nummer = f"Tabelle {stand['Tabelle']}"
            yield nummer, baustein
