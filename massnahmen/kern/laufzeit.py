"""Laufzeit: der Wortlaut der Papiertabelle wird zu Phasen. Was nicht ganz verstanden ist, wird keine Phase."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Phasenart(StrEnum):
    ZEITRAUM = "zeitraum"
    AB = "ab"
    ZEITPUNKT = "zeitpunkt"
    JAEHRLICH = "jaehrlich"
    FORTLAUFEND = "fortlaufend"

    @property
    def bezeichnung(self) -> str:
        return {"ab": "ab", "jaehrlich": "jährlich", "fortlaufend": "fortlaufend"}.get(
            self.value, self.value.capitalize()
        )

    @property
    def ist_offen(self) -> bool:
        """Ohne Ende, das man verfehlen könnte."""
        return self in (Phasenart.AB, Phasenart.JAEHRLICH, Phasenart.FORTLAUFEND)


@dataclass(frozen=True)
class Laufzeitphase:
    """Ein Abschnitt der Laufzeit; `von` und `bis` einschließlich, None wo der Wortlaut nichts sagt."""

    art: Phasenart
    von: date | None = None
    bis: date | None = None

    def __post_init__(self):
        if self.von and self.bis and self.bis < self.von:
            raise ValueError("Die Phase endet vor ihrem Beginn.")

    @property
    def in_worten(self) -> str:
        """„01.01.2020 bis 31.12.2021“, „ab 01.01.2022“, „jährlich ab 01.10.2022“, „fortlaufend“."""
        match self.von, self.bis:
            case None, None:
                return self.art.bezeichnung
            case von, None:
                return f"{'jährlich ' if self.art == Phasenart.JAEHRLICH else ''}ab {von:%d.%m.%Y}"
            case None, bis:
                return f"bis {bis:%d.%m.%Y}"
            case von, bis:
                return f"{von:%d.%m.%Y} bis {bis:%d.%m.%Y}"


class LaufzeitUnklar(ValueError):
    """Der Wortlaut ist nicht als Laufzeit zu lesen; `rest` ist die Stelle, ab der es unklar wird."""

    def __init__(self, wortlaut: str, rest: str):
        super().__init__(f"„{wortlaut}“ ist nicht als Laufzeit zu lesen, unklar ab „{rest}“.")
        self.rest = rest


def _jahre(von: str, bis: str, art: Phasenart) -> Laufzeitphase:
    return Laufzeitphase(art, date(int(von), 1, 1), date(int(bis), 12, 31))


def _tag(jahr: str, monat: str, tag: str) -> date:
    return date(int(jahr), int(monat), int(tag))


_JAHR = "((?:19|20)[0-9]{2})"
_TURNUS = r"(?:zwei)?jährlich"

# Die Grammatik als Daten, das Genauere zuerst. Jede Zeile: was dasteht → welche Phase es ist.
_REGELN: tuple[tuple[re.Pattern, Callable[[re.Match], Laufzeitphase]], ...] = tuple(
    (re.compile(muster + r"(?!\w)", re.IGNORECASE), phase)
    for muster, phase in (
        (
            rf"ab {_JAHR} jeweils ([0-9]{{1,2}})\.([0-9]{{1,2}})\.",
            lambda t: Laufzeitphase(Phasenart.JAEHRLICH, _tag(t[1], t[3], t[2])),
        ),
        (rf"ab {_JAHR}", lambda t: Laufzeitphase(Phasenart.AB, date(int(t[1]), 1, 1))),
        (rf"{_JAHR} ?(?:[-–—/]|bis) ?{_JAHR}", lambda t: _jahre(t[1], t[2], Phasenart.ZEITRAUM)),
        (rf"{_JAHR}/([0-9]{{2}})", lambda t: _jahre(t[1], t[1][:2] + t[2], Phasenart.ZEITRAUM)),
        (
            rf"bis {_JAHR}",
            lambda t: Laufzeitphase(Phasenart.ZEITRAUM, None, date(int(t[1]), 12, 31)),
        ),
        (_JAHR, lambda t: _jahre(t[1], t[1], Phasenart.ZEITPUNKT)),
        (rf"{_TURNUS}(?: ?/ ?(?:{_TURNUS}|mit Fachplan))*", lambda t: Laufzeitphase(Phasenart.JAEHRLICH)),
        (r"(?:fort)?laufend", lambda t: Laufzeitphase(Phasenart.FORTLAUFEND)),
    )
)
_DAZWISCHEN = re.compile(r"[\s,;]*")


def phasen_lesen(wortlaut: str) -> tuple[Laufzeitphase, ...]:
    """„2021-2022 ab 2023“ → zwei Phasen; leer → keine. LaufzeitUnklar, wenn ein Teil nicht verstanden wird."""
    text, stelle, phasen = " ".join(wortlaut.split()), 0, []
    while (stelle := _DAZWISCHEN.match(text, stelle).end()) < len(text):
        phase, stelle = _naechste(text, stelle)
        phasen.append(phase)
    return tuple(phasen)


def _naechste(text: str, stelle: int) -> tuple[Laufzeitphase, int]:
    for muster, phase in _REGELN:
        if treffer := muster.match(text, stelle):
            try:
                return phase(treffer), treffer.end()
            except ValueError:  # ein Tag, den es nicht gibt, oder ein Ende vor dem Beginn
                break
    raise LaufzeitUnklar(text, text[stelle:])
