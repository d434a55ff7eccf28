"""Was hinter einem Hauptberatungsfeld steckt, wie auf Folie 17: „Sonstige“ allein sagt niemandem etwas."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from beratung.kern.zaehlung import Merkmal
from beratung.models import Katalogwert
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.tabelle import Tabelle
from dresden_senioren.kern.text import aufzaehlung


def mit_unterfeldern(eine: Abbildung) -> Abbildung:
    """Unter Diagramm und Tabelle, je Hauptfeld mit Unterfeldern: „„Sonstige“ umfasst Wohnen im Alter, …“."""
    saetze = _saetze()
    diagramm = eine.diagramm and _ergaenzt(eine.diagramm, saetze)
    return replace(eine, tabelle=_ergaenzt(eine.tabelle, saetze), diagramm=diagramm)


def _saetze() -> list[str]:
    unter = Katalogwert.objects.filter(merkmal=Merkmal.BERATUNGSFELD, oberwert__isnull=False)
    je_hauptfeld = defaultdict(list)
    for hauptfeld, name in unter.order_by("reihenfolge").values_list("oberwert__bezeichnung", "bezeichnung"):
        je_hauptfeld[hauptfeld].append(name)
    return [f"„{hauptfeld}“ umfasst {aufzaehlung(namen)}." for hauptfeld, namen in je_hauptfeld.items()]


def _ergaenzt(inhalt: Diagramm | Tabelle, saetze: Iterable[str]) -> Diagramm | Tabelle:
    """Vor den übrigen Fußnoten: Auf einer Folie haben nur die ersten Platz."""
    herkunft = inhalt.herkunft
    return replace(inhalt, herkunft=replace(herkunft, fussnoten=(*saetze, *herkunft.fussnoten)))
