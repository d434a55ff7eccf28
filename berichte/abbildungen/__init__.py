"""Die Abbildungen der Auswertungsseiten: jede ist eine Funktion, die aus der Lage eine Abbildung macht. Seite, Bild
ohne JavaScript, CSV und Excel rufen dieselbe Funktion; eine neue Abbildung ist eine Zeile hier."""

from collections.abc import Callable

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from berichte.kern.abbildung import Abbildung
from berichte.lage import Lage

from .aufteilung import Aufteilung
from .jahresvergleich import beratungen, informationen, jahresvergleich, kriseninterventionen
from .regelkarte import regelkarte
from .stellen import stellen

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
    **{aufteilung.schluessel: aufteilung for aufteilung in AUFTEILUNGEN},
    "stellen": stellen,
}

# Reihenfolge auf der Seite.
_ZAHLEN = (
    "jahresvergleich", "regelkarte", "felder", "unterfelder", "orte", "herkunft_faelle", "familienstand", "migration",
    "haeufigkeit", "beratungen", "kriseninterventionen", "informationen",
)  # fmt: skip
# Was es für einen Planungsbereich nicht gibt.
NUR_DER_STADT: tuple[str, ...] = ()
DER_STADT = (*_ZAHLEN, "stellen")
DES_BEREICHS = (*_ZAHLEN, "stellen")
