"""Was auf jedem Deckblatt steht, in welchem Format auch immer."""

from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Kennzeichnung


def angaben(bericht: Bericht, kennzeichnung: Kennzeichnung) -> list[tuple[str, str]]:
    """(Name, Wert) in der Reihenfolge des Deckblatts; abgerufen hat nur, wer genaue Zahlen bekommt."""
    abruf = [("Abgerufen von", kennzeichnung.abruf)] if kennzeichnung.abruf else []
    return [
        ("Stichtag", f"{bericht.stichtag:%d.%m.%Y}"),
        ("Fassung", kennzeichnung.kennzeichen),
        *abruf,
        ("Stand der Daten", bericht.datenstand),
    ]
