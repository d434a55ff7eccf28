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
from .kern.feldgeschichte import Feldaenderung, Stand, feldaenderungen
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
    anlage = min((f.history_date for f in eigene if f.history_type == "+" and not f.history_user), default=None)
    return feldaenderungen(_staende([*eigene, *teile]), anlage=anlage)


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
    modell = fassung.instance_type
    werte = {f.verbose_name: _text(f, fassung, namen) for f in _felder(fassung)}
    if modell is Massnahme:
        gegenstand = ""
    elif modell is Umsetzungsschritt:
        gegenstand = f"Schritt {fassung.reihenfolge}"
    elif modell is Beteiligung:
        gegenstand = namen.get((f"{Beteiligung._meta.get_field('stelle').related_model.__name__}", fassung.stelle_id), "")
    else:
        gegenstand = modell._meta.verbose_name
    return Stand(
        zeile=(modell.__name__, fassung.id),
        folge=fassung.history_id,
        art=fassung.history_type if not fassung.history_change_reason else "~",
        am=fassung.history_date,
        von=fassung.history_user.anzeigename if fassung.history_user else "",
        gegenstand=gegenstand,
        werte=werte,
    )


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
    match wert:
        case None if isinstance(feld, models.BooleanField):
            return "unbekannt"
        case None:
            return ""
        case bool():
            return "ja" if wert else "nein"
        case date():
            return f"{wert:%d.%m.%Y}"
        case Decimal():
            return deutsch(wert, stellen=2)
    return str(wert)
