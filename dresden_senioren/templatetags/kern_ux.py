"""Formularfelder in der Gestaltung von KERN."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()
_GEWAEHLT = SafeString(" selected")


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
    """Ohne Namen stehen die Möglichkeiten für sich."""
    einzelne = ((_moeglichkeit(str(eine["value"]), str(eine["label"]), eine["selected"]),) for eine in auswahl)
    zeilen = format_html_join("", "{}", einzelne)
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, zeilen) if name else zeilen


@lru_cache(maxsize=2048, typed=True)
def _moeglichkeit(wert: str, name: str, ist_gewaehlt: bool) -> SafeString:
    """`typed`: Derselbe Text ist maskiert (SafeString) etwas anderes als unmaskiert."""
    return format_html('\n  <option value="{}"{}>{}</option>\n', wert, _GEWAEHLT if ist_gewaehlt else "", name)
