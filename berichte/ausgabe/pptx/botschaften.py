"""Die Botschaft als Folie im Raster der Auswertung: oben die Botschaft, darunter bis zu vier Felder."""

from collections.abc import Iterator

from berichte.kern.bericht import Botschaft

from .formen import BETONT, Balken, Folie, Form, Masse, Rechteck, Textfeld, Zeile
from .texte import hoehe, verteilt
from .textmass import Schriftmass

ABSTAND, BALKEN = 16, 5  # Punkt zwischen den Feldern; Breite des farbigen Streifens
RAND = 14
UEBERSCHRIFT = 18
PUNKTE = (20, 18)
FARBEN = {"Maßnahmen": "accent2"}  # alle übrigen: accent1


def botschaftsfolien(botschaft: Botschaft, masse: Masse, mass: Schriftmass) -> Iterator[Folie]:
    """Vier Felder auf einer Folie; ist eines zu lang, zwei auf einer; ist auch das zu lang, geht es weiter."""
    teile = botschaft.teile
    titel = botschaft.botschaft or botschaft.gegenstand
    wort = "Botschaft, aus den Zahlen vorgeschlagen" if botschaft.ist_vorschlag else "Botschaft"
    kopf = f"{wort} · {botschaft.gegenstand}" if botschaft.botschaft else wort
    for felder in _auf_folien(teile, masse.inhalt, mass):
        notizen = tuple(f"{name}: {' · '.join(punkte)}" for name, punkte in botschaft.teile)
        yield Folie("frei", titel, tuple(_formen(felder)), kopf, (f"Botschaft: {titel}", *notizen))


Feld = tuple[Rechteck, tuple[Zeile, ...], str]


def _auf_folien(teile, inhalt: Rechteck, mass: Schriftmass) -> Iterator[list[Feld]]:
    if not teile:
        return
    for groesse in PUNKTE:
        orte = _orte(len(teile), inhalt)
        felder = [_feld(ort, wort, punkte, groesse) for ort, (wort, punkte) in zip(orte, teile, strict=True)]
        if all(_passt(feld, mass) for feld in felder):
            yield felder
            return
    if len(teile) > 2:
        yield from _auf_folien(teile[:2], inhalt, mass)
        yield from _auf_folien(teile[2:], inhalt, mass)
        return
    yield from _fortgesetzt(teile, inhalt, mass)


def _fortgesetzt(teile, inhalt: Rechteck, mass: Schriftmass) -> Iterator[list[Feld]]:
    """Nebeneinander, jedes Feld über so viele Folien, wie es braucht."""
    orte = _orte(len(teile), inhalt)
    kleinste = PUNKTE[-1]
    spalten = []
    for ort, (wort, punkte) in zip(orte, teile, strict=True):
        innen = _innen(ort).ab(UEBERSCHRIFT * 2)
        seiten = verteilt([Zeile(p, kleinste, ist_punkt=True) for p in punkte], innen, mass, kleinste)
        spalten.append([(ort, f"{wort} (Fortsetzung)" if i else wort, seite) for i, seite in enumerate(seiten)])
    for nr in range(max(map(len, spalten))):
        felder = [seiten[nr] for seiten in spalten if nr < len(seiten)]
        yield [(ort, (_ueberschrift(wort), *zeilen), wort) for ort, wort, zeilen in felder]


def _orte(anzahl: int, inhalt: Rechteck) -> list[Rechteck]:
    """Eins füllt die Folie, zwei und drei stehen nebeneinander, vier im Quadrat."""
    spalten, reihen = {1: (1, 1), 2: (2, 1), 3: (3, 1)}.get(anzahl, (2, 2))
    breite = (inhalt.breite - ABSTAND * (spalten - 1)) / spalten
    hoch = (inhalt.hoehe - ABSTAND * (reihen - 1)) / reihen
    return [
        Rechteck(inhalt.x + s * (breite + ABSTAND), inhalt.y + r * (hoch + ABSTAND), breite, hoch)
        for r in range(reihen)
        for s in range(spalten)
    ]


def _innen(ort: Rechteck) -> Rechteck:
    return Rechteck(ort.x + BALKEN, ort.y, ort.breite - BALKEN, ort.hoehe).innen(RAND, RAND)


def _feld(ort: Rechteck, wort: str, punkte, groesse: float) -> Feld:
    return ort, (_ueberschrift(wort), *(Zeile(punkt, groesse, ist_punkt=True) for punkt in punkte)), wort


def _ueberschrift(wort: str) -> Zeile:
    return Zeile(wort, UEBERSCHRIFT, ist_fett=True, farbe=BETONT)


def _passt(feld: Feld, mass: Schriftmass) -> bool:
    ort, zeilen, _ = feld
    return hoehe(zeilen, _innen(ort).breite, mass) <= _innen(ort).hoehe


def _formen(felder: list[Feld]) -> Iterator[Form]:
    for ort, zeilen, wort in felder:
        farbe = FARBEN.get(wort.split(" ")[0], "accent1")
        yield Balken(Rechteck(ort.x, ort.y, BALKEN, ort.hoehe), farbe)
        flaeche = Rechteck(ort.x + BALKEN, ort.y, ort.breite - BALKEN, ort.hoehe)
        yield Textfeld(flaeche, zeilen, hat_grund=True, rand=RAND, name=wort)
