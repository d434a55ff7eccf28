"""Auslastung einer Beratungsstelle in einem Quartal: Neuzugänge an Soll und Stellenumfang gemessen.

Gemessen werden nur gemeldete Monate, an Soll und VzÄ derselben Monate. Was nicht hinterlegt ist, gibt kein Verhältnis.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.stammdaten.ausstattung import Ausstattungszeile, soll, vzae_im_mittel
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import Anzahl
from berichte.kern.zahlen.vergleich import Monatsreihe
from berichte.kern.zahlen.verhaeltnisse import Bezug, Bezugsgroesse
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat, Quartal

NICHT_HINTERLEGT = "nicht hinterlegt"
MONATE_IM_QUARTAL = 3
VOLL = Decimal(100)  # Prozent: so viele Fälle wie das Soll


@dataclass(frozen=True)
class Messung:
    """Neuzugänge, Soll und mittlere VzÄ einer Beratungsstelle über dieselben Monate. None: nicht gemeldet oder nicht
    hinterlegt, nie null."""

    ist: Anzahl | None
    soll: Decimal | None
    vzae: Decimal | None

    @property
    def prozent(self) -> Decimal | None:
        """Neuzugänge in Prozent des Solls, eine Stelle; None ohne Zahl oder ohne Soll über null."""
        return self._wert("soll_ist", self.soll, Bezugsgroesse.SOLL)

    @property
    def faelle_je_vzae(self) -> Decimal | None:
        """Neuzugänge der gemeldeten Monate je Vollzeitäquivalent, eine Stelle."""
        return self._wert("faelle_je_vzae", self.vzae, Bezugsgroesse.VZAE)

    def _wert(self, schluessel: str, nenner: Decimal | None, groesse: Bezugsgroesse) -> Decimal | None:
        bezug = None if nenner is None else Bezug(nenner, groesse)
        return KATALOG[schluessel].aus(self.ist, bezug, grund=NICHT_HINTERLEGT).wert


@dataclass(frozen=True)
class Auslastung(Messung):
    """`soll` und `vzae` gelten für die gemeldeten Monate, ohne einen für das ganze Quartal."""

    quartal: Quartal
    monate: tuple[Monat, ...]

    @property
    def ist_vollstaendig(self) -> bool:
        return len(self.monate) == MONATE_IM_QUARTAL

    @property
    def anteil(self) -> str:
        """„2 von 3“ Monaten."""
        return f"{len(self.monate)} von {MONATE_IM_QUARTAL}"

    @property
    def meldestand(self) -> str:
        """„2 von 3 Monaten gemeldet“."""
        return f"{self.anteil} Monaten gemeldet"

    @property
    def messwerte(self) -> tuple[str, str, str, str]:
        """Soll, Auslastung, VzÄ, Fälle je VzÄ als Text: „80“, „98,8 %“, „1,75“, „45,1“."""
        ohne = Zeichen.NICHT_SINNVOLL if self.monate else Zeichen.FEHLT
        return (
            NICHT_HINTERLEGT if self.soll is None else kurz(self.soll),
            ohne if self.prozent is None else zahlen.prozent(self.prozent),
            NICHT_HINTERLEGT if self.vzae is None else zahlen.deutsch(self.vzae, stellen=2),
            ohne if self.faelle_je_vzae is None else zahlen.deutsch(self.faelle_je_vzae),
        )

    @property
    def rang(self) -> tuple[int, Decimal]:
        """Was zuerst Aufmerksamkeit braucht, hat den kleinsten: wenige gemeldete Monate, dann weit von 100 %."""
        abstand = abs(self.prozent - VOLL) if self.prozent is not None else -1
        return (len(self.monate), -Decimal(abstand))


def kurz(wert: Decimal) -> str:
    """Höchstens zwei Nachkommastellen, keine unnötigen: „120“, „1,75“, „26,67“."""
    return zahlen.deutsch(zahlen.runden(wert, 2).normalize() + 0)


def auslastung(quartal: Quartal, neuzugaenge: Monatsreihe, ausstattungen: Collection[Ausstattungszeile]) -> Auslastung:
    gemeldet = neuzugaenge.gemeldet(quartal.zeitraum)
    gemessen = gemeldet or tuple(quartal.zeitraum)
    return Auslastung(
        neuzugaenge.summe(gemeldet),
        soll(ausstattungen, gemessen),
        vzae_im_mittel(ausstattungen, gemessen),
        quartal,
        gemeldet,
    )
