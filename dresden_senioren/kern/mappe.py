"""XLSX → Blätter aus Text. Werte werden nicht gedeutet, nur einheitlich geschrieben; Formeln werden nie gerechnet.
Gelesen wird in einem Kindprozess mit knappem Speicher und knapper Zeit (mappenleser.py); das ist die einzige Tür."""

import json
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .archiv import Archivfehler, Mangel

SEKUNDEN = 5  # Rechenzeit; auf einer belasteten Maschine vergeht dabei ein Vielfaches
NOTBREMSE = 60  # Sekunden auf der Uhr, falls der Leser hängt, ohne zu rechnen
SPEICHER = 1 << 30  # Bytes Adressraum; 50.000 Zeilen mit 20 Spalten brauchen ein Viertel davon
ANTWORT_HOECHSTENS = 64 << 20  # Bytes; mehr als jede zulässige Tabelle
_WURZEL = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Blatt:
    """`zeilen[0]` ist Zeile 1, wie Excel sie zählt; `formeln`: (Zeile, Spalte) ab 0, auch Rechenfehler wie #REF!."""

    name: str
    zeilen: list[list[str]]
    formeln: frozenset[tuple[int, int]] = frozenset()


def blaetter_lesen(inhalt: bytes, *, darf_formeln: bool = False) -> list[Blatt]:
    """Alle sichtbaren Blätter; Archivfehler, wenn die Datei keine einfache, heile Wertetabelle ist oder ihr Leser
    abstürzt oder mehr als fünf Sekunden Rechenzeit oder zu viel Speicher braucht."""
    text, rueckgabe = _im_kind(inhalt, darf_formeln)
    if rueckgabe < 0 or len(text) > ANTWORT_HOECHSTENS:  # von einem Signal beendet
        raise Archivfehler(Mangel.UNGEWOEHNLICH, grund="zu aufwendig zu lesen")
    try:
        antwort = json.loads(text)
    except ValueError:
        raise Archivfehler(Mangel.BESCHAEDIGT) from None
    if "mangel" in antwort:
        raise Archivfehler(Mangel(antwort["mangel"]), **antwort["angaben"])
    return [Blatt(name, zeilen, frozenset(map(tuple, formeln))) for name, zeilen, formeln in antwort["blaetter"]]


def _im_kind(inhalt: bytes, darf_formeln: bool) -> tuple[bytes, int]:
    """Ausgabe und Rückgabewert des Lesers; negativ, wenn ihn ein Signal beendet hat."""
    angaben = map(str, (SEKUNDEN, SPEICHER, int(darf_formeln)))
    aufruf = [sys.executable, "-E", "-s", "-m", f"{__package__}.mappenleser", *angaben]
    with subprocess.Popen(  # noqa: S603 – feste Angaben
        aufruf, cwd=_WURZEL, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as kind:
        wecker = threading.Timer(NOTBREMSE, kind.kill)
        wecker.start()
        try:
            with suppress(BrokenPipeError):  # schon gestorben; das sagt der Rückgabewert
                kind.stdin.write(inhalt)
                kind.stdin.close()
            text = kind.stdout.read(ANTWORT_HOECHSTENS + 1)
            if len(text) > ANTWORT_HOECHSTENS:
                kind.kill()
            return text, kind.wait()
        finally:
            wecker.cancel()
