"""Eine kleine Tabelle zum Einfügen: Kopfzeile suchen, Spalten zuordnen, Zeilen zählen wie der Mensch am Bildschirm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from beratung.kern.befunde.befund import Befundliste
from beratung.kern.verzeichnis import vergleichsform
from dresden_senioren.kern.text import aufzaehlung, einzeilig

from .einlesen import einlesen

ZEILEN_HOECHSTENS = 500
BYTES_HOECHSTENS = 2 * 1024 * 1024


class Tabellenfehler(ValueError):
    """Die Tabelle ist im Ganzen nicht zu lesen; der Satz sagt, was zu tun ist."""


@dataclass(frozen=True)
class Tabellenspalte:
    name: str
    schreibweisen: tuple[str, ...] = ()

    def heisst(self, text: str) -> bool:
        return vergleichsform(text) in {vergleichsform(wort) for wort in (self.name, *self.schreibweisen)}


@dataclass(frozen=True)
class Tabellenzeile:
    nr: int  # ab 1, leere Zeilen zählen mit
    werte: tuple[str, ...]  # in der Folge der Spalten


def text_der_datei(inhalt: bytes) -> str:
    """Excel oder CSV als Text mit Tabulatoren, wie aus Excel kopiert; Einlesefehler, wenn es keine Tabelle ist."""
    tabellen = einlesen(inhalt, Befundliste(), hoechstgroesse=BYTES_HOECHSTENS)
    zeilen = next((t.zeilen for t in tabellen if any(any(zeile) for zeile in t.zeilen)), [])
    return "\n".join("\t".join(map(einzeilig, zeile)).rstrip() for zeile in zeilen)


def zeilen_lesen(text: str, spalten: Sequence[Tabellenspalte]) -> list[Tabellenzeile]:
    """Einlesefehler oder Tabellenfehler, wenn das keine Tabelle mit diesen Spalten ist."""
    roh = einlesen(text.encode(), Befundliste(), hoechstgroesse=BYTES_HOECHSTENS)[0].zeilen
    kopf, orte = _kopf(roh, spalten)
    zeilen = [
        Tabellenzeile(nr, tuple(zeile[ort] if ort < len(zeile) else "" for ort in orte))
        for nr, zeile in enumerate(roh, 1)
        if nr > kopf and any(zeile)
    ]
    if not zeilen:
        raise Tabellenfehler("Die Tabelle hat keine Zeilen mit Werten.")
    if len(zeilen) > ZEILEN_HOECHSTENS:
        raise Tabellenfehler(f"Die Tabelle hat mehr als {ZEILEN_HOECHSTENS} Zeilen. Teilen Sie sie auf.")
    if all(sum(map(bool, zeile.werte)) < 2 for zeile in zeilen):
        raise Tabellenfehler(
            f"Es ist nur eine Spalte zu erkennen. Nötig sind {aufzaehlung([s.name for s in spalten])}, getrennt durch "
            "Tabulator (aus Excel kopiert) oder Semikolon."
        )
    return zeilen


def _kopf(zeilen: list[list[str]], spalten: Sequence[Tabellenspalte]) -> tuple[int, list[int]]:
    """Nr. der Kopfzeile und wo jede Spalte steht; ohne Kopfzeile 0 und die gewohnte Folge."""
    for nr, zeile in enumerate(zeilen[:20], 1):
        orte = [next((i for i, text in enumerate(zeile) if spalte.heisst(text)), None) for spalte in spalten]
        if None not in orte:
            return nr, orte
        if orte[0] is not None and re.search(r"[^\W\d]", "".join(zeile[1:])) and not re.search(r"^\d", zeile[-1]):
            fehlen = [spalte.name for spalte, ort in zip(spalten, orte, strict=True) if ort is None]
            raise Tabellenfehler(f"In der Kopfzeile fehlt {aufzaehlung(fehlen)}.")
    return 0, list(range(len(spalten)))


def ganze_zahl(text: str) -> int | None:
    """„1234“ oder „1.234“; ValueError, wo es keine ganze Zahl ist, None für eine leere Zelle."""
    if text in {"", "-", "–", "."}:
        return None
    if not re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", text, re.ASCII):
        raise ValueError(f"„{text}“ ist keine ganze Zahl.")
    return int(text.replace(".", ""))
