"""Die Abbildungen der Auswertungsseiten: jede ist eine Funktion, die aus der Lage eine Abbildung macht. Seite, Bild
ohne JavaScript, CSV und Excel rufen dieselbe Funktion; eine neue Abbildung ist eine Zeile hier."""

from collections.abc import Callable

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.zahlen.lage import Lage

from .alter_geschlecht import alter_geschlecht
from .aufteilung import Aufteilung
from .intern import NUR_INTERN, NurIntern
from .jahresvergleich import beratungen, informationen, jahresvergleich, kriseninterventionen
from .kacheln import kacheln
from .planungsbereiche import planungsbereiche
from .regelkarte import regelkarte
from .stadtteile import stadtteile
from .stellen import stellen

__all__ = [
    "ABBILDUNGEN",
    "AUFTEILUNGEN",
    "DER_STADT",
    "DES_BEREICHS",
    "NUR_DER_STADT",
    "NUR_INTERN",
    "NurIntern",
]

AUFTEILUNGEN = (
    Aufteilung("felder", "Beratungsfelder", Zaehleinheit.BERATUNG, Merkmal.HAUPTBERATUNGSFELD),
    Aufteilung(
        "unterfelder", "Beratungsfelder im Einzelnen", Zaehleinheit.BERATUNG, Merkmal.BERATUNGSFELD, nur_tabelle=True
    ),
    Aufteilung("orte", "Beratungsorte", Zaehleinheit.BERATUNG, Merkmal.BERATUNGSORT),
    Aufteilung(
        "herkunft_faelle", "Wie Fälle zur Beratung kommen", Zaehleinheit.NEUZUGANG, Merkmal.FALLHERKUNFT,
        betont="fallabgabe",
    ),
    Aufteilung(
        "alter", "Alter", Zaehleinheit.NEUZUGANG, Merkmal.ALTERSGRUPPE, ist_geordnet=True,
        satz="{name} Jahre {anteil}",
    ),
    Aufteilung("familienstand", "Familienstand", Zaehleinheit.NEUZUGANG, Merkmal.FAMILIENSTAND),
    Aufteilung(
        "migration", "Migrationshintergrund", Zaehleinheit.NEUZUGANG, Merkmal.MIGRATIONSHINTERGRUND, ist_geordnet=True,
        satz="Migrationshintergrund {name} {anteil}", betont="ja",
    ),
    Aufteilung(
        "haeufigkeit", "Leistungen je Fall und Monat", Zaehleinheit.FALL, Merkmal.HAEUFIGKEIT, ist_geordnet=True,
        satz="{anteil} mit Leistungszahl {name} im Monat",
    ),
)  # fmt: skip

ABBILDUNGEN: dict[str, Callable[[Lage], Abbildung]] = {
    "jahresvergleich": jahresvergleich,
    "regelkarte": regelkarte,
    "beratungen": beratungen,
    "informationen": informationen,
    "kriseninterventionen": kriseninterventionen,
    "alter_geschlecht": alter_geschlecht,
    "stadtteile": stadtteile,
    "kacheln": kacheln,
    "planungsbereiche": planungsbereiche,
    **{aufteilung.schluessel: aufteilung for aufteilung in AUFTEILUNGEN},
    "stellen": stellen,
}

# Was es für einen Planungsbereich nicht gibt.
NUR_DER_STADT = ("kacheln", "planungsbereiche")
# Reihenfolge auf der Seite, wo zwei nebeneinander Platz haben; „unterfelder“ und „stellen“ stehen über die ganze
# Breite, die Stadtteile der Stadt neben zwei anderen.
DER_STADT = (
    "jahresvergleich", "regelkarte", "kacheln", "alter_geschlecht", "felder", "orte", "unterfelder", "stadtteile",
    "herkunft_faelle", "familienstand", "migration", "haeufigkeit", "beratungen", "kriseninterventionen",
    "informationen", "stellen",
)  # fmt: skip
DES_BEREICHS = (
    "jahresvergleich", "regelkarte", "felder", "orte", "unterfelder", "stadtteile", "herkunft_faelle",
    "alter_geschlecht", "familienstand", "migration", "haeufigkeit", "beratungen", "kriseninterventionen",
    "informationen", "stellen",
)  # fmt: skip
