"""Teile der Maßnahmen und Stammdaten: Schritte, Notizen, Beträge, Verweise, Phasen, Stellen, Sachstandsarten."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from berichte.fachplan.stand import massnahmenstand
from dresden_senioren.datenbank.geschichte import fassung
from dresden_senioren.models import Protokolleintrag
from massnahmen.kern.betrag import BetragUnklar, betrag_lesen
from massnahmen.models import Beteiligung, Massnahme, Sachstandsart, Stelle
from massnahmen.sachstand.melden import sachstand_melden

from .seitentext import text

pytestmark = pytest.mark.django_db
PFLEGE = "/massnahmen/pflege"


@pytest.fixture
def leitung(angemeldet):
    return angemeldet("leitung")


# --- Was die verantwortliche Stelle darf ------------------------------------------------------------------------------


def test_die_stelle_aendert_am_schritt_nur_text_und_erledigung(angemeldet, massnahme):
    schritt = massnahme("1.1.5.").schritte.first()
    vorher = {f.attname: getattr(schritt, f.attname) for f in schritt._meta.concrete_fields}
    antwort = angemeldet("sachbearbeitung").post(
        f"{PFLEGE}/schritt/{schritt.pk}/",
        {
            "text": "Aufgebaut", "erledigt_am": "2026-01-15", "fassung": fassung(schritt),
            "reihenfolge": 99, "massnahme": massnahme("2.1.1.").pk, "massnahme_id": massnahme("2.1.1.").pk,
            "verantwortung_wortlaut": "jemand anderes", "laufzeit_wortlaut": "nie", "id": 1,
        },
    )  # fmt: skip
    assert antwort.url == f"/massnahmen/{schritt.massnahme_id}/#schritte"
    schritt.refresh_from_db()
    nachher = {f.attname: getattr(schritt, f.attname) for f in schritt._meta.concrete_fields}
    assert nachher == vorher | {"text": "Aufgebaut", "erledigt_am": date(2026, 1, 15)}
    seite = text(angemeldet("sachbearbeitung").get(antwort.url.partition("#")[0]))
    assert "erledigt am 15.01.2026" in seite and "Sabine Beispiel" in seite


def test_erledigt_ist_nichts_in_der_zukunft(leitung, massnahme):
    schritt = massnahme("1.1.5.").schritte.first()
    morgen = timezone.localdate() + timedelta(1)
    daten = {"text": "x", "reihenfolge": 1, "erledigt_am": morgen, "fassung": fassung(schritt)}
    antwort = leitung.post(f"{PFLEGE}/schritt/{schritt.pk}/", daten)
    assert antwort.status_code == 422
    assert "Dieser Tag liegt in der Zukunft." in text(antwort)


def test_interne_notizen_sehen_nur_leitung_und_eigene_stelle(angemeldet, massnahme, leitung, person):
    eigen, fremd = massnahme("1.1.1."), Massnahme.objects.exclude(stellen__name="Sozialamt").first()
    for m in (eigen, fremd):
        leitung.post(f"{PFLEGE}/notiz/neu/{m.pk}/", {"text": "Geheimes Wort", "ist_intern": "on", "von": 1})
        leitung.post(f"{PFLEGE}/notiz/neu/{m.pk}/", {"text": "Offenes Wort"})
    assert {n.von.username for n in eigen.notizen.all()} == {"leitung"}

    def sieht(rolle, m):
        seite = text(angemeldet(rolle).get(f"/massnahmen/{m.pk}/"))
        return "Geheimes Wort" in seite, "Offenes Wort" in seite

    zeile = next(z for z in massnahmenstand(timezone.localdate()).zeilen if getattr(z, "nr", "") == eigen.nr)
    assert "Offenes Wort" in zeile.erlaeuterung and "Geheimes Wort" not in zeile.erlaeuterung
    assert sieht("sachbearbeitung", eigen) == (True, True)
    assert sieht("sachbearbeitung", fremd) == (False, True)
    assert sieht("koordination", eigen) == sieht("administration", eigen) == (False, True)


# --- Teile und Stammdaten ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eingabe", "wert"),
    [("12.500,00", "12500"), ("12500", "12500"), ("1.234.567,8", "1234567.80"), ("0", "0"), ("12 500 €", "12500")],
)
def test_betrag_deutsch_geschrieben(leitung, massnahme, eingabe, wert):
    m = massnahme("1.1.1.")
    daten = {"jahr": 2027, "betrag": eingabe, "quelle": "Haushalt"}
    assert leitung.post(f"{PFLEGE}/haushaltsbetrag/neu/{m.pk}/", daten).status_code == 302
    betrag = m.haushaltsbetraege.get()
    assert betrag.betrag == Decimal(wert)
    assert leitung.post(f"{PFLEGE}/haushaltsbetrag/neu/{m.pk}/", daten).status_code == 422  # dasselbe noch einmal
    wieder = leitung.get(f"{PFLEGE}/haushaltsbetrag/{betrag.pk}/").content.decode()
    assert betrag_lesen(wieder.partition('name="betrag" value="')[2].partition('"')[0]) == Decimal(wert)


@pytest.mark.parametrize("eingabe", ["", "-5", "12.50", "1.23,4", "viel", "NaN", "1e9", "=1+1", "9" * 30, "1,234"])
def test_was_kein_betrag_ist_wird_nicht_gedeutet(leitung, massnahme, eingabe):
    m = massnahme("1.1.1.")
    antwort = leitung.post(f"{PFLEGE}/haushaltsbetrag/neu/{m.pk}/", {"jahr": 2027, "betrag": eingabe})
    assert antwort.status_code == 422
    assert not m.haushaltsbetraege.exists()


def test_betrag_lesen_sagt_was_unklar_ist():
    with pytest.raises(BetragUnklar, match=r"12\.50"):
        betrag_lesen("12.50")


@pytest.mark.parametrize(
    ("art", "url", "code"),
    [
        ("link", "https://www.dresden.de/", 302),
        ("beschluss", "", 302),
        ("link", "", 422),
        ("link", "http://www.dresden.de/", 422),
        ("link", "javascript:alert(1)", 422),
        ("dokument", "www.dresden.de", 422),
    ],
)
def test_verweise_nur_mit_https(leitung, massnahme, art, url, code):
    m = massnahme("1.1.1.")
    daten = {"art": art, "bezeichnung": "V0815/21", "url": url}
    assert leitung.post(f"{PFLEGE}/verweis/neu/{m.pk}/", daten).status_code == code
    assert m.verweise.count() == (code == 302)


@pytest.mark.parametrize(
    ("phase", "code"),
    [
        (("zeitraum", "2026-01-01", "2026-12-31"), 302),
        (("zeitraum", "2026-12-31", "2026-01-01"), 422),
        (("zeitraum", "2026-01-01", ""), 422),
        (("ab", "", ""), 422),
        (("fortlaufend", "", "2026-12-31"), 422),
        (("fortlaufend", "", ""), 302),
    ],
)
def test_eine_phase_laesst_sich_immer_rechnen(leitung, massnahme, phase, code):
    m = massnahme("1.1.2.")
    daten = dict(zip(("art", "von", "bis"), phase, strict=True))
    assert leitung.post(f"{PFLEGE}/phase/neu/{m.pk}/", daten).status_code == code
    assert leitung.get(f"/massnahmen/{m.pk}/").status_code == 200


def test_vermutete_rollen_werden_bestaetigt(leitung, massnahme):
    m = massnahme("1.1.1.")
    leitung.post(f"/massnahmen/{m.pk}/rollen-bestaetigen/")
    assert not m.beteiligungen.filter(ist_vermutung=True).exists()
    assert "Stelle Sozialamt (federführend, vermutet) Sozialamt (federführend)" in text(
        leitung.get(f"/massnahmen/{m.pk}/")
    )
    anderer = Beteiligung.objects.filter(ist_vermutung=True).first()
    daten = {"stelle": anderer.stelle_id, "rolle": "beteiligt", "fassung": fassung(anderer)}
    leitung.post(f"{PFLEGE}/beteiligung/{anderer.pk}/", daten)
    anderer.refresh_from_db()
    assert (anderer.rolle, anderer.ist_vermutung) == ("beteiligt", False)


def test_benutzte_sachstandsart_geht_ausser_gebrauch_statt_weg(angemeldet, massnahme):
    admin, art = angemeldet("administration"), Sachstandsart.objects.get(schluessel="begonnen")
    antwort = admin.post(f"{PFLEGE}/sachstandsart/{art.pk}/loeschen/")
    assert antwort.status_code == 409
    assert "außer Gebrauch" in text(antwort)
    daten = {
        "bezeichnung": "begonnen", "reihenfolge": art.reihenfolge, "bedeutung": "aktiv", "farbrolle": "aktiv",
        "ist_ausser_gebrauch": "on", "fassung": "",
    }  # fmt: skip
    # Rückwirkend anders deuten, was gemeldet wurde: nein.
    assert admin.post(f"{PFLEGE}/sachstandsart/{art.pk}/", daten | {"bedeutung": "beendet"}).status_code == 422
    assert admin.post(f"{PFLEGE}/sachstandsart/{art.pk}/", daten).status_code == 302
    # Geladene Stammdaten hatten keine Fassung; die erste Änderung zeigt trotzdem alt → neu.
    assert "außer Gebrauch, nicht mehr wählbar nein ja" in text(admin.get(f"{PFLEGE}/sachstandsart/{art.pk}/"))
    seite = angemeldet("sachbearbeitung").get(f"/massnahmen/{massnahme('7.1.1.').pk}/").content.decode()
    assert seite.count(">begonnen</option>") == (massnahme("7.1.1.").meldung.sachstandsart == art)
    assert ">laufend</option>" in seite


def test_neue_sachstandsart_bekommt_einen_schluessel_und_ist_meldbar(angemeldet, massnahme):
    daten = {"bezeichnung": "Geprüft & gut", "reihenfolge": 35, "bedeutung": "aktiv", "farbrolle": "aktiv"}
    assert angemeldet("administration").post(f"{PFLEGE}/sachstandsart/neu/", daten).status_code == 302
    art = Sachstandsart.objects.get(bezeichnung="Geprüft & gut")
    assert art.schluessel == "geprueft-gut"
    m = massnahme("1.1.1.")
    assert sachstand_melden(
        massnahme=m, sachstandsart=art, erlaeuterung="Grund", grundlage=m.meldung.pk, von=None
    ).sachstandsart == art  # fmt: skip


def test_stelle_mit_schreibweise(angemeldet):
    admin = angemeldet("administration")
    assert admin.post(f"{PFLEGE}/stelle/neu/", {"name": "Jugendamt"}).status_code == 302
    stelle = Stelle.objects.get(name="Jugendamt")
    for code in (302, 422):  # dieselbe Schreibweise nur einmal
        antwort = admin.post(f"{PFLEGE}/alias/neu/{stelle.pk}/", {"schreibweise": "Amt 51"})
        assert antwort.status_code == code
    assert "Amt 51" in text(admin.get("/massnahmen/stellen/"))


def test_kennzahl_steht_neben_der_massnahme(leitung, angemeldet, massnahme):
    m = massnahme("1.1.5.")
    assert leitung.post(f"{PFLEGE}/kennzahlbezug/neu/{m.pk}/", {"kennzahl": "neuzugaenge"}).status_code == 302
    assert leitung.post(f"{PFLEGE}/kennzahlbezug/neu/{m.pk}/", {"kennzahl": "erfunden"}).status_code == 422
    seite = text(leitung.get(f"/massnahmen/{m.pk}/"))
    assert "4.361" in seite and "01–09/2024" in seite and "+6,2 %" in seite
    # Genaue Zahlen der Stadt gehören nicht zur Sachbearbeitung.
    assert "4.361" not in text(angemeldet("sachbearbeitung").get(f"/massnahmen/{m.pk}/"))


def test_eine_notiz_aendert_wer_sie_schrieb_oder_die_leitung_und_die_alte_fassung_bleibt(angemeldet, massnahme, person):
    m, sabine = massnahme("1.1.1."), angemeldet("sachbearbeitung")
    eigene = m.notizen.create(text="Erster Wortlaut", von=person("sachbearbeitung"))
    fremde = m.notizen.create(text="Von der Leitung", von=person("leitung"))
    seite = sabine.get(f"/massnahmen/{m.pk}/").content.decode()
    assert f"{PFLEGE}/notiz/{eigene.pk}/" in seite
    assert f"{PFLEGE}/notiz/{fremde.pk}/" not in seite
    daten = {"text": "Zweiter Wortlaut", "fassung": fassung(eigene), "von": fremde.von_id}
    assert sabine.post(f"{PFLEGE}/notiz/{eigene.pk}/", daten).status_code == 302
    eigene.refresh_from_db()
    assert (eigene.text, eigene.ist_intern, eigene.von.username) == ("Zweiter Wortlaut", False, "sachbearbeitung")
    assert sabine.post(f"{PFLEGE}/notiz/{fremde.pk}/", {"text": "x"}).status_code == 404
    assert sabine.post(f"{PFLEGE}/notiz/{eigene.pk}/loeschen/").status_code == 403
    formular = text(angemeldet("leitung").get(f"{PFLEGE}/notiz/{eigene.pk}/"))
    assert "Sabine Beispiel Notiz Erster Wortlaut Zweiter Wortlaut" in formular
    # Interne Notizen stehen nicht unter den Änderungen, die alle lesen.
    assert "Wortlaut" not in text(angemeldet("koordination").get("/massnahmen/aenderungen/"))


def test_die_administration_ordnet_personen_einer_stelle_zu_und_das_protokoll_nennt_sie(angemeldet, person):
    kiss, sabine = Stelle.objects.get(name="KISS"), person("sachbearbeitung")
    admin, adresse = angemeldet("administration"), f"/massnahmen/stellen/{kiss.pk}/personen/"
    assert not Massnahme.objects.meldbar_fuer(sabine).filter(stellen=kiss).exclude(stellen__name="Sozialamt").exists()
    antwort = admin.post(adresse, {"personen": [sabine.pk]}, follow=True)
    assert "Für KISS meldet jetzt: Sabine Beispiel." in text(antwort)
    assert set(kiss.massnahmen.all()) <= set(Massnahme.objects.meldbar_fuer(sabine))
    # Wer nicht melden darf, steht nicht zur Wahl.
    assert admin.post(adresse, {"personen": [person("leitung").pk]}).status_code == 422
    # Niemand mehr: Was daraus folgt, steht da, bevor es gilt.
    frage = admin.post(adresse, {})
    assert "Danach gehört niemand mit Zugang mehr zu: KISS (Stellen). Erinnerungen gehen dann an niemanden" in text(
        frage
    )
    assert kiss.benutzer.exists()
    assert admin.post(adresse, {"gesehen": "etwas anderes"}).context["folgen"]
    assert admin.post(adresse, {"gesehen": frage.context["gesehen"]}).status_code == 302
    assert not kiss.benutzer.exists()
    assert admin.post(adresse, {}).status_code == 302  # war schon leer
    eintraege = Protokolleintrag.objects.filter(gegenstand="Stelle KISS").order_by("pk")
    assert [(e.angaben["dazu"], e.angaben["nicht_mehr"]) for e in eintraege] == [
        (["sachbearbeitung"], []),
        ([], ["sachbearbeitung"]),
        ([], []),
    ]
