"""Die eingebauten Fehler, an denen sich der Angriff beweist: kleine Zahlen nur verstecken, jede Zahl für sich runden."""

from collections.abc import Mapping

from .angriff import Angriffsergebnis
from .programm import Schluessel


def verstecken(genau: Mapping[Schluessel, int], *, grenze: int = 10) -> dict[Schluessel, int]:
    """Was stehen bleibt, wenn nur Zahlen von 1 bis unter `grenze` versteckt werden."""
    return {schluessel: anzahl for schluessel, anzahl in genau.items() if not 0 < anzahl < grenze}


def verstecktes_angreifen(
    genau: Mapping[Schluessel, int], *, eltern: Mapping[str, str], grenze: int = 10
) -> Angriffsergebnis:
    """Der gleiche Angriff auf `verstecken`; `exakt` ist die Kontrolle `kontrolle_naiv_exakt`."""
    raise NotImplementedError


def einzeln_runden(genau: Mapping[Schluessel, int], *, basis: int = 5) -> dict[Schluessel, int]:
    """Jede Zahl für sich auf das nächste Vielfache; die Summen gehen dann nicht auf."""
    return {s: (2 * n + basis) // (2 * basis) * basis for s, n in genau.items()}
