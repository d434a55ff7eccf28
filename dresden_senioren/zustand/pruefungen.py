"""Ob diese Installation gesund ist: Prüfungen als Daten. Jede App meldet ihre in AppConfig.ready an; der Befehl
`pruefe` führt alle aus, die Seite „Zustand“ die schnellen."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

log = logging.getLogger(__name__)


class Urteil(StrEnum):
    """Vom schlimmsten zum besten."""

    FEHLER = "fehler"
    WARNUNG = "warnung"
    OK = "ok"

    @property
    def bezeichnung(self) -> str:
        return {"fehler": "Fehler", "warnung": "Warnung", "ok": "in Ordnung"}[self.value]

    @property
    def farbrolle(self) -> str:
        return {"fehler": "gefahr", "warnung": "warnung", "ok": "fertig"}[self.value]


class Aufwand(IntEnum):
    """Wann die Prüfung läuft: auch auf der Seite, nur mit dem Befehl, nur auf Verlangen."""

    SCHNELL = 1
    BEFEHL = 2
    GRUENDLICH = 3


@dataclass(frozen=True)
class Ergebnis:
    """Was ist und, wo etwas nicht stimmt, was zu tun ist; `seite` ist der Name der Adresse, auf der man es tut."""

    urteil: Urteil
    text: str
    abhilfe: str = ""
    seite: str = ""


def gut(text: str) -> Ergebnis:
    return Ergebnis(Urteil.OK, text)


def warnung(text: str, abhilfe: str, seite: str = "") -> Ergebnis:
    return Ergebnis(Urteil.WARNUNG, text, abhilfe, seite)


def fehler(text: str, abhilfe: str) -> Ergebnis:
    return Ergebnis(Urteil.FEHLER, text, abhilfe)


@dataclass(frozen=True)
class Pruefung:
    """`pruefen` wirft nichts, was es selbst deuten kann; alles Übrige heißt „ließ sich nicht prüfen“."""

    schluessel: str
    frage: str
    pruefen: Callable[[], Ergebnis]
    aufwand: Aufwand = Aufwand.BEFEHL


_ANGEMELDET: dict[str, Pruefung] = {}


def anmelden(*pruefungen: Pruefung) -> None:
    for pruefung in pruefungen:
        _ANGEMELDET[pruefung.schluessel] = pruefung


def angemeldete() -> list[Pruefung]:
    return list(_ANGEMELDET.values())


def ausfuehren(bis: Aufwand) -> list[tuple[Pruefung, Ergebnis]]:
    """Alle bis zu diesem Aufwand, in der Folge der Anmeldung; eine gescheiterte hält die übrigen nicht auf."""
    return [(eine, _ausfuehren(eine)) for eine in angemeldete() if eine.aufwand <= bis]


def eine(schluessel: str) -> Ergebnis:
    return _ausfuehren(_ANGEMELDET[schluessel])


def _ausfuehren(pruefung: Pruefung) -> Ergebnis:
    try:
        return pruefung.pruefen()
    except Exception:
        log.exception("Prüfung %s ist gescheitert", pruefung.schluessel)
        return fehler("Das ließ sich nicht prüfen.", "Was geschehen ist, steht im Betriebsprotokoll des Servers.")


def gesamturteil(ergebnisse: list[tuple[Pruefung, Ergebnis]]) -> Urteil:
    """Das schlimmste von allen."""
    gefunden = {ergebnis.urteil for _, ergebnis in ergebnisse}
    return next((urteil for urteil in Urteil if urteil in gefunden), Urteil.OK)
