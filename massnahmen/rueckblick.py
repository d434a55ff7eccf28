"""Maßnahmen so zeigen, wie ihre Angaben an einem Tag standen; liest die Geschichte jedes Modells, das eine führt."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import models

from dresden_senioren.datenbank.feldgeschichte import ist_ausgangsstand
from massnahmen.kern.plan import nummernschluessel
from massnahmen.models import (
    Beteiligung,
    Handlungsfeld,
    Haushaltsbetrag,
    Massnahme,
    Phase,
    Stelle,
    Umsetzungsschritt,
    Verweis,
    Ziel,
)
from massnahmen.querysets import tagesende
from massnahmen.teile import setzen

ANGABEN = ("nr", "beschreibung", "verantwortung_wortlaut", "laufzeit_wortlaut", "ist_haushaltsrelevant")
TEILE: dict[str, type[models.Model]] = {
    "phasen": Phase,
    "schritte": Umsetzungsschritt,
    "beteiligungen": Beteiligung,
    "haushaltsbetraege": Haushaltsbetrag,
    "verweise": Verweis,
}
# Wonach sie stehen, wie in ihrem Meta.ordering.
FOLGE = {
    Haushaltsbetrag: lambda betrag: (betrag.jahr, betrag.quelle),
    Verweis: lambda verweis: (-(verweis.datum or date.max).toordinal(), verweis.pk),
}


def rueckdatieren(massnahmen: list[Massnahme], tag: date) -> None:
    """Setzt Angaben, Teile und Gliederung der Maßnahmen auf den Stand vom Ende des Tages, mit fester Zahl von Abfragen.

    Nur was vorgeladen ist, wird ersetzt. Was keine Geschichte hat, bleibt, wie es heute ist.
    """
    je_nummer, grenze = {m.pk: m for m in massnahmen}, tagesende(tag)
    staende = _wortlaut_zuruecksetzen(je_nummer, Massnahme, ANGABEN, grenze)
    if massnahmen and all(map(Massnahme.ziel.is_cached, massnahmen)):
        _gliederung_zuruecksetzen(massnahmen, {damals.id: damals.ziel_id for damals in staende}, grenze)
    for name, modell in TEILE.items():
        betroffen = [m for m in je_nummer.values() if name in getattr(m, "_prefetched_objects_cache", {})]
        if betroffen and hasattr(modell, "history"):
            _teile_ersetzen(betroffen, name, modell, grenze)


def _gliederung_zuruecksetzen(massnahmen: list[Massnahme], damaliges_ziel: dict[int, int], grenze: datetime) -> None:
    """Ziel und Handlungsfeld, unter denen jede Maßnahme stand, im damaligen Wortlaut, und deren Folge."""
    ziele = {m.ziel_id: m.ziel for m in massnahmen}
    ziele |= Ziel.objects.select_related("handlungsfeld").in_bulk(set(damaliges_ziel.values()) - ziele.keys())
    felder = {ziel.handlungsfeld_id: ziel.handlungsfeld for ziel in ziele.values()}
    _wortlaut_zuruecksetzen(ziele, Ziel, ("nr", "bezeichnung", "handlungsfeld_id"), grenze)
    felder |= Handlungsfeld.objects.in_bulk({ziel.handlungsfeld_id for ziel in ziele.values()} - felder.keys())
    _wortlaut_zuruecksetzen(felder, Handlungsfeld, ("nr", "bezeichnung"), grenze)
    for ziel in ziele.values():
        ziel.handlungsfeld = felder[ziel.handlungsfeld_id]
    for massnahme in massnahmen:
        massnahme.ziel = ziele.get(damaliges_ziel.get(massnahme.pk), ziele[massnahme.ziel_id])
    massnahmen.sort(key=_platz)


def _wortlaut_zuruecksetzen(zeilen: dict[int, Any], modell, angaben: tuple[str, ...], grenze: datetime) -> list:
    """Gibt die Fassungen, die damals galten."""
    staende = [stand for folge in _folgen(modell, id__in=zeilen) if (stand := _stand(folge, grenze))]
    for stand in staende:
        for feld in angaben:
            setattr(zeilen[stand.id], feld, getattr(stand, feld))
    return staende


def _platz(massnahme: Massnahme) -> tuple:
    """Wie `in_tabellenfolge()`, nach den damaligen Nummern."""
    ziel = massnahme.ziel
    punkte = (ziel.handlungsfeld, ziel, massnahme)
    return (ziel.handlungsfeld.fachplan_id, *(nummernschluessel(punkt.nr) for punkt in punkte), massnahme.pk)


def _teile_ersetzen(massnahmen: list[Massnahme], name: str, modell, grenze: datetime) -> None:
    mit_geschichte: set[int] = set()
    damals: dict[int, list[models.Model]] = {}
    for folge in _folgen(modell, massnahme_id__in=[m.pk for m in massnahmen]):
        mit_geschichte.add(folge[0].id)
        if stand := _stand(folge, grenze):
            damals.setdefault(stand.massnahme_id, []).append(_zeile(stand, modell))
    folge_der_teile = FOLGE.get(modell, lambda teil: (teil.reihenfolge, teil.pk))
    stellen = Stelle.objects.in_bulk() if modell is Beteiligung and damals else {}
    for massnahme in massnahmen:
        ohne = [zeile for zeile in getattr(massnahme, name).all() if zeile.pk not in mit_geschichte]
        teile = sorted([*ohne, *damals.get(massnahme.pk, [])], key=folge_der_teile)
        for teil in teile:
            if teil.pk in mit_geschichte and modell is Beteiligung:
                teil.stelle = stellen[teil.stelle_id]
        setzen(massnahme, name, teile, modell.objects.none())


def _zeile(stand: Any, modell) -> models.Model:
    felder = [feld.attname for feld in modell._meta.concrete_fields]
    return modell(**{feld: getattr(stand, feld) for feld in felder if hasattr(stand, feld)})


def _folgen(modell, **filter_) -> Iterable[list]:
    """Je Zeile des Modells ihre Fassungen, älteste zuerst."""
    if not hasattr(modell, "history"):
        return
    zeilen = modell.history.filter(**filter_).order_by("id", "history_date", "history_id")
    for _, gruppe in groupby(zeilen, key=lambda zeile: zeile.id):
        yield list(gruppe)


def _stand(folge: list, grenze: datetime):
    """Die Fassung am Ende des Tages; None, wenn es die Zeile da noch nicht oder nicht mehr gab."""
    bis_dahin = [zeile for zeile in folge if zeile.history_date < grenze]
    if bis_dahin:
        return None if bis_dahin[-1].history_type == "-" else bis_dahin[-1]
    # Älter als die Aufzeichnung: Der Ausgangsstand ist das Früheste, was bekannt ist.
    return folge[0] if ist_ausgangsstand(folge[0]) else None
