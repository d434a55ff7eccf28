"""Vergleiche, die nicht lügen können: gezählt wird nur über Monate, die in beiden Zeiträumen gemeldet sind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property

from beratung.kern.zaehlung import Zaehleinheit
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung

from . import grundlage
from .kennzahlen import Anzahl

EIN_JAHR = 12  # Monate


@dataclass(frozen=True)
class Monatsreihe:
    """Gemeldete Monate einer Zähleinheit. Ein Monat, der nicht darin steht, ist nicht gemeldet; 0 ist gemeldet.
    `basis`: auf deren Vielfache die Zahlen einer Freigabe gerundet sind; 0: sie sind genau."""

    zaehleinheit: Zaehleinheit
    werte: Mapping[Monat, int]
    # Geliefert, bevor der Monat zu Ende war: zu zeigen, aber mit keinem ganzen Monat zu vergleichen.
    teilmonate: frozenset[Monat] = frozenset()
    basis: int = 0

    @property
    def ist_geschuetzt(self) -> bool:
        """Zahlen einer Freigabe; was nicht darin steht, ist nicht freigegeben."""
        return bool(self.basis)

    @property
    def prozent_ab(self) -> int:
        """Verhältnisse nur ab so großer Grundlage."""
        return grundlage.PROZENT_AB if self.ist_geschuetzt else 0

    @property
    def da(self) -> str:
        """Das Wort für Monate, die dastehen."""
        return "freigegeben" if self.ist_geschuetzt else "gemeldet"

    def __add__(self, andere: "Monatsreihe") -> "Monatsreihe":
        """Beide Quellen zusammen: nur Monate, die beide gemeldet haben. TypeError bei verschiedenen Zähleinheiten."""
        einheit = (Anzahl(0, self.zaehleinheit) + Anzahl(0, andere.zaehleinheit)).zaehleinheit
        gemeinsam = self.werte.keys() & andere.werte.keys()
        summen = {monat: self.werte[monat] + andere.werte[monat] for monat in gemeinsam}
        teilmonate = (self.teilmonate | andere.teilmonate) & gemeinsam
        return Monatsreihe(einheit, summen, teilmonate, max(self.basis, andere.basis))

    @property
    def ganze_monate(self) -> "Monatsreihe":
        """Ohne Teilmonate; für Urteile, die einen halben Monat für einen schlechten hielten."""
        return replace(self, werte={m: wert for m, wert in self.werte.items() if m not in self.teilmonate})

    def gemeldet(self, zeitraum: Zeitraum) -> tuple[Monat, ...]:
        return tuple(monat for monat in _monate(zeitraum) if monat in self.werte)

    def fehlend(self, zeitraum: Zeitraum) -> tuple[Monat, ...]:
        return tuple(monat for monat in _monate(zeitraum) if monat not in self.werte)

    def summe(self, monate: Iterable[Monat]) -> Anzahl | None:
        """Summe über genau diese Monate; None, wenn es keine sind. KeyError, wenn einer nicht gemeldet ist."""
        einzeln = [self.werte[monat] for monat in monate]
        return Anzahl(sum(einzeln), self.zaehleinheit) if einzeln else None


@cache
def _monate(zeitraum: Zeitraum) -> tuple[Monat, ...]:
    """Ein Befehl fragt denselben Zeitraum für Zehntausende Reihen."""
    return tuple(zeitraum)


@dataclass(frozen=True)
class Vergleich:
    """Ein Zeitraum gegen denselben vor `abstand` Monaten."""

    gegenstand: str
    reihe: Monatsreihe
    zeitraum: Zeitraum
    abstand: int = EIN_JAHR

    @property
    def frueher(self) -> Zeitraum:
        return Zeitraum(self.zeitraum.von - self.abstand, self.zeitraum.bis - self.abstand)

    @cached_property
    def monate(self) -> tuple[Monat, ...]:
        """Die verglichenen Monate: in beiden Zeiträumen ganz gemeldet."""
        ganze = self.reihe.werte.keys() - self.reihe.teilmonate
        return tuple(m for m in self.reihe.gemeldet(self.zeitraum) if m in ganze and m - self.abstand in ganze)

    @property
    def gezaehlte_monate(self) -> tuple[Monat, ...]:
        """Worüber gezählt wird: die verglichenen Monate, ohne Vergleich die gemeldeten."""
        return self.monate or self.reihe.gemeldet(self.zeitraum)

    @cached_property
    def wert(self) -> Anzahl | None:
        return self.reihe.summe(self.monate)

    @cached_property
    def vergleichswert(self) -> Anzahl | None:
        return self.reihe.summe(monat - self.abstand for monat in self.monate)

    @property
    def differenz(self) -> int | None:
        return self.wert - self.vergleichswert if self.monate else None

    @property
    def prozent(self) -> Decimal | None:
        """Kaufmännisch auf eine Stelle; None, wo nichts zu vergleichen, der Vergleichswert 0 oder zu klein ist."""
        if not self.monate:
            return None
        return grundlage.veraenderung(self.wert.wert, self.vergleichswert.wert, ab=self.reihe.prozent_ab)

    @property
    def ist_vollstaendig(self) -> bool:
        """Alle Monate beider Zeiträume sind gemeldet."""
        return len(self.monate) == len(self.zeitraum)

    @property
    def verglichen(self) -> str:
        """„01–09/2024“: der Zeitraum, für den die Zahl gilt."""
        return bezeichnung(self.monate)

    @property
    def verglichen_frueher(self) -> str:
        return bezeichnung(monat - self.abstand for monat in self.monate)

    @property
    def _ist_offen(self) -> bool:
        """Die Richtung kann an der Rundung liegen."""
        return bool(self.monate) and not grundlage.ist_deutlich(self.differenz, basis=self.reihe.basis)

    @property
    def ergebnis(self) -> str:
        """Die Zahl, die groß dasteht: „+21,5 %“, „unverändert“, „+5“ (früher 0) oder „kein Vergleich“; zwischen
        geschützten Zahlen auch „kein deutlicher Unterschied“."""
        if not self.monate:
            return "kein Vergleich"
        if self._ist_offen:
            return "kein deutlicher Unterschied"
        if not self.differenz:
            return "unverändert"
        if self.prozent is None:
            return zahlen.deutsch(self.differenz, vorzeichen=True)
        return zahlen.prozent(self.prozent, vorzeichen=True)

    @property
    def satz(self) -> str:
        """„Beratungsfälle …: +21,5 % (2.535 in 01–09/2023 → 3.080 in 01–09/2024).“"""
        if not self.monate:
            beide = f"{self.frueher.bezeichnung} und {self.zeitraum.bezeichnung}"
            return f"{self.gegenstand}: kein Vergleich möglich; {beide} haben keinen {self.reihe.da}en Monat gemeinsam."
        neu, alt = zahlen.deutsch(self.wert.wert), zahlen.deutsch(self.vergleichswert.wert)
        if not self.differenz:
            klammer = f"{neu} in {self.verglichen_frueher} und in {self.verglichen}"
        else:
            klammer = f"{alt} in {self.verglichen_frueher} → {neu} in {self.verglichen}"
        return f"{self.gegenstand}: {self.ergebnis} ({klammer}{self._dazu})."

    @property
    def _dazu(self) -> str:
        if self._ist_offen:
            return "; er kann an der Rundung liegen"
        if self.prozent is not None or not self.differenz:
            return ""
        zu_klein = self.vergleichswert.wert and f"; Prozent erst ab {self.reihe.prozent_ab}"
        return zu_klein or "; Prozent von 0 ist nicht sinnvoll"
