"""Eine Karte mit den geladenen Grenzen, wo es sie gibt; und wie sie aussieht, bevor sie gilt."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from beratung.kern.stammdaten.grenzen import Flaeche
from beratung.models import Grenzstand, Stadtteil
from berichte.kern.abbildungen.kachelkarte import KACHELN, Kachelkarte
from berichte.kern.tabelle import Herkunft
from berichte.zahlen.lesung import Grenzen

KEINE_GRENZEN = "Kacheln statt Grenzen: ungefähr da, wo die Gebiete liegen, für jedes ein gleich großes Feld."
VEREINFACHT = "Grenzen vereinfacht gezeichnet"


def gezeichnete(grenzen: Grenzen | None) -> tuple[tuple[Flaeche, ...], str]:
    """Die Flächen in der Folge der Kacheln und der Satz, der unter der Karte steht; eine Abfrage. Gibt es inzwischen
    andere Gebiete, zeichnet die Karte Kacheln."""
    flaechen = _in_folge(Grenzstand.objects.get(pk=grenzen.pk).gezeichnet) if grenzen else ()
    if not flaechen:
        return (), KEINE_GRENZEN
    return flaechen, f"{VEREINFACHT}: {grenzen.stand}."


def vorschau(flaechen: Iterable[Flaeche], herkunft: Herkunft) -> Kachelkarte:
    """Die Karte mit einer Zahl, die jeder sehen darf: Stadtteile je Gebiet."""
    anzahl = Counter(Stadtteil.objects.values_list("gebiet", flat=True))
    titel = "Stadtteile je Stadtbezirk und Ortschaft"
    worte = "; ".join(f"{kachel.name} {anzahl[kachel.gebiet]}" for kachel in KACHELN)
    karte = Kachelkarte(titel, f"Karte: {titel}. {worte}.", anzahl, herkunft, "Stadtteile")
    return replace(karte, grenzen=_in_folge(flaechen))


def _in_folge(flaechen: Iterable[Flaeche]) -> tuple[Flaeche, ...]:
    """Wie die Kacheln; leer, wenn eine fehlt."""
    je_gebiet = {flaeche.gebiet: flaeche for flaeche in flaechen}
    alle = tuple(je_gebiet[kachel.gebiet] for kachel in KACHELN if kachel.gebiet in je_gebiet)
    return alle if len(alle) == len(KACHELN) else ()
