"""Was Kacheln und Grenzen gemeinsam haben: Farbstufen, Schrift und Legende."""

from xml.sax.saxutils import escape

from berichte.kern.abbildungen.kachelkarte import Kachelkarte

from .figur import ACHSENFARBE, HINTERGRUND, TEXTFARBE
from .gestaltung import helligkeit

# Fünf Stufen eines Blaus, hell nach dunkel.
STUFEN = ("#eef1fb", "#c3cff0", "#8ba3de", "#3f61bd", "#092797")
SCHRIFT = "Fira Sans, sans-serif"
LEGENDENZEILE = 22


def farben(klasse: int | None) -> tuple[str, str]:
    """Füllung und Schrift; Weiß oder Schwarz, je nachdem was den größeren Kontrast hat."""
    fuellung = HINTERGRUND if klasse is None else STUFEN[klasse]
    return fuellung, HINTERGRUND if helligkeit(fuellung) < 0.18 else "#000000"


def bild(breite: int, hoehe: int, inhalt: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breite} {hoehe}" width="{breite}" height="{hoehe}" '
        f'font-family="{SCHRIFT}" aria-hidden="true" focusable="false">{inhalt}</svg>'
    )


def text(x: float, y: float, groesse: int, inhalt: str, mehr: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{groesse}"{mehr}>{escape(inhalt)}</text>'


def hoehe_der_legende(karte: Kachelkarte, nebeneinander: int) -> int:
    return 12 + -(-len(karte.legende) // nebeneinander) * LEGENDENZEILE


def legende(karte: Kachelkarte, nebeneinander: int, breite: int, oben: int) -> str:
    """Unter der Karte, `nebeneinander` Klassen in einer Zeile."""
    teile = []
    for nr, wort in enumerate(karte.legende):
        zeile, spalte = divmod(nr, nebeneinander)
        x, y = spalte * breite / nebeneinander, oben + 12 + zeile * LEGENDENZEILE
        kasten = (
            f'<rect x="{x + 0.5}" y="{y + 0.5}" width="14" height="14" fill="{STUFEN[nr]}" stroke="{ACHSENFARBE}"/>'
        )
        teile.append(f'<g fill="{TEXTFARBE}">{kasten}{text(x + 21, y + 12, 12, wort)}</g>')
    return "".join(teile)
