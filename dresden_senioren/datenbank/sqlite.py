"""SQLite vergleicht Groß und Klein nur bei ASCII; hier lernt es Umlaute, damit „äpfel“ auch „Äpfel“ findet."""

import re
from functools import lru_cache


def umlaute_ohne_gross_und_klein(sender, connection, **kwargs):
    """Empfänger für `connection_created`: ersetzt LIKE durch einen Vergleich nach Unicode."""
    if connection.vendor == "sqlite":
        for anzahl in (2, 3):
            connection.connection.create_function("like", anzahl, _like, deterministic=True)


def _like(muster, text, maskierung=None):
    if muster is None or text is None:
        return None
    return _regel(str(muster).casefold(), maskierung).fullmatch(str(text).casefold()) is not None


@lru_cache(maxsize=256)
def _regel(muster: str, maskierung: str | None) -> re.Pattern:
    teile, zeichen = [], iter(muster)
    for z in zeichen:
        if z == maskierung:
            teile.append(re.escape(next(zeichen, "")))
        else:
            teile.append({"%": ".*", "_": "."}.get(z, re.escape(z)))
    return re.compile("".join(teile), re.DOTALL)
