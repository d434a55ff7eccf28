"""Änderungen der übrigen Felder, sobald die Modelle ihre Geschichte führen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from massnahmen.models import Beteiligung, Haushaltsbetrag, Massnahme, Phase, Stelle, Verweis, Ziel
from massnahmen.sachstand.feldgeschichte import QUELLEN

from .seitentext import nummern, text

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not hasattr(Massnahme, "history"), reason="die Modelle führen noch keine Geschichte"),
]


@pytest.fixture
def von_leitung(person):
    """Speichert oder löscht im Namen der Leitung."""

    def tun(gegenstand, was="save"):
        gegenstand._history_user = person("leitung")
        getattr(gegenstand, was)()

    return tun


def test_jede_quelle_fuehrt_ihre_geschichte():
    assert all(hasattr(quelle.modell, "history") for quelle in QUELLEN)


def test_geaenderte_angaben_stehen_alt_neben_neu(angemeldet, massnahme, von_leitung):
    m = massnahme("1.1.1.")
    nummer, alt = m.pk, m.beschreibung
    m = Massnahme.objects.get(pk=nummer)
    m.beschreibung, m.ist_haushaltsrelevant = "Neu gefasst", None
    von_leitung(m)
    phase = m.phasen.get()
    phase.bis = date(2027, 6, 30)
    von_leitung(phase)
    von_leitung(m.beteiligungen.get(stelle__name="TU Dresden"), "delete")
    neu = Beteiligung(massnahme=m, stelle=Stelle.objects.get(name="KISS"), rolle="beteiligt", reihenfolge=9)
    von_leitung(neu)
    antwort = angemeldet("koordination").get("/massnahmen/aenderungen/")
    seite = text(antwort)
    assert f"vorher: {alt} → jetzt: Neu gefasst" in seite
    assert "vorher: ja → jetzt: unbekannt" in seite
    assert "vorher: 01.01.2020 bis 31.12.2021 → jetzt: 01.01.2020 bis 30.06.2027" in seite
    assert "vorher: TU Dresden (beteiligt, vermutet) → jetzt nichts" in seite
    assert "vorher nichts → jetzt: KISS (beteiligt, vermutet)" in seite
    assert seite.count("Lothar Beispiel") == 5
    assert "5 Änderungen an 1 Maßnahme" in seite
    detail = text(angemeldet("koordination").get(reverse("massnahmen:detail", args=[nummer])))
    assert f"zuletzt geändert {timezone.localdate():%d.%m.%Y} zuletzt fachlich bestätigt noch nie" in detail


def test_betrag_verweis_und_schritt_stehen_unter_den_aenderungen_und_auf_der_seite(angemeldet, massnahme, von_leitung):
    m = massnahme("1.1.1.")
    von_leitung(betrag := Haushaltsbetrag(massnahme=m, jahr=2027, betrag=Decimal(1000), quelle="Land"))
    betrag.betrag = Decimal("1250.5")
    von_leitung(betrag)
    von_leitung(Verweis(massnahme=m, art="beschluss", bezeichnung="V1234/26", datum=date(2026, 3, 1)))
    schritt = m.schritte.first()
    schritt.erledigt_am = date(2026, 5, 4)
    von_leitung(schritt)
    aenderungen = text(angemeldet("koordination").get("/massnahmen/aenderungen/"))
    assert "Haushaltsbetrag vorher: 2027: 1.000,00 €, Land → jetzt: 2027: 1.250,50 €, Land" in aenderungen
    assert "Verweis vorher nichts → jetzt: Beschluss „V1234/26“, vom 01.03.2026" in aenderungen
    assert f"Schritt {schritt.reihenfolge}: erledigt am vorher nichts → jetzt: 04.05.2026" in aenderungen
    detail = text(angemeldet("koordination").get(reverse("massnahmen:detail", args=[m.pk])))
    assert "Haushaltsbetrag 2027: 1.000,00 €, Land 2027: 1.250,50 €, Land" in detail
    assert f"Schritt {schritt.reihenfolge} erledigt am – 04.05.2026" in detail


def test_ein_geaendertes_ziel_steht_vor_seinen_massnahmen(angemeldet, von_leitung):
    ziel = Ziel.objects.get(nr="1.1.")
    ziel.bezeichnung = "Neues Ziel"
    von_leitung(ziel)
    seite = text(angemeldet("leitung").get("/massnahmen/aenderungen/"))
    assert "jetzt: Neues Ziel" in seite
    assert "1 Änderung an 1 Ziel," in seite


def test_was_das_einlesen_anlegt_ist_keine_aenderung(angemeldet):
    assert "Keine Änderung" in text(angemeldet("leitung").get("/massnahmen/aenderungen/", {"seit": "2020-01-01"}))


def test_eine_maschine_stellt_die_uhr_der_angaben_nicht(massnahme):
    from massnahmen.sachstand.stand import uhren_stellen

    phase = Phase.objects.filter(massnahme__nr="1.1.1.").get()
    phase.bis = timezone.localdate()
    phase.save()
    (m,) = uhren_stellen([massnahme("1.1.1.")])
    assert m.zuletzt_geaendert.year == 2022


def test_am_stichtag_stehen_auch_die_uebrigen_angaben_wie_damals(angemeldet, massnahme, von_leitung):
    m = Massnahme.objects.get(nr="1.1.1.")
    m.beschreibung = "Neu gefasst"
    von_leitung(m)
    phase = m.phasen.get()
    phase.bis = timezone.localdate() + timedelta(days=1500)
    von_leitung(phase)
    von_leitung(m.beteiligungen.get(stelle__name="TU Dresden"), "delete")
    von_leitung(m.schritte.first(), "delete")
    client, gestern = angemeldet("leitung"), {"stichtag": (timezone.localdate() - timedelta(days=1)).isoformat()}
    damals = text(client.get("/massnahmen/", gestern | {"handlungsfeld": m.ziel.handlungsfeld_id}))
    assert "Lebenslagebefragung" in damals
    assert "Neu gefasst" not in damals
    assert "differenzierte, planungsbereichsbezogene Datenerhebung" in damals
    ueberfaellig = {"terminlage": "ueberfaellig"}
    assert "1.1.1." in nummern(client.get("/massnahmen/", gestern | ueberfaellig))
    assert "1.1.1." not in nummern(client.get("/massnahmen/", ueberfaellig))
    assert "Neu gefasst" in text(client.get("/massnahmen/", {"stichtag": timezone.localdate().isoformat()}))
    alt = Massnahme.objects.mit_angaben(timezone.localdate() - timedelta(days=1)).get(nr="1.1.1.")
    assert [b.stelle.name for b in alt.beteiligungen.all()] == ["Sozialamt", "Gesundheitsamt", "TU Dresden"]
    heute = massnahme("1.1.1.")
    assert [b.stelle.name for b in heute.beteiligungen.all()] == ["Sozialamt", "Gesundheitsamt"]
    assert not heute.schritte.all()
