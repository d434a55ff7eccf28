"""Die eine Tür: Zahlen verlassen das Haus nur als `Freigabe`, und nur `freigeben` stellt eine aus.

Jede Ausgabe holt ihren Inhalt mit `auspacken`; etwas anderes als eine Freigabe bekommt sie nicht auf.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from .tabelle import Schutz

Inhalt = TypeVar("Inhalt")


class Fassung(StrEnum):
    INTERN = "intern"
    WEITERGABE = "weitergabe"

    @property
    def kennzeichen(self) -> str:
        """Steht auf jeder Seite und im Dateinamen."""
        return {"intern": "intern – Sozialdaten", "weitergabe": "zur Weitergabe"}[self]

    @property
    def erklaerung(self) -> str:
        """Steht auf dem Deckblatt."""
        return {
            "intern": "Genaue Zahlen. Nur für den Dienstgebrauch, nicht aus dem Amt geben.",
            "weitergabe": "Kleine Zahlen sind geschützt: gerundet, alle Summen stimmen überein.",
        }[self]


@dataclass(frozen=True)
class Kennzeichnung:
    """Was jede Ausgabe auf jede Seite und aufs Deckblatt schreibt. `abruf`: wer wann, nur bei genauen Zahlen."""

    fassung: Fassung
    kennzeichen: str
    erklaerung: str
    abruf: str = ""

    @property
    def vermerk(self) -> str:
        """„intern – Sozialdaten · abgerufen von Maria Müller am 12.11.2026, 10:12 Uhr“; ohne Abruf das Kennzeichen."""
        return f"{self.kennzeichen} · abgerufen von {self.abruf}" if self.abruf else self.kennzeichen


OHNE_SOZIALDATEN = "ohne Sozialdaten"


class FassungVerweigert(Exception):
    """Die gewünschte Fassung kann nicht ausgestellt werden; der Text ist ein Satz für die Person."""


class OhneFreigabe(TypeError):
    """Eine Ausgabe bekam Zahlen, die nicht durch `freigeben` gegangen sind (Programmierfehler)."""


_SCHLUESSEL = object()


class Freigabe(Generic[Inhalt]):
    """Freigegebener Inhalt samt Kennzeichnung. Entsteht nur in `freigeben`, nie durch Erben oder Nachbau."""

    __slots__ = ("__inhalt", "kennzeichnung")

    def __init__(self, inhalt: Inhalt, kennzeichnung: Kennzeichnung, *, schluessel: object = None):
        if schluessel is not _SCHLUESSEL:
            raise OhneFreigabe("Eine Freigabe stellt nur geheimhaltung.freigeben aus.")
        object.__setattr__(self, "_Freigabe__inhalt", inhalt)
        object.__setattr__(self, "kennzeichnung", kennzeichnung)

    def __init_subclass__(cls):
        raise OhneFreigabe("Von einer Freigabe wird nicht geerbt.")

    def __setattr__(self, name, wert):
        raise OhneFreigabe("Eine Freigabe wird nicht geändert.")

    def __reduce_ex__(self, protokoll):
        raise OhneFreigabe("Eine Freigabe wird nicht kopiert und nicht abgelegt.")


def freigeben(inhalt: Inhalt, fassung: Fassung, *, abruf: str = "") -> Freigabe[Inhalt]:
    """Die Tür. `inhalt` nennt in `herkuenfte` die Herkunft jeder seiner Zahlen. FassungVerweigert, wenn zur Weitergabe
    eine genaue Zahl darin ist. `abruf`: „Maria Müller am 12.11.2026, 10:12 Uhr“."""
    arten = {herkunft.schutz for herkunft in inhalt.herkuenfte}
    if fassung is Fassung.WEITERGABE and Schutz.GENAU in arten:
        raise FassungVerweigert(
            "Zur Weitergabe fehlen geschützte Zahlen für diesen Zeitraum. Beantragen Sie unter „Berichte“ eine "
            "Freigabe, oder wählen Sie die Fassung „intern“ und geben Sie die Datei nicht aus dem Amt."
        )
    kennzeichen, erklaerung = fassung.kennzeichen, fassung.erklaerung
    if arten <= {Schutz.OHNE_SOZIALDATEN}:
        kennzeichen, erklaerung = OHNE_SOZIALDATEN, ""
    genau = abruf if Schutz.GENAU in arten else ""
    return Freigabe(inhalt, Kennzeichnung(fassung, kennzeichen, erklaerung, genau), schluessel=_SCHLUESSEL)


def auspacken(freigabe: Freigabe[Inhalt]) -> tuple[Inhalt, Kennzeichnung]:
    """Inhalt und Kennzeichnung; OhneFreigabe für alles, was nicht von `freigeben` kommt."""
    if type(freigabe) is not Freigabe:
        raise OhneFreigabe(
            f"Ausgaben nehmen nur eine Freigabe an, nicht {type(freigabe).__name__}: erst geheimhaltung.freigeben."
        )
    return freigabe._Freigabe__inhalt, freigabe.kennzeichnung
