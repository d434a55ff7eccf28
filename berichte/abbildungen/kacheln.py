"""Neuzugänge als Kachelkarte der Stadtbezirke und Ortschaften."""

from collections import defaultdict
from dataclasses import replace

from beratung.kern.zaehlung import Ebene, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.kachelkarte import KACHELN, Kachelkarte
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle
from berichte.kern.zahlen.verteilung import Paar, Posten
from berichte.zahlen.lage import Lage
from dresden_senioren.kern.text import aufzaehlung

from .dichte import Dichten, dichten_der_gebiete
from .grenzkarte import gezeichnete
from .intern import verlange_intern
from .zeiten import zeiten
from .zellen import gerechnet, gezaehlt, verglichen

NAMEN = {kachel.gebiet: kachel.name for kachel in KACHELN}
UEBERSCHRIFT = "Stadtbezirke und Ortschaften"


def kacheln(lage: Lage) -> Abbildung:
    verlange_intern("kacheln", lage)
    paare = _je_gebiet(lage)
    je_einwohner = dichten_der_gebiete(lage, {gebiet: paare[gebiet].heute for gebiet in NAMEN if gebiet in paare})
    herkunft = lage.herkunft(Zaehleinheit.NEUZUGANG)
    flaechen, gezeichnet = gezeichnete(lage.grenzen)
    herkunft = replace(herkunft, fussnoten=(*herkunft.fussnoten, gezeichnet, *je_einwohner.fussnoten))
    karte = replace(_karte(lage, paare, je_einwohner, herkunft, gezeichnet), grenzen=flaechen)
    tabelle = _tabelle(lage, paare, je_einwohner, herkunft)
    return Abbildung("kacheln", UEBERSCHRIFT, f"{karte.titel}.", "neuzugaenge", tabelle, karte=karte)


def _je_gebiet(lage: Lage) -> dict[str, Paar]:
    """Gebiet oder, was in keinem liegt („unbekannt“, „auswärtig“) → Neuzugänge. Wo Monate gemeldet sind, aber niemand
    herkam, ist es null; ohne gemeldeten Monat und ohne jede Aufteilung fehlt es."""
    verteilung = lage.gebiete(Zaehleinheit.NEUZUGANG, Ebene.STADTTEIL)
    if not verteilung.posten:
        return {}
    leer = verteilung.gesamt - verteilung.gesamt
    paare = defaultdict(lambda: leer, {gebiet: leer for gebiet in NAMEN})
    for posten in verteilung.posten:
        paare[lage.namen.gebiete.get(posten.schluessel, posten.name)] += posten.paar
    return dict(paare)


def _karte(
    lage: Lage, paare: dict[str, Paar], je_einwohner: Dichten, herkunft: Herkunft, gezeichnet: str
) -> Kachelkarte:
    """Gefärbt nach der Dichte, wenn es sie für jede Kachel gibt, sonst nach der Anzahl."""
    nach_dichte = len(je_einwohner.werte) == len(NAMEN)
    einheit = "Neuzugänge je 1.000 Einwohner ab 60" if nach_dichte else "Neuzugänge"
    werte = je_einwohner.werte if nach_dichte else {g: gezaehlt(p.heute) for g, p in paare.items() if g in NAMEN}
    format = Format.DICHTE if nach_dichte else Format.ANZAHL
    rang = sorted((g for g in NAMEN if not isinstance(werte.get(g, ""), str)), key=lambda g: (-werte[g], NAMEN[g]))
    wann = zeiten(lage, Zaehleinheit.NEUZUGANG).heute
    roh = Kachelkarte("–", "–", werte, herkunft, einheit, format)
    worte = [f"{NAMEN[gebiet]} {roh.text(werte[gebiet])}" for gebiet in rang]
    titel = f"{einheit}: für {wann} nicht nach Stadtteilen gemeldet"
    if worte:
        titel = f"{einheit}: {aufzaehlung(worte[:3])} ({wann})"
    alle = f" {'; '.join(worte)}." if worte else ""
    art = f"Karte der zehn Stadtbezirke und neun Ortschaften. {gezeichnet}"
    return replace(roh, titel=titel, beschreibung=f"{art} {titel}.{alle}")


def _tabelle(lage: Lage, paare: dict[str, Paar], je_einwohner: Dichten, herkunft: Herkunft) -> Tabelle:
    wann = zeiten(lage, Zaehleinheit.NEUZUGANG)
    gesamt = lage.paar(lage.auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG))
    posten = [Posten(gebiet, NAMEN.get(gebiet, gebiet), paar) for gebiet, paar in paare.items()]
    posten.sort(key=lambda p: (p.schluessel not in NAMEN, -(p.paar.heute or 0), p.name))
    rest = gesamt - sum(paare.values(), gesamt - gesamt)
    if rest.heute or rest.frueher:
        posten.append(Posten("", "keinem Stadtteil zugeordnet", rest))
    posten.append(Posten("", "zusammen", gesamt))
    spalten = (Spalte("Stadtbezirk oder Ortschaft"), *wann.zaehlspalten)
    zeilen = [(p.name, *(verglichen(p.paar) if wann.frueher else (gezaehlt(p.paar.heute),))) for p in posten]
    if je_einwohner.werte:
        spalten += (Spalte("je 1.000 ab 60", Format.DICHTE),)
        zeilen = [(*z, gerechnet(je_einwohner.werte.get(p.schluessel))) for z, p in zip(zeilen, posten, strict=True)]
    return Tabelle(f"Neuzugänge: {UEBERSCHRIFT}", spalten, tuple(zeilen), herkunft, 1)
