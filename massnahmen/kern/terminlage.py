"""Terminlage: aus Phasen, Stichtag und Sachstand berechnet, nie gemeldet.

Regel für gemischte Laufzeiten („2021-2022 ab 2023“, „ab 2020 2023, 2025“): eine offene Phase hat kein Ende, das man
verfehlen kann; sie hält die ganze Maßnahme im Plan. Sonst zählt das letzte Ende. Zwischentermine gehören zu einzelnen
Schritten, deren Stand niemand meldet; sie machen die Maßnahme daher nicht überfällig.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from .laufzeit import Laufzeitphase

VORLAUF = timedelta(days=90)  # so lange vor dem Ende gilt eine Maßnahme als bald fällig


class Terminlage(StrEnum):
    IM_PLAN = "im_plan"
    BALD_FAELLIG = "bald_faellig"
    UEBERFAELLIG = "ueberfaellig"
    OHNE_TERMIN = "ohne_termin"

    @property
    def bezeichnung(self) -> str:
        return {
            "im_plan": "im Plan",
            "bald_faellig": "bald fällig",
            "ueberfaellig": "überfällig",
            "ohne_termin": "ohne Termin",
        }[self.value]


@dataclass(frozen=True)
class Uebersteuerung:
    """Eine von Hand gesetzte Lage; nie ohne Grund."""

    lage: Terminlage
    grund: str
    von: str = ""
    am: datetime | None = None


@dataclass(frozen=True)
class Terminbild:
    """Die Terminlage mit dem Satz, der sie erklärt; daneben, ob der Beginn ohne Anfang verstrichen ist."""

    lage: Terminlage
    satz: str
    ist_beginn_ueberschritten: bool = False
    berechnet: Terminlage | None = None  # nur bei Übersteuerung: was sonst dastünde
    uebersteuerung: Uebersteuerung | None = None


def terminbild(
    phasen: Iterable[Laufzeitphase],
    *,
    stichtag: date,
    ist_beendet: bool,
    ist_offen: bool = False,
    uebersteuerung: Uebersteuerung | None = None,
) -> Terminbild:
    """`ist_offen`: der gemeldete Sachstand heißt, dass noch nicht begonnen wurde (siehe Sachstandsart.bedeutung).

    `uebersteuerung` geht der Rechnung vor, solange die Maßnahme nicht beendet ist; sie umfasst auch den Beginn.
    """
    phasen = tuple(phasen)
    if ist_beendet:
        return Terminbild(Terminlage.OHNE_TERMIN, "Die Maßnahme ist beendet, es steht kein Termin mehr aus.")
    lage, satz = _lage(phasen, stichtag)
    beginn = min((p.von for p in phasen if p.von), default=None)
    # Überfällig sagt schon mehr als „Beginn überschritten“.
    verstrichen = ist_offen and beginn is not None and beginn <= stichtag and lage != Terminlage.UEBERFAELLIG
    if verstrichen:
        satz += f" Der Beginn war für {_ab(beginn)} vorgesehen, begonnen ist noch nicht."
    bild = Terminbild(lage, satz, verstrichen)
    if uebersteuerung is None:
        return bild
    gesetzt = uebersteuerung.lage
    return replace(bild, lage=gesetzt, ist_beginn_ueberschritten=False, berechnet=lage, uebersteuerung=uebersteuerung)


def _lage(phasen: tuple[Laufzeitphase, ...], stichtag: date) -> tuple[Terminlage, str]:
    if not any(p.von or p.bis for p in phasen):
        grund = "fortlaufend oder wiederkehrend ohne festen Tag" if phasen else "ohne lesbare Laufzeit"
        return Terminlage.OHNE_TERMIN, f"Die Maßnahme ist {grund}; sie kann nicht überfällig werden."
    if any(p.art.ist_offen for p in phasen):
        return Terminlage.IM_PLAN, "Die Laufzeit ist nach hinten offen; es gibt kein Ende, das überschritten sein kann."
    ende = max(p.bis for p in phasen)
    if ende < stichtag:
        return Terminlage.UEBERFAELLIG, f"Die Laufzeit endete am {ende:%d.%m.%Y}, die Maßnahme ist nicht beendet."
    if ende - stichtag <= VORLAUF:
        return Terminlage.BALD_FAELLIG, f"Die Laufzeit endet am {ende:%d.%m.%Y}, in {_tage((ende - stichtag).days)}."
    return Terminlage.IM_PLAN, f"Die Laufzeit endet am {ende:%d.%m.%Y}."


def _ab(tag: date) -> str:
    return str(tag.year) if (tag.month, tag.day) == (1, 1) else f"den {tag:%d.%m.%Y}"


def _tage(anzahl: int) -> str:
    return {0: "weniger als einem Tag", 1: "einem Tag"}.get(anzahl, f"{anzahl} Tagen")
