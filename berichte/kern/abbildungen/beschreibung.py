"""Textalternative eines Diagramms, aus denselben Zahlen gebildet, die es zeichnet."""

from collections.abc import Sequence

from dresden_senioren.kern.text import aufzaehlung

from .diagramm import Reihe


def gestapelt(reihen: Sequence[Reihe], kategorien: Sequence[str], *, bezeichnung: str) -> str:
    """Gestapelte Balken: je Kategorie die Teile, die nicht null sind."""
    saetze = [f"Gestapelte waagerechte Balken, je {bezeichnung} ein Balken."]
    for i, kategorie in enumerate(kategorien):
        teile = [f"{reihe.werte[i]} {reihe.name}" for reihe in reihen if reihe.werte[i]]
        saetze.append(f"{kategorie}: {aufzaehlung(teile) or 'keine'}.")
    return " ".join(saetze)
