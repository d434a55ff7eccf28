"""Kachelkarte mit geladenen Grenzen → SVG: dieselben Zahlen, Stufen und Buchstaben auf den wirklichen Flächen."""

from dataclasses import dataclass
from itertools import pairwise

from beratung.kern.stammdaten.grenzen import Flaeche
from berichte.kern.abbildungen.kachelkarte import KACHELN, Kachel, Kachelkarte

from .figur import ACHSENFARBE, HINTERGRUND
from .gestaltung import zeilen
from .kartenstil import farben, hoehe_der_legende, legende
from .zeichnen import bild, text

RAND = 2


@dataclass(frozen=True)
class Mass:
    """Alles in Pixeln; `zeichen`: so viele stehen in einer Zeile eines Namens."""

    breite: int
    name: int
    zahl: int
    zeichen: int
    legende_nebeneinander: int


BREIT = Mass(breite=690, name=13, zahl=19, zeichen=14, legende_nebeneinander=5)
SCHMAL = Mass(breite=360, name=9, zahl=12, zeichen=11, legende_nebeneinander=2)


def svg(karte: Kachelkarte, mass: Mass = BREIT) -> str:
    punkte = [punkt for flaeche in karte.grenzen for ring in flaeche.ringe for punkt in ring]
    massstab = (mass.breite - 2 * RAND) / max(1, *(x for x, _ in punkte))
    unten = round(max(y for _, y in punkte) * massstab) + 2 * RAND
    paare = list(zip(KACHELN, karte.grenzen, strict=True))
    # Helle Ränder liegen über dunklen, gestrichelte über allen: Sonst verdeckten die Nachbarn sie.
    paare.sort(key=lambda paar: (karte.klasse(paar[0]) is None, _rand(karte.klasse(paar[0])) == HINTERGRUND))
    linien = "".join(_flaeche(karte, kachel, flaeche, massstab) for kachel, flaeche in paare)
    gruppe = f'transform="translate({RAND} {RAND}) scale({massstab:.4f})" fill-rule="evenodd"'
    inhalt = f'<g {gruppe} stroke-width="{1 / massstab:.2f}" stroke-linejoin="round">{linien}</g>'
    inhalt += "".join(_schild(karte, kachel, flaeche, massstab, mass) for kachel, flaeche in paare)
    inhalt += legende(karte, mass.legende_nebeneinander, mass.breite, unten)
    return bild(mass.breite, unten + hoehe_der_legende(karte, mass.legende_nebeneinander), inhalt)


def _flaeche(karte: Kachelkarte, kachel: Kachel, flaeche: Flaeche, massstab: float) -> str:
    klasse = karte.klasse(kachel)
    strich = f' stroke-dasharray="{4 / massstab:.1f} {3 / massstab:.1f}"' if klasse is None else ""
    return f'<path d="{weg(flaeche)}" fill="{farben(klasse)[0]}" stroke="{_rand(klasse)}"{strich}/>'


def _rand(klasse: int | None) -> str:
    """Hell zwischen dunklen Flächen."""
    return HINTERGRUND if farben(klasse)[1] == HINTERGRUND else ACHSENFARBE


def weg(flaeche: Flaeche) -> str:
    """Alle Ringe als ein Weg aus Schritten; Löcher spart die Füllregel aus."""
    teile = []
    for ring in flaeche.ringe:
        schritte = [f"{x - vx} {y - vy}" for (vx, vy), (x, y) in pairwise(ring)]
        teile.append(f"M{ring[0][0]} {ring[0][1]}l{' '.join(schritte).replace(' -', '-')}z")
    return "".join(teile)


def _schild(karte: Kachelkarte, kachel: Kachel, flaeche: Flaeche, massstab: float, mass: Mass) -> str:
    """Name, Zahl und Buchstabe übereinander, mit einem Saum in der Farbe der Fläche, falls sie zu klein ist."""
    klasse = karte.klasse(kachel)
    fuellung, schrift = farben(klasse)
    namen = zeilen(kachel.name, mass.zeichen)
    buchstabe = "" if klasse is None else f" {karte.klassen[klasse].buchstabe}"
    x, y = (round(RAND + wert * massstab) for wert in flaeche.ort)
    oben = y - (len(namen) * (mass.name + 1) + mass.zahl) // 2 + mass.name
    texte = [text(x, oben + nr * (mass.name + 1), teil, mass.name) for nr, teil in enumerate(namen)]
    fuss = oben + (len(namen) - 1) * (mass.name + 1) + mass.zahl + 1
    texte.append(text(x, fuss, karte.text(karte.wert(kachel)) + buchstabe, mass.zahl, font_weight="600"))
    saum = f'stroke="{fuellung}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    return f'<g fill="{schrift}" text-anchor="middle" {saum}>{"".join(texte)}</g>'
