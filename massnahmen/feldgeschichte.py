"""Die Geschichte der übrigen Felder (django-simple-history) als Fassungen; liest jedes Modell, das `.history` trägt."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import models

from .kern.aenderungen import Fassung, Wechsel, wechsel
from .models import Beteiligung, Massnahme, Phase, Stelle, Umsetzungsschritt, Ziel
from .querysets import tagesbeginn, tagesende
from .rueckblick import ist_ausgangsstand

# Modell → Weg von seiner Geschichte zur Maßnahme und die Funktion, die eine Zeile in Texte übersetzt (None: je Feld).
MASSNAHME, SAMMELND = "id", "massnahme_id"
OHNE_FELDER = frozenset({"id", "sortierschluessel", "massnahme", "reihenfolge"})


def _beteiligung(zeile, namen) -> dict[str, str]:
    rolle = dict(Beteiligung.Rolle.choices).get(zeile.rolle, zeile.rolle)
    vermutung = ", vermutet" if zeile.ist_vermutung else ""
    return {"Stelle": f"{namen(Stelle, zeile.stelle_id)} ({rolle}{vermutung})"}


def _phase(zeile, namen) -> dict[str, str]:
    return {"Phase": Phase(art=zeile.art, von=zeile.von, bis=zeile.bis).in_worten}


QUELLEN: tuple[tuple[type[models.Model], str, Callable | None], ...] = (
    (Massnahme, MASSNAHME, None),
    (Beteiligung, SAMMELND, _beteiligung),
    (Phase, SAMMELND, _phase),
    (Umsetzungsschritt, SAMMELND, None),
)


class _Namen:
    """Wie das heißt, worauf ein Fremdschlüssel zeigt; je Modell eine Abfrage, und erst, wenn sie jemand braucht."""

    def __init__(self):
        self._bekannt: dict[type[models.Model], dict[int, str]] = {}

    def __call__(self, modell, pk) -> str:
        if modell not in self._bekannt:
            self._bekannt[modell] = {zeile.pk: str(zeile) for zeile in modell.objects.all()}
        return "" if pk is None else self._bekannt[modell].get(pk, f"gelöscht (Nr. {pk})")


def feldwechsel(massnahmen: Iterable[int], *, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer der Maßnahme → was sich an ihren Angaben geändert hat, mit fester Zahl von Abfragen."""
    gewuenscht, namen = set(massnahmen), _Namen()
    ergebnis: dict[int, list[Wechsel]] = {}
    for modell, schluessel, texte in QUELLEN:
        for zeilen in _folgen(modell, seit, bis):
            nummer = getattr(zeilen[-1], schluessel)
            if nummer in gewuenscht:
                fassungen = [_fassung(z, modell, texte, namen, seit) for z in zeilen]
                ergebnis.setdefault(nummer, []).extend(wechsel(fassungen))
    return ergebnis


def zielwechsel(*, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer des Ziels → was sich an Nr. oder Wortlaut geändert hat."""
    namen = _Namen()
    return {
        zeilen[-1].id: list(wechsel(_fassung(z, Ziel, None, namen, seit) for z in zeilen))
        for zeilen in _folgen(Ziel, seit, bis)
    }


def letzte_feldaenderungen(massnahmen: Iterable[int], *, bis: date | None = None) -> dict[int, datetime]:
    """Nummer der Maßnahme → wann zuletzt ein Mensch eine Angabe geändert hat (nicht: angelegt)."""
    nummern, abfragen = list(massnahmen), []
    for modell, schluessel, _ in QUELLEN:
        zeilen = modell.history.filter(**{f"{schluessel}__in": nummern}, history_user__isnull=False)
        if bis:
            zeilen = zeilen.filter(history_date__lt=tagesende(bis))
        abfragen.append(zeilen.order_by().values_list(schluessel).annotate(am=models.Max("history_date")))
    ergebnis = {}
    for nummer, am in abfragen[0].union(*abfragen[1:], all=True):
        ergebnis[nummer] = max(am, ergebnis.get(nummer, am))
    return ergebnis


def _folgen(modell, seit: date, bis: date) -> Iterator[list]:
    """Je Gegenstand mit einer Änderung im Zeitraum alle seine Zeilen bis zu dessen Ende, älteste zuerst."""
    bis_dahin = modell.history.filter(history_date__lt=tagesende(bis))
    betroffen = bis_dahin.filter(history_date__gte=tagesbeginn(seit)).order_by().values("id")
    zeilen = (
        bis_dahin.filter(id__in=betroffen).select_related("history_user").order_by("id", "history_date", "history_id")
    )
    for _, gruppe in groupby(zeilen, key=lambda zeile: zeile.id):
        yield list(gruppe)


def _fassung(zeile, modell, texte, namen, seit: date) -> Fassung:
    felder = {} if zeile.history_type == "-" else texte(zeile, namen) if texte else _je_feld(zeile, modell, namen)
    return Fassung(
        am=zeile.history_date,
        von=zeile.history_user.anzeigename if zeile.history_user else "",
        felder=felder,
        ist_im_zeitraum=zeile.history_date >= tagesbeginn(seit) and not ist_ausgangsstand(zeile),
        ist_anfang=zeile.history_type == "+",
    )


def _je_feld(zeile, modell, namen) -> dict[str, str]:
    return {
        str(feld.verbose_name): _text(zeile, feld, namen)
        for feld in modell._meta.concrete_fields
        if feld.name not in OHNE_FELDER
    }


def _text(zeile, feld, namen) -> str:
    wert = getattr(zeile, feld.attname, None)
    if feld.is_relation:
        return namen(feld.related_model, wert)
    if isinstance(feld, models.BooleanField):
        return {True: "ja", False: "nein", None: "unbekannt"}[wert]
    if isinstance(wert, datetime):
        return f"{wert:%d.%m.%Y %H:%M}"
    if isinstance(wert, date):
        return f"{wert:%d.%m.%Y}"
    return "" if wert is None else str(dict(feld.flatchoices).get(wert, wert))
