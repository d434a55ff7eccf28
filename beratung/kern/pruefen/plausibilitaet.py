"""Prüfungen über die ganze Lieferung: passt sie zu sich selbst und zu dem, was schon da ist?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from beratung.kern.befunde.befund import Befundliste, gegenstand
from beratung.kern.befunde.regeln import REGELN, UNBEKANNT_AB, UNBEKANNT_HOECHSTENS
from beratung.kern.verzeichnis import Verzeichnis
from beratung.kern.zaehlen.zaehlen import Gezaehlt
from beratung.kern.zaehlung import AUSWAERTIG, MERKMALE, UNBEKANNT, Art, Ebene, Merkmal, Zaehleinheit
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat

ERSTES_JAHR = 2015
# Das Beratungsfeld fehlt bei Informationen zu Recht.
MERKMALE_MIT_UNBEKANNT = {m.value for merkmale in MERKMALE.values() for m in merkmale} - {Merkmal.BERATUNGSFELD.value}


@dataclass(frozen=True)
class Vorhanden:
    """Ein geltender Teil desselben Monats, der neben der neuen Lieferung stehen bliebe."""

    art: Art
    nummer: int
    einheiten: frozenset[str]


def pruefe_monat(monat: Monat, heute: date, befunde: Befundliste) -> None:
    if monat.erster > heute:
        befunde.melden(REGELN["P54"], monat=monat.bezeichnung)
    elif monat.letzter >= heute:
        befunde.melden(REGELN["P57"], monat=monat.bezeichnung)
    if monat.jahr < ERSTES_JAHR:
        befunde.melden(REGELN["P55"], monat=monat.bezeichnung)


def pruefe_doppeltes(
    neu: dict[Art, frozenset[str]], vorhanden: Iterable[Vorhanden], monat: Monat, befunde: Befundliste
) -> None:
    """Summen und Zeilen für dieselbe Zähleinheit würden zweimal gezählt. `neu`: Zähleinheiten je gelieferter Art."""
    als_zeilen = frozenset().union(*(e for art, e in neu.items() if art is not Art.SUMMEN))
    for einheit in sorted(als_zeilen & neu.get(Art.SUMMEN, frozenset())):
        befunde.melden(REGELN["P51"], zaehleinheit=Zaehleinheit(einheit).bezeichnung)
    for da in vorhanden:
        for art, gezaehlt in neu.items():
            if (art is Art.SUMMEN) == (da.art is Art.SUMMEN):
                continue
            for einheit in sorted(gezaehlt & da.einheiten):
                angaben = {"monat": monat.bezeichnung, "art": da.art.bezeichnung, "nummer": da.nummer}
                befunde.melden(REGELN["P50"], zaehleinheit=Zaehleinheit(einheit).bezeichnung, **angaben)


def pruefe_unbekannte(teil: Gezaehlt, verzeichnis: Verzeichnis, befunde: Befundliste) -> None:
    """Hoher Anteil unbekannter Werte in einer gelieferten Spalte; das Beratungsfeld ist nicht immer nötig."""
    if teil.art is Art.SUMMEN:
        return
    gesamt = sum(teil.summen.values())
    if gesamt < UNBEKANNT_AB:
        return
    for feld in sorted(teil.felder & {"stadtteil", *MERKMALE_MIT_UNBEKANNT}):
        if feld == "stadtteil":
            gesucht = (Ebene.STADTTEIL, UNBEKANNT, "", "")
        else:
            gesucht = (Ebene.STADT, "", feld, verzeichnis.kataloge[Merkmal(feld)].schreibweisen.get(""))
        unbekannt = sum(n for (ebene, gebiet, einheit, merkmal, wert), n in teil.zellen.items()
                        if (ebene, gebiet, merkmal, wert) == gesucht and einheit != Zaehleinheit.FALL)  # fmt: skip
        if unbekannt * 100 > UNBEKANNT_HOECHSTENS * gesamt:
            anteil = zahlen.prozent(zahlen.anteil(unbekannt, gesamt))
            befunde.melden(REGELN["P53"], spalte=feld.capitalize(), zu=gegenstand(merkmal=feld), prozent=anteil)


def pruefe_summen(zeilen: list[list], befunde: Befundliste) -> None:
    """Doppelte Zeilen, auswärtige Gebiete und Aufteilungen, die ihre Gesamtzahl nicht ergeben."""
    gesehen = set()
    aufgeteilt: dict[tuple, dict[str, list]] = defaultdict(lambda: defaultdict(list))
    for einheit, ebene, gebiet, merkmal, auspraegung, anzahl in zeilen:
        schluessel = (einheit, ebene, gebiet, merkmal, auspraegung)
        if schluessel in gesehen:
            befunde.melden(REGELN["P43"], wert=Zaehleinheit(einheit).bezeichnung)
        gesehen.add(schluessel)
        if ebene == Ebene.STADTTEIL and gebiet == AUSWAERTIG:
            befunde.melden(REGELN["P45"], spalte="Stadtteil")
        aufgeteilt[(einheit, ebene, gebiet)][merkmal].append(anzahl)
    for (einheit, _, gebiet), merkmale in aufgeteilt.items():
        gesamt = merkmale.pop("", [None])[0]
        for merkmal, anzahlen in merkmale.items():
            summe = None if gesamt is None or None in anzahlen else sum(anzahlen)
            if summe is not None and summe != gesamt:
                angaben = {"merkmal": Merkmal(merkmal).bezeichnung, "summe": summe, "gesamt": gesamt}
                zu = gegenstand(zaehleinheit=einheit, gebiet=gebiet, merkmal=merkmal)
                befunde.melden(REGELN["P44"], zaehleinheit=Zaehleinheit(einheit).bezeichnung, zu=zu, **angaben)
