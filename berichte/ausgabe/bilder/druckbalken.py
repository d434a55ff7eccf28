"""Waagerechte Balken als SVG: nebeneinander, aneinander oder gespiegelt. Jeder trägt seine Zahl."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart
from berichte.kern.tabelle import Format
from dresden_senioren.kern.zahlen import deutsch

from .figur import GITTERFARBE
from .gestaltung import Flaeche, flaechen, stufen, zeilen
from .zeichnen import GROESSE, MITTE, ZEILE, absatz, linie, teil, text
from .zeichnen import breite as textbreite

HOEHE = 36  # Pixel je Kategorie
DICKSTER = 26  # höchstens so dick wird ein Balken
SCHMAL = 480  # Pixel; darunter brechen Namen früher um
ZEICHEN, ZEICHEN_SCHMAL, ZEICHEN_GESTAPELT = 34, 20, 24  # je Zeile eines Namens, die letzten in schmalen Bildern
ETWAS_MEHR = 1.3  # darf eine Zeile haben, wenn es dann bei zweien bleibt
RAND, NEBEN_DEM_NAMEN, VOR_DER_ZAHL = 2, 8, 5
FUGE = 1.5  # Pixel zwischen zwei Abschnitten
KAESTCHEN, ZWISCHEN_EINTRAEGEN, LEGENDENZEILE = 10, 18, 18
UNTER_DER_ACHSE = 38  # Zahlen und Einheit


@dataclass(frozen=True)
class Feld:
    """Wo die Balken liegen: rechts der Namen, unter der Legende; `je` hoch ist eine Kategorie, in Pixeln."""

    links: float
    breite: float
    oben: float
    je: float
    anzahl: int

    @property
    def unten(self) -> float:
        return self.oben + self.je * self.anzahl

    def mitte(self, nr: int) -> float:
        return self.oben + self.je * (nr + 0.5)


def zeichnung(diagramm: Diagramm, breite: int, *, ist_knapp: bool = False) -> tuple[float, str]:
    """Höhe des Bildes und sein Inhalt. `ist_knapp`: niedrigere Balken; gestapelte, die ihre Zahl in sich tragen,
    bleiben."""
    match diagramm.art:
        case Diagrammart.GESTAPELT:
            return _gestapelt(diagramm, breite)
        case Diagrammart.GESPIEGELT:
            return _gespiegelt(diagramm, breite, je_kategorie=24 if ist_knapp else 30)
    return _nebeneinander(diagramm, breite, ist_knapp=ist_knapp)


def _namen(diagramm: Diagramm, breite: int, schmal: int = ZEICHEN_SCHMAL) -> tuple[list[list[str]], float]:
    """Kategorien auf so vielen Zeilen, wie das Bild verlangt, und wie viel Breite sie brauchen."""
    namen = [umbrochen(kategorie, schmal if breite < SCHMAL else ZEICHEN) for kategorie in diagramm.kategorien]
    return namen, max((textbreite(zeile) for name in namen for zeile in name), default=0) + NEBEN_DEM_NAMEN + RAND


def _zahlenbreite(diagramm: Diagramm) -> float:
    return max((textbreite(diagramm.wertetext(wert)) for r in diagramm.reihen for wert in r.werte), default=0)


def _geschrieben(namen: Iterable[list[str]], feld: Feld) -> Iterator[str]:
    for nr, name in enumerate(namen):
        yield absatz(feld.links - NEBEN_DEM_NAMEN, feld.mitte(nr), name, text_anchor="end")


def _balken(x: float, y: float, breite: float, hoehe: float, flaeche: Flaeche) -> str:
    farben = {"fill": flaeche.fuellung, "stroke": flaeche.rand}
    return teil("rect", class_="balken", x=x, y=y, width=breite, height=hoehe, **farben)


def _nebeneinander(diagramm: Diagramm, breite: int, *, ist_knapp: bool) -> tuple[float, str]:
    """Je Kategorie die Reihen untereinander, der Wert am Balkenende; was fehlt, steht in Worten ohne Balken da."""
    namen, links = _namen(diagramm, breite)
    kopf, legende = _legende(diagramm, breite, links)
    je_reihe = ZEILE if ist_knapp else 16
    reihen = len(diagramm.reihen)
    zeilenzahl = max([reihen, *map(len, namen)])
    je = ZEILE * zeilenzahl + 6 if ist_knapp else max(HOEHE, 18 * reihen + 12, ZEILE * zeilenzahl + 6)
    zahlen = _zahlenbreite(diagramm) + VOR_DER_ZAHL
    feld = Feld(links, breite - links - zahlen, kopf, je, len(namen))
    hoechster = max((w for r in diagramm.reihen for w in r.zahl_oder_luecke() if w), default=1)
    dicke = min((je - 6) / reihen, DICKSTER) if reihen == 1 else je_reihe
    teile = [*_achse(diagramm, feld, hoechster, breite), *_geschrieben(namen, feld), legende]
    for nr_reihe, (reihe, flaeche) in enumerate(zip(diagramm.reihen, flaechen(diagramm.reihen), strict=True)):
        for nr, (wert, zahl) in enumerate(zip(reihe.werte, reihe.zahl_oder_luecke(), strict=True)):
            y = feld.mitte(nr) + (nr_reihe - reihen / 2) * dicke
            laenge = (zahl or 0) / hoechster * feld.breite
            if zahl is not None:
                teile.append(_balken(links, y, laenge, dicke, flaeche))
            teile.append(text(links + laenge + VOR_DER_ZAHL, y + dicke / 2 + MITTE * GROESSE, diagramm.wertetext(wert)))
    return feld.unten + UNTER_DER_ACHSE, "".join(teile)


def _gespiegelt(diagramm: Diagramm, breite: int, *, je_kategorie: int) -> tuple[float, str]:
    """Die erste Reihe nach links, die zweite nach rechts; über jeder Seite ihr Name."""
    namen, links = _namen(diagramm, breite)
    je = max([je_kategorie, *(ZEILE * len(name) + 6 for name in namen)])
    feld = Feld(links, breite - links, 22, je, len(namen))
    zahlen = [[diagramm.wertetext(wert) for wert in reihe.werte] for reihe in diagramm.reihen]
    laengster = max((zahl for r in diagramm.reihen for zahl in r.zahl_oder_luecke() if zahl), default=1)
    halb = feld.breite / 2
    je_eins = (halb - VOR_DER_ZAHL - _zahlenbreite(diagramm)) / laengster
    dicke, achse = je * 0.7, feld.links + halb
    teile = list(_geschrieben(namen, feld))
    for reihe, flaeche, texte, seite in zip(diagramm.reihen, flaechen(diagramm.reihen), zahlen, (-1, 1), strict=True):
        anker = {"text_anchor": "end" if seite < 0 else "start"}
        teile.append(text(achse + seite * 8, GROESSE, reihe.name, font_weight="600", **anker))
        for nr, (wert, zahl) in enumerate(zip(texte, reihe.zahl_oder_luecke(), strict=True)):
            laenge = (zahl or 0) * je_eins
            if zahl is not None:
                x = achse - laenge if seite < 0 else achse
                teile.append(_balken(x, feld.mitte(nr) - dicke / 2, laenge, dicke, flaeche))
            x = achse + seite * (laenge + VOR_DER_ZAHL)
            teile.append(text(x, feld.mitte(nr) + MITTE * GROESSE, wert, **anker))
    return feld.unten + 4, "".join(teile)


def _gestapelt(diagramm: Diagramm, breite: int) -> tuple[float, str]:
    """Reihen aneinander mit Fugen, die Zahl im Abschnitt; die Legende nennt sie in derselben Reihenfolge."""
    namen, links = _namen(diagramm, breite, ZEICHEN_GESTAPELT)
    kopf, legende = _legende(diagramm, breite, links)
    je = max([HOEHE, *(ZEILE * len(name) + 8 for name in namen)])
    feld = Feld(links, breite - links - 10, kopf, je, len(namen))
    spalten = [r.zahl_oder_luecke() for r in diagramm.reihen]
    laengste = max((sum(w or 0 for w in zeile) for zeile in zip(*spalten, strict=True)), default=1) or 1
    teile = [*_achse(diagramm, feld, laengste, breite), *_geschrieben(namen, feld), legende]
    for nr in range(len(namen)):
        ende, oben = links, feld.mitte(nr) - DICKSTER / 2
        for spalte, flaeche in zip(spalten, flaechen(diagramm.reihen), strict=True):
            laenge = (spalte[nr] or 0) / laengste * feld.breite
            if not laenge:
                continue
            teile.append(_balken(ende + FUGE, oben, max(laenge - 2 * FUGE, 0.5), DICKSTER, flaeche))
            zahl = deutsch(spalte[nr])
            if textbreite(zahl, ist_fett=True) + 2 * FUGE + 4 <= laenge:  # sonst steht sie nur in der Tabelle
                ort = (ende + laenge / 2, feld.mitte(nr) + MITTE * GROESSE)
                teile.append(text(*ort, zahl, fill=flaeche.schrift, font_weight="600", text_anchor="middle"))
            ende += laenge
    return feld.unten + UNTER_DER_ACHSE, "".join(teile)


def _achse(diagramm: Diagramm, feld: Feld, hoechster: float, breite: int) -> Iterator[str]:
    """Hilfslinien bis zum längsten Balken, darunter ihre Zahlen und was gezählt ist."""
    ist_prozent = diagramm.format is Format.PROZENT
    for stufe in stufen(hoechster):
        if stufe <= hoechster:
            x = feld.links + stufe / hoechster * feld.breite
            yield linie(x, feld.oben, x, feld.unten, stroke=GITTERFARBE)
            yield text(x, feld.unten + 15, deutsch(stufe), text_anchor="middle")
    einheit = f"Anteil an {diagramm.herkunft.einheit} in %" if ist_prozent else diagramm.herkunft.einheit
    ende = feld.links + feld.breite
    passt = textbreite(einheit) <= ende
    yield text(ende if passt else breite, feld.unten + 32, einheit, text_anchor="end")


def _legende(diagramm: Diagramm, breite: int, links: float) -> tuple[float, str]:
    """Höhe über den Balken und die Reihen mit ihren Kästchen, so viele nebeneinander wie Platz haben."""
    if len(diagramm.reihen) == 1:
        return 6, ""
    langen = [KAESTCHEN + 6 + textbreite(reihe.name) + ZWISCHEN_EINTRAEGEN for reihe in diagramm.reihen]
    anfang = links if sum(langen) <= breite - links else 0
    x, y, teile = anfang, 1.0, []
    for reihe, flaeche, lang in zip(diagramm.reihen, flaechen(diagramm.reihen), langen, strict=True):
        if x > anfang and x + lang - ZWISCHEN_EINTRAEGEN > breite:
            x, y = anfang, y + LEGENDENZEILE
        teile.append(
            teil("rect", x=x + 0.5, y=y, width=KAESTCHEN, height=KAESTCHEN, fill=flaeche.fuellung, stroke=flaeche.rand)
        )
        teile.append(text(x + KAESTCHEN + 6, y + 9.5, reihe.name))
        x += lang
    return y + LEGENDENZEILE + 4, "".join(teile)


def umbrochen(name: str, laenge: int) -> list[str]:
    """Lange Namen auf zwei etwa gleich lange Zeilen, am liebsten nach einem Gedankenstrich, nie davor; was auch so
    nicht passt, auf mehr."""
    luecken = [i for i, zeichen in enumerate(name[:-1]) if zeichen == " " and name[i + 1] not in "-–"]
    if len(name) <= laenge:
        return [name]
    if luecken:
        schnitt = min(luecken, key=lambda i: abs(i - len(name) / 2) - 12 * (name[i - 1] in "-–"))
        zwei = [name[:schnitt], name[schnitt + 1 :]]
        if max(map(len, zwei)) <= ETWAS_MEHR * laenge:
            return zwei
    return zeilen(name, laenge)
