"""Zeitverlauf als SVG: Linien mit Lücken, je Wert eine Marke, der Name am Ende der Linie."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, pi, sqrt

from berichte.kern.abbildungen.diagramm import Diagramm, Reihe
from dresden_senioren.kern.zahlen import deutsch

from .figur import ACHSENFARBE, AUFFAELLIG, GITTERFARBE, HINTERGRUND, marken, stil
from .gestaltung import achsentext, beschriftete, braucht_namen, stufen, zeilen
from .zeichnen import GROESSE, MITTE, ZEILE, absatz, linie, teil, text
from .zeichnen import breite as textbreite

HOEHE, HOEHE_KNAPP = 185, 150  # der Zeichenfläche
OBEN, UNTEN = 38, 26  # darüber Einheit und Nummern der Ereignisse, darunter die Monate
AM_RAND = 0.35  # Monate Abstand zwischen Achse und erstem Wert
NAME, HILFSNAME = 13, 11.5  # Schriftgrößen
NEBEN_DER_MARKE = 12
VORBEI = 13  # so weit über oder unter einer Marke, neben der eine andere Linie weiterläuft
MARKE, KLEINE_MARKE, GROSSE_MARKE = 60, 34, 190  # Flächen in Quadratpixeln; die große trägt ein auffälliger Wert
ENG = 15  # Pixel je Monat; darunter kleine Marken


@dataclass(frozen=True)
class Feld:
    """Wo ein Wert liegt: `links` bis `rechts`, `oben` bis `unten`, in Pixeln."""

    links: float
    rechts: float
    unten: float
    anzahl: int
    hoechster: int

    @property
    def je_monat(self) -> float:
        return (self.rechts - self.links) / (max(self.anzahl, 1) - 1 + 2 * AM_RAND)

    def x(self, stelle: int) -> float:
        return self.links + (stelle + AM_RAND) * self.je_monat

    def y(self, wert: float) -> float:
        return self.unten - wert / self.hoechster * (self.unten - OBEN)


@dataclass(frozen=True)
class Endname:
    """Der Name einer Reihe an ihrem letzten Wert."""

    reihe: Reihe
    stelle: int
    wert: float
    laeuft_aus: bool  # keine andere Reihe geht danach weiter

    @property
    def ist_hilfe(self) -> bool:
        return stil(self.reihe.rolle).ist_hilfslinie

    @property
    def zeilen(self) -> list[str]:
        return zeilen(self.reihe.name, 14) if self.ist_hilfe else [self.reihe.name]

    @property
    def breite(self) -> float:
        groesse = HILFSNAME if self.ist_hilfe else NAME
        return max(textbreite(zeile, groesse, ist_fett=not self.ist_hilfe) for zeile in self.zeilen)


def zeichnung(diagramm: Diagramm, breite: int, *, ist_knapp: bool = False) -> tuple[int, str]:
    """Höhe des Bildes und sein Inhalt."""
    unten = OBEN + (HOEHE_KNAPP if ist_knapp else HOEHE)
    werte = [w for reihe in diagramm.reihen for w in reihe.zahl_oder_luecke() if w is not None]
    achse = stufen(max(werte, default=0))
    namen = list(_endnamen(diagramm))
    rechts = max((NEBEN_DER_MARKE + name.breite for name in namen if name.laeuft_aus), default=0)
    erster = textbreite(achsentext("".join(diagramm.kategorien[:1]))) / 2  # steht mittig unter dem ersten Strich
    links = max(erster, *(textbreite(deutsch(stufe)) + 8 for stufe in achse))
    feld = Feld(links, breite - max(rechts, 8), unten, len(diagramm.kategorien), achse[-1])
    teile = [
        *_groessenachse(diagramm, feld, achse),
        *_monatsachse(diagramm, feld),
        *_ereignisse(diagramm, feld),
        *(_reihe(reihe, feld) for reihe in diagramm.reihen),
        *_namen(namen, feld),
    ]
    return unten + UNTEN, "".join(teile)


def _groessenachse(diagramm: Diagramm, feld: Feld, achse: list[int]) -> Iterator[str]:
    yield text(0, GROESSE, diagramm.herkunft.einheit)
    for stufe in achse:
        y = feld.y(stufe)
        yield linie(feld.links, y, feld.rechts, y, stroke=GITTERFARBE)
        yield text(feld.links - 7, y + MITTE * GROESSE, deutsch(stufe), text_anchor="end")


def _monatsachse(diagramm: Diagramm, feld: Feld) -> Iterator[str]:
    """Jeder Monat ein Strich; beschriftet, so viele wie Platz haben."""
    yield linie(feld.links, feld.unten, feld.rechts, feld.unten, stroke=ACHSENFARBE)
    kurz = [achsentext(kategorie) for kategorie in diagramm.kategorien]
    gewuenscht = set(beschriftete(diagramm.kategorien))
    mit_text = [stelle for stelle, name in enumerate(kurz) if name in gewuenscht]
    breiteste = max((textbreite(kurz[stelle]) for stelle in mit_text), default=0) + 4
    abstand = feld.je_monat * min((b - a for a, b in pairwise(mit_text)), default=1)
    for stelle in range(feld.anzahl):
        yield linie(feld.x(stelle), feld.unten, feld.x(stelle), feld.unten + 5, stroke=ACHSENFARBE)
    for stelle in mit_text[:: ceil(breiteste / abstand)]:
        yield text(feld.x(stelle), feld.unten + 18, kurz[stelle], text_anchor="middle")


def _ereignisse(diagramm: Diagramm, feld: Feld) -> Iterator[str]:
    """Senkrechte gestrichelte Linien mit Nummer; was geschehen ist, sagt die Legende."""
    for nummer, ereignis in diagramm.nummerierte_ereignisse:
        x = feld.x(ereignis.stelle)
        yield linie(x, OBEN, x, feld.unten, stroke=ACHSENFARBE, stroke_width=1.5, stroke_dasharray="5 4")
        yield text(x, OBEN - 5, str(nummer), text_anchor="middle")


def _reihe(reihe: Reihe, feld: Feld) -> str:
    """Linie mit Lücken und darauf die Marken; ein einzelner Monat zwischen zwei Lücken bleibt als Marke sichtbar."""
    gestalt = stil(reihe.rolle)
    punkte = [(nr, wert) for nr, wert in enumerate(reihe.zahl_oder_luecke()) if wert is not None]
    orte = [(nr, feld.x(nr), feld.y(wert)) for nr, wert in punkte]
    gezogen = teil(
        "path",
        class_="linie",
        d="".join(_zug(stueck) for stueck in _zusammenhaengende(orte)),
        fill="none",
        stroke=gestalt.farbe,
        stroke_width=gestalt.breite,
        stroke_dasharray=" ".join(map(str, gestalt.strich)) or None,
        stroke_linejoin="round",
    )
    if gestalt.ist_hilfslinie:
        return gezogen
    formen, gewohnt = marken(reihe), KLEINE_MARKE if feld.je_monat < ENG else MARKE
    return gezogen + "".join(
        teil(
            "path",
            class_="marke",
            d=FORMEN[formen[nr]](x, y, GROSSE_MARKE if nr in reihe.hervorgehoben else gewohnt),
            fill=gestalt.farbe if gestalt.ist_gefuellt else HINTERGRUND,
            stroke=AUFFAELLIG if nr in reihe.hervorgehoben else gestalt.farbe,
            stroke_width=2,
        )
        for nr, x, y in orte
    )


def _zusammenhaengende(orte: list[tuple[int, float, float]]) -> Iterator[list[tuple[float, float]]]:
    for _, stueck in groupby(enumerate(orte), key=lambda paar: paar[1][0] - paar[0]):
        yield [(x, y) for _, (_, x, y) in stueck]


def _zug(punkte: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in punkte)


def _vieleck(*punkte: tuple[float, float]) -> str:
    return _zug(list(punkte)) + "Z"


def _kreis(x: float, y: float, flaeche: float) -> str:
    r = round(sqrt(flaeche / pi), 1)  # vor dem Verdoppeln gerundet, sonst wird der Kreis ein Ei
    return f"M{x - r:.1f},{y:.1f}a{r},{r} 0 1 0 {2 * r:g},0a{r},{r} 0 1 0 {-2 * r:g},0Z"


def _quadrat(x: float, y: float, flaeche: float) -> str:
    r = sqrt(flaeche) / 2
    return _vieleck((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))


def _raute(x: float, y: float, flaeche: float) -> str:
    r = sqrt(flaeche / 2)
    return _vieleck((x, y - r), (x + r, y), (x, y + r), (x - r, y))


FORMEN = {"kreis": _kreis, "quadrat": _quadrat, "raute": _raute}


# --- Namen -----------------------------------------------------------------------------------------------------------


def _endnamen(diagramm: Diagramm) -> Iterator[Endname]:
    letzte = [
        (reihe, *vorhandene[-1])
        for reihe in diagramm.reihen
        if (vorhandene := [(nr, wert) for nr, wert in enumerate(reihe.zahl_oder_luecke()) if wert is not None])
    ]
    ende = max((stelle for _, stelle, _ in letzte), default=0)
    for reihe, stelle, wert in letzte:
        if braucht_namen(diagramm, reihe):
            yield Endname(reihe, stelle, wert, laeuft_aus=stelle == ende)


def _namen(namen: list[Endname], feld: Feld) -> Iterator[str]:
    """Rechts neben dem letzten Wert, zu nahe rücken auseinander; läuft eine andere Reihe weiter, darüber oder
    darunter."""
    frei = 0.0
    for name in sorted((name for name in namen if name.laeuft_aus), key=lambda n: -n.wert):
        halb = len(name.zeilen) * ZEILE / 2
        mitte = max(feld.y(name.wert), frei + halb)
        frei = mitte + halb
        yield absatz(feld.x(name.stelle) + NEBEN_DER_MARKE, mitte, name.zeilen, **_schrift(name))
    for name in (name for name in namen if not name.laeuft_aus):
        andere = [a.reihe.zahl_oder_luecke()[name.stelle] for a in namen if a is not name]
        ist_oben = name.wert >= max((wert for wert in andere if wert is not None), default=0)
        y = feld.y(name.wert) + (-VORBEI if ist_oben else VORBEI)
        yield absatz(feld.x(name.stelle) + 6, y, name.zeilen, **_schrift(name))


def _schrift(name: Endname) -> dict:
    if name.ist_hilfe:
        return {"groesse": HILFSNAME}
    return {"groesse": NAME, "fill": stil(name.reihe.rolle).farbe, "font_weight": "600"}
