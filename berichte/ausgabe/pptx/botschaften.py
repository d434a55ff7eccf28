"""Die Botschaft als Folie im Raster der Auswertung: oben die Botschaft, darunter bis zu vier Felder."""

from collections.abc import Iterator, Sequence

from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.akten.bericht import Botschaft

from .formen import BETONT, Balken, Folie, Form, Masse, Rechteck, Textfeld, Zeile
from .texte import hoehe, verteilt

ABSTAND, BALKEN = 14, 5  # Punkt zwischen den Feldern; Breite des farbigen Streifens
RAND = 12
UEBERSCHRIFT = 18
PUNKTE, PUNKTE_WENIGER = (20, 18), (24, 22, 20, 18)  # weniger: bis zu zwei Felder
MINDESTENS = 0.5  # Anteil der Fläche, den ein Feld mit wenig Text einnimmt
FARBEN = {"Maßnahmen": "accent2"}  # alle übrigen: accent1


def botschaftsfolien(botschaft: Botschaft, masse: Masse, mass: Schriftmass) -> Iterator[Folie]:
    """Vier Felder auf einer Folie; ist eines zu lang, zwei auf einer; ist auch das zu lang, geht es weiter."""
    teile = botschaft.teile
    titel = botschaft.botschaft or f"{botschaft.gegenstand}: was die Zahlen zeigen"
    wort = "Botschaft, aus den Zahlen vorgeschlagen" if botschaft.ist_vorschlag else "Botschaft"
    kopf = f"{wort} · {botschaft.gegenstand}" if botschaft.botschaft else wort
    for felder in _auf_folien(teile, masse.inhalt, mass):
        notizen = tuple(f"{name}: {' · '.join(punkte)}" for name, punkte in botschaft.teile)
        yield Folie("frei", titel, tuple(_formen(felder)), kopf, (f"Botschaft: {titel}", *notizen))


Feld = tuple[Rechteck, tuple[Zeile, ...], str]


def _auf_folien(teile, inhalt: Rechteck, mass: Schriftmass) -> Iterator[list[Feld]]:
    if not teile:
        return
    for groesse in PUNKTE if len(teile) > 2 else PUNKTE_WENIGER:
        texte = [(_ueberschrift(wort), *_punkte(punkte, groesse)) for wort, punkte in teile]
        if orte := _orte(texte, inhalt, mass):
            yield [(ort, text, wort) for ort, text, (wort, _) in zip(orte, texte, teile, strict=True)]
            return
    if len(teile) > 1:
        haelfte = 2 if len(teile) > 2 else 1
        yield from _auf_folien(teile[:haelfte], inhalt, mass)
        yield from _auf_folien(teile[haelfte:], inhalt, mass)
        return
    ((wort, punkte),) = teile
    yield from _fortgesetzt(wort, punkte, inhalt, mass)


def _fortgesetzt(wort: str, punkte: Sequence[str], inhalt: Rechteck, mass: Schriftmass) -> Iterator[list[Feld]]:
    """Ein Feld über so viele Folien, wie es braucht."""
    platz = _innen(inhalt).ab(UEBERSCHRIFT * 2)
    for nr, zeilen in enumerate(verteilt(_punkte(punkte, PUNKTE[-1]), platz, mass, PUNKTE[-1])):
        ueberschrift = f"{wort} (Fortsetzung)" if nr else wort
        yield [(inhalt, (_ueberschrift(ueberschrift), *zeilen), wort)]


def _orte(texte: list[tuple[Zeile, ...]], inhalt: Rechteck, mass: Schriftmass) -> list[Rechteck] | None:
    """Bis zu drei Felder nebeneinander, vier in zwei Reihen, jede so hoch, wie sie muss; None, wenn das nicht passt."""
    spalten = 2 if len(texte) > 3 else len(texte)
    breite = _breite(spalten, inhalt)
    noetig = [hoehe(text, breite - BALKEN - 2 * RAND, mass) + 2 * RAND for text in texte]
    reihen = [max(noetig[i : i + spalten]) for i in range(0, len(texte), spalten)]
    frei = inhalt.hoehe - ABSTAND * (len(reihen) - 1) - sum(reihen)
    if frei < 0:
        return None
    if len(reihen) == 1:  # wenig Text füllt nicht die ganze Folie
        frei = max(inhalt.hoehe * MINDESTENS - reihen[0], 0)
    orte, y = [], inhalt.y
    for hoch in (reihe + frei / len(reihen) for reihe in reihen):
        orte += [Rechteck(inhalt.x + s * (breite + ABSTAND), y, breite, hoch) for s in range(spalten)]
        y += hoch + ABSTAND
    return orte[: len(texte)]


def _breite(spalten: int, inhalt: Rechteck) -> float:
    return (inhalt.breite - ABSTAND * (spalten - 1)) / spalten


def _innen(ort: Rechteck) -> Rechteck:
    return Rechteck(ort.x + BALKEN, ort.y, ort.breite - BALKEN, ort.hoehe).innen(RAND, RAND)


def _ueberschrift(wort: str) -> Zeile:
    return Zeile(wort, UEBERSCHRIFT, ist_fett=True, farbe=BETONT)


def _punkte(punkte: Sequence[str], groesse: float) -> list[Zeile]:
    """Ein einzelner Satz steht ohne Punkt davor."""
    return [Zeile(punkt, groesse, ist_punkt=len(punkte) > 1) for punkt in punkte]


def _formen(felder: list[Feld]) -> Iterator[Form]:
    for ort, zeilen, wort in felder:
        farbe = FARBEN.get(wort.split(" ")[0], "accent1")
        yield Balken(Rechteck(ort.x, ort.y, BALKEN, ort.hoehe), farbe)
        flaeche = Rechteck(ort.x + BALKEN, ort.y, ort.breite - BALKEN, ort.hoehe)
        yield Textfeld(flaeche, zeilen, hat_grund=True, rand=RAND, name=wort)
