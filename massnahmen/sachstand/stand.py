"""Die Tabelle an einem Tag als einfache Daten, in den Schlüsseln von fachplan_einlesen."""

from datetime import date
from typing import Any

from django.utils import timezone

from massnahmen.models import Massnahme
from massnahmen.querysets import MassnahmeQuerySet

from .feldgeschichte import letzte_feldaenderungen


def uhren_stellen(massnahmen: list[Massnahme], stichtag: date | None = None) -> list[Massnahme]:
    """Setzt `zuletzt_geaendert`: die jüngere aus Sachstandsbuch und Geschichte der Angaben; nach `mit_angaben()`."""
    angaben = letzte_feldaenderungen([m.pk for m in massnahmen], bis=stichtag)
    for massnahme in massnahmen:
        tage = [massnahme.buch_geaendert, massnahme.pk in angaben and timezone.localdate(angaben[massnahme.pk])]
        massnahme.zuletzt_geaendert = max(filter(None, tage), default=None)
    return massnahmen


def stand_als_daten(massnahmen: MassnahmeQuerySet, *, stichtag: date) -> list[dict[str, Any]]:
    """Eine Zeile je Maßnahme, wie sie am Ende des Stichtags im Sachstandsbuch steht, in der Folge der Tabelle."""
    return [_als_daten(m, stichtag) for m in uhren_stellen(list(massnahmen.mit_angaben(stichtag)), stichtag)]


def _als_daten(m: Massnahme, stichtag: date) -> dict[str, Any]:
    meldung, termin = m.meldung, m.terminbild(stichtag)
    return {
        "nr": m.nr,
        "ziel": m.ziel.nr,
        "beschreibung": m.beschreibung,
        "verantwortung": m.verantwortung_wortlaut,
        "stellen": [b.stelle.name for b in m.beteiligungen.all()],
        "laufzeit": m.laufzeit_wortlaut,
        "phasen": [{"art": p.art, "von": _iso(p.von), "bis": _iso(p.bis)} for p in m.phasen.all()],
        "haushaltsrelevanz": m.ist_haushaltsrelevant,
        "sachstand": meldung and meldung.sachstandsart.bezeichnung,
        "erlaeuterung": meldung.erlaeuterung if meldung else "",
        "schritte": [s.text for s in m.schritte.all()],
        "terminlage": termin.lage.value,
        "terminlage_berechnet": (termin.berechnet or termin.lage).value,
        "ist_beginn_ueberschritten": termin.ist_beginn_ueberschritten,
        "zuletzt_geaendert": _iso(m.zuletzt_geaendert),
        "zuletzt_bestaetigt": _iso(m.zuletzt_bestaetigt),
    }


def _iso(tag: date | None) -> str | None:
    return tag and tag.isoformat()
