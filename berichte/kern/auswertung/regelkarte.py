"""Regelkarte: Welche Monatszahl ist ein Signal, welche nur das übliche Auf und Ab?

Grundlage ist die XmR-Karte (Wheeler, Understanding Variation, 1993; NHS England, Making Data Count): Mittel ± 3 Sigma,
Sigma aus der mittleren Änderung von Monat zu Monat (geteilt durch 1,128, das ergibt die bekannten 2,66). Sie nimmt die
Streuung aus den Zahlen selbst und trägt darum auch Schwankungen, die größer sind als reiner Zufall, etwa Urlaub und
Feiertage; eine Poisson-Karte allein schlüge dort ständig an. Für Monatszahlen ohne Bezugsgröße ist das zugleich die
Karte von Laney (2002). Zwei Zusätze, weil die Grundlage kurz und die Zahlen klein sind:

- Sigma ist nie kleiner als die Wurzel des Mittels: Weniger als nach Poisson schwanken unabhängige Fälle nicht, zwölf
  ähnliche Monate sind Glück.
- Die Grenzen sind um √(1 + 1/n) weiter (Vorhersagegrenzen): Auch das Mittel aus n Monaten ist nur geschätzt.

Die Grenzen kommen allein aus den Monaten vor dem Zeitraum; kein Monat verschiebt die Grenze, an der er gemessen wird.
Eine dritte Regel (zwei von drei nahe der Grenze) fehlt mit Absicht: Jede weitere schlägt öfter ohne Grund an. Mit
beiden Regeln schlägt die Karte bei Poisson-verteilten Zahlen ohne jede Änderung in höchstens 2 von 100 einzelnen
Monaten an und in höchstens 12 von 100 Zeiträumen von neun Monaten (ab einem Mittel von 10 in höchstens 9 von 100); die
Simulation in den Tests zählt nach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import sqrt

from berichte.kern.zahlen import grundlage
from berichte.kern.zahlen.vergleich import Monatsreihe
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, in_worten

FENSTER = 36  # Monate, die eine Karte höchstens zeigt
HOECHSTENS_BEURTEILT = 24  # davon; der Rest bleibt Grundlage
MINDESTENS = 12  # Monate Grundlage: ein ganzes Jahr, damit jede Jahreszeit darin vorkommt
LAUF = 8  # Monate hintereinander auf einer Seite
SIGMA_JE_SPANNE = 1.128  # mittlere Spanne zweier normalverteilter Werte in Sigma
REGELN = {
    1: "ein Monat liegt außerhalb der Grenzen",
    2: f"{LAUF} Monate hintereinander liegen auf derselben Seite des Mittels",
}


@dataclass(frozen=True)
class Grenzen:
    """Auf eine Stelle gerundet: Beurteilt wird nach den Zahlen, die dastehen."""

    unten: float
    mittel: float
    oben: float


@dataclass(frozen=True)
class Signal:
    """Ein oder mehrere Monate, die eine Regel verletzen."""

    regel: int
    monate: tuple[Monat, ...]
    ist_darueber: bool


@dataclass(frozen=True)
class Regelkarte:
    """`brueche`: Monate, ab denen anders gezählt wird; Grundlage ist nur, was nach dem letzten liegt."""

    reihe: Monatsreihe
    zeitraum: Zeitraum
    brueche: tuple[Monat, ...] = ()

    @property
    def fenster(self) -> Zeitraum:
        """Vom ersten gemeldeten der letzten 36 Monate bis zum Ende des Zeitraums."""
        ganzes = Zeitraum(self.zeitraum.bis - (FENSTER - 1), self.zeitraum.bis)
        return Zeitraum(min(self.reihe.gemeldet(ganzes), default=self.beurteilt.von), ganzes.bis)

    @property
    def beurteilt(self) -> Zeitraum:
        bis = self.zeitraum.bis
        return Zeitraum(max(self.zeitraum.von, bis - (HOECHSTENS_BEURTEILT - 1)), bis)

    @cached_property
    def grundlage(self) -> tuple[Monat, ...]:
        bruch = max((m for m in self.brueche if m <= self.beurteilt.bis), default=None)
        davor = (m for m in self.reihe.gemeldet(self.fenster) if m < self.beurteilt.von)
        return tuple(m for m in davor if bruch is None or m >= bruch)

    @cached_property
    def grenzen(self) -> Grenzen | None:
        """None bei zu kurzer Grundlage und wo es in ihr keinen Fall gibt."""
        werte = [self.reihe.werte[monat] for monat in self.grundlage]
        if len(werte) < MINDESTENS or not any(werte):
            return None
        return grenzen(werte, _spannen(self.reihe, self.grundlage))

    @cached_property
    def signale(self) -> tuple[Signal, ...]:
        return (*self._ausserhalb(), *self._laeufe()) if self.grenzen else ()

    def _ausserhalb(self) -> list[Signal]:
        gemeldet = self.reihe.gemeldet(self.beurteilt)
        oben = tuple(m for m in gemeldet if self.reihe.werte[m] > self.grenzen.oben + self._spielraum)
        unten = tuple(m for m in gemeldet if self.reihe.werte[m] < self.grenzen.unten - self._spielraum)
        return [Signal(1, monate, monate is oben) for monate in (oben, unten) if monate]

    def _laeufe(self) -> list[Signal]:
        """Läufe, die im Zeitraum enden; ein nicht gemeldeter Monat und ein Wert genau im Mittel unterbrechen sie."""
        monate = [m for m in self.fenster if m >= self.grundlage[0]]
        gruppen = [(seite, tuple(gruppe)) for seite, gruppe in groupby(monate, key=self._seite)]
        lang = [(seite, g) for seite, g in gruppen if seite and len(g) >= LAUF and g[-1] in self.beurteilt]
        return [Signal(2, gruppe, seite > 0) for seite, gruppe in lang]

    def _seite(self, monat: Monat) -> int:
        abstand = self.reihe.werte.get(monat, self.grenzen.mittel) - self.grenzen.mittel
        return (abstand > self._spielraum) - (abstand < -self._spielraum)

    @property
    def _spielraum(self) -> int:
        """Geschützte Zahlen fallen nur auf, wo die Rundung es nicht gewesen sein kann."""
        return grundlage.spielraum(self.reihe.basis)

    @property
    def kann_unauffaellig_sein(self) -> bool:
        """Bei geschützten Zahlen bleibt es offen: Ein Signal kann in der Rundung untergegangen sein."""
        return self.grenzen is not None and not self.reihe.ist_geschuetzt

    @property
    def ist_signal(self) -> bool | None:
        """None, wo die Karte kein Urteil hat."""
        if self.signale:
            return True
        return False if self.kann_unauffaellig_sein and self.reihe.gemeldet(self.beurteilt) else None

    @property
    def auffaellige(self) -> frozenset[Monat]:
        return frozenset(m for signal in self.signale for m in signal.monate)

    @property
    def satz(self) -> str:
        """„unauffällig: …“, „auffällig, weil …“ oder warum es kein Urteil gibt; ohne Punkt am Ende."""
        gemeldet = self.reihe.gemeldet(self.beurteilt)
        if not gemeldet:
            return f"kein Urteil: Im Zeitraum ist kein Monat {self.reihe.da}"
        if len(self.grundlage) >= MINDESTENS and self.grenzen is None:
            return f"kein Urteil: In den {len(self.grundlage)} Monaten davor gab es keinen Fall"
        if self.grenzen is None:
            return f"zu wenige Monate für ein Urteil ({len(self.grundlage)} von {MINDESTENS})"
        if self.signale:
            return "auffällig, weil " + aufzaehlung([self._grund(signal) for signal in self.signale])
        if not self.kann_unauffaellig_sein:
            return "kein Urteil: Ob ein Monat auffällt, kann an der Rundung der Zahlen liegen"
        von, bis = _zahl(self.grenzen.unten), _zahl(self.grenzen.oben)
        liegt = f"{gemeldet[0].bezeichnung} liegt" if len(gemeldet) == 1 else f"alle {len(gemeldet)} Monate liegen"
        return f"unauffällig: {liegt} zwischen {von} und {bis}, im üblichen Auf und Ab"

    def _grund(self, signal: Signal) -> str:
        richtung = "über" if signal.ist_darueber else "unter"
        if signal.regel == 2:
            wo = f"{richtung} dem Mittel {_zahl(self.grenzen.mittel)}"
            return f"{len(signal.monate)} Monate hintereinander ({in_worten(signal.monate)}) {wo} liegen (Regel 2)"
        grenze = f"oberen Grenze {_zahl(self.grenzen.oben)}"
        if not signal.ist_darueber:
            grenze = f"unteren Grenze {_zahl(self.grenzen.unten)}"
        if len(signal.monate) > 1:
            return f"{in_worten(signal.monate)} {richtung} der {grenze} liegen (Regel 1)"
        (monat,) = signal.monate
        wert = zahlen.deutsch(self.reihe.werte[monat])
        return f"{monat.bezeichnung} mit {wert} {richtung} der {grenze} liegt (Regel 1)"


def grenzen(werte: Sequence[int], spannen: Sequence[int]) -> Grenzen:
    """Aus den Werten der Grundlage und den Änderungen von Monat zu Monat."""
    mittel = sum(werte) / len(werte)
    spanne = sum(spannen) / len(spannen) if spannen else 0
    sigma = max(spanne / SIGMA_JE_SPANNE, sqrt(mittel))
    weite = 3 * sigma * sqrt(1 + 1 / len(werte))
    return Grenzen(round(max(mittel - weite, 0), 1), round(mittel, 1), round(mittel + weite, 1))


def _spannen(reihe: Monatsreihe, monate: Iterable[Monat]) -> list[int]:
    """Änderungen zwischen aufeinander folgenden gemeldeten Monaten; über eine Lücke hinweg wird nicht gemessen."""
    monate = set(monate)
    return [abs(reihe.werte[m + 1] - reihe.werte[m]) for m in monate if m + 1 in monate]


def _zahl(wert: float) -> str:
    return zahlen.deutsch(zahlen.runden(wert))
