"""Wie sich eine Zahl auf Ausprägungen oder Gebiete verteilt, heute und im Vergleichszeitraum."""

from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.zaehlung import OHNE_ANGABE, Zaehleinheit
from dresden_senioren.kern import zahlen


@dataclass(frozen=True)
class Paar:
    """Anzahl im Zeitraum und im Vergleichszeitraum, über dieselben Monate. None: nicht gemeldet, nie null."""

    heute: int | None
    frueher: int | None

    def __add__(self, andere: "Paar") -> "Paar":
        return Paar(_plus(self.heute, andere.heute), _plus(self.frueher, andere.frueher))

    def __sub__(self, andere: "Paar") -> "Paar":
        return Paar(_minus(self.heute, andere.heute), _minus(self.frueher, andere.frueher))

    @property
    def differenz(self) -> int | None:
        return None if None in (self.heute, self.frueher) else self.heute - self.frueher

    @property
    def prozent(self) -> Decimal | None:
        """Kaufmännisch auf eine Stelle; None, wo nichts zu vergleichen oder früher null war."""
        return zahlen.veraenderung(self.heute, self.frueher)


def _plus(a: int | None, b: int | None) -> int | None:
    return None if None in (a, b) else a + b


def _anteil(teil: int | None, ganzes: int | None) -> Decimal | None:
    return None if None in (teil, ganzes) else zahlen.anteil(teil, ganzes)


def _minus(a: int | None, b: int | None) -> int | None:
    return None if None in (a, b) else a - b


@dataclass(frozen=True)
class Posten:
    schluessel: str
    name: str
    paar: Paar


@dataclass(frozen=True)
class Verteilung:
    """`gesamt` zählt auch, was niemand aufgeteilt hat: fertige Summen nennen nicht immer jede Ausprägung."""

    bezeichnung: str
    zaehleinheit: Zaehleinheit
    posten: tuple[Posten, ...]
    gesamt: Paar

    @property
    def nicht_aufgeteilt(self) -> Paar:
        """Was zur Gesamtzahl fehlt; ist es nicht null, sind die Posten zweier Jahre nicht vergleichbar."""
        return self.gesamt - sum((p.paar for p in self.posten), Paar(0, 0 if self.gesamt.frueher is not None else None))

    @property
    def nach_groesse(self) -> tuple[Posten, ...]:
        return tuple(sorted(self.posten, key=lambda p: (-(p.paar.heute or 0), p.name)))

    def anteil(self, posten: Posten) -> Decimal | None:
        """Prozent an der Gesamtzahl des Zeitraums; None ohne Zahl oder bei null."""
        return _anteil(posten.paar.heute, self.gesamt.heute)

    def anteil_frueher(self, posten: Posten) -> Decimal | None:
        """Prozent an der Gesamtzahl des Vergleichszeitraums; None ohne Zahl oder bei null."""
        return _anteil(posten.paar.frueher, self.gesamt.frueher)

    @property
    def anteil_unbekannt(self) -> Decimal | None:
        """Prozent ohne Angabe; None ohne Zahl oder bei null."""
        ohne = [p.paar.heute for p in self.posten if p.schluessel in OHNE_ANGABE]
        return None if None in ohne else _anteil(sum(ohne), self.gesamt.heute)

    @property
    def rundung(self) -> str:
        """Fußnote, wo einzeln gerundete Anteile nicht 100,0 ergeben; sonst leer."""
        summe = sum((self.anteil(posten) or 0 for posten in self.posten), Decimal(0))
        ist_ganz = self.nicht_aufgeteilt.heute == 0
        return f"Einzeln gerundet; zusammen {zahlen.prozent(summe)}." if ist_ganz and summe not in (0, 100) else ""
