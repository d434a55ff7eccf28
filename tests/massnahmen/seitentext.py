"""Was auf einer Seite steht, für Menschen lesbar gemacht."""

import re
from html import unescape


def text(antwort):
    """Der sichtbare Text einer Seite ohne Leerraum."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", antwort.content.decode())).split())


def nummern(antwort):
    return re.findall(r'href="/massnahmen/\d+/(?:\?stichtag=[\d-]+)?">([\d.]+)<', antwort.content.decode())


def marken(antwort):
    return re.findall(r'marke__zeichen" aria-hidden="true"></span>([^<]+)</span>', antwort.content.decode())
