"""Die Regeln der Planprüfung für die Hilfe, aus denselben Daten wie die Befunde."""

from django import template

from massnahmen.kern.planregeln import PLANREGELN

register = template.Library()


@register.inclusion_tag("massnahmen/planpruefung/_regeln.html")
def planregeln():
    return {"regeln": PLANREGELN}
