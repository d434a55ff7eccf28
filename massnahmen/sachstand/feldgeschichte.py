"""Die Geschichte der Angaben (django-simple-history) in Worten, für Detailseite, Stammdaten und „Änderungen“."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models

from dresden_senioren.datenbank.feldgeschichte import Namen, Quelle, folgen, name_von
from dresden_senioren.datenbank.feldgeschichte import verlauf as verlauf_aus
from dresden_senioren.kern.aenderungen import Wechsel, wechsel
from dresden_senioren.kern.zahlen import deutsch
from massnahmen.kennzahlregister import bezeichnung
from massnahmen.models import (
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
from massnahmen.querysets import tagesbeginn, tagesende

OHNE_FELDER = frozenset({"id", "sortierschluessel", "schluessel", "massnahme", "fachplan"})


def _beteiligung(zeile, namen: Namen) -> dict[str, str]:
    rolle = dict(Beteiligung.Rolle.choices).get(zeile.rolle, zeile.rolle)
    vermutung = ", vermutet" if zeile.ist_vermutung else ""
    return {"Stelle": f"{name_von(namen, Stelle, zeile.stelle_id)} ({rolle}{vermutung})"}


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


_TEIL = {"gehoert_zu": "massnahme_id", "ohne": OHNE_FELDER}
QUELLEN = (
    Quelle(Massnahme, ohne=OHNE_FELDER),
    Quelle(Beteiligung, texte=_beteiligung, **_TEIL),
    Quelle(Phase, texte=_phase, **_TEIL),
    Quelle(Umsetzungsschritt, texte=_schritt, name=lambda zeile: f"Schritt {zeile.reihenfolge}", **_TEIL),
    Quelle(Haushaltsbetrag, texte=_haushaltsbetrag, **_TEIL),
    Quelle(Verweis, texte=_verweis, **_TEIL),
    Quelle(Kennzahlbezug, texte=_kennzahl, **_TEIL),
)


def feldwechsel(massnahmen: Iterable[int], *, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer der Maßnahme → was sich an ihren Angaben geändert hat, mit fester Zahl von Abfragen."""
    gewuenscht = set(massnahmen)
    ergebnis: dict[int, list[Wechsel]] = {}
    for quelle in QUELLEN:
        for nummer, fassungen in folgen(quelle, _betroffene(quelle, seit, bis), seit):
            if nummer in gewuenscht:
                ergebnis.setdefault(nummer, []).extend(wechsel(fassungen))
    return ergebnis


def zielwechsel(*, seit: date, bis: date) -> dict[int, list[Wechsel]]:
    """Nummer des Ziels → was sich an Nr., Wortlaut oder Handlungsfeld geändert hat."""
    quelle = Quelle(Ziel, ohne=OHNE_FELDER)
    je_ziel = folgen(quelle, _betroffene(quelle, seit, bis), seit)
    return {nummer: list(wechsel(fassungen)) for nummer, fassungen in je_ziel}


def verlauf_der_massnahme(massnahme: Massnahme) -> list[Wechsel]:
    """Was an der Maßnahme und ihren Teilen geändert wurde, Neuestes zuerst; der Sachstand hat sein eigenes Buch.

    Gelesen wird nur, wo es mehr gibt als den Ausgangsstand: bei den meisten Maßnahmen nirgends.
    """
    geaendert = _geaenderte(massnahme.pk)
    return verlauf_aus((quelle, quelle.zeilen.filter(**{quelle.gehoert_zu: massnahme.pk})) for quelle in geaendert)


def verlauf(zeile: models.Model) -> list[Wechsel]:
    """Was an dieser einen Zeile geändert wurde, Neuestes zuerst."""
    quelle = next((q for q in QUELLEN if q.modell is type(zeile)), Quelle(type(zeile), ohne=OHNE_FELDER))
    return verlauf_aus([(quelle, quelle.zeilen.filter(id=zeile.pk))])


def letzte_feldaenderungen(massnahmen: Iterable[int], *, bis: date | None = None) -> dict[int, datetime]:
    """Nummer der Maßnahme → wann zuletzt ein Mensch eine Angabe geändert hat (nicht: angelegt).

    Gefragt wird nach dem Bereich der Nummern, nicht nach jeder: Siebenmal hundert Werte zu übergeben kostet mehr, als
    ein paar Maßnahmen zu viel zu lesen.
    """
    nummern = set(massnahmen)
    if not nummern:
        return {}
    abfragen = []
    for quelle in QUELLEN:
        im_bereich = {f"{quelle.gehoert_zu}__gte": min(nummern), f"{quelle.gehoert_zu}__lte": max(nummern)}
        zeilen = quelle.zeilen.filter(**im_bereich, history_user__isnull=False)
        if bis:
            zeilen = zeilen.filter(history_date__lt=tagesende(bis))
        abfragen.append(zeilen.order_by().values_list(quelle.gehoert_zu).annotate(am=models.Max("history_date")))
    ergebnis: dict[int, datetime] = {}
    for nummer, am in abfragen[0].union(*abfragen[1:], all=True):
        if nummer in nummern:
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


def _betroffene(quelle: Quelle, seit: date, bis: date) -> models.QuerySet:
    """Alle Fassungen bis zum Ende des Zeitraums von dem, was sich darin geändert hat."""
    bis_dahin = quelle.zeilen.filter(history_date__lt=tagesende(bis))
    geaendert = bis_dahin.filter(history_date__gte=tagesbeginn(seit)).order_by().values("id")
    return bis_dahin.filter(id__in=geaendert)
