"""Die Kontrolle, an der sich der Angriff beweist: kleine Zahlen nur verstecken."""

from collections.abc import Mapping

from .angriff import Angriffsergebnis, auswerten
from .bekannt import Wissen
from .block import Blockangriff, Blockstand
from .programm import Schluessel, Vorrat, gleichungen, nach_orten
from .spannen import OFFEN


def verstecken(genau: Mapping[Schluessel, int], *, grenze: int = 10) -> dict[Schluessel, int]:
    """Was stehen bleibt, wenn nur Zahlen von 1 bis unter `grenze` versteckt werden; eine Null bleibt stehen."""
    return {schluessel: anzahl for schluessel, anzahl in genau.items() if not 0 < anzahl < grenze}


def verstecktes_angreifen(
    genau: Mapping[Schluessel, int], *, eltern: Mapping[str, str], grenze: int = 10, basis: int = 5
) -> Angriffsergebnis:
    """Der gleiche Angriff auf `verstecken`; `exakt` ist die Kontrolle `kontrolle_naiv_exakt`."""
    vorrat = Vorrat([genau], eltern)
    offen = nach_orten(verstecken(genau, grenze=grenze))
    angriffe = {}
    for ort, vorhanden in nach_orten(genau).items():
        zellen = vorrat.mit_nullen(ort, vorhanden)
        sichtbar = offen.get(ort, {})
        grenzen = {z: (1, grenze - 1) if n > 0 and z not in sichtbar else (n, n) for z, n in zellen.items()}
        summen = gleichungen(ort, zellen, eltern)
        angriffe[ort] = Blockangriff([Blockstand(zellen, grenzen, summen, [(0, OFFEN)] * len(summen))])
    return auswerten(angriffe, Wissen(), basis=basis, ziele_bis=grenze - 1)
