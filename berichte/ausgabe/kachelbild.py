"""Kachelkarte → SVG, breit für die Seite oder schmal für ein Telefon. Jede Kachel trägt Name, Zahl und den Buchstaben
ihrer Klasse; die Farbe wiederholt ihn nur."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from berichte.kern.kachelkarte import KACHELN, SPALTEN, ZEILEN, Kachel, Kachelkarte

from .figur import ACHSENFARBE, HINTERGRUND, TEXTFARBE
from .gestaltung import helligkeit, zeilen

# Fünf Stufen eines Blaus, hell nach dunkel.
STUFEN = ("#eef1fb", "#c3cff0", "#8ba3de", "#3f61bd", "#092797")
FUGE = 6  # Pixel zwischen Kacheln
LEGENDENZEILE = 22
SCHRIFT = "Fira Sans, sans-serif"


@dataclass(frozen=True)
class Mass:
    """Alles in Pixeln; `zeichen`: so viele passen in eine Kachel nebeneinander."""

    breite: int
    hoehe: int
    name: int
    zahl: int
    zeichen: int
    legende_nebeneinander: int


BREIT = Mass(breite=132, hoehe=84, name=13, zahl=20, zeichen=15, legende_nebeneinander=5)
SCHMAL = Mass(breite=66, hoehe=78, name=10, zahl=15, zeichen=11, legende_nebeneinander=2)


def svg(karte: Kachelkarte, mass: Mass = BREIT) -> str:
    """SVG-Text; die Legende steht unter den Kacheln."""
    unten = ZEILEN * (mass.hoehe + FUGE)
    reihen = -(-len(karte.legende) // mass.legende_nebeneinander)
    breite, hoehe = SPALTEN * (mass.breite + FUGE), unten + 12 + reihen * LEGENDENZEILE
    inhalt = [_kachel(karte, kachel, mass) for kachel in KACHELN]
    inhalt += [_legende(karte, nr, mass, unten + 12) for nr in range(len(karte.legende))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breite} {hoehe}" width="{breite}" height="{hoehe}" '
        f'font-family="{SCHRIFT}" aria-hidden="true" focusable="false">{"".join(inhalt)}</svg>'
    )


def _kachel(karte: Kachelkarte, kachel: Kachel, mass: Mass) -> str:
    x, y = kachel.spalte * (mass.breite + FUGE), kachel.zeile * (mass.hoehe + FUGE)
    breite = kachel.spalten * (mass.breite + FUGE) - FUGE
    hoehe = kachel.zeilen * (mass.hoehe + FUGE) - FUGE
    klasse = karte.klasse(kachel)
    fuellung, schrift = _farben(klasse)
    strich = ' stroke-dasharray="4 3"' if klasse is None else ""
    rand = f'fill="{fuellung}" stroke="{ACHSENFARBE}"{strich}'
    namen = zeilen(kachel.name, mass.zeichen * kachel.spalten)
    texte = [_text(x + 8, y + mass.name + 6 + nr * (mass.name + 2), mass.name, teil) for nr, teil in enumerate(namen)]
    texte.append(_text(x + 8, y + hoehe - 9, mass.zahl, karte.text(karte.wert(kachel)), ' font-weight="600"'))
    if klasse is not None:
        buchstabe = karte.klassen[klasse].buchstabe
        texte.append(_text(x + breite - 8, y + hoehe - 9, mass.name, buchstabe, ' text-anchor="end"'))
    flaeche = f'<rect x="{x + 0.5}" y="{y + 0.5}" width="{breite - 1}" height="{hoehe - 1}" rx="4" {rand}/>'
    return f'<g fill="{schrift}">{flaeche}{"".join(texte)}</g>'


def _farben(klasse: int | None) -> tuple[str, str]:
    """Füllung und Schrift; Weiß oder Schwarz, je nachdem was den größeren Kontrast hat."""
    fuellung = HINTERGRUND if klasse is None else STUFEN[klasse]
    return fuellung, HINTERGRUND if helligkeit(fuellung) < 0.18 else "#000000"


def _text(x: float, y: float, groesse: int, text: str, mehr: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{groesse}"{mehr}>{escape(text)}</text>'


def _legende(karte: Kachelkarte, nr: int, mass: Mass, oben: int) -> str:
    zeile, spalte = divmod(nr, mass.legende_nebeneinander)
    feld = SPALTEN * (mass.breite + FUGE) / mass.legende_nebeneinander
    x, y = spalte * feld, oben + zeile * LEGENDENZEILE
    kasten = f'<rect x="{x + 0.5}" y="{y + 0.5}" width="14" height="14" fill="{STUFEN[nr]}" stroke="{ACHSENFARBE}"/>'
    return f'<g fill="{TEXTFARBE}">{kasten}{_text(x + 21, y + 12, 12, karte.legende[nr])}</g>'
