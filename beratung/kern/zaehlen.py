"""Aus Zeilen werden gruppierte Zahlen, aus denen die Zellen des Würfels. Dieselbe Rechnung gilt beim Übernehmen und
beim Wiederherstellen aus der Datenbank."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from .verzeichnis import Verzeichnis
from .zaehlung import MERKMALE, UNBEKANNT, Art, Ebene, Merkmal, Zaehleinheit

# Welche gruppierten Tabellen eine Art ergibt, mit ihren Feldern (dahinter steht immer die Anzahl).
TABELLEN: dict[Art, dict[str, tuple[str, ...]]] = {
    Art.FAELLE: {
        "neuzugang": (
            "beratungsstelle", "stadtteil", "altersgruppe", "geschlecht", "migrationshintergrund", "familienstand",
            "fallherkunft",
        )
    },
    Art.LEISTUNGEN: {
        "leistung": ("beratungsstelle", "stadtteil", "zaehleinheit", "beratungsfeld", "beratungsort"),
        "haeufigkeit": ("beratungsstelle", "stadtteil", "klasse"),
    },
    Art.SUMMEN: {"monatssumme": ("zaehleinheit", "ebene", "gebiet", "merkmal", "auspraegung")},
}  # fmt: skip

# Welche Zähleinheiten eine Art zählt; Summen nennen ihre selbst.
ZAEHLEINHEITEN = {
    Art.FAELLE: (Zaehleinheit.NEUZUGANG,),
    Art.LEISTUNGEN: (Zaehleinheit.INFORMATION, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION),
}

# Tabelle → Liste von Zeilen [Werte …, Anzahl], sortiert; das Einzige, was von einer Datei bleibt.
Inhalt = dict[str, list[list]]
Zelle = tuple[str, str, str, str, str]  # Ebene, Gebiet, Zähleinheit, Merkmal, Ausprägung


def gruppieren(art: Art, zeilen: list[dict]) -> Inhalt:
    """Gleiche Zeilen zusammenzählen; die Fallkennung wird dabei zur Häufigkeit und ist danach weg."""
    if art is Art.SUMMEN:
        return {"monatssumme": sorted(([*_summe(z), z["anzahl"]] for z in zeilen), key=lambda z: z[:-1])}
    inhalt = {}
    for tabelle, felder in TABELLEN[art].items():
        zaehler: Counter = Counter()
        if tabelle == "haeufigkeit":
            zaehler.update(_haeufigkeiten(zeilen))
        else:
            for zeile in zeilen:
                zaehler[tuple(str(zeile[feld]) for feld in felder)] += zeile.get("anzahl", 1)
        inhalt[tabelle] = [[*schluessel, anzahl] for schluessel, anzahl in sorted(zaehler.items())]
    return inhalt


def _summe(zeile: dict) -> tuple[str, ...]:
    if zeile["beratungsstelle"]:
        ort = (Ebene.BERATUNGSSTELLE.value, zeile["beratungsstelle"])
    else:
        ort = (Ebene.STADTTEIL.value, zeile["stadtteil"]) if zeile["stadtteil"] else (Ebene.STADT.value, "")
    return (str(zeile["zaehleinheit"]), *ort, str(zeile["merkmal"]), zeile["auspraegung"])


def _haeufigkeiten(zeilen: list[dict]) -> Iterator[tuple[str, str, str]]:
    """Je Fall (Beratungsstelle und Fallkennung) die Klasse; gezählt werden Beratungen und Kriseninterventionen."""
    leistungen: Counter = Counter()
    stadtteile: dict = {}
    for zeile in zeilen:
        if not zeile["fallkennung"] or zeile["zaehleinheit"] is Zaehleinheit.INFORMATION:
            continue
        fall = (zeile["beratungsstelle"], zeile["fallkennung"])
        leistungen[fall] += zeile["anzahl"]
        # Der Fall gehört zum ersten bekannten Stadtteil seiner Zeilen.
        if stadtteile.get(fall, UNBEKANNT) == UNBEKANNT:
            stadtteile[fall] = zeile["stadtteil"]
    for fall, anzahl in leistungen.items():
        yield fall[0], stadtteile[fall], haeufigkeitsklasse(anzahl)


def haeufigkeitsklasse(anzahl: int) -> str:
    """Schlüssel der Klasse: 1, 2–3, 4–9, 10 und mehr Leistungen je Fall."""
    return "1" if anzahl == 1 else "2-3" if anzahl <= 3 else "4-9" if anzahl <= 9 else "10+"


def inhaltssumme(inhalt: Inhalt) -> str:
    """Prüfsumme der gezählten Zeilen: gleiche Zahlen, gleiche Summe, egal in welcher Reihenfolge geliefert."""
    return hashlib.sha256(json.dumps(inhalt, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def summen(art: Art, inhalt: Inhalt) -> dict[str, int]:
    """Gesamtzahl je gelieferter Zähleinheit; auch 0 ist eine Aussage."""
    if art is Art.SUMMEN:
        return {
            einheit: anzahl
            for einheit, ebene, _, merkmal, _, anzahl in inhalt["monatssumme"]
            if ebene == Ebene.STADT and not merkmal and anzahl is not None
        }
    ergebnis = dict.fromkeys((str(e) for e in ZAEHLEINHEITEN[art]), 0)
    for zeile in inhalt.get("neuzugang", []):
        ergebnis[Zaehleinheit.NEUZUGANG.value] += zeile[-1]
    for zeile in inhalt.get("leistung", []):
        ergebnis[zeile[2]] += zeile[-1]
    return ergebnis


def zellen(art: Art, inhalt: Inhalt, verzeichnis: Verzeichnis) -> Counter[Zelle]:
    """Alle Zellen des Würfels für einen Lieferungsteil."""
    if art is Art.SUMMEN:
        return _zellen_aus_summen(inhalt["monatssumme"], verzeichnis)
    zaehler: Counter = Counter()
    for einheit in ZAEHLEINHEITEN[art]:
        zaehler[(Ebene.STADT.value, "", einheit.value, "", "")] = 0
    for tabelle, felder in TABELLEN[art].items():
        for *werte, anzahl in inhalt[tabelle]:
            zeile = dict(zip(felder, werte, strict=True))
            for ebene, gebiet in _orte(zeile["beratungsstelle"], zeile["stadtteil"], verzeichnis):
                for einheit, merkmal, auspraegung in _aufteilungen(tabelle, zeile, verzeichnis):
                    zaehler[(ebene, gebiet, einheit, merkmal, auspraegung)] += anzahl
    return zaehler


def _orte(stelle: str, stadtteil: str, verzeichnis: Verzeichnis) -> tuple[tuple[str, str], ...]:
    return (
        (Ebene.STADT.value, ""),
        (Ebene.PLANUNGSBEREICH.value, verzeichnis.planungsbereich(stadtteil, stelle)),
        (Ebene.STADTTEIL.value, stadtteil),
        (Ebene.BERATUNGSSTELLE.value, stelle),
    )


def _aufteilungen(tabelle: str, zeile: dict, verzeichnis: Verzeichnis) -> Iterator[tuple[str, str, str]]:
    """Zähleinheit, Merkmal, Ausprägung: erst die Gesamtzahl, dann jede Aufteilung."""
    if tabelle == "haeufigkeit":
        einheit, merkmale = Zaehleinheit.FALL, {Merkmal.HAEUFIGKEIT: zeile["klasse"]}
    elif tabelle == "neuzugang":
        einheit = Zaehleinheit.NEUZUGANG
        merkmale = {merkmal: zeile[merkmal.value] for merkmal in MERKMALE[einheit]}
        kreuz = f"{zeile['altersgruppe']}×{zeile['geschlecht']}"
        merkmale[Merkmal.ALTERSGRUPPE_GESCHLECHT] = kreuz
    else:
        einheit = Zaehleinheit(zeile["zaehleinheit"])
        merkmale = {merkmal: zeile[merkmal.value] for merkmal in MERKMALE[einheit]}
        feld = zeile["beratungsfeld"]
        merkmale[Merkmal.HAUPTBERATUNGSFELD] = verzeichnis.hauptfelder.get(feld, feld)
    yield einheit.value, "", ""
    for merkmal, auspraegung in merkmale.items():
        yield einheit.value, merkmal.value, auspraegung


def _zellen_aus_summen(zeilen: list[list], verzeichnis: Verzeichnis) -> Counter[Zelle]:
    """Zellen wie geliefert; nicht Gemeldetes ergibt keine Zelle. Hauptberatungsfeld: die Zeile des Hauptfelds, wo sie
    geliefert ist, sonst die Summe seiner Unterfelder."""
    zaehler: Counter = Counter()
    haupt: dict[Zelle, dict[str, int]] = {}
    for einheit, ebene, gebiet, merkmal, auspraegung, anzahl in zeilen:
        if anzahl is None:
            continue
        zaehler[(ebene, gebiet, einheit, merkmal, auspraegung)] = anzahl
        if merkmal == Merkmal.BERATUNGSFELD:
            feld = verzeichnis.hauptfelder.get(auspraegung, auspraegung)
            zelle = (ebene, gebiet, einheit, Merkmal.HAUPTBERATUNGSFELD.value, feld)
            haupt.setdefault(zelle, {})[auspraegung] = anzahl
    for zelle, felder in haupt.items():
        zaehler[zelle] = felder.get(zelle[-1], sum(felder.values()))
    return zaehler
