"""Eine Kachelkarte als SVG in der Seite: ohne Skript und ohne zweite Anfrage."""

from django import template
from django.utils.safestring import mark_safe

from berichte.ausgabe.bilder import kachelbild
from berichte.kern.abbildungen.kachelkarte import Kachelkarte

register = template.Library()


@register.simple_tag
def kachelbild_breit(karte: Kachelkarte) -> str:
    return mark_safe(kachelbild.svg(karte))  # noqa: S308  – eigene Zeichnung, Texte darin maskiert # nosec B308 B703


@register.simple_tag
def kachelbild_schmal(karte: Kachelkarte) -> str:
    return mark_safe(kachelbild.svg(karte, kachelbild.SCHMAL))  # noqa: S308  – wie oben # nosec B308 B703
