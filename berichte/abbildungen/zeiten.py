"""Wie die beiden Zeiträume einer Abbildung heißen und was davon zu zeigen ist."""

from dataclasses import dataclass

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.tabelle import Format, Spalte
from berichte.zahlen.lage import Lage
from dresden_senioren.kern.zeitraum import bezeichnung


@dataclass(frozen=True)
class Zeiten:
    """`frueher` leer: nichts zu vergleichen. `da`: „gemeldet“, bei geschützten Zahlen „freigegeben“."""

    heute: str
    frueher: str
    da: str = "gemeldet"

    @property
    def zaehlspalten(self) -> tuple[Spalte, ...]:
        if not self.frueher:
            return (Spalte(self.heute, Format.ANZAHL),)
        return (
            Spalte(self.frueher, Format.ANZAHL),
            Spalte(self.heute, Format.ANZAHL),
            Spalte("Differenz", Format.DIFFERENZ),
            Spalte("Prozent", Format.VERAENDERUNG),
        )


def zeiten(lage: Lage, zaehleinheit: Zaehleinheit) -> Zeiten:
    """Die verglichenen Monate, ohne Vergleich die gemeldeten; ohne gemeldete der gewählte Zeitraum."""
    vergleich = lage.vergleich(zaehleinheit)
    gemeldet = bezeichnung(lage.monate(zaehleinheit))
    return Zeiten(gemeldet or lage.auswahl.zeitraum.bezeichnung, vergleich.verglichen_frueher, vergleich.reihe.da)
