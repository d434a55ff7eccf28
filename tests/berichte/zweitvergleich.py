"""Gelesene Tabellen gegen die Zweitrechnung: jede Zelle ist gleich, falsch, außerhalb oder in einer fremden Tabelle."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .tabellenleser import wert
from .zweitrechnung import AUSSERHALB, Blick, Tabelle, Unbekannt
from .zweitregeln import erwartet


@dataclass
class Urteil:
    """`gleich` und `ausserhalb` zählen Zellen; `falsch` nennt sie, `fremd` nennt Tabellen ohne Regel."""

    gleich: int = 0
    ausserhalb: set[tuple[str, str]] = field(default_factory=set)
    falsch: list[str] = field(default_factory=list)
    fremd: list[str] = field(default_factory=list)

    @property
    def maengel(self) -> list[str]:
        return self.falsch + self.fremd


def vergleichen(tabellen: Iterable[Tabelle], blick: Blick) -> Urteil:
    urteil = Urteil()
    for tabelle in tabellen:
        try:
            _tabelle(urteil, tabelle, erwartet(tabelle, blick))
        except Unbekannt as grund:
            urteil.fremd.append(str(grund))
    return urteil


def _tabelle(urteil: Urteil, tabelle: Tabelle, soll: list) -> None:
    for zeile, werte in zip(tabelle.zeilen, soll, strict=True):
        for spalte, text, erwarteter in zip(tabelle.spalten[1:], zeile[1:], werte, strict=True):
            if erwarteter is AUSSERHALB:
                urteil.ausserhalb.add((tabelle.titel, spalte))
            elif wert(text) == (erwarteter if isinstance(erwarteter, Decimal) else wert(erwarteter)):
                urteil.gleich += 1
            else:
                urteil.falsch.append(f"{tabelle.titel} | {zeile[0]} | {spalte}: {text} statt {erwarteter}")
