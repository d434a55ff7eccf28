"""Regeln der Zweitrechnung für Beratungsstellen, Quartale, Herkunft und Maßnahmen."""

import json
import re
from collections import Counter
from decimal import Decimal
from functools import cache

from . import unabhaengig
from .zweitrechnung import (
    AUSSERHALB,
    EINHEITEN,
    MONATSNAMEN,
    Blick,
    Monate,
    Tabelle,
    Unbekannt,
    Werte,
    deutsch,
    mit_prozent,
    monate,
    prozent,
    quartal,
    runden,
    spalte,
    vorjahr,
    zaehle,
)

QUELLEN = {"seniora": "gefördert", "fmg": "kommunal"}
LEISTUNGEN = ("Neuzugänge", "Beratungen", "Kriseninterventionen", "Informationen")


# --- Ausstattung ------------------------------------------------------------------------------------------------------


@cache
def _stammdaten() -> tuple[dict[str, tuple[str, str]], dict[str, list[dict]]]:
    """Name der Beratungsstelle → (Kürzel, Quelle); Kürzel → datierte Zeilen mit VzÄ und Soll."""
    zeilen = json.loads((unabhaengig.FIXTURES / "beispielstellen.json").read_text(encoding="utf-8"))
    felder = [(z["model"].partition(".")[2], z["fields"]) for z in zeilen]
    stellen = {f["name"]: (f["kuerzel"], f["quelle"]) for model, f in felder if model == "beratungsstelle"}
    ausstattung: dict[str, list[dict]] = {}
    for feld in (f for model, f in felder if model == "ausstattung"):
        ausstattung.setdefault(feld["beratungsstelle"][0], []).append(feld)
    return stellen, ausstattung


def _im_monat(kuerzel: str, monat: str) -> dict:
    return next(
        z for z in _stammdaten()[1][kuerzel] if z["gueltig_von"] <= f"{monat}-01" <= (z["gueltig_bis"] or "9999")
    )


def vzae(name: str, wann: Monate) -> Decimal:
    """Im Mittel der Monate."""
    werte = [Decimal(_im_monat(_stammdaten()[0][name][0], monat)["vzae"]) for monat in monate(wann)]
    return sum(werte, Decimal(0)) / len(werte)


def soll(name: str, wann: Monate) -> Decimal:
    return sum(Decimal(_im_monat(_stammdaten()[0][name][0], m)["soll_quartal"]) for m in monate(wann)) / 3


def neuzugaenge(name: str, wann: Monate) -> int:
    return zaehle((_stammdaten()[0][name][1],), f"Stelle {name}", "neuzugang")(wann)


def alle_stellen() -> list[str]:
    return list(_stammdaten()[0])


