"""Die eine Tür: Zahlen verlassen das Haus nur als `Freigabe`, und nur `freigeben` stellt eine aus.

Jede Ausgabe holt ihren Inhalt mit `auspacken`; etwas anderes als eine Freigabe bekommt sie nicht auf.
"""

from enum import StrEnum
from typing import Generic, TypeVar

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
            "weitergabe": "Kleine Zahlen sind geschützt.",
        }[self]


class FassungVerweigert(Exception):
    """Die gewünschte Fassung kann nicht ausgestellt werden; der Text ist ein Satz für die Person."""


class OhneFreigabe(TypeError):
    """Eine Ausgabe bekam Zahlen, die nicht durch `freigeben` gegangen sind (Programmierfehler)."""


_SCHLUESSEL = object()


class Freigabe(Generic[Inhalt]):
    """Freigegebener Inhalt samt Fassung. Entsteht nur in `freigeben`; kann nicht beerbt oder nachgebaut werden."""

    __slots__ = ("__inhalt", "fassung")

    def __init__(self, inhalt: Inhalt, fassung: Fassung, *, schluessel: object = None):
        if schluessel is not _SCHLUESSEL:
            raise OhneFreigabe("Eine Freigabe stellt nur geheimhaltung.freigeben aus.")
        object.__setattr__(self, "_Freigabe__inhalt", inhalt)
        object.__setattr__(self, "fassung", fassung)

    def __init_subclass__(cls):
        raise OhneFreigabe("Von einer Freigabe wird nicht geerbt.")

    def __setattr__(self, name, wert):
        raise OhneFreigabe("Eine Freigabe wird nicht geändert.")

    def __reduce_ex__(self, protokoll):
        raise OhneFreigabe("Eine Freigabe wird nicht kopiert und nicht abgelegt.")


def freigeben(inhalt: Inhalt, fassung: Fassung) -> Freigabe[Inhalt]:
    """FassungVerweigert für die Weitergabe, solange es keine geschützten Zahlen gibt."""
    if fassung is not Fassung.INTERN:
        raise FassungVerweigert(
            "Die Fassung „Weitergabe“ gibt es noch nicht: Kleine Zahlen werden noch nicht geschützt. "
            "Wählen Sie die Fassung „intern“ und geben Sie die Datei nicht aus dem Amt."
        )
    return Freigabe(inhalt, fassung, schluessel=_SCHLUESSEL)


def auspacken(freigabe: Freigabe[Inhalt]) -> tuple[Inhalt, Fassung]:
    """Inhalt und Fassung; OhneFreigabe für alles, was nicht von `freigeben` kommt."""
    if type(freigabe) is not Freigabe:
        raise OhneFreigabe(
            f"Ausgaben nehmen nur eine Freigabe an, nicht {type(freigabe).__name__}: erst geheimhaltung.freigeben."
        )
    return freigabe._Freigabe__inhalt, freigabe.fassung
