"""Aus Zeilen werden gruppierte Zahlen, aus denen die Zellen des Würfels. Dieselbe Rechnung gilt beim Übernehmen und
beim Wiederherstellen aus der Datenbank."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

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


@dataclass(frozen=True)
class Gezaehlt:
    """Was von einer gelieferten Tabelle bleibt: gruppierte Zeilen und die Zellen des Würfels, keine Person."""

    art: Art
    felder: frozenset[str]  # welche Felder die Tabelle wirklich hatte
    inhalt: Inhalt
    zellen: Counter[Zelle]
    # Beratungen und Kriseninterventionen ohne Fallkennung, wenn die Spalte geliefert ist.
    ohne_kennung: int = 0

    @cached_property
    def inhaltssumme(self) -> str:
        return inhaltssumme(self.inhalt)

    @cached_property
    def summen(self) -> dict[str, int]:
        """Gesamtzahl der Stadt je gelieferter Zähleinheit; auch 0 ist eine Aussage."""
        return {e: n for (ebene, _, e, merkmal, _), n in self.zellen.items()
                if ebene == Ebene.STADT and not merkmal and e != Zaehleinheit.FALL}  # fmt: skip

    @property
    def beratungsstellen(self) -> list[str]:
        """Kürzel aller Beratungsstellen, zu denen etwas in der Tabelle steht."""
        return sorted({gebiet for ebene, gebiet, *_ in self.zellen if ebene == Ebene.BERATUNGSSTELLE})

    @property
    def einheiten(self) -> frozenset[str]:
        """Welche Zähleinheiten diese Tabelle zählt, auch nur für einzelne Orte."""
        if self.art is Art.SUMMEN:
            return frozenset(zeile[0] for zeile in self.inhalt["monatssumme"])
        return einheiten_der_art(self.art)


def einheiten_der_art(art: Art) -> frozenset[str]:
    """Zähleinheiten von Fällen oder Leistungen."""
    return frozenset(einheit.value for einheit in ZAEHLEINHEITEN[art])


def zaehlen(art: Art, felder: frozenset[str], zeilen: list[dict], verzeichnis: Verzeichnis) -> Gezaehlt:
    """Gedeutete Zeilen zusammenzählen; die Fallkennung wird dabei zur Häufigkeit und ist danach weg."""
    inhalt = gruppieren(art, zeilen)
    ohne = 0
    if "fallkennung" in felder:
        ohne = sum(1 for z in zeilen if not z["fallkennung"] and z["zaehleinheit"] is not Zaehleinheit.INFORMATION)
    return Gezaehlt(art, felder, inhalt, zellen(art, inhalt, verzeichnis), ohne)


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
