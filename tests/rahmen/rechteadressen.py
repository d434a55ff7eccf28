"""Die Adressen der Anwendung mit ihren Angaben, und was jemand statt einer Angabe hineinschreiben kann."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import URLResolver, get_resolver

# Je Umsetzer, was er nicht annimmt, und was er annimmt, obwohl es nie eine Zeile bezeichnet; schon kodiert.
NIE = ("%00", "..%2F..%2Fetc", "1%2F2%2F3%2F4")
KAPUTT = {
    "IntConverter": ("x", "-1", "0", "9" * 30, *NIE),
    "UUIDConverter": ("x", "0", "ffffffff-ffff-ffff-ffff-ffffffffffff", *NIE),
    "SlugConverter": ("_", "9" * 3000, quote("ü"), *NIE),
    "StringConverter": (quote("'; --"), "9" * 3000, quote("ü"), *NIE),
}


@dataclass(frozen=True)
class Route:
    """`muster` wie in urls.py: „massnahmen/<int:pk>/“; `angaben`: Name → Klasse des Umsetzers."""

    muster: str
    angaben: dict[str, str]


def routen(aufloeser, vorn: str = "", davor: str = "") -> dict[str, Route]:
    """Url-Name → Route, alle unter diesem Auflöser."""
    ergebnis = {}
    for teil in aufloeser.url_patterns:
        muster = f"{davor}{teil.pattern}"
        if isinstance(teil, URLResolver):
            ergebnis |= routen(teil, f"{vorn}{teil.namespace}:" if teil.namespace else vorn, muster)
        else:
            angaben = {name: type(umsetzer).__name__ for name, umsetzer in teil.pattern.converters.items()}
            ergebnis[f"{vorn}{teil.name}"] = Route(muster, angaben)
    return ergebnis


def kaputte_angaben(url_name: str, eigene: tuple) -> list[str]:
    """Die Adresse der eigenen Angaben, in der jeweils eine keine ist."""
    route = routen(get_resolver())[url_name]
    adressen = []
    for stelle, art in enumerate(route.angaben.values()):
        for unsinn in KAPUTT[art]:
            werte = iter([quote(str(wert)) if nr != stelle else unsinn for nr, wert in enumerate(eigene)])
            adressen.append("/" + re.sub(r"<[^>]+>", lambda _, werte=werte: next(werte), route.muster))
    return adressen
