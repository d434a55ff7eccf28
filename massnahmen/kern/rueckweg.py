"""Dreifacher Vergleich: was wir verschickt haben, was zurückkam, was heute gilt."""

from dataclasses import dataclass
from enum import StrEnum

from .formular import UNVERAENDERT


class Lage(StrEnum):
    """Was mit einer Zeile des Formulars geschieht."""

    KONFLIKT = "konflikt"  # inzwischen wurde etwas anderes gemeldet
    NEU = "neu"
    BESTAETIGT = "bestaetigt"
    SCHON_SO = "schon_so"  # heute gilt genau das
    OHNE_ANTWORT = "ohne_antwort"

    @property
    def schreibt(self) -> bool:
        return self in (Lage.KONFLIKT, Lage.NEU, Lage.BESTAETIGT)


@dataclass(frozen=True)
class Stand:
    sachstand: str
    erlaeuterung: str = ""

    @property
    def vergleichsform(self) -> tuple[str, str]:
        """Ob Word oder Excel die Zeilen anders umbricht, ist keine Änderung."""
        return self.sachstand, " ".join(self.erlaeuterung.split())


LEER = Stand("")


def gemeint(gesandt: Stand, sachstand: str, erlaeuterung: str) -> Stand | None:
    """Was die Stelle meldet; None, wenn sie nichts eingetragen hat. Wer nur den Text ändert, lässt den Sachstand."""
    if not sachstand and not erlaeuterung:
        return None
    art = gesandt.sachstand if sachstand in ("", UNVERAENDERT) else sachstand
    if art != gesandt.sachstand:
        return Stand(art, erlaeuterung)
    return Stand(art, erlaeuterung or gesandt.erlaeuterung)


def lage(gesandt: Stand, antwort: Stand | None, heute: Stand, *, ist_schon_uebernommen: bool = False) -> Lage:
    """`ist_schon_uebernommen`: was heute gilt, kam aus demselben Formular."""
    if antwort is None:
        return Lage.OHNE_ANTWORT
    ist_unveraendert = gesandt.vergleichsform == heute.vergleichsform
    if antwort.vergleichsform == heute.vergleichsform:
        return Lage.BESTAETIGT if ist_unveraendert and not ist_schon_uebernommen else Lage.SCHON_SO
    return Lage.NEU if ist_unveraendert else Lage.KONFLIKT


def beide(antwort: Stand, heute: Stand) -> str:
    """Beide Erläuterungen hintereinander, zum Bearbeiten; gleiche nur einmal."""
    return "\n\n".join(dict.fromkeys(filter(None, (antwort.erlaeuterung, heute.erlaeuterung))))
