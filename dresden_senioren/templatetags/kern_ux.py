"""Formularfelder in der Gestaltung von KERN."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_GEWAEHLT = mark_safe(" selected")


@register.filter
def als_eingabe(feld, klasse: str):
    """Das Eingabeelement mit der Klasse von KERN; bei Fehlern mit der Fehlerfassung dazu."""
    klassen = f"{klasse} {klasse}--error" if feld.errors else klasse
    return feld.as_widget(attrs={"class": klassen})


@register.filter
def moeglichkeiten(auswahl: Iterable[Mapping]) -> SafeString:
    """Was in einer Auswahl zu wählen ist. Hier statt in der Vorlage, weil eine Liste hundert davon zeichnet."""
    zeilen = ((str(eine["value"]), _GEWAEHLT if eine["selected"] else "", eine["label"]) for eine in auswahl)
    return format_html_join("", '\n  <option value="{}"{}>{}</option>\n', zeilen)
