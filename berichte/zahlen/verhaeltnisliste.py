"""Die Verhältniskennzahlen eines Zeitraums als flache Liste, so wie der Befehl `kennzahlen` sie ausgibt."""

from collections.abc import Iterator

from berichte.kern.zahlen.kennzahlen import KENNZAHLEN
from berichte.kern.zahlen.verhaeltnisse import Groesse, Verhaeltnis

from .kennwerte import RECHNUNGEN, anteile_unbekannt, verhaeltnis
from .lage import Lage

ZUSAMMEN = "zusammen"
ZAEHLUNGEN = {kennzahl.name: kennzahl.schluessel for kennzahl in KENNZAHLEN}


def verhaeltnisliste(lage: Lage) -> Iterator[dict]:
    """Je Kennzahl eine Zeile, beim Anteil „unbekannt“ je Zählung (`von`) und Merkmal. Wo es keinen Wert gibt, steht in
    `grund`, warum; `zaehler` durch `nenner` mal `je` ergibt `wert`, gerundet."""
    for schluessel in RECHNUNGEN:
        yield _zeile(lage, verhaeltnis(schluessel, lage))
    for zaehlung, merkmal, anteil in anteile_unbekannt(lage):
        yield _zeile(lage, anteil, von=ZAEHLUNGEN[zaehlung], merkmal=merkmal)


def _zeile(lage: Lage, verhaeltnis: Verhaeltnis, von: str | None = None, merkmal: str | None = None) -> dict:
    return {
        "kennzahl": verhaeltnis.kennzahl.schluessel,
        "quelle": lage.auswahl.quelle.value if lage.auswahl.quelle else ZUSAMMEN,
        "gebiet": lage.gebietsname if lage.auswahl.planungsbereich else "Stadt",
        "von": von,
        "merkmal": merkmal,
        "wert": None if verhaeltnis.wert is None else float(verhaeltnis.wert),
        "einheit": verhaeltnis.kennzahl.einheit,
        "zeichen": verhaeltnis.zeichen and verhaeltnis.zeichen.value,
        "grund": verhaeltnis.warum_nicht or None,
        "zaehler": _zahl(verhaeltnis.zaehler),
        "nenner": _zahl(verhaeltnis.nenner),
        "je": verhaeltnis.kennzahl.je,
        "monate": verhaeltnis.zeitraum or None,
    }


def _zahl(groesse: Groesse | None) -> int | float | None:
    if groesse is None:
        return None
    return groesse.wert if isinstance(groesse.wert, int) else float(groesse.wert)
