"""Die Geschichte der Angaben (django-simple-history) in Worten, für Detailseite, Stammdaten und „Änderungen“."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import models
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

from dresden_senioren.kern.zahlen import deutsch

from .kennzahlregister import bezeichnung
from .kern.aenderungen import Fassung, Wechsel, wechsel
from .models import (
    Beteiligung,
    Haushaltsbetrag,
    Kennzahlbezug,
    Massnahme,
    Phase,
    Stelle,
    Umsetzungsschritt,
    Verweis,
    Ziel,
)
from .querysets import tagesbeginn, tagesende
from .rueckblick import ist_ausgangsstand

Namen = dict[tuple[type[models.Model], int], str]
OHNE_FELDER = frozenset({"id", "sortierschluessel", "schluessel", "massnahme", "fachplan"})


@dataclass(frozen=True)
class Quelle:
    """Ein Modell mit Geschichte. `gehoert_zu`: Feld mit der Nummer dessen, unter dem seine Wechsel stehen.

    `texte`: eine Zeile als Feldname → Text; ohne Angabe jedes Feld für sich. `name`: wovon die Rede ist.
    """

    modell: type[models.Model]
    gehoert_zu: str = "massnahme_id"
    texte: Callable[[Any, Namen], dict[str, str]] | None = None
    name: Callable[[Any], str] = lambda zeile: ""

    @property
    def zeilen(self) -> models.QuerySet:
        return get_history_manager_for_model(self.modell).all()


def _beteiligung(zeile, namen: Namen) -> dict[str, str]:
    rolle = dict(Beteiligung.Rolle.choices).get(zeile.rolle, zeile.rolle)
    vermutung = ", vermutet" if zeile.ist_vermutung else ""
    return {"Stelle": f"{_name(namen, Stelle, zeile.stelle_id)} ({rolle}{vermutung})"}


def _phase(zeile, namen: Namen) -> dict[str, str]:
    return {"Phase": Phase(art=zeile.art, von=zeile.von, bis=zeile.bis).in_worten}


def _schritt(zeile, namen: Namen) -> dict[str, str]:
    felder = {"text": "Wortlaut", "verantwortung_wortlaut": "Verantwortung", "laufzeit_wortlaut": "Laufzeit"}
    erledigt = {"erledigt am": f"{zeile.erledigt_am:%d.%m.%Y}" if zeile.erledigt_am else ""}
    return {wort: getattr(zeile, feld) for feld, wort in felder.items()} | erledigt


def _haushaltsbetrag(zeile, namen: Namen) -> dict[str, str]:
    quelle = f", {zeile.quelle}" if zeile.quelle else ""
    return {"Haushaltsbetrag": f"{zeile.jahr}: {deutsch(zeile.betrag, stellen=2)} €{quelle}"}


def _verweis(zeile, namen: Namen) -> dict[str, str]:
    art = dict(Verweis.Art.choices).get(zeile.art, zeile.art)
    tag = f"vom {zeile.datum:%d.%m.%Y}" if zeile.datum else ""
    return {"Verweis": ", ".join(filter(None, (f"{art} „{zeile.bezeichnung}“", tag, zeile.url)))}


def _kennzahl(zeile, namen: Namen) -> dict[str, str]:
    return {"Kennzahl": bezeichnung(zeile.kennzahl)}


QUELLEN = (
    Quelle(Massnahme, "id"),
    Quelle(Beteiligung, texte=_beteiligung),
    Quelle(Phase, texte=_phase),
    Quelle(Umsetzungsschritt, texte=_schritt, name=lambda zeile: f"Schritt {zeile.reihenfolge}"),
    Quelle(Haushaltsbetrag, texte=_haushaltsbetrag),
    Quelle(Verweis, texte=_verweis),
    Quelle(Kennzahlbezug, texte=_kennzahl),
)


def feldwechsel(massnahmen: Iterable[int], *, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer der Maßnahme → was sich an ihren Angaben geändert hat, mit fester Zahl von Abfragen."""
    gewuenscht = set(massnahmen)
    ergebnis: dict[int, list[Wechsel]] = {}
    for quelle in QUELLEN:
        for nummer, fassungen in _folgen(quelle, _betroffene(quelle, seit, bis), seit):
            if nummer in gewuenscht:
                ergebnis.setdefault(nummer, []).extend(wechsel(fassungen))
    return ergebnis


