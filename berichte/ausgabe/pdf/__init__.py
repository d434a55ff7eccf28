"""Bericht → PDF, zugleich PDF/UA-1 und PDF/A-2a. Aus denselben Zahlen wird immer dieselbe Datei."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, groupby, pairwise
from pathlib import Path

from berichte.ausgabe import deckblatt, schriften
from berichte.ausgabe.bilder import druckbild
from berichte.ausgabe.bilder.figur import stil
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.ausgabe.spaltenbreiten import Zellschrift, in_groesster_schrift
from berichte.ausgabe.textmass import Schriftmass
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart
from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Baustein,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Massnahmenzeile,
    Zahlentabelle,
    Zwischenzeile,
)
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken
from berichte.kern.tabelle import Tabelle

HIER = Path(__file__).resolve().parent
NORMEN = ["ua-1", "a-2a"]
MASS = Schriftmass.von("Fira Sans")
# Einer Zahlentabelle: Breite der Seite, was eine Zelle frei lässt, und die Schriftgrößen, in Punkt.
LANG, KNAPP = (470, 8, (9.5, 8.5)), (493, 6, (8.5, 8, 7.5))
HOEHE = re.compile(r'<svg[^>]* height="([0-9.]+)"')
HOECHSTE_ABBILDUNG = 800  # Pixel des Druckbilds, die mit Titel und Quelle auf eine Seite passen; höhere werden schmaler
Nummeriert = tuple[str, Baustein]
ZEITGRENZE = 60  # Sekunden; ein Zwischenbericht braucht rund eine


def pdf(freigabe: Freigabe[Bericht]) -> bytes:
    """Inhalt der PDF-Datei. SatzGescheitert bei Zeitüberschreitung oder fehlender Textalternative."""
    bericht, kennzeichnung = auspacken(freigabe)
    with _setzer() as setzer:  # kommt in Gang, während hier gezeichnet wird
        return _setzen(setzer, daten(bericht, kennzeichnung), bericht.stichtag)


def daten(bericht: Bericht, kennzeichnung: Kennzeichnung) -> dict:
    """Was die Vorlage bekommt; nur Text, Zahlen sind schon deutsch geschrieben."""
    stichtag = f"{bericht.stichtag:%d.%m.%Y}"
    nummeriert = list(bericht.nummeriert)
    anfaenge = [i for i, (_, baustein) in enumerate(nummeriert) if isinstance(baustein, Kapitel)]
    kapitel = [nummeriert[von:bis] for von, bis in pairwise([*anfaenge, len(nummeriert)])]
    setze = _nebeneinander if bericht.ist_kurz else _untereinander
    return {
        "titel": bericht.titel,
        "untertitel": bericht.untertitel,
        "herausgeber": bericht.herausgeber,
        "stichtag": stichtag,
        "kennzeichen": kennzeichnung.kennzeichen,
        "abruf": kennzeichnung.vermerk if kennzeichnung.abruf else "",
        "angaben": deckblatt.angaben(bericht, kennzeichnung),
        "erklaerung": kennzeichnung.erklaerung,
        "ist_kurz": bericht.ist_kurz,
        "kapitel": [list(setze(eines)) for eines in kapitel],
    }


def _untereinander(bausteine: Sequence[Nummeriert]) -> Iterator[dict]:
    return (_als_daten(nummer, baustein) for nummer, baustein in bausteine)


def _nebeneinander(bausteine: Sequence[Nummeriert]) -> Iterator[dict]:
    """Aufeinander folgende Abschnitte, die nur aus Abbildung und Botschaft bestehen, in zwei Spalten, gelesen erst die
    linke; alles andere untereinander."""
    for ist_schmal, gruppe in groupby(_abschnitte(bausteine), _ist_schmal):
        abschnitte = list(gruppe)
        if ist_schmal and len(abschnitte) > 1:
            halb = [list(_knapp(abschnitt, druckbild.HALBE_BREITE)) for abschnitt in abschnitte]
            schnitt = _schnitt(abschnitte)
            yield {"art": "spalten", "spalten": [halb[:schnitt], halb[schnitt:]]}
        else:
            yield from _knapp(chain(*abschnitte), druckbild.BREITE)


def _abschnitte(bausteine: Sequence[Nummeriert]) -> Iterator[Sequence[Nummeriert]]:
    anfaenge = [nr for nr, (_, baustein) in enumerate(bausteine) if isinstance(baustein, Abschnitt)]
    return (bausteine[von:bis] for von, bis in pairwise([0, *anfaenge, len(bausteine)]))


def _ist_schmal(abschnitt: Sequence[Nummeriert]) -> bool:
    """Linien brauchen die ganze Breite."""
    match [baustein for _, baustein in abschnitt]:
        case [Abschnitt(), Abbildung(diagramm), Botschaft()]:
            return diagramm.art is not Diagrammart.LINIEN
    return False


def _schnitt(abschnitte: Sequence[Sequence[Nummeriert]]) -> int:
    """Nach wie vielen die rechte Spalte beginnt, damit beide möglichst gleich hoch sind:
    Eine Abbildung ist so hoch, wie sie Kategorien hat."""
    hoehen = [len(abbildung.diagramm.kategorien) for (_, (_, abbildung), _) in abschnitte]
    return min(range(1, len(abschnitte)), key=lambda nr: max(sum(hoehen[:nr]), sum(hoehen[nr:])))


def _knapp(bausteine: Iterable[Nummeriert], breite: int) -> Iterator[dict]:
    return (_als_daten(nummer, baustein, breite=breite, ist_knapp=True) for nummer, baustein in bausteine)


def _als_daten(nummer: str, baustein: Baustein, *, breite: int = druckbild.BREITE, ist_knapp: bool = False) -> dict:
    match baustein:
        case Kapitel(titel) | Abschnitt(titel):
            angaben = {"titel": titel}
        case Absatz(text):
            angaben = {"text": text}
        case Hinweis(text, titel):
            angaben = {"text": text, "titel": titel}
        case Aufzaehlung(punkte):
            angaben = {"punkte": list(punkte)}
        case Abbildung(diagramm):
            # Niedrige Balken auch im langen Bericht: Sonst bleibt nach jeder Tabelle eine halbe Seite leer.
            niedrig = ist_knapp or diagramm.art is not Diagrammart.LINIEN
            angaben = _abbildung(diagramm, druckbild.svg(diagramm, breite=breite, ist_knapp=niedrig))
        case Botschaft():
            angaben = {
                "gegenstand": baustein.gegenstand,
                "botschaft": baustein.botschaft,
                "teile": [{"titel": titel, "punkte": list(punkte)} for titel, punkte in baustein.teile],
            }
        case Zahlentabelle(tabelle):
            angaben = _zahlentabelle(tabelle, ist_knapp=ist_knapp)
        case Massnahmentabelle():
            angaben = {
                "titel": baustein.titel,
                "kopf": list(baustein.SPALTEN),
                "zeilen": [_zeile(zeile) for zeile in baustein.zeilen],
                "darunter": [baustein.quelle],
            }
    return {"art": type(baustein).__name__.lower(), "nummer": nummer} | angaben


def _abbildung(diagramm: Diagramm, bild: str) -> dict:
    return {
        "titel": diagramm.titel,
        "svg": bild,
        "breite": min(1, HOECHSTE_ABBILDUNG / float(HOEHE.search(bild)[1])),
        "alt": diagramm.beschreibung,
        "darunter": diagramm.darunter,
    }


def _zahlentabelle(tabelle: Tabelle, *, ist_knapp: bool) -> dict:
    """Maße in Punkt, wie die Vorlage die Seite und ihre Zellen bemisst."""
    platz, rand, groessen = KNAPP if ist_knapp else LANG
    groesse, breiten = in_groesster_schrift(tabelle, platz, [Zellschrift(MASS, g, rand) for g in groessen])
    return {
        "titel": tabelle.titel,
        "kopf": [spalte.bezeichnung for spalte in tabelle.spalten],
        "ist_zahl": [spalte.ist_zahl for spalte in tabelle.spalten],
        "groesse": groesse,
        "breiten": breiten,
        "zeilen": tabelle.geschrieben,
        "summenzeilen": int(tabelle.summenzeilen),
        "darunter": tabelle.darunter,
    }


def _zeile(zeile: Zwischenzeile | Massnahmenzeile) -> dict:
    if isinstance(zeile, Zwischenzeile):
        return {"art": "zwischenzeile", "ebene": zeile.ebene, "text": zeile.text}
    gestalt = stil(zeile.farbrolle)
    return {
        "art": "massnahme",
        "nr": zeile.nr,
        "beschreibung": zeile.beschreibung,
        "verantwortung": zeile.verantwortung,
        "laufzeit": zeile.laufzeit,
        "haushaltsrelevanz": zeile.haushaltsrelevanz,
        "sachstand": zeile.sachstand,
        "farbe": gestalt.farbe,
        "marke": gestalt.marke,
        "ist_gefuellt": gestalt.ist_gefuellt,
        "erlaeuterung": zeile.erlaeuterung,
        "schritte": [{"text": schritt.text, "zusatz": schritt.zusatz} for schritt in zeile.schritte],
    }


@contextmanager
def _setzer() -> Iterator[subprocess.Popen]:
    befehl = [sys.executable, "-I", str(HIER / "satz.py"), str(schriften.ordner())]
    rohre = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    with subprocess.Popen(befehl, **rohre) as prozess:  # noqa: S603 eigener, fester Befehl
        try:
            yield prozess
        finally:
            if prozess.poll() is None:
                prozess.kill()


def _setzen(setzer: subprocess.Popen, daten: dict, tag: date) -> bytes:
    """Die Vorlage mit den Daten setzen; `tag` ist der Zeitstempel der Datei."""
    auftrag = {
        "vorlage": str(HIER / "bericht.typ"),
        "wurzel": str(HIER),
        "normen": NORMEN,
        "zeitpunkt": tag.isoformat(),
        "daten": daten,
    }
    try:
        ausgabe, meldung = setzer.communicate(json.dumps(auftrag, ensure_ascii=False).encode(), timeout=ZEITGRENZE)
    except subprocess.TimeoutExpired:
        raise SatzGescheitert(f"Das PDF war nach {ZEITGRENZE} Sekunden nicht fertig.") from None
    if setzer.returncode != 0:
        raise SatzGescheitert(f"Das PDF ließ sich nicht setzen: {meldung.decode(errors='replace').strip()[-600:]}")
    return ausgabe


def setzen(daten: dict, tag: date) -> bytes:
    """Fertige Daten setzen, ohne zu zeichnen."""
    with _setzer() as setzer:
        return _setzen(setzer, daten, tag)
