"""Kennzahlen auf der Seite einer Maßnahme: die App der Maßnahmen kennt nur ihre Schlüssel."""

from dataclasses import dataclass

from django import template

from beratung.kern.zaehlung import Ebene, Quelle
from beratung.monatsstand import unfestester
from berichte import datensaetze
from berichte.kern.kennzahlen import KENNZAHLEN, Kennzahl
from berichte.kern.vergleich import Vergleich, bezeichnung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.rollen import Recht

register = template.Library()
_JE_SCHLUESSEL = {kennzahl.schluessel: kennzahl for kennzahl in KENNZAHLEN}


@dataclass(frozen=True)
class Eintrag:
    """Eine verbundene Kennzahl mit ihrem jüngsten Jahr; `pk` des Bezugs."""

    pk: int
    name: str
    wert: str = "noch nichts gemeldet"
    zeitraum: str = ""
    vergleich: str = ""


@register.inclusion_tag("berichte/_kennzahlbezug.html", takes_context=True)
def kennzahlen_zur_massnahme(context, massnahme):
    benutzer = context["user"]
    darf_lesen = benutzer.darf(Recht.AUSWERTUNG_STADT)
    return {
        "massnahme": massnahme,
        "eintraege": [_eintrag(bezug, darf_lesen) for bezug in massnahme.kennzahlbezuege.all()],
        "darf_lesen": darf_lesen,
        "darf_pflegen": benutzer.darf(Recht.PLAN_PFLEGEN),
    }


def _eintrag(bezug, darf_lesen: bool) -> Eintrag:
    kennzahl = _JE_SCHLUESSEL.get(bezug.kennzahl)
    if kennzahl is None:
        return Eintrag(bezug.pk, f"{bezug.kennzahl} (gibt es nicht mehr)")
    return _mit_wert(bezug.pk, kennzahl) if darf_lesen else Eintrag(bezug.pk, kennzahl.name)


def _mit_wert(pk: int, kennzahl: Kennzahl) -> Eintrag:
    """Die Summe der gemeldeten Monate des jüngsten Jahres, beide Quellen zusammen, mit dem fairen Vergleich."""
    datensatz = datensaetze.gesamtzahlen_der_stadt(kennzahl.zaehleinheit)
    reihe = datensatz.zusammen(datensaetze.Merkmalszelle(kennzahl.zaehleinheit, Ebene.STADT))
    if not reihe.werte:
        return Eintrag(pk, kennzahl.name)
    jahr = max(reihe.werte).jahr
    zeitraum = Zeitraum(Monat(jahr, 1), Monat(jahr, 12))
    monate = reihe.gemeldet(zeitraum)
    vergleich = Vergleich(kennzahl.name, reihe, zeitraum)
    staende = datensatz.staende(kennzahl.zaehleinheit, tuple(Quelle))
    stand = unfestester(staende[monat] for monat in monate)
    return Eintrag(
        pk,
        kennzahl.name,
        f"{deutsch(reihe.summe(monate).wert)} {kennzahl.einheit}",
        f"{bezeichnung(monate)}, gefördert und kommunal zusammen, {stand.bezeichnung}",
        f"{vergleich.ergebnis} gegenüber {vergleich.verglichen_frueher}" if vergleich.monate else "",
    )
