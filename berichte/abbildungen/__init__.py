"""Die Abbildungen der Auswertungsseiten: jede ist eine Funktion, die aus der Lage eine Abbildung macht. Seite, Bild
ohne JavaScript, CSV und Excel rufen dieselbe Funktion; eine neue Abbildung ist eine Zeile hier."""

from collections.abc import Callable

from berichte.kern.abbildung import Abbildung
from berichte.lage import Lage

from .jahresvergleich import jahresvergleich
from .stellen import stellen

ABBILDUNGEN: dict[str, Callable[[Lage], Abbildung]] = {
    "jahresvergleich": jahresvergleich,
    "stellen": stellen,
}

# Reihenfolge auf der Seite.
DER_STADT = ("jahresvergleich",)
DES_BEREICHS = ("jahresvergleich",)
