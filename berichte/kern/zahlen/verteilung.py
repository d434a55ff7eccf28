"""Wie sich eine Zahl auf Ausprägungen oder Gebiete verteilt, heute und im Vergleichszeitraum."""

from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.zaehlung import OHNE_ANGABE, Zaehleinheit
from berichte.kern.tabelle import Zeichen
from dresden_senioren.kern import zahlen

from . import grundlage


@dataclass(frozen=True)
class Paar:
    """Anzahl im Zeitraum und im Vergleichszeitraum, über dieselben Monate. None: nicht gemeldet, nie null.
    `prozent_ab`: Verhältnisse nur ab so großer Grundlage (kern/grundlage.py)."""

    heute: int | None
    frueher: int | None
    prozent_ab: int = 0

    def __add__(self, andere: "Paar") -> "Paar":
        ab = max(self.prozent_ab, andere.prozent_ab)
        return Paar(_plus(self.heute, andere.heute), _plus(self.frueher, andere.frueher), ab)

    def __sub__(self, andere: "Paar") -> "Paar":
        ab = max(self.prozent_ab, andere.prozent_ab)
        return Paar(_minus(self.heute, andere.heute), _minus(self.frueher, andere.frueher), ab)

    @property
    def differenz(self) -> int | None:
        return None if None in (self.heute, self.frueher) else self.heute - self.frueher

    @property
    def prozent(self) -> Decimal | None:
        """Kaufmännisch auf eine Stelle; None, wo nichts zu vergleichen, früher null oder die Grundlage zu klein war."""
        return grundlage.veraenderung(self.heute, self.frueher, ab=self.prozent_ab)

    @property
    def statt_prozent(self) -> Zeichen:
        """Steht in der Zelle, wo `prozent` fehlt."""
        return grundlage.statt(self.frueher, ab=self.prozent_ab)


def _plus(a: int | None, b: int | None) -> int | None:
    return None if None in (a, b) else a + b


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
        """Gleich große bleiben in der Reihenfolge des Katalogs."""
        return tuple(sorted(self.posten, key=lambda p: -(p.paar.heute or 0)))

    def anteil(self, posten: Posten) -> Decimal | None:
        """Prozent an der Gesamtzahl des Zeitraums; None ohne Zahl, bei null oder zu kleiner Grundlage."""
        return self._anteil(posten.paar.heute, self.gesamt.heute)

    def anteil_frueher(self, posten: Posten) -> Decimal | None:
        """Prozent an der Gesamtzahl des Vergleichszeitraums; None ohne Zahl, bei null oder zu kleiner Grundlage."""
        return self._anteil(posten.paar.frueher, self.gesamt.frueher)

    @property
    def statt_anteil(self) -> Zeichen:
        """Steht in der Zelle, wo `anteil` fehlt."""
        return grundlage.statt(self.gesamt.heute, ab=self.gesamt.prozent_ab)

    @property
    def statt_anteil_frueher(self) -> Zeichen:
        return grundlage.statt(self.gesamt.frueher, ab=self.gesamt.prozent_ab)

    @property
    def hat_anteile(self) -> bool:
        """Es gibt Fälle, und genug davon."""
        return grundlage.reicht(self.gesamt.heute, max(1, self.gesamt.prozent_ab))

    @property
    def hat_anteile_frueher(self) -> bool:
        return grundlage.reicht(self.gesamt.frueher, max(1, self.gesamt.prozent_ab))

    def _anteil(self, teil: int | None, ganzes: int | None) -> Decimal | None:
        return grundlage.anteil(teil, ganzes, ab=self.gesamt.prozent_ab)

    @property
    def anteil_unbekannt(self) -> Decimal | None:
        """Prozent ohne Angabe; None ohne Zahl oder bei null."""
        ohne = [p.paar.heute for p in self.posten if p.schluessel in OHNE_ANGABE]
        return None if None in ohne else self._anteil(sum(ohne), self.gesamt.heute)

    @property
    def rundung(self) -> str:
        """Fußnote, wo einzeln gerundete Anteile nicht 100,0 ergeben; sonst leer."""
        summe = sum((self.anteil(posten) or 0 for posten in self.posten), Decimal(0))
        ist_ganz = self.nicht_aufgeteilt.heute == 0
        return f"Einzeln gerundet; zusammen {zahlen.prozent(summe)}." if ist_ganz and summe not in (0, 100) else ""
