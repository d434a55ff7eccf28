"""Nachschlagewerke der Hilfe. Jede App meldet an, was sie ohnehin als Daten hat: Regeln, Kennzahlen; der Boden kennt
keine. Was hier steht, ist für alle lesbar, auch ohne Anmeldung: Definitionen, nie Zahlen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from dresden_senioren.kern.suche import Fundstueck


@dataclass(frozen=True)
class Eintrag:
    """Ein Begriff und was er bedeutet; `anker` ist Teil der Adresse."""

    begriff: str
    text: str
    anker: str


@dataclass(frozen=True)
class Abschnitt:
    titel: str
    eintraege: Sequence[Eintrag]


@dataclass(frozen=True)
class Nachschlagewerk:
    schluessel: str
    titel: str
    einleitung: str
    art: str  # was ein Eintrag ist: „Wort“, „Kennzahl“
    abschnitte: Callable[[], Sequence[Abschnitt]]

    @property
    def adresse(self) -> str:
        return reverse("nachschlagewerk", args=[self.schluessel])

    def fundstuecke(self) -> list[Fundstueck]:
        return [
            Fundstueck(eintrag.begriff, eintrag.text, f"{self.adresse}#{eintrag.anker}", self.art)
            for abschnitt in self.abschnitte()
            for eintrag in abschnitt.eintraege
        ]


WERKE: dict[str, Nachschlagewerk] = {}


def anmelden(werk: Nachschlagewerk) -> None:
    WERKE[werk.schluessel] = werk
