"""Kachelkarte → SVG, breit für die Seite oder schmal für ein Telefon. Jede Kachel trägt Name, Zahl und den Buchstaben
ihrer Klasse; die Farbe wiederholt ihn nur. Sind Grenzen geladen, zeichnet grenzbild.py statt der Kacheln diese."""

from dataclasses import dataclass

from berichte.kern.abbildungen.kachelkarte import KACHELN, SPALTEN, ZEILEN, Kachel, Kachelkarte

from . import grenzbild
from .figur import ACHSENFARBE
from .gestaltung import zeilen
from .kartenstil import farben, hoehe_der_legende, legende
from .zeichnen import bild, text

FUGE = 6  # Pixel zwischen Kacheln


@dataclass(frozen=True)
class Mass:
    """Alles in Pixeln; `zeichen`: so viele passen in eine Kachel nebeneinander."""

    breite: int
    hoehe: int
    name: int
    zahl: int
    zeichen: int
    legende_nebeneinander: int
    grenzen: grenzbild.Mass


BREIT = Mass(132, 84, name=13, zahl=20, zeichen=15, legende_nebeneinander=5, grenzen=grenzbild.BREIT)
SCHMAL = Mass(66, 78, name=10, zahl=15, zeichen=11, legende_nebeneinander=2, grenzen=grenzbild.SCHMAL)


def svg(karte: Kachelkarte, mass: Mass = BREIT) -> str:
    """SVG-Text; die Legende steht unter der Karte."""
    if karte.grenzen:
        return grenzbild.svg(karte, mass.grenzen)
    unten, breite = ZEILEN * (mass.hoehe + FUGE), SPALTEN * (mass.breite + FUGE)
    inhalt = "".join(_kachel(karte, kachel, mass) for kachel in KACHELN)
    inhalt += legende(karte, mass.legende_nebeneinander, breite, unten)
    return bild(breite, unten + hoehe_der_legende(karte, mass.legende_nebeneinander), inhalt)


def _kachel(karte: Kachelkarte, kachel: Kachel, mass: Mass) -> str:
    x, y = kachel.spalte * (mass.breite + FUGE), kachel.zeile * (mass.hoehe + FUGE)
    breite = kachel.spalten * (mass.breite + FUGE) - FUGE
    hoehe = kachel.zeilen * (mass.hoehe + FUGE) - FUGE
    klasse = karte.klasse(kachel)
    fuellung, schrift = farben(klasse)
    strich = ' stroke-dasharray="4 3"' if klasse is None else ""
    rand = f'fill="{fuellung}" stroke="{ACHSENFARBE}"{strich}'
    namen = zeilen(kachel.name, mass.zeichen * kachel.spalten)
    texte = [text(x + 8, y + mass.name + 6 + nr * (mass.name + 2), teil, mass.name) for nr, teil in enumerate(namen)]
    texte.append(text(x + 8, y + hoehe - 9, karte.text(karte.wert(kachel)), mass.zahl, font_weight="600"))
    if klasse is not None:
        buchstabe = karte.klassen[klasse].buchstabe
        texte.append(text(x + breite - 8, y + hoehe - 9, buchstabe, mass.name, text_anchor="end"))
    flaeche = f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{breite - 1}" height="{hoehe - 1}" rx="4" {rand}/>'
    return f'<g fill="{schrift}">{flaeche}{"".join(texte)}</g>'
