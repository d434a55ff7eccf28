"""Formularfelder in der Gestaltung von KERN."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
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
    teile = []
    for name, auswahl, _ in gruppen:
        anfang, ende = (format_html('\n  <optgroup label="{}">', name), "\n  </optgroup>") if name else ("", "")
        zeilen = (_moeglichkeit(str(eine["value"]), str(eine["label"]), eine["selected"]) for eine in auswahl)
        teile += [anfang, *zeilen, ende]
    return SafeString("".join(teile))  # jeder Teil ist schon maskiert  # nosec B703


@lru_cache(maxsize=2048, typed=True)
def _moeglichkeit(wert: str, name: str, ist_gewaehlt: bool) -> SafeString:
    """`typed`: Derselbe Text ist maskiert (SafeString) etwas anderes als unmaskiert."""
    return format_html('\n  <option value="{}"{}>{}</option>\n', wert, _GEWAEHLT if ist_gewaehlt else "", name)
