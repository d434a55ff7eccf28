"""Nachschlagen im Speicher: Kataloge, Gebiete und Beratungsstellen, wie sie in einem Monat gelten."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dresden_senioren.kern.text import suchform
from dresden_senioren.kern.zeitraum import Monat

from .zaehlung import AUSWAERTIG, UNBEKANNT, Merkmal, Quelle


def vergleichsform(text: str) -> str:
    """Wie Werte verglichen werden: „Löbtau – Nord“ = „löbtau-nord“, „80–84“ = „80-84“."""
    return re.sub(r"\s*([-/&])\s*", r"\1", suchform(text).replace("–", "-").replace("—", "-"))


@dataclass(frozen=True)
class Stelle:
    kuerzel: str
    name: str
    quelle: Quelle
    planungsbereich: str  # Kürzel; leer, wenn keiner
    gueltig_von: date | None
    gueltig_bis: date | None
    ist_beispiel: bool

    def ist_taetig(self, monat: Monat) -> bool:
        return not (self.gueltig_von and self.gueltig_von > monat.letzter) and not (
            self.gueltig_bis and self.gueltig_bis < monat.erster
        )


@dataclass(frozen=True)
class Katalog:
    """Ausprägungen eines Merkmals: Schlüssel → Bezeichnung, und jede bekannte Schreibweise → Schlüssel.

    Steht die leere Schreibweise darin, ist das der Wert für leere Zellen („unbekannt“)."""

    bezeichnungen: dict[str, str]
    schreibweisen: dict[str, str]


@dataclass(frozen=True)
class Verzeichnis:
    kataloge: dict[Merkmal, Katalog]
    stadtteile: dict[str, str]  # Nr. → Name
    stadtteil_schreibweisen: dict[str, str]  # Schreibweise → Nr., „unbekannt“ oder „auswaertig“
    stellen: dict[str, Stelle]  # Kürzel → Stelle
    stellen_schreibweisen: dict[str, str]
    gebiete: dict[str, str]  # Nr. → Kürzel des Planungsbereichs in diesem Monat
    hauptfelder: dict[str, str]  # Beratungsfeld → Hauptberatungsfeld

    @cached_property
    def _bekannte(self) -> frozenset[str]:
        listen = [self.stadtteil_schreibweisen, self.stellen_schreibweisen]
        return frozenset().union(*listen, *(katalog.schreibweisen for katalog in self.kataloge.values()))

    def kennt(self, text: str) -> bool:
        """Steht der Wert in irgendeinem Katalog, als Stadtteil oder als Beratungsstelle? Dann ist er keine Person."""
        return vergleichsform(text) in self._bekannte

    def planungsbereich(self, stadtteil: str, stelle: str) -> str:
        """Aus dem Stadtteil; wo er unbekannt ist, aus der Beratungsstelle; auswärtige Fälle gehören zu keinem."""
        if stadtteil == AUSWAERTIG:
            return AUSWAERTIG
        if stadtteil == UNBEKANNT:
            return self.stellen[stelle].planungsbereich or UNBEKANNT
        return self.gebiete.get(stadtteil, UNBEKANNT)
