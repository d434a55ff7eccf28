"""Zwischen dem gelesenen Plan (kern) und der Datenbank: anlegen und wieder als Plan lesen."""

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from massnahmen.kern.plan import Plan, PlanHandlungsfeld, PlanMassnahme, PlanSchritt, PlanZiel
from massnahmen.kern.stellen import Stellenverzeichnis
from massnahmen.models import (
    Beteiligung,
    Fachplan,
    Handlungsfeld,
    Massnahme,
    Phase,
    Sachstandsart,
    Sachstandsmeldung,
    Stelle,
    Umsetzungsschritt,
    Ziel,
)


def stellenverzeichnis() -> Stellenverzeichnis:
    schreibweisen: dict[str, list[str]] = {}
    for stelle in Stelle.objects.prefetch_related("aliasse"):
        schreibweisen.setdefault(stelle.name, []).append(stelle.name)
        for alias in stelle.aliasse.all():
            schreibweisen.setdefault(alias.schreibweise, []).append(stelle.name)
    return Stellenverzeichnis(schreibweisen)


def plan_anlegen(*, name: str, plan: Plan, sachstandsarten: Mapping[str, Sachstandsart], gueltig_ab: date) -> Fachplan:
    """Alles auf einmal anlegen; läuft in der Transaktion des Aufrufers."""
    fachplan = Fachplan.objects.create(name=name)
    paare = []
    for feld in plan.handlungsfelder:
        handlungsfeld = Handlungsfeld.objects.create(fachplan=fachplan, nr=feld.nr, bezeichnung=feld.bezeichnung)
        for punkt in feld.ziele:
            ziel = Ziel.objects.create(handlungsfeld=handlungsfeld, nr=punkt.nr, bezeichnung=punkt.bezeichnung)
            paare += [(_massnahme(ziel, gelesen), gelesen) for gelesen in punkt.massnahmen]
    jetzt = timezone.now()  # ein Augenblick für alles: so ist es als Anlage zu erkennen
    stellen = _stellen(plan)
    bulk_create_with_history([massnahme for massnahme, _ in paare], Massnahme, default_date=jetzt)
    for modell, zeilen in (
        (Umsetzungsschritt, [zeile for m, gelesen in paare for zeile in _schritte(m, gelesen)]),
        (Phase, [zeile for m, gelesen in paare for zeile in _phasen(m, gelesen)]),
        (Beteiligung, [zeile for m, gelesen in paare for zeile in _beteiligungen(m, gelesen, stellen)]),
    ):
        bulk_create_with_history(zeilen, modell, default_date=jetzt)
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(massnahme=massnahme, sachstandsart=sachstandsarten[gelesen.sachstand], gueltig_ab=gueltig_ab)
        for massnahme, gelesen in paare
    )
    return fachplan


def _schritte(massnahme: Massnahme, gelesen: PlanMassnahme) -> list[Umsetzungsschritt]:
    return [
        Umsetzungsschritt(
            massnahme=massnahme,
            reihenfolge=i,
            text=schritt.text,
            verantwortung_wortlaut=schritt.verantwortung,
            laufzeit_wortlaut=schritt.laufzeit,
        )
        for i, schritt in enumerate(gelesen.schritte, 1)
    ]


def _phasen(massnahme: Massnahme, gelesen: PlanMassnahme) -> list[Phase]:
    return [
        Phase(massnahme=massnahme, reihenfolge=i, art=phase.art, von=phase.von, bis=phase.bis)
        for i, phase in enumerate(gelesen.phasen, 1)
    ]


def _beteiligungen(massnahme: Massnahme, gelesen: PlanMassnahme, stellen: Mapping[str, Stelle]) -> list[Beteiligung]:
    return [
        Beteiligung(massnahme=massnahme, stelle=stellen[name], rolle=_rolle(i), reihenfolge=i)
        for i, name in enumerate(gelesen.stellen, 1)
    ]


def _massnahme(ziel: Ziel, gelesen: PlanMassnahme) -> Massnahme:
    return Massnahme(
        ziel=ziel,
        nr=gelesen.nr,
        beschreibung=gelesen.beschreibung,
        verantwortung_wortlaut=gelesen.verantwortung,
        laufzeit_wortlaut=gelesen.laufzeit,
        ist_haushaltsrelevant=gelesen.haushaltsrelevanz,
    )


def _stellen(plan: Plan) -> dict[str, Stelle]:
    namen = {name for massnahme in plan.massnahmen for name in massnahme.stellen}
    vorhanden = set(Stelle.objects.filter(name__in=namen).values_list("name", flat=True))
    bulk_create_with_history([Stelle(name=name) for name in sorted(namen - vorhanden)], Stelle)
    return {stelle.name: stelle for stelle in Stelle.objects.filter(name__in=namen)}


def _rolle(reihenfolge: int) -> Beteiligung.Rolle:
    """Vermutung: die erste genannte Stelle ist federführend (die Tabelle sagt es nur durch die Reihenfolge)."""
    return Beteiligung.Rolle.FEDERFUEHREND if reihenfolge == 1 else Beteiligung.Rolle.BETEILIGT


def gespeicherter_plan(fachplan: Fachplan) -> Plan:
    """Der Bestand in der Form, in der er gelesen wurde; Sachstand ist der aus der Papiertabelle, nicht der geltende."""
    plan = Plan()
    massnahmen: dict[int, list[Massnahme]] = {}
    alle = Massnahme.objects.filter(ziel__handlungsfeld__fachplan=fachplan).in_tabellenfolge()
    for massnahme in alle.prefetch_related("schritte"):
        massnahmen.setdefault(massnahme.ziel_id, []).append(massnahme)
    papier = _sachstand_der_papiertabelle(fachplan)
    for feld in fachplan.handlungsfelder.prefetch_related("ziele"):
        ziele = [
            PlanZiel(z.nr, 0, z.bezeichnung, [_gelesen(m, papier) for m in massnahmen.get(z.pk, [])])
            for z in feld.ziele.all()
        ]
        plan.handlungsfelder.append(PlanHandlungsfeld(feld.nr, 0, feld.bezeichnung, ziele))
    return plan


def _sachstand_der_papiertabelle(fachplan: Fachplan) -> dict[int, str]:
    """Die erste Zeile des Sachstandsbuchs je Maßnahme: spätere haben Menschen gemeldet."""
    meldungen = Sachstandsmeldung.objects.filter(
        massnahme__ziel__handlungsfeld__fachplan=fachplan, erfasst_von__isnull=True
    )
    absteigend = meldungen.order_by("-pk").values_list("massnahme_id", "sachstandsart__bezeichnung")
    return dict(absteigend)


def _gelesen(massnahme: Massnahme, papier: Mapping[int, str]) -> PlanMassnahme:
    return PlanMassnahme(
        nr=massnahme.nr,
        zeile=0,
        beschreibung=massnahme.beschreibung,
        verantwortung=massnahme.verantwortung_wortlaut,
        laufzeit=massnahme.laufzeit_wortlaut,
        haushaltsrelevanz=massnahme.ist_haushaltsrelevant,
        sachstand=papier.get(massnahme.pk, ""),
        schritte=[PlanSchritt(s.text, s.verantwortung_wortlaut, s.laufzeit_wortlaut) for s in massnahme.schritte.all()],
    )
