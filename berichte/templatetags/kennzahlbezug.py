"""Kennzahlen auf der Seite einer Maßnahme: die App der Maßnahmen kennt nur ihre Schlüssel."""

from django import template

from berichte.auswertung.ausschnitt import aus_adresse
from berichte.auswertung.rahmen import stand
from berichte.kern.zahlen.katalog import KATALOG
from berichte.zahlen import kennwerte
from berichte.zahlen.lage import Lage, lage
from dresden_senioren.rollen import Recht

register = template.Library()


@register.inclusion_tag("berichte/_kennzahlbezug.html", takes_context=True)
def kennzahlen_zur_massnahme(context, massnahme):
    """Jede verbundene Kennzahl mit dem heutigen Wert der Stadt, für die, die ihn sehen dürfen."""
    benutzer, bezuege = context["user"], list(massnahme.kennzahlbezuege.all())
    darf_lesen = benutzer.darf(Recht.AUSWERTUNG_STADT)
    stadt = _stadt(context["request"]) if bezuege and darf_lesen else None
    return {
        "massnahme": massnahme,
        "eintraege": [_eintrag(bezug, stadt) for bezug in bezuege],
        "darf_lesen": darf_lesen,
        "darf_pflegen": benutzer.darf(Recht.PLAN_PFLEGEN),
    }


def _stadt(request) -> Lage | None:
    daten = stand(request)
    return lage(aus_adresse({}, daten.letzter_monat).auswahl) if daten else None


def _eintrag(bezug, stadt: Lage | None) -> dict:
    if (kennzahl := KATALOG.get(bezug.kennzahl)) is None:
        return {"pk": bezug.pk, "name": f"{bezug.kennzahl} (gibt es nicht mehr)"}
    return {
        "pk": bezug.pk,
        "name": kennzahl.name,
        "schluessel": kennzahl.schluessel,
        "stand": kennwerte.stand(kennzahl, stadt) if stadt else None,
    }
