"""Vorlagenfilter: je eine Zeile über den Funktionen des Kerns."""

from django import template

from dresden_senioren.kern import zahlen

register = template.Library()


@register.filter
def deutsch(wert) -> str:
    """1234 → „1.234“; None → leer."""
    return "" if wert is None else zahlen.deutsch(wert)


@register.filter
def prozent(wert) -> str:
    """21.5 → „+21,5 %“; None → „x“ (nicht sinnvoll)."""
    return "x" if wert is None else zahlen.prozent(wert, vorzeichen=True)


@register.filter
def anteil(wert) -> str:
    """29.3 → „29,3 %“; None → „x“ (nicht sinnvoll)."""
    return "x" if wert is None else zahlen.prozent(wert)


@register.filter
def betrag(wert) -> str:
    """12500 → „12.500,00 €“."""
    return f"{zahlen.deutsch(wert, stellen=2)}{zahlen.GESCHUETZT}€"
