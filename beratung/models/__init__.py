"""Modelle der Beratung, nach Räumen: Gebiete, Kataloge, Lieferungen, Zahlen.

Personenbezogenes kommt hier nirgends vor: keine Kennung, kein Geburtsdatum, kein Freitext zu Personen.
"""

from .gebiete import Beratungsstelle, Gebietszuordnung, Planungsbereich, Stadtteil, Traeger
from .kataloge import Katalogwert, Zuordnungsprofil
from .lieferungen import Lieferung, Lieferungsteil
from .meldungen import Liefererinnerung, Lieferfrist, Nullmeldung
from .monatsstand import Monatsstand
from .zahlen import Haeufigkeit, Leistung, Monatssumme, Monatswert, Neuzugang

__all__ = [
    "Beratungsstelle",
    "Gebietszuordnung",
    "Haeufigkeit",
    "Katalogwert",
    "Leistung",
    "Liefererinnerung",
    "Lieferfrist",
    "Lieferung",
    "Lieferungsteil",
    "Monatsstand",
    "Monatssumme",
    "Monatswert",
    "Neuzugang",
    "Nullmeldung",
    "Planungsbereich",
    "Stadtteil",
    "Traeger",
    "Zuordnungsprofil",
]
