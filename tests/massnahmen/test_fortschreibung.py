"""Fortschreibung: der Nachfolger entsteht ganz oder gar nicht; der alte Plan bleibt lesbar, gezählt wird ein Plan."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from berichte.fachplan.stand import massnahmenstand
from massnahmen.models import Fachplan, Handlungsfeld, Massnahme, Sachstandsart
from massnahmen.plan.fortschreibung import fortschreiben, vorschlag
from massnahmen.sachstand.melden import sachstand_melden

from .seitentext import nummern, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(db):
    return Fachplan.objects.get()


@pytest.fixture
def nachfolger(plan, person):
    """`nachfolger(gueltig_ab)` → der fortgeschriebene Plan mit allen 49 Maßnahmen."""

    def bauen(gueltig_ab=None):
        return fortschreiben(
            fachplan=plan,
            name="Fachplan 2027",
            gueltig_ab=gueltig_ab or timezone.localdate(),
            massnahmen=Massnahme.objects.im_plan(plan).values_list("pk", flat=True),
            von=person("leitung"),
        )

    return bauen


def test_nachfolger_uebernimmt_alles_und_zeigt_auf_den_vorgaenger(plan, nachfolger, massnahme):
    neuer = nachfolger()
    assert neuer.vorgaenger == plan
    assert neuer.handlungsfelder.count() == 8
    alt = Massnahme.objects.im_plan(plan).mit_angaben().get(nr="2.2.3.")
    neu = Massnahme.objects.im_plan(neuer).mit_angaben().get(nr="2.2.3.")
    assert neu.vorgaenger == alt

    def teile(m):
        return (
            [(s.text, s.laufzeit_wortlaut) for s in m.schritte.all()],
            [str(p) for p in m.phasen.all()],
            [(b.stelle.name, b.rolle) for b in m.beteiligungen.all()],
            (m.meldung.sachstandsart, m.meldung.gueltig_ab, m.meldung.erfasst_von),
        )

    assert teile(neu) == teile(alt)
    assert Massnahme.objects.im_plan(plan).count() == Massnahme.objects.im_plan(neuer).count() == 49


def test_beendetes_und_ausser_kraft_gesetztes_ist_nicht_vorgewaehlt(plan):
    beendet, ausser_kraft = Massnahme.objects.mit_angaben()[:2]
    sachstand_melden(
        massnahme=beendet,
        sachstandsart=Sachstandsart.objects.get(schluessel="abgeschlossen"),
        grundlage=beendet.meldung.pk,
        von=None,
    )
    ausser_kraft.ausser_kraft_seit = timezone.localdate()
    ausser_kraft.save()
    gruende = {massnahme.nr: grund for massnahme, grund in vorschlag(plan) if grund}
    assert gruende == {beendet.nr: "abgeschlossen", ausser_kraft.nr: "außer Kraft"}


def test_der_geltende_plan_richtet_sich_nach_dem_tag(plan, nachfolger):
    heute = timezone.localdate()
    neuer = nachfolger(heute + timedelta(10))
    assert Fachplan.objects.aktueller() == plan
    assert Fachplan.objects.aktueller(heute + timedelta(10)) == neuer
    assert massnahmenstand(heute).fachplan == plan.name
    assert massnahmenstand(heute + timedelta(10)).fachplan == neuer.name
    assert massnahmenstand(heute + timedelta(20)).anzahl == 49


def test_ohne_fachplan_gilt_keiner():
    assert Fachplan.objects.none().aktueller() is None


def test_liste_zeigt_einen_plan_und_laesst_waehlen(plan, nachfolger, angemeldet):
    leitung = angemeldet("leitung")
    assert 'name="plan"' not in leitung.get("/massnahmen/").content.decode()  # nichts zu wählen
    neuer = nachfolger()
    seite = leitung.get("/massnahmen/")
    assert len(nummern(seite)) == 49 and "Fachplan 2027 in der Folge" in text(seite)
    alt = leitung.get("/massnahmen/", {"plan": plan.pk, "sachstand": "begonnen"})
    assert f"24 von 49 Maßnahmen: Sachstand begonnen, Fachplan {plan}" in text(alt)
    feld = Handlungsfeld.objects.get(fachplan=neuer, nr="3.")
    assert f"plan={plan.pk}" in alt.content.decode()  # der Plan bleibt beim Ändern anderer Filter
    assert "Den es nicht gibt" not in text(leitung.get("/massnahmen/", {"plan": neuer.pk, "handlungsfeld": feld.pk}))
    # Ein Handlungsfeld des anderen Plans gibt es in diesem nicht; ein unbekannter Plan ist kein Absturz.
    for abfrage in ({"plan": plan.pk, "handlungsfeld": feld.pk}, {"plan": 999_999}, {"plan": "x"}):
        assert "einen Wert, den es nicht gibt" in text(leitung.get("/massnahmen/", abfrage))


def test_alte_und_neue_massnahme_verweisen_aufeinander(plan, nachfolger, angemeldet):
    neuer = nachfolger()
    neu = Massnahme.objects.im_plan(neuer).get(nr="1.1.1.")
    seite = text(angemeldet("sachbearbeitung").get(f"/massnahmen/{neu.pk}/"))
    assert f"Vorgänger in „{plan}“" in seite
    assert "Aus dem Vorgängerplan übernommen" in seite
    alt = text(angemeldet("sachbearbeitung").get(f"/massnahmen/{neu.vorgaenger_id}/"))
    assert "Nachfolger in „Fachplan 2027“" in alt
    # Mitgenommene Teile sind keine Änderungen, die jemand gemacht hätte.
    assert "Schritt 1 Wortlaut" not in seite


def test_alles_oder_nichts(plan, person, monkeypatch):
    with pytest.raises(ValidationError):
        fortschreiben(
            fachplan=plan, name="Halb", gueltig_ab=date(2027, 1, 1), massnahmen=[999_999], von=person("leitung")
        )
    monkeypatch.setattr("massnahmen.plan.fortschreibung._sachstand_mitnehmen", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        fortschreiben(
            fachplan=plan,
            name="Halb",
            gueltig_ab=date(2027, 1, 1),
            massnahmen=[Massnahme.objects.first().pk],
            von=person("leitung"),
        )
    assert Fachplan.objects.count() == 1
    assert Massnahme.objects.count() == 49


def test_vom_formular_ueber_die_vorschau_zum_neuen_plan(plan, angemeldet):
    leitung, adresse = angemeldet("leitung"), f"/massnahmen/pflege/fortschreiben/{plan.pk}/"
    assert leitung.get(adresse).content.decode().count(" checked>") == 49
    gewaehlt = [m.pk for m in Massnahme.objects.all()[:3]]
    daten = {"name": "Fachplan 2027", "gueltig_ab": timezone.localdate(), "massnahmen": gewaehlt}
    vorschau = leitung.post(adresse, daten | {"schritt": "vorschau"})
    assert "übernimmt 3 von 49 Maßnahmen" in text(vorschau)
    assert Fachplan.objects.count() == 1  # noch nichts gespeichert
    fehler = leitung.post(adresse, daten | {"name": plan.name, "massnahmen": [], "schritt": "anlegen"})
    assert fehler.status_code == 422
    assert "gibt es schon" in text(fehler) and "mindestens eine" in text(fehler)
    assert leitung.post(adresse, daten | {"schritt": "anlegen"}).status_code == 302
    assert len(nummern(leitung.get("/massnahmen/"))) == 3
    assert len(nummern(leitung.get("/massnahmen/", {"plan": plan.pk}))) == 49
