"""Wo die Tür steht: Kopfzeile, Spalten und ungelesene Blätter gegen Personendaten halten. Der einzige Ausgang ist ein
Einlesefehler, der Spalten nennt und nie einen Wert; die Datei ist damit im Ganzen abgelehnt.

Titelzeilen über der Tabelle werden nicht angesehen: dort steht, wer beim Absender zuständig ist, und gelesen wird von
ihnen nichts."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest

from beratung.kern.befunde.befund import Einlesefehler
from beratung.kern.befunde.regeln import REGELN
from dresden_senioren.kern.text import aufzaehlung

from .kennzeichen import (
    ist_personenspalte,
    nennung,
    verbotene_spalten,
    verdacht,
    was_alle_verraten,
    was_einzelne_verraten,
)
from .namen import klingt_nach_name

WERTE_GEMERKT = 20_000  # verschiedene je Spalte; danach wird noch jeder Wert einzeln angesehen, aber nicht gemerkt


def pruefe_kopf(kopfzeile: Iterable[str]) -> None:
    """E15, wenn eine Überschrift Personendaten ankündigt oder selbst welche enthält."""
    if verboten := verbotene_spalten(kopfzeile):
        raise Einlesefehler(REGELN["E15"], spalten=_in_worten(verboten))


def _in_worten(spalten: list[str]) -> str:
    return f"Spalte{'n' * (len(spalten) > 1)} {aufzaehlung([f'„{name}“' for name in spalten])}"


class Spaltenwache:
    """Sieht jede Spalte einer Tabelle an, auch die nicht übernommenen, Block für Block; E16 beim ersten Verdacht.

    `lieferformat`: wie eine Überschrift dort heißt; leer oder unverändert, wenn sie dort nicht vorkommt. `kennt`: ob
    ein Text ein bekannter Katalogwert, Stadtteil oder Ort ist."""

    def __init__(self, kopfzeile: Sequence[str], lieferformat: Callable[[str], str], kennt: Callable[[str], bool]):
        self.kopfzeile, self.lieferformat, self.kennt = kopfzeile, lieferformat, kennt
        self._gesehen: dict[int, set[str]] = defaultdict(set)

    def ansehen(self, zeilen: Iterable[Sequence[str]]) -> None:
        """Weitere Zeilen, so breit sie sind."""
        for nr, werte in enumerate(zip_longest(*zeilen, fillvalue="")):
            neue = set(werte) - self._gesehen[nr]
            if len(self._gesehen[nr]) < WERTE_GEMERKT:
                self._gesehen[nr] |= neue
            # Nachzuschlagen kostet mehr als anzusehen: darum erst, wenn etwas auffällt.
            if was_einzelne_verraten(self._heisst(nr), map(str.strip, neue)):
                self._ablehnen(nr, was_einzelne_verraten(self._heisst(nr), self._unbekannte(neue)))

    def abschliessen(self) -> None:
        """Nach der letzten Zeile: was die Spalten im Ganzen verraten."""
        for nr, werte in self._gesehen.items():
            alle = _mit_kopf(self._ueberschrift(nr), werte)
            self._ablehnen(nr, was_alle_verraten(self._heisst(nr), self._unbekannte(alle)))

    def ohne_ueberschrift(self) -> list[str]:
        """Namen der Spalten, in denen etwas steht, das nichts benennt."""
        leere = (nr for nr, text in enumerate(self.kopfzeile) if not text)
        return [nennung("", nr + 1) for nr in leere if any(map(str.strip, self._gesehen[nr]))]

    def _heisst(self, nr: int) -> str:
        text = self._ueberschrift(nr)
        return self.lieferformat(text) or text

    def _ueberschrift(self, nr: int) -> str:
        return self.kopfzeile[nr] if nr < len(self.kopfzeile) else ""

    def _unbekannte(self, werte: Iterable[str]) -> list[str]:
        return [text for wert in werte if (text := wert.strip()) and not self.kennt(text)]

    def _ablehnen(self, nr: int, was: str) -> None:
        if was:
            raise Einlesefehler(REGELN["E16"], spalte=nennung(self._ueberschrift(nr), nr + 1), was=was)


def pruefe_ohne_kopf(zeilen: list[list[str]]) -> None:
    """E15 oder E16 auch für eine Tabelle, deren Kopfzeile niemand erkennt. Titelzeilen füllen nur eine Zelle. Eine
    Zeile ohne Ziffern über allen anderen benennt die Spalten: Unter „Einrichtung“ stehen Häuser, keine Menschen."""
    tabelle = [zeile for zeile in zeilen if sum(map(bool, zeile)) >= 2]
    kopfaehnlich = (zeile for zeile in tabelle if not re.search(r"\d", "".join(zeile)))
    pruefe_kopf(_personenliste(tabelle) or next(kopfaehnlich, []))
    kopf = tabelle[0] if tabelle and not re.search(r"\d", "".join(tabelle[0])) else []
    spalten = zip_longest(*tabelle, fillvalue="")
    for nr, (text, spalte) in enumerate(zip_longest(kopf, spalten, fillvalue=""), 1):
        if was := verdacht(text, _mit_kopf(text, set(spalte) - {text})):
            raise Einlesefehler(REGELN["E16"], spalte=nennung(text, nr), was=was)


def _mit_kopf(ueberschrift: str, werte: set[str]) -> set[str]:
    """Heißt eine Spalte „Hildegard“, hat die Datei keine Kopfzeile: Die erste Zeile ist schon die erste Person."""
    return werte | {ueberschrift} if klingt_nach_name(ueberschrift) else werte


def pruefe_ungelesenes(zeilen: list[list[str]]) -> None:
    """Auch ein Blatt, das nicht gelesen wird, darf keine Personenliste sein. Ein Deckblatt mit einer Ansprechperson
    des Absenders ist keine."""
    pruefe_kopf(_personenliste(zeilen))


def _personenliste(zeilen: list[list[str]]) -> list[str]:
    """Die erste Zeile mit mehreren Personenspalten nebeneinander; leer, wenn es keine gibt."""
    return next((zeile for zeile in zeilen if sum(map(ist_personenspalte, zeile)) >= 2), [])
