"""Modelle der Beratung, nach Räumen: Gebiete, Kataloge, Lieferungen, Zahlen.

Personenbezogenes kommt hier nirgends vor: keine Kennung, kein Geburtsdatum, kein Freitext zu Personen.
"""

from .eingang import Eingang
from .gebiete import Beratungsstelle, Gebietszuordnung, Planungsbereich, Stadtteil, Traeger
from .kataloge import Katalogwert, Zuordnungsprofil
from .lieferungen import Lieferung, Lieferungsteil
from .zahlen import Haeufigkeit, Leistung, Monatssumme, Monatswert, Neuzugang

__all__ = [
    "Beratungsstelle",
    "Eingang",
    "Gebietszuordnung",
    "Haeufigkeit",
    "Katalogwert",
    "Leistung",
    "Lieferung",
    "Lieferungsteil",
    "Monatssumme",
    "Monatswert",
    "Neuzugang",
    "Planungsbereich",
    "Stadtteil",
    "Traeger",
    "Zuordnungsprofil",
]
