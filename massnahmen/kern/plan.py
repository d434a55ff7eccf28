"""Was in einer Maßnahmentabelle steht, so wie es dasteht, und was daran auffiel."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from dresden_senioren.kern.text import sortierform

from .laufzeit import Laufzeitphase


@dataclass(frozen=True)
class Befund:
    """Etwas Auffälliges mit Ort. Ein Fehler verhindert die Übernahme, alles andere wird nur berichtet."""

    code: str
    ort: str
    meldung: str
    ist_fehler: bool = False

    def als_daten(self) -> dict[str, Any]:
        return {"code": self.code, "ort": self.ort, "meldung": self.meldung, "ist_fehler": self.ist_fehler}


@dataclass
class PlanSchritt:
    """Ein Umsetzungsschritt; eigene Verantwortung und Laufzeit nur, wo eine zweite Zeile sie nennt (2.2.3)."""

    text: str
    verantwortung: str = ""
    laufzeit: str = ""


@dataclass
class PlanMassnahme:
    nr: str
    zeile: int
    beschreibung: str
    verantwortung: str
    laufzeit: str
    haushaltsrelevanz: bool | None
    sachstand: str
    schritte: list[PlanSchritt] = field(default_factory=list)
    stellen: list[str] = field(default_factory=list)
    phasen: tuple[Laufzeitphase, ...] = ()

    @property
    def ort(self) -> str:
        return f"Zeile {self.zeile}, {self.nr}"


@dataclass
class PlanZiel:
    nr: str
    zeile: int
    bezeichnung: str
    massnahmen: list[PlanMassnahme] = field(default_factory=list)

    @property
    def ort(self) -> str:
        return f"Zeile {self.zeile}, Ziel {self.nr}"


@dataclass
class PlanHandlungsfeld:
    nr: str
    zeile: int
    bezeichnung: str
    ziele: list[PlanZiel] = field(default_factory=list)

    @property
    def ort(self) -> str:
        return f"Zeile {self.zeile}, Handlungsfeld {self.nr}"


@dataclass
class Plan:
    handlungsfelder: list[PlanHandlungsfeld] = field(default_factory=list)

    @property
    def ziele(self) -> list[PlanZiel]:
        return [ziel for feld in self.handlungsfelder for ziel in feld.ziele]

    def mit_ziel(self) -> Iterator[tuple[PlanZiel, PlanMassnahme]]:
        return ((ziel, massnahme) for ziel in self.ziele for massnahme in ziel.massnahmen)

    @property
    def massnahmen(self) -> list[PlanMassnahme]:
        return [massnahme for _, massnahme in self.mit_ziel()]

    def liste(self) -> list[dict[str, Any]]:
        """Jede Maßnahme als einfache Daten, in der Folge der Tabelle."""
        return [_als_daten(ziel, massnahme) for ziel, massnahme in self.mit_ziel()]


def _als_daten(ziel: PlanZiel, massnahme: PlanMassnahme) -> dict[str, Any]:
    return {
        "nr": massnahme.nr,
        "ziel": ziel.nr,
        "beschreibung": massnahme.beschreibung,
        "verantwortung": massnahme.verantwortung,
        "stellen": massnahme.stellen,
        "laufzeit": massnahme.laufzeit,
        "phasen": [
            {"art": p.art.value, "von": p.von and p.von.isoformat(), "bis": p.bis and p.bis.isoformat()}
            for p in massnahme.phasen
        ],
        "haushaltsrelevanz": massnahme.haushaltsrelevanz,
        "sachstand": massnahme.sachstand,
        "schritte": [schritt.text for schritt in massnahme.schritte],
        "schritte_mit_eigenen_angaben": [
            {"schritt": s.text, "verantwortung": s.verantwortung, "laufzeit": s.laufzeit}
            for s in massnahme.schritte
            if s.verantwortung or s.laufzeit
        ],
    }


def nummernteile(nr: str) -> tuple[int, ...]:
    """„6.1.2.“ → (6, 1, 2): was die Nr. über die Gliederung sagt."""
    return tuple(int(teil) for teil in re.findall(r"[0-9]+", nr))


def nummernschluessel(nr: str) -> str:
    """Sortierschlüssel: 8.2.10 nach 8.2.9, mit und ohne Schlusspunkt gleich."""
    return sortierform(nr.rstrip("."))
