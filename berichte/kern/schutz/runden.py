"""Kontrolliertes Runden: Jede Zahl wird auf ein benachbartes Vielfaches der Basis gerundet, und alle Summen stimmen.

Eine Lösung gibt es immer: Die Zahlen eines Blocks sind ein Fluss in einem Netz (Gesamtzahl → Aufteilung → Gesamtzahl).
Durch die Basis geteilt ist er ein gebrochener Fluss zwischen ab- und aufgerundeten Grenzen, und dann gibt es zwischen
denselben ganzzahligen Grenzen auch einen ganzzahligen.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .programm import Schluessel


class KeineLoesung(RuntimeError):
    """Der Löser fand keine gerundeten Zahlen; es gibt kein halbes Ergebnis."""


@dataclass(frozen=True)
class Abweichung:
    """Veröffentlichte minus genaue Zahl, ohne Vorzeichen."""

    groesste: int
    mittlere: float


@dataclass(frozen=True)
class Schutzergebnis:
    """`werte`: zu jeder genauen Zahl die geschützte. Abweichungen je Ebene: `zelle` über alle Zahlen, die übrigen nur
    über Gesamtzahlen; `jahr`: vom Januar bis zum letzten Monat des Jahres. `bewegt`: kleine Zahlen, die sich nicht
    geändert haben und doch anders als in der letzten Freigabe veröffentlicht würden; sie fallen dem Angriff auf."""

    werte: dict[Schluessel, int]
    zelle: Abweichung
    bereich_monat: Abweichung
    bereich_jahr: Abweichung
    stadt_monat: Abweichung
    stadt_jahr: Abweichung
    bewegt: tuple[Schluessel, ...]


def schuetzen(
    genau: Mapping[Schluessel, int], *, basis: int = 5, eltern: Mapping[str, str],
    vorher: Mapping[Schluessel, tuple[int, int]] | None = None,
) -> Schutzergebnis:  # fmt: skip
    """Geschützte Zahlen zu allen genauen, immer dieselben zu denselben. `eltern`: Beratungsfeld → Hauptberatungsfeld.
    `vorher`: (genau, veröffentlicht) der letzten Freigabe; unveränderte Blöcke bleiben, wie sie veröffentlicht sind.
    UngueltigeZahlen, wenn ein Teil über seinem Ganzen liegt; KeineLoesung statt eines halben Ergebnisses."""
    raise NotImplementedError