def zielwechsel(*, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer des Ziels → was sich an Nr., Wortlaut oder Handlungsfeld geändert hat."""
    quelle = Quelle(Ziel, "id")
    folgen = _folgen(quelle, _betroffene(quelle, seit, bis), seit)
    return {nummer: list(wechsel(fassungen)) for nummer, fassungen in folgen}


def verlauf_der_massnahme(massnahme: Massnahme) -> list[Wechsel]:
    """Was an der Maßnahme und ihren Teilen geändert wurde, Neuestes zuerst; der Sachstand hat sein eigenes Buch.

    Gelesen wird nur, wo es mehr gibt als den Ausgangsstand: bei den meisten Maßnahmen nirgends.
    """
    geaendert = _geaenderte(massnahme.pk)
    return _verlauf((quelle, quelle.zeilen.filter(**{quelle.gehoert_zu: massnahme.pk})) for quelle in geaendert)


def verlauf(zeile: models.Model) -> list[Wechsel]:
    """Was an dieser einen Zeile geändert wurde, Neuestes zuerst."""
    quelle = next((q for q in QUELLEN if q.modell is type(zeile)), Quelle(type(zeile), "id"))
    return _verlauf([(quelle, quelle.zeilen.filter(id=zeile.pk))])


def letzte_feldaenderungen(massnahmen: Iterable[int], *, bis: date | None = None) -> dict[int, datetime]:
    """Nummer der Maßnahme → wann zuletzt ein Mensch eine Angabe geändert hat (nicht: angelegt)."""
    nummern, abfragen = list(massnahmen), []
    for quelle in QUELLEN:
        zeilen = quelle.zeilen.filter(**{f"{quelle.gehoert_zu}__in": nummern}, history_user__isnull=False)
        if bis:
            zeilen = zeilen.filter(history_date__lt=tagesende(bis))
        abfragen.append(zeilen.order_by().values_list(quelle.gehoert_zu).annotate(am=models.Max("history_date")))
    ergebnis = {}
    for nummer, am in abfragen[0].union(*abfragen[1:], all=True):
        ergebnis[nummer] = max(am, ergebnis.get(nummer, am))
    return ergebnis


def _geaenderte(massnahme: int) -> list[Quelle]:
    """Wo es zu der Maßnahme mehr als den Ausgangsstand gibt; eine Abfrage."""
    kein_ausgangsstand = ~models.Q(history_type="+") | models.Q(history_user__isnull=False)
    abfragen = [
        quelle.zeilen.filter(kein_ausgangsstand, **{quelle.gehoert_zu: massnahme})
        .order_by()
        .values_list(models.Value(i))
        .distinct()
        for i, quelle in enumerate(QUELLEN)
    ]
    return [QUELLEN[i] for (i,) in sorted(abfragen[0].union(*abfragen[1:], all=True))]


def _verlauf(quellen: Iterable[tuple[Quelle, models.QuerySet]]) -> list[Wechsel]:
    alle = (w for quelle, zeilen in quellen for _, folge in _folgen(quelle, zeilen) for w in wechsel(folge))
    return sorted(alle, key=lambda w: w.am, reverse=True)


def _betroffene(quelle: Quelle, seit: date, bis: date) -> models.QuerySet:
    """Alle Fassungen bis zum Ende des Zeitraums von dem, was sich darin geändert hat."""
    bis_dahin = quelle.zeilen.filter(history_date__lt=tagesende(bis))
    geaendert = bis_dahin.filter(history_date__gte=tagesbeginn(seit)).order_by().values("id")
    return bis_dahin.filter(id__in=geaendert)


def _folgen(quelle: Quelle, zeilen: models.QuerySet, seit: date = date.min) -> Iterator[tuple[int, list[Fassung]]]:
    """Je Zeile des Modells: wozu sie gehört, und ihre Fassungen, älteste zuerst."""
    gelesen = list(zeilen.select_related("history_user").order_by("id", "history_date", "history_id"))
    namen = _namen(quelle, gelesen)
    for _, gruppe in groupby(gelesen, key=lambda zeile: zeile.id):
        folge = list(gruppe)
        yield getattr(folge[-1], quelle.gehoert_zu), [_fassung(quelle, zeile, namen, seit) for zeile in folge]


def _fassung(quelle: Quelle, zeile, namen: Namen, seit: date) -> Fassung:
    texte = quelle.texte or _je_feld
    return Fassung(
        am=zeile.history_date,
        von=zeile.history_user.anzeigename if zeile.history_user else "",
        gegenstand=quelle.name(zeile),
        felder={} if zeile.history_type == "-" else texte(zeile, namen),
        ist_im_zeitraum=timezone.localdate(zeile.history_date) >= seit and not ist_ausgangsstand(zeile),
        ist_anfang=zeile.history_type == "+",
    )


def _namen(quelle: Quelle, zeilen: list) -> Namen:
    """Wie das heißt, worauf Fremdschlüssel zeigen; je Modell höchstens eine Abfrage."""
    nummern: dict[type[models.Model], set[int]] = {}
    for feld in quelle.modell._meta.concrete_fields:
        if feld.is_relation and feld.name not in OHNE_FELDER:
            gesucht = {getattr(zeile, feld.attname) for zeile in zeilen} - {None}
            nummern.setdefault(feld.related_model, set()).update(gesucht)
    return {
        (modell, zeile.pk): str(zeile)
        for modell, pks in nummern.items()
        if pks
        for zeile in modell.objects.filter(pk__in=pks)
    }


def _name(namen: Namen, modell: type[models.Model], pk: int | None) -> str:
    return "" if pk is None else namen.get((modell, pk), f"gelöscht (Nr. {pk})")


def _je_feld(zeile, namen: Namen) -> dict[str, str]:
    return {
        str(feld.verbose_name): _name(namen, feld.related_model, getattr(zeile, feld.attname))
        if feld.is_relation
        else feldtext(feld, getattr(zeile, feld.attname))
        for feld in zeile.tracked_fields
        if feld.name not in OHNE_FELDER
    }


def feldtext(feld: models.Field, wert: Any) -> str:
    """Der Wert eines Feldes, wie ein Mensch ihn liest; leer bleibt leer."""
    if feld.name == "kennzahl":
        return bezeichnung(wert)
    if isinstance(feld, models.BooleanField):
        return {True: "ja", False: "nein", None: "unbekannt"}[wert]
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    if isinstance(wert, Decimal):
        return deutsch(wert, stellen=2)
    return "" if wert is None else str(dict(feld.flatchoices).get(wert, wert))
