"""Modelle der Beratung, nach Räumen: Gebiete, Kataloge, Bezugsgrößen, Lieferungen, Befunde, Kontrollzahlen, Zahlen.

Personenbezogenes kommt hier nirgends vor: keine Kennung, kein Geburtsdatum, kein Freitext zu Personen.
"""

from .befunde import Befundentscheidung
from .bezug import Ausstattung, Bezugsbevoelkerung, Ereignismarke
from .eingang import Eingang, Eingangsstueck
from .gebiete import Beratungsstelle, Gebietszuordnung, Planungsbereich, Stadtteil, Stellengebiet, Traeger
from .grenzen import Grenzstand
from .kataloge import Katalogwert, Zuordnungsprofil
from .kontrollzahlen import Kontrollzahl
from .lieferungen import Lieferung, Lieferungsteil
from .meldungen import Liefererinnerung, Lieferfrist, Nullmeldung
from .monatsstand import Monatsstand
from .zahlen import Haeufigkeit, Leistung, Monatssumme, Monatswert, Neuzugang

__all__ = [
    "Ausstattung",
    "Befundentscheidung",
    "Beratungsstelle",
    "Bezugsbevoelkerung",
    "Eingang",
    "Eingangsstueck",
    "Ereignismarke",
    "Gebietszuordnung",
    "Grenzstand",
    "Haeufigkeit",
    "Katalogwert",
    "Kontrollzahl",
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
    "Stellengebiet",
    "Traeger",
    "Zuordnungsprofil",
]
