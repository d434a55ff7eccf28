"""Antworten einer Sachstandsrunde: ihre Zustände, der Fortschritt, die Prüfsumme des festgehaltenen Stands."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum


class Antwort(StrEnum):
    """Aus dem Sachstandsbuch abgeleitet: eine neue Angabe zählt mehr als eine Bestätigung."""

    BEANTWORTET = "beantwortet"
    BESTAETIGT = "bestaetigt"
    OFFEN = "offen"

    @property
    def bezeichnung(self) -> str:
        return {"beantwortet": "neu gemeldet", "bestaetigt": "unverändert bestätigt", "offen": "offen"}[self.value]

    @property
    def farbrolle(self) -> str:
        return {"beantwortet": "fertig", "bestaetigt": "aktiv", "offen": "offen"}[self.value]


@dataclass(frozen=True)
class Fortschritt:
    """Wie viele Maßnahmen neu gemeldet, unverändert bestätigt und offen sind."""

    beantwortet: int = 0
    bestaetigt: int = 0
    offen: int = 0

    @classmethod
    def aus(cls, antworten: Iterable[Antwort | str]) -> "Fortschritt":
        zahlen = Counter(antworten)
        return cls(*(zahlen[antwort] for antwort in Antwort))

    @property
    def gesamt(self) -> int:
        return self.beantwortet + self.bestaetigt + self.offen

    @property
    def erledigt(self) -> int:
        return self.beantwortet + self.bestaetigt

    @property
    def satz(self) -> str:
        """„7 von 39 beantwortet“; eine Bestätigung ist auch eine Antwort."""
        return f"{self.erledigt} von {self.gesamt} beantwortet"


@dataclass(frozen=True)
class Standzeile:
    """Was von einer Maßnahme festgehalten wird; jede Spalte geht in die Prüfsumme ein."""

    massnahme: int
    meldung: int | None
    antwort: str
    handlungsfeld: str
    nr: str
    beschreibung: str
    verantwortung: str
    sachstand: str
    erlaeuterung: str


def pruefsumme(zeilen: Iterable[Standzeile]) -> str:
    """SHA-256 über alle Zeilen in ihrer Folge; gleich auf jeder Maschine und in jeder Datenbank."""
    text = json.dumps([astuple(zeile) for zeile in zeilen], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
