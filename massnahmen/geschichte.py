"""Die Feldgeschichte einer Maßnahme oder eines Stammdatums, lesbar, mit fester Zahl von Abfragen."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from simple_history.utils import get_history_manager_for_model

from dresden_senioren.kern.zahlen import deutsch

from .kennzahlregister import bezeichnung
from .kern.feldgeschichte import GEAENDERT, Feldaenderung, Stand, feldaenderungen
from .models import (
    Beteiligung,
    Haushaltsbetrag,
    Kennzahlbezug,
    Massnahme,
    Phase,
    Umsetzungsschritt,
    Verweis,
)

TEILE = (Umsetzungsschritt, Phase, Beteiligung, Haushaltsbetrag, Verweis, Kennzahlbezug)
_UNLESBAR = {"id", "massnahme", "fachplan", "sortierschluessel", "schluessel"}


def verlauf_der_massnahme(massnahme: Massnahme) -> list[Feldaenderung]:
    """Was an der Maßnahme und ihren Teilen geändert wurde, Neuestes zuerst; der Sachstand hat sein eigenes Buch."""
    eigene = _fassungen(Massnahme, id=massnahme.pk)
    teile = [fassung for modell in TEILE for fassung in _fassungen(modell, massnahme_id=massnahme.pk)]
    return feldaenderungen(_staende([*eigene, *teile]))


def verlauf(zeile: models.Model) -> list[Feldaenderung]:
    """Was an dieser einen Zeile geändert wurde."""
    return feldaenderungen(_staende(_fassungen(type(zeile), **{zeile._meta.pk.name: zeile.pk})))


def _fassungen(modell: type[models.Model], **filter_) -> list:
    return list(get_history_manager_for_model(modell).filter(**filter_).select_related("history_user"))


def _staende(fassungen: Iterable) -> list[Stand]:
    fassungen = list(fassungen)
    namen = _namen(fassungen)
    return [_stand(fassung, namen) for fassung in fassungen]


def _stand(fassung, namen: dict) -> Stand:
    # Mit Vermerk: festgehalten oder mitgenommen, von niemandem so eingetragen.
    return Stand(
        zeile=(fassung.instance_type.__name__, fassung.id),
        folge=fassung.history_id,
        art=GEAENDERT if fassung.history_change_reason else fassung.history_type,
        am=fassung.history_date,
        von=fassung.history_user.anzeigename if fassung.history_user else "",
        gegenstand=_gegenstand(fassung, namen),
        werte={feld.verbose_name: _text(feld, fassung, namen) for feld in _felder(fassung)},
    )


def _gegenstand(fassung, namen: dict) -> str:
    """Wovon die Rede ist; leer bei der Maßnahme selbst."""
    if fassung.instance_type is Umsetzungsschritt:
        return f"Schritt {fassung.reihenfolge}"
    if fassung.instance_type is Beteiligung:
        return namen.get(("Stelle", fassung.stelle_id), "Stelle")
    return fassung.instance_type._meta.verbose_name if fassung.instance_type in TEILE else ""


def _felder(fassung) -> list[models.Field]:
    return [f for f in fassung.tracked_fields if f.name not in _UNLESBAR]


def _namen(fassungen: list) -> dict[tuple[str, int], str]:
    """Namen der Zeilen, auf die Fassungen zeigen: je Modell eine Abfrage."""
    nummern: dict[type[models.Model], set[int]] = defaultdict(set)
    for fassung in fassungen:
        for feld in _felder(fassung):
            if feld.is_relation and (wert := getattr(fassung, feld.attname)):
                nummern[feld.related_model].add(wert)
    return {
        (modell.__name__, zeile.pk): str(zeile)
        for modell, pks in nummern.items()
        for zeile in modell.objects.filter(pk__in=pks)
    }


def _text(feld: models.Field, fassung, namen: dict) -> str:
    wert = getattr(fassung, feld.attname)
    if feld.is_relation:
        return namen.get((feld.related_model.__name__, wert), "gelöscht") if wert else ""
    return feldtext(feld, wert)


def feldtext(feld: models.Field, wert: Any) -> str:
    """Der Wert eines Feldes, wie ein Mensch ihn liest; leer bleibt leer."""
    if feld.name == "kennzahl":
        return bezeichnung(wert)
    if feld.choices:
        return str(dict(feld.flatchoices).get(wert, wert))
    if isinstance(feld, models.BooleanField):
        return {True: "ja", False: "nein", None: "unbekannt"}[wert]
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    return deutsch(wert, stellen=2) if isinstance(wert, Decimal) else str("" if wert is None else wert)
