"""Auffällige Monatszahlen in kleinen, jahreszeitlich schwankenden Reihen.

Frage an zwei Zahlen X (neu) und Y (Vergleich): Liegt die Erwartung von X mehr als das t-Fache über (oder unter) der von
Y? Sind beide Poisson-verteilt, so ist X bei fester Summe n = X + Y binomialverteilt, und im Grenzfall „genau das
t-Fache“ mit der Wahrscheinlichkeit t/(1+t): der exakte bedingte Test (Przyborowski und Wilenski, Biometrika 31, 1940).
Er gilt auch für kleine Zahlen und für 0; ein Maß aus Mittelwert und Streuung (z-Wert) gälte dort nicht. Die Toleranz t
nimmt auf, was Monate ohnehin schwanken: solange die wahren Erwartungen höchstens das t-Fache auseinanderliegen, ist ein
falscher Alarm höchstens so wahrscheinlich wie die Schranke.

Verglichen wird mit dem Vormonat und, wo genug Monate da sind, mit dem Median desselben Monats der Vorjahre. Auffällig
ist nur, was von allen Vergleichswerten in dieselbe Richtung abweicht: So ist weder die jährliche Sommerlücke auffällig
(sie gleicht dem Vorjahr) noch eine Reihe auf neuer Höhe (sie gleicht dem Vormonat).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, lgamma, log
from statistics import median

from dresden_senioren.kern.zeitraum import Monat, Zeitraum

ALPHA = 0.05  # Wahrscheinlichkeit eines falschen Alarms je Lieferung und Regel
TOLERANZ = 1.25  # so viel dürfen Monate schwanken, wenn zwei Vergleichswerte da sind
TOLERANZ_ALLEIN = 1.5  # … und wenn nur einer da ist
VORJAHRE = 3
GENUG_MONATE, IN_DEN_LETZTEN = 12, 18  # sonst ist die Reihe zu kurz oder zu lückenhaft für einen Vorjahresvergleich


@dataclass(frozen=True)
class Vergleichswerte:
    """Womit ein Monat verglichen wird; None, wo es nichts gibt."""

    vormonat: int | None
    vorjahre: int | None  # Median desselben Monats der Vorjahre

    @property
    def vorhandene(self) -> list[int]:
        return [wert for wert in (self.vormonat, self.vorjahre) if wert is not None]


def vergleichswerte(reihe: Mapping[Monat, int], monat: Monat) -> Vergleichswerte:
    """Aus den gemeldeten Monaten davor; was fehlt, zählt nicht als null."""
    davor = sum(m in reihe for m in Zeitraum(monat - IN_DEN_LETZTEN, monat - 1))
    frueher = [reihe[m] for k in range(1, VORJAHRE + 1) if (m := monat - 12 * k) in reihe]
    vorjahre = round(median(frueher)) if frueher and davor >= GENUG_MONATE else None
    return Vergleichswerte(reihe.get(monat - 1), vorjahre)


def ist_auffaellig(neu: int, werte: Vergleichswerte, *, alpha: float = ALPHA, klumpen: int = 1) -> bool:
    """Weicht die Zahl von jedem Vergleichswert ab, und zwar in dieselbe Richtung? `klumpen`: wie viele Zählungen
    gewöhnlich zusammen auftreten; zufällig ist dann nur, wie viele Klumpen es sind."""
    neu, alle = round(neu / klumpen), [round(wert / klumpen) for wert in werte.vorhandene]
    toleranz = TOLERANZ if len(alle) > 1 else TOLERANZ_ALLEIN
    mehr = [p_mehr(neu, alt, toleranz) < alpha for alt in alle]
    # Weniger als erwartet heißt: der Vergleichswert ist mehr als die neue Zahl.
    weniger = [p_mehr(alt, neu, toleranz) < alpha for alt in alle]
    return bool(alle) and (all(mehr) or all(weniger))


def p_mehr(neu: int, alt: int, toleranz: float = 1.0) -> float:
    """Wie wahrscheinlich `neu` oder mehr ist, wenn höchstens das `toleranz`-Fache von `alt` zu erwarten wäre.
    1.0 überall dort, wo `neu` nicht über dieser Erwartung liegt: dort fragt niemand."""
    n, anteil = neu + alt, toleranz / (1 + toleranz)
    if neu <= n * anteil:
        return 1.0
    glied = exp(lgamma(n + 1) - lgamma(neu + 1) - lgamma(alt + 1) + neu * log(anteil) + alt * log(1 - anteil))
    summe, k = 0.0, neu
    while k <= n and glied > summe * 1e-15:  # über der Mitte fallen die Glieder; der Rest ändert nichts mehr
        summe += glied
        glied *= (n - k) / (k + 1) * anteil / (1 - anteil)
        k += 1
    return min(1.0, summe)
