"""Eine Tabelle des Lieferformats vom Kopf bis zur Summenzeile durchgehen, 256 Zeilen auf einmal: deuten lassen, zählen
lassen und melden, was sich erst an der ganzen Tabelle zeigt. Was in den Zellen steht, deutet deutung.py."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from operator import itemgetter

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.lesen.einlesen import LEERRAUM, Rohtabelle
from beratung.kern.personendaten.tuer import Spaltenwache
from beratung.kern.zaehlung import Art, Ebene
from beratung.kern.zuordnen.deutung import Deutung
from beratung.kern.zuordnen.werte import SUMME_HOECHSTENS, Umfeld
from beratung.kern.zuordnen.zuordnung import Profil, finde_kopf
from dresden_senioren.kern.zahlen import deutsch

from .zaehlen import Gezaehlt, Zaehler

BEISPIEL_KENNZEICHEN = "Erfundene Beispielzahlen"
Fortschritt = Callable[[int], None]
FORTSCHRITT_ALLE = 5_000  # Zeilen
BLOCK = 256  # Zeilen; größere Blöcke sind langsamer, weil die Speicherbereinigung öfter hinsieht
_SUMMENWOERTER = {"gesamt", "summe", "insgesamt", "gesamtsumme", "gesamtergebnis", "total"}
_ERSTE = itemgetter(0)


@dataclass(frozen=True)
class Gelesen:
    """Was aus einer Tabelle geworden ist."""

    art: Art
    gezaehlt: Gezaehlt
    gelesen: int = 0
    fehlerhaft: int = 0
    ist_beispiel: bool = False


def auswerten(  # noqa: PLR0913 – das meiste nur benannt
    tabelle: Rohtabelle, art: Art | None, profil: Profil, *, umfeld: Umfeld, befunde: Befundliste,
    fortschritt: Fortschritt | None = None,
) -> Gelesen:  # fmt: skip
    """Alle Zeilen lesen und zählen, alle Befunde melden. Einlesefehler nur, wenn die Tabelle im Ganzen unbrauchbar
    ist."""
    kopf = finde_kopf(tabelle, art, profil, befunde)
    kopfzeile = tabelle.zeilen[kopf.index][: kopf.breite]
    wache = Spaltenwache(kopfzeile, profil.ueberschrift, umfeld.verzeichnis.kennt)
    deutung = Deutung(tabelle.blatt, kopf, profil, umfeld, befunde)
    zaehler = Zaehler(kopf.art, frozenset(spalte.feld for _, spalte in kopf.spalten))
    gelesen, fehlerhaft, summenzeile = 0, 0, None
    zeilen = chain(tabelle.zeilen[kopf.index + 1 :], tabelle.weitere)
    for nummern, block, ist_letzter in _bloecke(zeilen, kopf.index + 2):
        wache.ansehen(block)
        if not deutung.ist_brauchbar:
            continue  # ohne Pflichtspalte ist jede Zeile falsch; das ist schon gesagt
        if ist_letzter and _ist_summenzeile(block[-1]):
            summenzeile = nummern[-1], block.pop()
        spalten, falsche = deutung.block(nummern[: len(block)], block)
        zaehler.nehmen(spalten)
        if fortschritt and (gelesen + len(block)) // FORTSCHRITT_ALLE > gelesen // FORTSCHRITT_ALLE:
            fortschritt(gelesen + len(block))
        gelesen, fehlerhaft = gelesen + len(block), fehlerhaft + falsche
    wache.abschliessen()
    for name in wache.ohne_ueberschrift():
        # Werte unter einer leeren Überschrift (verbundene Zellen) liest niemand; das soll nicht still geschehen.
        befunde.melden(REGELN["P22"], zeile=kopf.index + 1, blatt=tabelle.blatt, spalte=name)
    if deutung.ist_brauchbar and not gelesen:
        _melde_leer(kopf.art, tabelle.blatt, befunde)
    if summenzeile and not fehlerhaft:
        _pruefe_summenzeile(*summenzeile, zaehler.gesamt, tabelle.blatt, befunde)
    _pruefe_gesamtzahl(kopf.art, zaehler.gesamt, tabelle.blatt, befunde)
    gezaehlt = zaehler.fertig(umfeld.verzeichnis)
    ist_beispiel = any(BEISPIEL_KENNZEICHEN in zelle for zeile in tabelle.zeilen[: kopf.index] for zelle in zeile)
    ist_beispiel |= any(umfeld.verzeichnis.stellen[ort].ist_beispiel for ort in gezaehlt.orte(Ebene.BERATUNGSSTELLE))
    return Gelesen(kopf.art, gezaehlt, gelesen, fehlerhaft, ist_beispiel)


def _melde_leer(art: Art, blatt: str, befunde: Befundliste) -> None:
    """Ohne Zeilen sagen Fälle und Leistungen „nichts gewesen“; Summen sagen gar nichts."""
    befunde.melden(REGELN["P30" if art is Art.SUMMEN else "P25"], blatt=blatt, art=art.bezeichnung)


def _pruefe_gesamtzahl(art: Art, gesamt: int, blatt: str, befunde: Befundliste) -> None:
    """Nur bei Leistungen summiert sich etwas: Fälle zählen je Zeile eins, Summen stehen jede für sich."""
    if art is Art.LEISTUNGEN and gesamt > SUMME_HOECHSTENS:
        zahlen = {"summe": deutsch(gesamt), "grenze": deutsch(SUMME_HOECHSTENS)}
        befunde.melden(REGELN["P15"], blatt=blatt, spalte="Anzahl", **zahlen)


def _bloecke(zeilen: Iterator[list[str]], nr: int) -> Iterator[tuple[Sequence[int], list[list[str]], bool]]:
    """Zeilennummern und Zeilen ohne die leeren; beim letzten Block steht True dabei."""
    vorher = None
    while block := list(islice(zeilen, BLOCK)):
        nummern: Sequence[int] = range(nr, nr + len(block))
        nr += len(block)
        # Meist ist in jeder Zeile die erste Zelle gefüllt; nur sonst lohnt der genaue Blick.
        if not (all(block) and all(map(str.strip, map(_ERSTE, block)))):
            volle = [any(zelle.strip(LEERRAUM) for zelle in zeile) for zeile in block]
            nummern, block = list(compress(nummern, volle)), list(compress(block, volle))
        if block:
            if vorher:
                yield *vorher, False
            vorher = nummern, block
    if vorher:
        yield *vorher, True


def _ist_summenzeile(roh: list[str]) -> bool:
    erste = next((z for zelle in roh if (z := zelle.strip(LEERRAUM))), "")
    return erste.casefold().strip(" :") in _SUMMENWOERTER


def _pruefe_summenzeile(nr: int, roh: list[str], gezaehlt: int, blatt: str, befunde: Befundliste) -> None:
    texte = [zelle.strip(LEERRAUM) for zelle in roh]
    zahlen = [int(z.replace(".", "")) for z in texte if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", z, re.ASCII)]
    if zahlen and gezaehlt not in zahlen:
        befunde.melden(REGELN["P26"], zeilen=[nr], blatt=blatt, wert=zahlen[-1], gezaehlt=gezaehlt)
