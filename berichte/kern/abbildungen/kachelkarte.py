"""Dresden als Kacheln: zehn Stadtbezirke und neun Ortschaften, ungefähr da, wo sie liegen. Eigene Zeichnung, keine
Grenzen; gleich große Kacheln, damit nicht die Fläche eines Gebiets den Blick lenkt.

Ortschaften, die die Statistik nur als einen Stadtteil zählt, teilen sich eine Kachel über mehrere Felder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from beratung.kern.stammdaten.grenzen import Flaeche
from berichte.kern.tabelle import Format, Herkunft, Zeichen

ZEILEN, SPALTEN = 5, 5
KLASSEN = "ABCDE"


@dataclass(frozen=True)
class Kachel:
    """`gebiet`: wie es am Stadtteil steht. Zeile 0 liegt im Norden, Spalte 0 im Westen."""

    gebiet: str
    name: str
    zeile: int
    spalte: int
    zeilen: int = 1
    spalten: int = 1


KACHELN = (
    Kachel("Ortschaft Weixdorf", "Weixdorf", 0, 2),
    Kachel("Ortschaften Langebrück, Schönborn", "Langebrück/Schönborn", 0, 3, spalten=2),
    Kachel("Ortschaften Cossebaude, Mobschatz, Oberwartha", "Cossebaude/Mobschatz/Oberwartha", 1, 0, zeilen=3),
    Kachel("Klotzsche", "Klotzsche", 1, 2),
    Kachel("Pieschen", "Pieschen", 2, 1),
    Kachel("Neustadt", "Neustadt", 2, 2),
    Kachel("Loschwitz", "Loschwitz", 2, 3),
    Kachel("Ortschaft Schönfeld-Weißig", "Schönfeld-Weißig", 2, 4),
    Kachel("Cotta", "Cotta", 3, 1),
    Kachel("Altstadt", "Altstadt", 3, 2),
    Kachel("Blasewitz", "Blasewitz", 3, 3),
    Kachel("Ortschaften Altfranken, Gompitz", "Altfranken/Gompitz", 4, 0, spalten=2),
    Kachel("Plauen", "Plauen", 4, 2),
    Kachel("Prohlis", "Prohlis", 4, 3),
    Kachel("Leuben", "Leuben", 4, 4),
)


@dataclass(frozen=True)
class Klasse:
    buchstabe: str
    ueber: Decimal  # nicht enthalten, außer bei null
    bis: Decimal


@dataclass(frozen=True)
class Kachelkarte:
    """`werte`: Gebiet → Zahl oder Zeichen; was fehlt, gilt als nicht gemeldet. `grenzen`: für jede Kachel, in derselben
    Folge, die wirkliche Fläche; leer, wo keine geladen sind. ValueError ohne Titel und Beschreibung."""

    titel: str
    beschreibung: str
    werte: Mapping[str, int | Decimal | Zeichen]
    herkunft: Herkunft
    einheit: str
    format: Format = Format.ANZAHL
    grenzen: tuple[Flaeche, ...] = ()

    def __post_init__(self):
        if not self.titel.strip() or not self.beschreibung.strip():
            raise ValueError("Eine Karte braucht einen Titel, der den Befund sagt, und eine Beschreibung.")

    def wert(self, kachel: Kachel) -> int | Decimal | Zeichen:
        return self.werte.get(kachel.gebiet, Zeichen.FEHLT)

    def text(self, wert: int | Decimal | Zeichen) -> str:
        """Wie im Diagramm: eine Null als 0."""
        return "0" if not isinstance(wert, Zeichen) and not wert else self.format.schreiben(wert)

    @property
    def klassen(self) -> tuple[Klasse, ...]:
        return klassen([wert for wert in map(self.wert, KACHELN) if not isinstance(wert, Zeichen)])

    def klasse(self, kachel: Kachel) -> int | None:
        """0 bis 4; None, wo keine Zahl steht."""
        wert = self.wert(kachel)
        if isinstance(wert, Zeichen):
            return None
        return next(nr for nr, klasse in enumerate(self.klassen) if wert <= klasse.bis)

    @property
    def legende(self) -> tuple[str, ...]:
        """„A bis 100“, „B über 100 bis 200“ …"""
        erste, *weitere = self.klassen
        grenze = self.text
        return (
            f"{erste.buchstabe} bis {grenze(erste.bis)}",
            *(f"{k.buchstabe} über {grenze(k.ueber)} bis {grenze(k.bis)}" for k in weitere),
        )

    @property
    def darunter(self) -> list[str]:
        return [self.herkunft.satz, *self.herkunft.fussnoten]


def klassen(zahlen: Sequence[int | Decimal]) -> tuple[Klasse, ...]:
    """Fünf gleich breite Klassen von null an, mit runder Breite; die höchste Zahl liegt in der letzten möglichen."""
    breite = _rund(Decimal(max(zahlen, default=0)) / len(KLASSEN))
    if not any(isinstance(zahl, Decimal) for zahl in zahlen):
        breite = breite.to_integral_value(ROUND_CEILING)
    return tuple(Klasse(buchstabe, nr * breite, (nr + 1) * breite) for nr, buchstabe in enumerate(KLASSEN))


def _rund(wert: Decimal) -> Decimal:
    """Die nächste Zahl darüber mit höchstens zwei Ziffern: 86,4 → 87, 3,21 → 3,3; für null eins."""
    if wert <= 0:
        return Decimal(1)
    stelle = Decimal(1).scaleb(max(wert.adjusted() - 1, -1))
    return (wert / stelle).to_integral_value(ROUND_CEILING) * stelle
