"""Was eine Auswertungsseite zeigt: eine Überschrift, der Befund in einem Satz, die Tabelle und, wo es etwas zu zeichnen
gibt, das Diagramm oder die Karte."""

from dataclasses import dataclass

from berichte.kern.tabelle import Tabelle

from .diagramm import Diagramm
from .kachelkarte import Kachelkarte


@dataclass(frozen=True)
class Abbildung:
    """`kennzahl`: Schlüssel im Kennzahlenkatalog; von dort führt „Woher kommt die Zahl?“ weiter. `schluessel` steht in
    Adressen von Bild, CSV und Excel."""

    schluessel: str
    ueberschrift: str
    befund: str
    kennzahl: str
    tabelle: Tabelle
    diagramm: Diagramm | None = None
    karte: Kachelkarte | None = None
