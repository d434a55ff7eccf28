"""Formularfelder in der Gestaltung von KERN."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_GEWAEHLT = mark_safe(" selected")


@register.filter
def als_eingabe(feld, klasse: str):
    """Das Eingabeelement mit der Klasse von KERN; bei Fehlern mit der Fehlerfassung dazu."""
    klassen = f"{klasse} {klasse}--error" if feld.errors else klasse
    return feld.as_widget(attrs={"class": klassen})


@register.filter
def moeglichkeiten(gruppen: Iterable[tuple]) -> SafeString:
    """Was in einer Auswahl zu wählen ist. Hier statt in der Vorlage, weil eine Liste hundert davon zeichnet."""
    return format_html_join("", "{}", ((_gruppe(name, auswahl),) for name, auswahl, _ in gruppen))


def _gruppe(name: str | None, auswahl: Iterable[Mapping]) -> SafeString:
    """Ohne Namen stehen sie für sich."""
    zeilen = ((str(eine["value"]), _GEWAEHLT if eine["selected"] else "", eine["label"]) for eine in auswahl)
    gezeichnet = format_html_join("", '\n  <option value="{}"{}>{}</option>\n', zeilen)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, gezeichnet) if name else gezeichnet
