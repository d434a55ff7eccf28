"""Formularfelder in der Gestaltung von KERN."""

from django import template

register = template.Library()


@register.filter
def als_eingabe(feld, klasse: str):
    """Das Eingabeelement mit der Klasse von KERN; bei Fehlern mit der Fehlerfassung dazu."""
    klassen = f"{klasse} {klasse}--error" if feld.errors else klasse
    return feld.as_widget(attrs={"class": klassen})
