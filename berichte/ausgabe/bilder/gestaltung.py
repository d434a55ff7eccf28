"""Was Druckbild und Bürodiagramm gleich machen: Achsentexte, und Flächen mit Füllung, Rand und Schriftfarbe.

Farbrollen dürfen sich wiederholen („begonnen“ und „laufend“ sind beide aktiv); die zweite Reihe wird dann heller
gefüllt und behält den Rand, damit zwei Reihen nie gleich aussehen.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil

from berichte.kern.abbildungen.diagramm import Diagramm, Reihe
from dresden_senioren.kern.zeitraum import MONATSNAMEN

from .figur import HINTERGRUND, stil

EIN_JAHR, JE_QUARTAL = len(MONATSNAMEN), 18  # Monate

AUFHELLUNGEN = (0.0, 0.62, 0.82)  # erste, zweite, weitere Reihe derselben Rolle
OFFENE = (0.9, 0.5, 0.7)  # Rollen ohne Füllung, alle zusammen gezählt


def achsentext(kategorie: str) -> str:
    """Monate kurz („Jan“, „Mär 2024“), alles andere wie es ist."""
    monat, *jahr = kategorie.split(" ")
    return " ".join([monat[:3], *jahr]) if monat in MONATSNAMEN else kategorie


def beschriftete(kategorien: Sequence[str]) -> list[str]:
    """Achsentexte, für die Platz ist: von Monaten über ein Jahr hinaus jedes Quartal, von vielen jedes Halbjahr."""
    if len(kategorien) <= EIN_JAHR:
        return [achsentext(k) for k in kategorien]
    anfaenge = MONATSNAMEN[:: 3 if len(kategorien) <= JE_QUARTAL else 6]
    return [achsentext(k) for k in kategorien if k.split(" ")[0] in anfaenge]


def stufen(hoechster: float) -> list[int]:
    """Beschriftete Werte der Achse: von null in höchstens sechs runden Schritten bis über den höchsten Wert."""
    runde = (faktor * 10**stelle for stelle in count() for faktor in (1, 2, 5))
    schritt = next(s for s in runde if hoechster <= 6 * s)
    return list(range(0, max(ceil(hoechster), 1) + schritt, schritt))


def braucht_namen(diagramm: Diagramm, reihe: Reihe) -> bool:
    """Neben Hilfslinien erklärt sich die einzige gezählte Reihe durch die Größenachse."""
    gezaehlte = [r for r in diagramm.reihen if not stil(r.rolle).ist_hilfslinie]
    return gezaehlte != [reihe] or len(diagramm.reihen) == 1


def zeilen(text: str, laenge: int = 22) -> list[str]:
    """Ein Name auf mehrere Zeilen, getrennt nach Leerzeichen, Schräg- und Bindestrich."""
    ergebnis = [""]
    for teil in re.findall(r"[^ /-]+[ /-]*|[ /-]+", text):
        if ergebnis[-1] and len((ergebnis[-1] + teil).rstrip()) > laenge:
            ergebnis.append("")
        ergebnis[-1] += teil
    return [zeile.rstrip() for zeile in ergebnis]


@dataclass(frozen=True)
class Flaeche:
    fuellung: str
    rand: str
    schrift: str


def flaechen(reihen: Sequence[Reihe]) -> list[Flaeche]:
    gesehen = Counter()
    ergebnis = []
    for reihe in reihen:
        gestalt = stil(reihe.rolle)
        stufen, art = (AUFHELLUNGEN, gestalt.farbe) if gestalt.ist_gefuellt else (OFFENE, "offen")
        fuellung = _aufgehellt(gestalt.farbe, stufen[min(gesehen[art], len(stufen) - 1)])
        gesehen[art] += 1
        # Weiß oder Schwarz, je nachdem was den größeren Kontrast hat (WCAG 1.4.3).
        schrift = HINTERGRUND if helligkeit(fuellung) < 0.18 else "#000000"
        ergebnis.append(Flaeche(fuellung, gestalt.farbe, schrift))
    return ergebnis


def helligkeit(farbe: str) -> float:
    """Relative Leuchtdichte nach WCAG 2.2, 0 bis 1."""
    linear = [a / 12.92 if a <= 0.04045 else ((a + 0.055) / 1.055) ** 2.4 for a in (k / 255 for k in _kanaele(farbe))]
    return sum(faktor * a for faktor, a in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _kanaele(farbe: str) -> list[int]:
    return [int(farbe[i : i + 2], 16) for i in (1, 3, 5)]


def _aufgehellt(farbe: str, anteil: float) -> str:
    return "#" + "".join(f"{round(k + (255 - k) * anteil):02x}" for k in _kanaele(farbe))
