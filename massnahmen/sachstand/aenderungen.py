"""Was sich seit einem Tag geändert hat: Sachstandsbuch, gesetzte Terminlagen und die Geschichte der übrigen Felder."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from dresden_senioren.kern.aenderungen import Fassung, Wechsel, wechsel
from massnahmen.models import Massnahme, Sachstandsmeldung, Terminuebersteuerung, Ziel
from massnahmen.querysets import MassnahmeQuerySet, tagesbeginn, tagesende

from .feldgeschichte import feldwechsel, zielwechsel

PAPIERTABELLE = "Papiertabelle"


@dataclass(frozen=True)
class Geaendert:
    """Eine Maßnahme (oder ein Ziel) mit ihren Änderungen, älteste zuerst."""

    gegenstand: Massnahme | Ziel
    wechsel: list[Wechsel]

    @property
    def ist_massnahme(self) -> bool:
        return isinstance(self.gegenstand, Massnahme)


def geaendert(massnahmen: MassnahmeQuerySet, *, seit: date, bis: date) -> list[Geaendert]:
    """Alles vom Tag `seit` bis zum Tag `bis`, beide einschließlich, in der Folge der Tabelle; Ziele vor den ihren.

    Eine Zeile des Sachstandsbuchs fällt in den Zeitraum, wenn sie darin erfasst wurde oder ab darin gilt (rückwirkend
    Gemeldetes ginge sonst verloren). Was aus der Papiertabelle übernommen wurde, ist Ausgangsstand, keine Änderung.
    """
    alle = list(massnahmen.in_tabellenfolge().prefetch_related("ziel__aufgenommene"))
    nummern = [m.pk for m in alle]
    quellen = (
        _aus_dem_buch(nummern, seit, bis),
        _gesetzte_terminlagen(nummern, seit, bis),
        feldwechsel(nummern, seit=seit, bis=bis),
    )
    ziele, ergebnis = zielwechsel(seit=seit, bis=bis), []
    for massnahme in alle:
        for ziel in (massnahme.ziel, *massnahme.ziel.aufgenommene.all()):
            if vom_ziel := ziele.pop(ziel.pk, None):
                ergebnis.append(Geaendert(ziel, vom_ziel))
        gefunden = [w for quelle in quellen for w in quelle.get(massnahme.pk, [])]
        if gefunden:
            ergebnis.append(Geaendert(massnahme, sorted(gefunden, key=lambda w: w.am)))
    return ergebnis


def als_daten(liste: Iterable[Geaendert]) -> list[dict[str, str]]:
    """Eine Zeile je Wechsel; `gegenstand` sagt, welcher Schritt gemeint ist."""
    return [{"nr": g.gegenstand.nr} | asdict(w) | {"am": w.am.isoformat()} for g in liste for w in g.wechsel]


def _aus_dem_buch(nummern: list[int], seit: date, bis: date) -> dict[int, list[Wechsel]]:
    im_zeitraum = Q(gueltig_ab__gte=seit) | Q(erfasst_am__gte=tagesbeginn(seit), erfasst_am__lt=tagesende(bis))
    bis_dahin = Sachstandsmeldung.objects.filter(gueltig_ab__lte=bis)
    betroffen = bis_dahin.filter(im_zeitraum)
    zeilen = (
        bis_dahin.filter(massnahme__in=betroffen.values("massnahme"))
        .select_related("sachstandsart", "erfasst_von")
        .order_by("massnahme_id", "gueltig_ab", "pk")
    )
    gruppen = groupby(zeilen, key=lambda m: m.massnahme_id)
    gewuenscht = set(nummern)
    return {
        nummer: list(_wechsel_der_meldungen(list(gruppe), seit, bis))
        for nummer, gruppe in gruppen
        if nummer in gewuenscht
    }


def _wechsel_der_meldungen(meldungen: list[Sachstandsmeldung], seit: date, bis: date) -> Iterator[Wechsel]:
    fassungen = [
        Fassung(
            am=m.erfasst_am,
            von=m.erfasst_von.anzeigename if m.erfasst_von else PAPIERTABELLE,
            felder={"Sachstand": m.sachstandsart.bezeichnung, "Erläuterung": m.erlaeuterung},
            ist_im_zeitraum=_ist_im_zeitraum(m, seit, bis),
            ist_anfang=True,
        )
        for m in meldungen
    ]
    if meldungen[0].erfasst_von_id is None:  # Ausgangsstand
        fassungen[0] = replace(fassungen[0], ist_im_zeitraum=False)
    return wechsel(fassungen)


def _ist_im_zeitraum(meldung: Sachstandsmeldung, seit: date, bis: date) -> bool:
    return meldung.gueltig_ab >= seit or seit <= timezone.localdate(meldung.erfasst_am) <= bis


def _gesetzte_terminlagen(nummern: list[int], seit: date, bis: date) -> dict[int, list[Wechsel]]:
    bis_dahin = Terminuebersteuerung.objects.filter(am__lt=tagesende(bis))
    betroffen = bis_dahin.filter(am__gte=tagesbeginn(seit)).values("massnahme")
    zeilen = bis_dahin.filter(massnahme__in=betroffen).select_related("von").order_by("massnahme_id", "pk")
    gewuenscht = set(nummern)
    return {
        nummer: list(wechsel([_BERECHNET, *(_fassung_der_terminlage(z, seit) for z in gruppe)]))
        for nummer, gruppe in groupby(zeilen, key=lambda z: z.massnahme_id)
        if nummer in gewuenscht
    }


# Bevor jemand die Terminlage setzt, gilt die Rechnung.
_BERECHNET = Fassung(datetime.min, "", {"Terminlage": "wie berechnet"}, ist_im_zeitraum=False)


def _fassung_der_terminlage(zeile: Terminuebersteuerung, seit: date) -> Fassung:
    return Fassung(
        am=zeile.am,
        von=zeile.von.anzeigename if zeile.von else "",
        felder={"Terminlage": f"{zeile.get_lage_display()}: {zeile.grund}"},
        ist_im_zeitraum=zeile.am >= tagesbeginn(seit),
        ist_anfang=True,
    )
