"""Eine Veränderung als Text einer Tabellenzelle: Differenz, und Prozent nur, wo die Zahlen groß genug sind."""

from berichte.kern.tabelle import Zeichen, Zelle
from berichte.kern.zahlen.vergleich import Vergleich
from dresden_senioren.kern import zahlen

from .auffaelligkeiten import PROZENT_AB

STERN = " *"
TEILWEISE = "* verglichen sind nur die Monate, die in beiden Zeiträumen gemeldet sind"


def veraenderung(vergleich: Vergleich) -> Zelle:
    """„+30 (+36,6 %)“, bei kleinen Zahlen nur „+3“; mit Stern, wo nur ein Teil der Monate zu vergleichen ist."""
    if not vergleich.monate:
        return Zeichen.NICHT_SINNVOLL
    text = zahlen.deutsch(vergleich.differenz, vorzeichen=True)
    if vergleich.differenz and min(vergleich.wert.wert, vergleich.vergleichswert.wert) >= max(
        PROZENT_AB, vergleich.reihe.prozent_ab
    ):
        text += f" ({zahlen.prozent(vergleich.prozent, vorzeichen=True)})"
    return text if vergleich.ist_vollstaendig else text + STERN
