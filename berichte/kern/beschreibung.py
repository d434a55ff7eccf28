"""Textalternative eines Diagramms, aus denselben Zahlen gebildet, die es zeichnet."""

from collections.abc import Sequence

from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch

from .diagramm import Reihe
from .tabelle import Zeichen


def verlauf(reihen: Sequence[Reihe], kategorien: Sequence[str]) -> str:
    """Linien: Art, Reihen, je Reihe niedrigster und höchster Wert, Lücken."""
    kopf = f"Liniendiagramm über {kategorien[0]} bis {kategorien[-1]} mit {_reihenzahl(len(reihen))}."
    return " ".join([kopf, *(_spanne(reihe, kategorien) for reihe in reihen), "Alle Zahlen stehen in der Tabelle."])


def gestapelt(reihen: Sequence[Reihe], kategorien: Sequence[str], *, bezeichnung: str) -> str:
    """Gestapelte Balken: je Kategorie die Teile, die nicht null sind."""
    kopf = f"Gestapelte waagerechte Balken, je {bezeichnung} ein Balken."
    saetze = []
    for i, kategorie in enumerate(kategorien):
        teile = [f"{reihe.werte[i]} {reihe.name}" for reihe in reihen if reihe.werte[i]]
        saetze.append(f"{kategorie}: {aufzaehlung(teile) or 'keine'}.")
    return " ".join([kopf, *saetze])


def _reihenzahl(anzahl: int) -> str:
    return "einer Reihe" if anzahl == 1 else f"{anzahl} Reihen"


def _spanne(reihe: Reihe, kategorien: Sequence[str]) -> str:
    paare = list(zip(reihe.werte, kategorien, strict=True))
    gemeldet = [(wert, kategorie) for wert, kategorie in paare if not isinstance(wert, Zeichen)]
    if not gemeldet:
        return f"{reihe.name}: keine Werte."
    tief, hoch = min(gemeldet, key=lambda p: p[0]), max(gemeldet, key=lambda p: p[0])
    luecken = [kategorie for wert, kategorie in paare if isinstance(wert, Zeichen)]
    satz = f"{reihe.name}: niedrigster Wert {deutsch(tief[0])} ({tief[1]}), höchster {deutsch(hoch[0])} ({hoch[1]})"
    return satz + (f"; ohne Wert: {aufzaehlung(luecken)}." if luecken else ".")
