"""Fortschreibung: einen Fachplan in seinen Nachfolger überführen, in einer Transaktion; der alte bleibt, wie er ist."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.models import (
    Beteiligung,
    Fachplan,
    Handlungsfeld,
    Kennzahlbezug,
    Massnahme,
    Phase,
    Sachstandsart,
    Sachstandsmeldung,
    Umsetzungsschritt,
    Verweis,
    Ziel,
)

FORTGESCHRIEBEN = "fortgeschrieben"  # Vermerk an mitgenommenen Teilen: niemand hat sie so eingetragen
MITGENOMMEN = (Umsetzungsschritt, Phase, Beteiligung, Verweis, Kennzahlbezug)
IN_KRAFT = {"ausser_kraft_seit": None, "ausser_kraft_grund": "", "zusammengefuehrt_mit": None}
Zeile = TypeVar("Zeile", bound=models.Model)


def vorschlag(fachplan: Fachplan) -> list[tuple[Massnahme, str]]:
    """Jede Maßnahme des Plans mit dem Grund, aus dem sie nicht vorgewählt ist; leer: sie wird übernommen."""
    heute = timezone.localdate()
    massnahmen = Massnahme.objects.im_plan(fachplan).in_tabellenfolge().mit_termin(heute)
    return [(massnahme, _hindernis(massnahme, heute)) for massnahme in massnahmen]


def _hindernis(massnahme: Massnahme, heute: date) -> str:
    if massnahme.ausser_kraft_seit and massnahme.ausser_kraft_seit <= heute:
        return "zusammengeführt" if massnahme.zusammengefuehrt_mit_id else "außer Kraft"
    meldung = massnahme.meldung
    if meldung and meldung.sachstandsart.bedeutung == Sachstandsart.Bedeutung.BEENDET:
        return str(meldung.sachstandsart)
    return ""


@transaction.atomic
def fortschreiben(
    *, fachplan: Fachplan, name: str, gueltig_ab: date, massnahmen: Iterable[int], von: Benutzer
) -> Fachplan:
    """Der Nachfolger mit derselben Gliederung und den gewählten Maßnahmen, ihren Schritten, Phasen und Stellen.

    ValidationError mit Feldname, wenn der Name vergeben ist oder eine Maßnahme nicht zum Plan gehört.
    """
    gewaehlt = set(massnahmen)
    alte = list(Massnahme.objects.im_plan(fachplan).filter(pk__in=gewaehlt).in_tabellenfolge().mit_termin())
    if len(alte) != len(gewaehlt):
        raise ValidationError({"massnahmen": "Eine der gewählten Maßnahmen gehört nicht zu diesem Fachplan."})
    neuer = Fachplan(name=name, gueltig_ab=gueltig_ab, vorgaenger=fachplan)
    neuer.full_clean()
    neuer.save()
    ziele = _gliederung_mitnehmen(fachplan, neuer, {alt.ziel_id for alt in alte}, von)
    jetzt = timezone.now()
    neue = bulk_create_with_history(
        [_nachfolger(alt, ziele[alt.ziel_id]) for alt in alte], Massnahme, default_user=von, default_date=jetzt
    )
    je_vorgaenger = {neu.vorgaenger_id: neu for neu in neue}
    for modell in MITGENOMMEN:
        _teile_mitnehmen(modell, je_vorgaenger, von, jetzt)
    _sachstand_mitnehmen(alte, je_vorgaenger)
    protokolliere(Ereignis.FACHPLAN_FORTGESCHRIEBEN, von=von, gegenstand=name, aus=fachplan.name, massnahmen=len(neue))
    return neuer


def _gliederung_mitnehmen(fachplan: Fachplan, neuer: Fachplan, gebraucht: set[int], von: Benutzer) -> dict[int, Ziel]:
    """Handlungsfelder und Ziele in Kraft, dazu die `gebraucht`en; gibt zu jedem alten Ziel das neue."""
    ziele = Ziel.objects.in_kraft() | Ziel.objects.filter(pk__in=gebraucht)
    felder = list(fachplan.handlungsfelder.prefetch_related(models.Prefetch("ziele", ziele)))
    neue_felder = _anlegen([_kopie(feld, fachplan=neuer) for feld in felder], Handlungsfeld, von)
    alte_ziele = [(ziel, neu) for alt, neu in zip(felder, neue_felder, strict=True) for ziel in alt.ziele.all()]
    neue_ziele = _anlegen([_kopie(ziel, handlungsfeld=feld, **IN_KRAFT) for ziel, feld in alte_ziele], Ziel, von)
    return {alt.pk: neu for (alt, _), neu in zip(alte_ziele, neue_ziele, strict=True)}


def _nachfolger(alt: Massnahme, ziel: Ziel) -> Massnahme:
    return _kopie(alt, ziel=ziel, vorgaenger=alt, **IN_KRAFT)


def _teile_mitnehmen(modell: type[models.Model], je_vorgaenger: dict[int, Massnahme], von: Benutzer, am) -> None:
    teile = modell.objects.filter(massnahme__in=list(je_vorgaenger)).order_by("pk")
    _anlegen([_kopie(teil, massnahme=je_vorgaenger[teil.massnahme_id]) for teil in teile], modell, von, am)


def _sachstand_mitnehmen(alte: Sequence[Massnahme], je_vorgaenger: dict[int, Massnahme]) -> None:
    """Der geltende Sachstand beginnt das neue Buch, mit seinem Tag; bestätigt hat ihn im neuen Plan noch niemand."""
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(
            massnahme=je_vorgaenger[alt.pk],
            sachstandsart=alt.meldung.sachstandsart,
            erlaeuterung=alt.meldung.erlaeuterung,
            gueltig_ab=alt.meldung.gueltig_ab,
        )
        for alt in alte
        if alt.meldung
    )


def _anlegen(zeilen: list[Zeile], modell: type[Zeile], von: Benutzer, am=None) -> list[Zeile]:
    return bulk_create_with_history(
        zeilen, modell, default_user=von, default_change_reason=FORTGESCHRIEBEN, default_date=am
    )


def _kopie(zeile: Zeile, **anders) -> Zeile:
    """Dieselben Angaben als neue, ungespeicherte Zeile."""
    felder = [f for f in zeile._meta.concrete_fields if not f.primary_key and f.name not in anders]
    return type(zeile)(**{feld.attname: getattr(zeile, feld.attname) for feld in felder}, **anders)
