"""Die wenigen SVG-Teile, aus denen alle Bilder bestehen. Maße in Pixeln, y nach unten.

Nur Attribute, keine Stile: Mehr lässt die Sicherheitsrichtlinie der Seiten nicht zu.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from berichte.ausgabe.textmass import Schriftmass

from .figur import SCHRIFT

GROESSE = 12
ZEILE = 14  # Abstand zweier Zeilen dieser Größe
MITTE = 0.35  # So viel der Schriftgröße liegt die Grundlinie unter der Mitte einer Zeile.
MASS = Schriftmass.von("Fira Sans")


def bild(breite: float, hoehe: float, inhalt: str) -> str:
    masse = f'viewBox="0 0 {breite:g} {hoehe:g}" width="{breite:g}" height="{hoehe:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {masse} font-family="{SCHRIFT}" aria-hidden="true" '
        f'focusable="false">{inhalt}</svg>'
    )


def teil(name: str, inhalt: str = "", **angaben) -> str:
    """Ein Element; aus `stroke_width=2` wird stroke-width="2", Zahlen sind auf ein Zehntel gerundet, None fällt weg."""
    attribute = "".join(
        f' {schluessel.rstrip("_").replace("_", "-")}="{wert if isinstance(wert, str) else f"{round(wert, 1):g}"}"'
        for schluessel, wert in angaben.items()
        if wert is not None
    )
    return f"<{name}{attribute}>{inhalt}</{name}>" if inhalt else f"<{name}{attribute}/>"


def text(x: float, y: float, inhalt: str, groesse: float = GROESSE, **angaben) -> str:
    return teil("text", escape(inhalt), x=x, y=y, font_size=groesse, **angaben)


def absatz(x: float, mitte: float, zeilen: Iterable[str], groesse: float = GROESSE, **angaben) -> str:
    """Zeilen untereinander, zusammen um die Höhe `mitte`."""
    alle = list(zeilen)
    oben = mitte + MITTE * groesse - (len(alle) - 1) * ZEILE / 2
    return "".join(text(x, oben + nr * ZEILE, zeile, groesse, **angaben) for nr, zeile in enumerate(alle))


def linie(x1: float, y1: float, x2: float, y2: float, **angaben) -> str:
    return teil("path", d=f"M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}", **angaben)


def breite(inhalt: str, groesse: float = GROESSE, *, ist_fett: bool = False) -> float:
    """Wie breit ein Text höchstens wird."""
    return MASS.breite(inhalt, groesse, ist_fett=ist_fett)
