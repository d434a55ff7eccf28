"""Was Kacheln und Grenzen gemeinsam haben: Farbstufen, Schrift und Legende."""

from berichte.kern.abbildungen.kachelkarte import Kachelkarte

from .figur import ACHSENFARBE, HINTERGRUND, TEXTFARBE
from .gestaltung import helligkeit
from .zeichnen import teil, text

# Fünf Stufen eines Blaus, hell nach dunkel.
STUFEN = ("#eef1fb", "#c3cff0", "#8ba3de", "#3f61bd", "#092797")
LEGENDENZEILE = 22


def farben(klasse: int | None) -> tuple[str, str]:
    """Füllung und Schrift; Weiß oder Schwarz, je nachdem was den größeren Kontrast hat."""
    fuellung = HINTERGRUND if klasse is None else STUFEN[klasse]
    return fuellung, HINTERGRUND if helligkeit(fuellung) < 0.18 else "#000000"


def hoehe_der_legende(karte: Kachelkarte, nebeneinander: int) -> int:
    return 12 + -(-len(karte.legende) // nebeneinander) * LEGENDENZEILE


def legende(karte: Kachelkarte, nebeneinander: int, breite: int, oben: int) -> str:
    """Unter der Karte, `nebeneinander` Klassen in einer Zeile."""
    teile = []
    for nr, wort in enumerate(karte.legende):
        zeile, spalte = divmod(nr, nebeneinander)
        x, y = spalte * breite / nebeneinander, oben + 12 + zeile * LEGENDENZEILE
        teile.append(teil("rect", x=x + 0.5, y=y + 0.5, width=14, height=14, fill=STUFEN[nr], stroke=ACHSENFARBE))
        teile.append(text(x + 21, y + 12, wort, fill=TEXTFARBE))
    return "".join(teile)
