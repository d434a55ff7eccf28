"""Kennzahlen, die zwei Größen ins Verhältnis setzen. Welche Größen das sein dürfen, steht in der Kennzahl: wer andere
einsetzt oder verschiedene Verhältnisse vergleicht, hat sich im Programm geirrt und bekommt einen TypeError."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.tabelle import Zeichen
from dresden_senioren.kern import zahlen

from .kennzahlen import Anzahl, Katalogeintrag


class Bezugsgroesse(StrEnum):
    """Was nicht in den Lieferungen gezählt, sondern hinterlegt oder erwartet ist."""

    VZAE = "vzae"
    SOLL = "soll"
    EINWOHNER_60 = "einwohner_60"
    MONATE = "monate"

    @property
    def bezeichnung(self) -> str:
        return {
            "vzae": "Vollzeitäquivalente (VzÄ)",
            "soll": "Soll-Fälle",
            "einwohner_60": "Einwohnerinnen und Einwohner ab 60 Jahren",
            "monate": "Monate",
        }[self.value]


@dataclass(frozen=True)
class Bezug:
    """Ein Wert mit seiner Bezugsgröße, etwa 24,75 VzÄ."""

    wert: Decimal | int
    groesse: Bezugsgroesse


Groesse = Anzahl | Bezug
Einheit = Zaehleinheit | Bezugsgroesse


@dataclass(frozen=True, kw_only=True)
class Verhaeltniskennzahl(Katalogeintrag):
    """`zaehler` und `nenner`: was eingesetzt werden darf; None beim Zähler heißt dieselbe Zähleinheit wie der Nenner,
    None bei beiden jede. `je`: 100 für Prozent, 1.000 für die Dichte."""

    zaehler: Einheit | None
    nenner: Einheit | None
    zaehler_in_worten: str
    nenner_in_worten: str
    je: int = 100
    stellen: int = 1

    @property
    def ist_prozent(self) -> bool:
        return self.je == 100 and self.einheit == "%"

    def aus(
        self, zaehler: Groesse | None, nenner: Groesse | None, *, grund: str = "", zeitraum: str = ""
    ) -> "Verhaeltnis":
        """`grund`: ein Satz, warum eine der beiden Größen fehlt. TypeError, wo sie nicht zur Kennzahl gehören."""
        return Verhaeltnis(self, zaehler, nenner, grund, zeitraum)


@dataclass(frozen=True)
class Verhaeltnis:
    """Ein Wert einer Verhältniskennzahl, auch wenn es ihn nicht gibt: dann mit dem Grund, nie null."""

    kennzahl: Verhaeltniskennzahl
    zaehler: Groesse | None
    nenner: Groesse | None
    grund: str = ""
    zeitraum: str = ""  # „01–09/2024“: die gezählten Monate

    def __post_init__(self):
        oben, unten = _einheit(self.zaehler), _einheit(self.nenner)
        soll_unten = self.kennzahl.nenner or unten
        for ist, soll in ((oben, self.kennzahl.zaehler or soll_unten), (unten, soll_unten)):
            if ist not in (None, soll):
                erlaubt = soll.bezeichnung if soll else "nichts"
                raise TypeError(f"„{self.kennzahl.name}“ rechnet mit {erlaubt}, nicht mit {ist.bezeichnung}.")
        if (self.zaehler is None or self.nenner is None) and not self.grund:
            raise ValueError(f"„{self.kennzahl.name}“ hat keinen Wert und keinen Grund dafür.")

    @property
    def genau(self) -> Decimal | None:
        """Ungerundet; None, wo eine Größe fehlt oder durch null zu teilen wäre."""
        if self.zaehler is None or self.nenner is None or not self.nenner.wert:
            return None
        return Decimal(self.zaehler.wert) * self.kennzahl.je / Decimal(self.nenner.wert)

    @property
    def wert(self) -> Decimal | None:
        """Kaufmännisch gerundet."""
        return None if self.genau is None else zahlen.runden(self.genau, self.kennzahl.stellen)

    @property
    def zeichen(self) -> Zeichen | None:
        """„.“, wo eine Größe unbekannt ist; „x“, wo durch null zu teilen wäre."""
        if self.genau is not None:
            return None
        return Zeichen.GEHEIM if self.zaehler is None or self.nenner is None else Zeichen.NICHT_SINNVOLL

    @property
    def warum_nicht(self) -> str:
        """Warum es keinen Wert gibt; leer, wo es einen gibt."""
        if self.genau is not None:
            return ""
        return self.grund or f"{self.kennzahl.nenner_in_worten}: null, darum ist das Verhältnis nicht sinnvoll."

    @property
    def geschrieben(self) -> str:
        """„70,6 %“, „3,15 Beratungen je Fall“, „.“."""
        if self.zeichen:
            return str(self.zeichen)
        if self.kennzahl.ist_prozent:
            return zahlen.prozent(self.wert)
        return f"{zahlen.deutsch(self.wert)}{zahlen.GESCHUETZT}{self.kennzahl.einheit}"

    def __sub__(self, andere: "Verhaeltnis") -> Decimal | None:
        """Unterschied der Werte, wie sie dastehen, bei Anteilen in Prozentpunkten; None, wo einer fehlt."""
        ist_gleich = isinstance(andere, Verhaeltnis) and self.kennzahl is andere.kennzahl
        if ist_gleich and None in (self.genau, andere.genau):
            return None
        if not ist_gleich or _einheit(self.nenner) is not _einheit(andere.nenner):
            fremd = andere.kennzahl.name if isinstance(andere, Verhaeltnis) else repr(andere)
            raise TypeError(f"„{self.kennzahl.name}“ und „{fremd}“ sind nicht vergleichbar.")
        return self.wert - andere.wert


def _einheit(groesse: Groesse | None) -> Einheit | None:
    """TypeError bei einer nackten Zahl: sie sagt nicht, was sie zählt."""
    match groesse:
        case None:
            return None
        case Anzahl():
            return groesse.zaehleinheit
        case Bezug():
            return groesse.groesse
    raise TypeError(f"{groesse!r} ist eine Zahl ohne Einheit.")
