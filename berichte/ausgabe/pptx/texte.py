"""Fließtext auf Folien: so groß wie möglich, und wo er nicht passt, auf mehrere verteilt."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import replace

from berichte.ausgabe.textmass import ZEILENHOEHE, Schriftmass
from berichte.kern.akten.bericht import Absatz, Abschnitt, Aufzaehlung, Baustein, Hinweis

from .formen import BETONT, TEXT, TITEL, Rechteck, Zeile

LAENGSTES_WORT = 60  # Zeichen


def als_zeilen(bausteine: Sequence[Baustein], groesse: float = TEXT[-1]) -> list[Zeile]:
    zeilen = []
    for baustein in bausteine:
        match baustein:
            case Abschnitt(titel):
                zeilen.append(Zeile(titel, groesse, ist_fett=True, farbe=BETONT))
            case Absatz(text):
                zeilen.append(Zeile(text, groesse))
            case Hinweis(text, titel):
                zeilen.append(Zeile(text, groesse, vorweg=f"{titel}: "))
            case Aufzaehlung(punkte):
                zeilen += [Zeile(punkt, groesse, ist_punkt=True) for punkt in punkte]
    return zeilen


def in_groesse(zeilen: Sequence[Zeile], groesse: float) -> tuple[Zeile, ...]:
    return tuple(replace(zeile, groesse=groesse) for zeile in zeilen)


def zeilenhoehe(zeile: Zeile, breite: float, mass: Schriftmass) -> float:
    """Ohne den Abstand davor."""
    ist_fett = zeile.ist_fett or bool(zeile.vorweg)
    return mass.hoehe(zeile.vorweg + zeile.text, breite - zeile.einzug, zeile.groesse, ist_fett=ist_fett)


def hoehe(zeilen: Sequence[Zeile], breite: float, mass: Schriftmass) -> float:
    return sum(zeilenhoehe(z, breite, mass) + (z.davor if i else 0) for i, z in enumerate(zeilen))


def passend(zeilen: Sequence[Zeile], ort: Rechteck, mass: Schriftmass, groessen=TEXT) -> tuple[Zeile, ...] | None:
    """Die Zeilen in der größten Schrift, in der alle auf den Ort gehen; None, wenn keine klein genug ist."""
    for groesse in groessen:
        gesetzt = in_groesse(zeilen, groesse)
        if hoehe(gesetzt, ort.breite, mass) <= ort.hoehe:
            return gesetzt
    return None


def verteilt(zeilen: Sequence[Zeile], ort: Rechteck, mass: Schriftmass, groesse: float) -> list[tuple[Zeile, ...]]:
    """Auf so viele Seiten wie nötig; ein Absatz, der allein nicht passt, wird zwischen zwei Wörtern geteilt."""
    seiten, seite, frei = [], [], ort.hoehe
    for zeile in [teil for z in in_groesse(zeilen, groesse) for teil in _geteilt(z, ort, mass)]:
        noetig = zeilenhoehe(zeile, ort.breite, mass) + (zeile.davor if seite else 0)
        if noetig > frei and seite:
            seiten.append(tuple(seite))
            seite, frei, noetig = [], ort.hoehe, zeilenhoehe(zeile, ort.breite, mass)
        seite.append(zeile)
        frei -= noetig
    return [*seiten, tuple(seite)] if seite else seiten


def _geteilt(zeile: Zeile, ort: Rechteck, mass: Schriftmass) -> list[Zeile]:
    """Teile, die einzeln passen; „…“ sagt, wo es weitergeht."""

    def passt(text: str) -> bool:
        return zeilenhoehe(replace(zeile, text=text), ort.breite, mass) <= ort.hoehe

    if passt(zeile.text):
        return [zeile]
    worte, texte, davor = [w for wort in zeile.text.split() for w in _zerlegt(wort)], [], ""
    while worte:
        rest = davor + " ".join(worte)
        if passt(rest):
            texte.append(rest)
            break
        anzahl = max(bisect(range(1, len(worte)), 0, key=lambda n: not passt(f"{davor}{' '.join(worte[:n])} …")), 1)
        texte.append(f"{davor}{' '.join(worte[:anzahl])} …")
        worte, davor = worte[anzahl:], "… "
    return [replace(zeile, text=text, vorweg="" if i else zeile.vorweg) for i, text in enumerate(texte)]


def _zerlegt(wort: str) -> list[str]:
    """Ein Wort, das keines ist, in Stücken, die auf eine Zeile gehen."""
    return [wort[i : i + LAENGSTES_WORT] for i in range(0, len(wort), LAENGSTES_WORT)]


def titelzeile(text: str, ort: Rechteck, mass: Schriftmass, groessen=TITEL, zusatz: str = "") -> tuple[str, float]:
    """(Text, Größe): erst kleiner, dann gekürzt; für `zusatz` dahinter bleibt Platz."""
    for groesse in groessen:
        if mass.hoehe(text + zusatz, ort.breite, groesse, ist_fett=True) <= ort.hoehe:
            return text, groesse
    kleinste = groessen[-1]
    zeilen = max(int(ort.hoehe // (kleinste * ZEILENHOEHE)), 1)
    return mass.gekuerzt(text, ort.breite, kleinste, zeilen, ist_fett=True, zusatz=zusatz), kleinste
