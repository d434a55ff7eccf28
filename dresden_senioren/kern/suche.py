"""Deutsche Volltextsuche über einen kleinen Bestand: ohne Groß und Klein, Umlaute auch als ae, Wortteile, Endungen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from .text import suchform

AUSZUG = 180  # Zeichen
# Gewichte: wo ein Wort steht, zählt; ein ganzes Wort mehr als ein Teil davon.
IM_TITEL, ALS_STICHWORT, IM_TEXT = 30, 20, 3
GANZES_WORT, WORTANFANG, WORTTEIL = 3, 2, 1
WORTTEIL_AB = 4  # kürzere fänden sich in jedem langen Wort
# Längste zuerst. Nur was Frage und Text gleich behandelt; „Maßnahmen“ und „Maßnahme“ treffen sich so.
ENDUNGEN = ("ern", "end", "en", "er", "em", "es", "e", "n", "s")
STAMM_AB = 4
UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
FUELLWOERTER = frozenset(
    {
        *("der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einer", "und", "oder", "nicht", "es"),
        *("ich", "man", "mein", "meine", "wer", "wie", "was", "wo", "wann", "ist", "sind", "kann", "wird", "werden"),
        *("in", "im", "auf", "zu", "zum", "zur", "von", "vom", "mit", "fuer", "aus", "an", "am", "bei"),
    }
)


@dataclass(frozen=True)
class Fundstueck:
    """Was gefunden werden kann. `text` ohne Auszeichnung."""

    titel: str
    text: str
    adresse: str
    art: str  # „Anleitung“, „Wort“ …
    stichworte: str = ""

    @cached_property
    def _felder(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """Gewicht und Wortstämme je Feld."""
        felder = ((IM_TITEL, self.titel), (ALS_STICHWORT, self.stichworte), (IM_TEXT, self.text))
        return tuple((gewicht, frozenset(map(stamm, woerter(text)))) for gewicht, text in felder)

    def wert(self, stamm_der_frage: str) -> int:
        """0, wenn das Wort nirgends vorkommt."""
        return max(
            (gewicht * _naehe(stamm_der_frage, wort) for gewicht, menge in self._felder for wort in menge), default=0
        )


@dataclass(frozen=True)
class Treffer:
    fundstueck: Fundstueck
    auszug: str


def woerter(text: str) -> list[str]:
    """In Vergleichsform: „Fälle“ → „faelle“."""
    return re.findall(r"\w+", suchform(text).translate(UMLAUTE))


def stamm(wort: str) -> str:
    """Ohne übliche Endung: „Lieferungen“ und „Lieferung“ werden gleich."""
    for endung in ENDUNGEN:
        if wort.endswith(endung) and len(wort) - len(endung) >= STAMM_AB:
            return wort[: -len(endung)]
    return wort


def suchen(frage: str, bestand: Iterable[Fundstueck]) -> list[Treffer]:
    """Die besten zuerst; jedes Wort der Frage muss vorkommen, außer Füllwörtern."""
    staemme = _staemme(frage)
    if not staemme:
        return []
    bewertet = [(sum(werte), stueck) for stueck in bestand if all(werte := [stueck.wert(stamm) for stamm in staemme])]
    bewertet.sort(key=lambda paar: -paar[0])  # bei gleichem Wert bleibt die Reihenfolge des Bestands
    return [Treffer(stueck, auszug(stueck.text, staemme)) for _, stueck in bewertet]


def meinten_sie(frage: str, bestand: Iterable[Fundstueck]) -> str:
    """Die Frage mit bekannten Wörtern an Stelle unbekannter; leer, wenn es keine ähnlichen gibt."""
    bekannte = {suchwort: wort for s in bestand for wort in re.findall(r"\w+", f"{s.titel} {s.stichworte}")
                for suchwort in woerter(wort)}  # fmt: skip
    neue = []
    for wort in re.findall(r"\w+", frage):
        (suchwort,) = woerter(wort) or (wort,)
        nahe = [suchwort] if suchwort in bekannte else get_close_matches(suchwort, bekannte, n=1, cutoff=0.75)
        neue.append(bekannte[nahe[0]] if nahe and nahe[0] != suchwort else wort)
    vorschlag = " ".join(neue)
    return "" if suchform(vorschlag) == suchform(frage) else vorschlag


def auszug(text: str, staemme: Sequence[str]) -> str:
    """Der Teil des Textes um das erste gesuchte Wort."""
    stelle = next((m.start() for m in re.finditer(r"\w+", text) if _trifft(m.group(), staemme)), 0)
    von = text.rfind(". ", 0, stelle) + 2 if stelle > AUSZUG // 2 and ". " in text[:stelle] else 0
    von = max(von, stelle - AUSZUG)
    stueck = text[von : von + AUSZUG]
    if von + AUSZUG < len(text):
        stueck = stueck[: stueck.rfind(" ")] + " …"
    return ("… " if von else "") + stueck.strip()


def _staemme(frage: str) -> list[str]:
    alle = woerter(frage)
    return [stamm(wort) for wort in alle if wort not in FUELLWOERTER] or [stamm(wort) for wort in alle]


def _trifft(wort: str, staemme: Sequence[str]) -> bool:
    return any(_naehe(gesucht, stamm(teil)) for teil in woerter(wort) for gesucht in staemme)


def _naehe(gesucht: str, wort: str) -> int:
    if wort == gesucht:
        return GANZES_WORT
    if wort.startswith(gesucht):
        return WORTANFANG
    return WORTTEIL if len(gesucht) >= WORTTEIL_AB and gesucht in wort else 0
