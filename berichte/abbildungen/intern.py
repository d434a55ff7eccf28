"""Was nie aus dem Haus geht, auch nicht geschützt."""

from berichte.zahlen.lage import Lage

# Abbildung → warum. Geschützt ist nur das Tabellenprogramm (kern/schutz): Planungsbereiche und Stadt.
NUR_INTERN = {
    "stadtteile": "Zahlen einzelner Stadtteile werden nicht geschützt und bleiben im Amt.",
    "kacheln": "Die Karte entsteht aus Zahlen einzelner Stadtteile; sie werden nicht geschützt und bleiben im Amt.",
    "stellen": "Zahlen einzelner Beratungsstellen werden nicht geschützt und bleiben im Amt.",
}


class NurIntern(Exception):
    """Zur Weitergabe verlangt, was nicht geschützt ist; der Text ist ein Satz für die Person."""


def verlange_intern(schluessel: str, lage: Lage) -> None:
    """NurIntern, wenn die Lage eine der Weitergabe ist."""
    if lage.auswahl.freigabe is not None:
        raise NurIntern(NUR_INTERN[schluessel])