def stellen(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Auf Dashboards und im Planungsbereichsprofil; alle Stellen haben alle Monate geliefert."""
    ergebnis = []
    for name, *_ in tabelle.zeilen:
        ist, hat, erwartet = (f(name, blick.heute) for f in (neuzugaenge, vzae, soll))
        werte = [QUELLEN[_stammdaten()[0][name][1]], runden(hat, 2), runden(erwartet, 0), Decimal(ist)]
        werte += [prozent(ist, erwartet), runden(ist / hat)]
        ergebnis.append([*werte, *["geliefert"] * (len(tabelle.spalten) - 7)])
    return ergebnis


# --- Quartal ----------------------------------------------------------------------------------------------------------


def auslastung(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Die Liste aller Stellen; hinter dem Namen stehen Planungsbereich und Quelle."""
    wann, ergebnis = quartal(treffer["quartal"]), []
    for zeile in tabelle.zeilen:
        name = zeile[0][: zeile[0].index("(Beispiel)") + len("(Beispiel)")]
        ist, erwartet, hat = neuzugaenge(name, wann), soll(name, wann), vzae(name, wann)
        werte = ["3 von 3", Decimal(ist), runden(erwartet, 2), prozent(ist, erwartet), runden(hat, 2)]
        ergebnis.append([*werte, runden(ist / hat), AUSSERHALB])
    return ergebnis


def quartalsbericht(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Drei Quartale, hinter dem zweiten und dritten die Veränderung gegen das erste."""
    name, quartale = treffer["stelle"], [quartal(s) for s in tabelle.spalten if "Quartal" in s]
    quelle, ort = (_stammdaten()[0][name][1],), f"Stelle {name}"
    ist = [neuzugaenge(name, q) for q in quartale]
    erwartet, hat = [soll(name, q) for q in quartale], [vzae(name, q) for q in quartale]
    je_fall = [Decimal(zaehle(quelle, ort, "beratung")(q)) / zaehle(quelle, ort, "fall")(q) for q in quartale]
    zeilen = {"gemeldete Monate": _gereiht(["3 von 3"] * 3, ["", ""])}
    for was in LEISTUNGEN:
        werte = [zaehle(quelle, ort, EINHEITEN[was])(q) for q in quartale]
        zeilen[was] = _gereiht([Decimal(w) for w in werte], [mit_prozent(alt, werte[0]) for alt in werte[1:]])
    zeilen["Soll, Fälle"] = _gereiht(erwartet, _unterschiede(erwartet, 0))
    prozente = [prozent(i, e) for i, e in zip(ist, erwartet, strict=True)]
    zeilen["Auslastung"] = _gereiht(prozente, [f"{text} Punkte" for text in _unterschiede(prozente, 1)])
    zeilen["Beratungen je Fall"] = _gerundet(je_fall, 2)
    zeilen["VzÄ"] = _gerundet(hat, 2)
    zeilen["Fälle je VzÄ"] = _gerundet([i / h for i, h in zip(ist, hat, strict=True)], 1)
    if {zeile[0] for zeile in tabelle.zeilen} != zeilen.keys():
        raise Unbekannt(f"{tabelle.titel}: {[zeile[0] for zeile in tabelle.zeilen]}")
    return [zeilen[zeile[0]] for zeile in tabelle.zeilen]


def _gerundet(werte: list[Decimal], stellen_: int) -> Werte:
    gerundete = [runden(wert, stellen_) for wert in werte]
    return _gereiht(gerundete, _unterschiede(gerundete, stellen_))


def _gereiht(werte: list, aenderungen: list) -> Werte:
    return [werte[0], werte[1], aenderungen[0], werte[2], aenderungen[1]]


def _unterschiede(werte: list[Decimal], stellen_: int) -> list[str]:
    return [deutsch(werte[0] - alt, stellen_) for alt in werte[1:]]


def quartalsmonate(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    name, ergebnis = treffer["stelle"], []
    for was, *_ in tabelle.zeilen:
        werte = []
        for monatsname in tabelle.spalten[1:]:
            wann = (f"{blick.bis[:4]}-{MONATSNAMEN.index(monatsname) + 1:02d}",) * 2
            if was == "VzÄ":
                werte.append(vzae(name, wann))
                continue
            if was.endswith(blick.frueher[0][:4]):
                wann = vorjahr(wann)
            einheit = EINHEITEN[was.split()[0]]
            werte.append(Decimal(zaehle((_stammdaten()[0][name][1],), f"Stelle {name}", einheit)(wann)))
        ergebnis.append(werte)
    return ergebnis


def quartalsfelder(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    name, wo = treffer["stelle"], blick._replace(ort=f"Stelle {treffer['stelle']}")
    quelle, ergebnis = (_stammdaten()[0][name][1],), []
    for feld, *_ in tabelle.zeilen:
        diese = zaehle(quelle, wo.ort, "beratung", "hauptberatungsfeld", feld)
        ergebnis.append([spalte(s, wo, diese, zaehle(quelle, wo.ort, "beratung")) for s in tabelle.spalten[1:]])
    return ergebnis


def quartalsverlauf(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    namen = [zeile[0].split() for zeile in tabelle.zeilen]
    wann = [f"{jahr}-{MONATSNAMEN.index(name) + 1:02d}" for name, jahr in namen]
    return [[Decimal(neuzugaenge(treffer["stelle"], (monat, monat)))] for monat in wann]


# --- Herkunft, Maßnahmen ----------------------------------------------------------------------------------------------


def herkunft(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Monate, aus denen eine Zahl besteht; wovon, sagt `blick.einheit`."""
    ergebnis = []
    for zeile in tabelle.zeilen:
        name, jahr = zeile[0].split()
        wann = (f"{jahr}-{MONATSNAMEN.index(name) + 1:02d}",) * 2
        seiten = [zaehle((q,), blick.ort, blick.einheit)(wann) for q in blick.quellen]
        werte = [Decimal(w) for w in (*seiten, *([sum(seiten)] if len(seiten) > 1 else []))]
        ergebnis.append([*werte, *[AUSSERHALB] * (len(tabelle.spalten) - 1 - len(werte))])
    return ergebnis


@cache
def fachplan() -> tuple[list[str], list[str], dict[str, tuple[str, str]]]:
    """Handlungsfelder, Ziele und je Nr. einer Maßnahme (Handlungsfeld, Sachstand), aus der Papiertabelle des Amts."""
    felder, ziele, massnahmen = [], [], {}
    for zeile in (unabhaengig.FIXTURES / "fachplan_2021.txt").read_text(encoding="utf-8").splitlines():
        erste, *rest = zeile.split("\t")
        if re.fullmatch(r"\d+\.\d+\.\d+\.?", erste):  # einmal fehlt dort der letzte Punkt
            massnahmen[erste.rstrip(".")] = felder[-1], rest[4].strip()
        elif re.match(r"\d+\.\d+\.? Ziel", erste):
            ziele.append(erste)
        elif re.match(r"\d+\. \D", erste):
            felder.append(erste.strip())
    return felder, ziele, massnahmen


def sachstaende(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    zahl = Counter(fachplan()[2].values())
    arten = sorted({art for _, art in zahl})
    alle = {feld: {feld} for feld in fachplan()[0]} | {"Alle Handlungsfelder": set(fachplan()[0])}

    def zelle(felder: set[str], name: str) -> Decimal:
        return Decimal(sum(zahl[feld, art] for feld in felder for art in (arten if name == "zusammen" else [name])))

    return [[zelle(alle[zeile[0]], s) for s in tabelle.spalten[1:]] for zeile in tabelle.zeilen]


def massnahmen(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Jede Maßnahme mit ihrem Sachstand; die übrigen Spalten sind Texte."""
    return [
        [fachplan()[2][zeile[0].rstrip(".")][1] if s == "Sachstand" else AUSSERHALB for s in tabelle.spalten[1:]]
        for zeile in tabelle.zeilen
    ]


def kein_zahlenwerk(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Texte: Lieferungen; Maßnahmen eines Planungsbereichs."""
    return [[AUSSERHALB] * (len(zeile) - 1) for zeile in tabelle.zeilen]
