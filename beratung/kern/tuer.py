"""Wo die Tür steht: Kopfzeile, Spalten und ungelesene Blätter gegen Personendaten halten. Der einzige Ausgang ist ein
Einlesefehler, der Spalten nennt und nie einen Wert; die Datei ist damit im Ganzen abgelehnt.

Titelzeilen über der Tabelle werden nicht angesehen: dort steht, wer beim Absender zuständig ist, und gelesen wird von
ihnen nichts."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from dresden_senioren.kern.text import aufzaehlung

from .befund import Einlesefehler
from .personendaten import (
    ist_personenspalte,
    nennung,
    verbotene_spalten,
    verdacht,
    was_alle_verraten,
    was_einzelne_verraten,
)
from .regeln import REGELN

WERTE_GEMERKT = 20_000  # verschiedene je Spalte; danach wird noch jeder Wert einzeln angesehen, aber nicht gemerkt


def pruefe_kopf(kopfzeile: Iterable[str]) -> None:
    """E15, wenn eine Überschrift Personendaten ankündigt oder selbst welche enthält."""
    if verboten := verbotene_spalten(kopfzeile):
        raise Einlesefehler(REGELN["E15"], spalten=aufzaehlung([f"„{name}“" for name in verboten]))


class Spaltenwache:
    """Sieht jede Spalte einer Tabelle an, auch die nicht übernommenen, Block für Block; E16 beim ersten Verdacht.

    `ueberschriften`: wie die Spalten im Lieferformat heißen, sonst wie in der Datei. `kennt`: ob ein Text ein bekannter
    Katalogwert, Stadtteil oder Ort ist."""

    def __init__(self, ueberschriften: Sequence[str], namen: Sequence[str], kennt: Callable[[str], bool]):
        self.ueberschriften, self.namen, self.kennt = ueberschriften, namen, kennt
        self._gesehen: list[set[str]] = [set() for _ in namen]

    def ansehen(self, spalten: Iterable[Iterable[str]]) -> None:
        """Die Werte weiterer Zeilen, spaltenweise."""
        for nr, werte in enumerate(spalten):
            neue = set(werte) - self._gesehen[nr]
            if len(self._gesehen[nr]) < WERTE_GEMERKT:
                self._gesehen[nr] |= neue
            # Nachzuschlagen kostet mehr als anzusehen: darum erst, wenn etwas auffällt.
            if was_einzelne_verraten(self.ueberschriften[nr], neue):
                self._ablehnen(nr, was_einzelne_verraten(self.ueberschriften[nr], self._unbekannte(neue)))

    def abschliessen(self) -> None:
        """Nach der letzten Zeile: was die Spalten im Ganzen verraten."""
        for nr, werte in enumerate(self._gesehen):
            self._ablehnen(nr, was_alle_verraten(self.ueberschriften[nr], self._unbekannte(werte)))

    @property
    def gefuellt(self) -> list[bool]:
        """Je Spalte, ob überhaupt etwas darin steht."""
        return [any(map(str.strip, werte)) for werte in self._gesehen]

    def _unbekannte(self, werte: Iterable[str]) -> list[str]:
        return [text for wert in werte if (text := wert.strip()) and not self.kennt(text)]

    def _ablehnen(self, nr: int, was: str) -> None:
        if was:
            raise Einlesefehler(REGELN["E16"], spalte=self.namen[nr], was=was)


def pruefe_ohne_kopf(zeilen: list[list[str]]) -> None:
    """E15 oder E16 auch für eine Tabelle, deren Kopfzeile niemand erkennt. Titelzeilen füllen nur eine Zelle."""
    tabelle = [zeile for zeile in zeilen if sum(map(bool, zeile)) >= 2]
    kopfaehnlich = (zeile for zeile in tabelle if not re.search(r"\d", "".join(zeile)))
    pruefe_kopf(_personenliste(tabelle) or next(kopfaehnlich, []))
    for nr, spalte in enumerate(zip_longest(*tabelle, fillvalue=""), 1):
        if was := verdacht("", set(spalte)):
            raise Einlesefehler(REGELN["E16"], spalte=f"Nr. {nr}", was=was)


def pruefe_ungelesenes(zeilen: list[list[str]]) -> None:
    """Auch ein Blatt, das nicht gelesen wird, darf keine Personenliste sein. Ein Deckblatt mit einer Ansprechperson
    des Absenders ist keine."""
    pruefe_kopf(_personenliste(zeilen))


def spaltennamen(kopfzeile: Iterable[str]) -> list[str]:
    """Wie ein Befund die Spalten nennen darf."""
    return [nennung(text, nr) for nr, text in enumerate(kopfzeile, 1)]


def _personenliste(zeilen: list[list[str]]) -> list[str]:
    """Die erste Zeile mit mehreren Personenspalten nebeneinander; leer, wenn es keine gibt."""
    return next((zeile for zeile in zeilen if sum(map(ist_personenspalte, zeile)) >= 2), [])
