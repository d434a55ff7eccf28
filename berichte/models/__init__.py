"""Was beim Auswerten und Berichten festgehalten wird."""

from .akten import Berichtsakte, Botschaftsfassung, Festschreibung, Wiederoeffnung
from .auftraege import Berichtsauftrag
from .auswertung import Briefempfang, Briefversand, Quartalsnotiz
from .freigaben import BekannteZahl, Freigabegrundlage, Freigabewert, Zahlenfreigabe, Zahlruecknahme
from .vorlagen import Folienvorlage

__all__ = [
    "BekannteZahl",
    "Berichtsakte",
    "Berichtsauftrag",
    "Botschaftsfassung",
    "Briefempfang",
    "Briefversand",
    "Festschreibung",
    "Folienvorlage",
    "Freigabegrundlage",
    "Freigabewert",
    "Quartalsnotiz",
    "Wiederoeffnung",
    "Zahlenfreigabe",
    "Zahlruecknahme",
]
