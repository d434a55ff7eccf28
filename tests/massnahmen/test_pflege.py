"""Planpflege im Browser: was die Leitung ändert, was die Stelle ändern darf, und dass nichts verlorengeht."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dresden_senioren.datenbank.geschichte import fassung
from dresden_senioren.models import Protokolleintrag
from massnahmen.liste.uebersicht import eigene_massnahmen
from massnahmen.models import (
    Handlungsfeld,
    Massnahme,
    Sachstandsmeldung,
    Stelle,
    Umsetzungsschritt,
    Ziel,
)

from .menge import zweitausend_anlegen
from .seitentext import nummern, text

pytestmark = pytest.mark.django_db
PFLEGE = "/massnahmen/pflege"


@pytest.fixture
def leitung(angemeldet):
    return angemeldet("leitung")


def angaben(m, **anders):
    """Was das Formular der Maßnahme mitschickt."""
    return {
        "ziel": m.ziel_id,
        "nr": m.nr,
        "beschreibung": m.beschreibung,
        "verantwortung_wortlaut": m.verantwortung_wortlaut,
        "laufzeit_wortlaut": m.laufzeit_wortlaut,
        "ist_haushaltsrelevant": {True: "true", False: "false", None: "unknown"}[m.ist_haushaltsrelevant],
        "fassung": fassung(m) or "",
    } | anders


def bearbeiten(client, m, **anders):
    return client.post(f"{PFLEGE}/massnahme/{m.pk}/", angaben(m, **anders))


# --- Maßnahmen --------------------------------------------------------------------------------------------------------


def test_neue_massnahme_liest_ihre_laufzeit_und_hat_noch_keinen_sachstand(leitung):
    ziel = Ziel.objects.get(nr="1.1.")
    antwort = leitung.post(
        f"{PFLEGE}/massnahme/neu/{ziel.pk}/",
        {
            "ziel": ziel.pk, "nr": "1.1.6.", "beschreibung": "Neu", "laufzeit_wortlaut": "2027-2028",
            "ist_haushaltsrelevant": "unknown", "vorgaenger": 1, "ausser_kraft_seit": "2020-01-01",
        },
    )  # fmt: skip
    neu = Massnahme.objects.get(nr="1.1.6.")
    assert antwort.url == f"/massnahmen/{neu.pk}/"
    assert [(p.von, p.bis) for p in neu.phasen.all()] == [(date(2027, 1, 1), date(2028, 12, 31))]
    # Mehr mitzuschicken bewirkt nichts.
    assert (neu.vorgaenger, neu.ausser_kraft_seit) == (None, None)
    seite = text(leitung.get(antwort.url))
    assert "Noch kein Sachstand gemeldet" in seite
    assert "Lothar Beispiel Beschreibung – Neu" in seite
    assert Protokolleintrag.objects.filter(ereignis="plan_gepflegt", benutzer="leitung").exists()


@pytest.mark.parametrize("nr", ["1.1.2.", "1.1.2", "8.3.1."])
def test_eine_nr_gibt_es_im_plan_nur_einmal(leitung, massnahme, nr):
    antwort = bearbeiten(leitung, massnahme("1.1.1."), nr=nr)
    assert antwort.status_code == 422
    assert "Diese Nr. hat schon" in text(antwort)
    assert 'value="' + nr in antwort.content.decode()  # Getipptes bleibt stehen
    assert massnahme("1.1.1.")


def test_verschieben_zu_einem_anderen_ziel_steht_im_verlauf(leitung, massnahme):
    m, ziel = massnahme("1.1.1."), Ziel.objects.get(nr="2.1.")
    assert bearbeiten(leitung, m, ziel=ziel.pk, nr="2.1.9.", beschreibung="Andere Worte").status_code == 302
    assert massnahme("2.1.9.").ziel == ziel
    seite = text(leitung.get(f"/massnahmen/{m.pk}/"))
    for wort in ("Verlauf der Angaben", "Lothar Beispiel", "1.1. Die Datenlage", "Andere Worte", m.beschreibung):
        assert wort in seite


def test_ein_ziel_wandert_mit_seinen_massnahmen_in_ein_anderes_handlungsfeld(leitung, massnahme):
    ziel, drei = Ziel.objects.get(nr="2.2."), Handlungsfeld.objects.get(nr="3.")
    adresse, nummern = f"{PFLEGE}/ziel/{ziel.pk}/", set(ziel.massnahmen.values_list("nr", flat=True))
    daten = {"nr": "3.1.", "bezeichnung": ziel.bezeichnung, "handlungsfeld": drei.pk, "fassung": fassung(ziel) or ""}
    belegt = leitung.post(adresse, daten)
    assert belegt.status_code == 422
    assert "Diese Nr. hat schon ein anderes Ziel" in text(belegt)
    assert leitung.post(adresse, daten | {"nr": "3.9."}).status_code == 302
    assert (
        set(Massnahme.objects.filter(ziel__handlungsfeld=drei, ziel__nr="3.9.").values_list("nr", flat=True)) == nummern
    )
    assert f"→ jetzt: {drei}" in text(leitung.get("/massnahmen/aenderungen/"))


def test_zwei_personen_keine_eingabe_geht_verloren(leitung, angemeldet, massnahme):
    m = massnahme("1.1.1.")
    vorher = angaben(m)
    assert bearbeiten(leitung, m, beschreibung="Zuerst gespeichert").status_code == 302
    antwort = leitung.post(f"{PFLEGE}/massnahme/{m.pk}/", vorher | {"beschreibung": "Meine Worte"})
    assert antwort.status_code == 409
    seite = text(antwort)
    assert "Zuerst gespeichert" in seite and "Meine Worte" in seite and "Lothar Beispiel" in seite
    assert massnahme("1.1.1.").beschreibung == "Zuerst gespeichert"
    # Erneut abgesendet gilt der nun gesehene Stand als Grundlage.
    antwort = bearbeiten(leitung, massnahme("1.1.1."), beschreibung="Meine Worte")
    assert antwort.status_code == 302
    assert massnahme("1.1.1.").beschreibung == "Meine Worte"


def test_was_ich_nicht_angefasst_habe_bleibt_beim_anderen(leitung, massnahme):
    m = massnahme("1.1.1.")
    vorher = angaben(m)
    andere = {"laufzeit_wortlaut": "2027", "ist_haushaltsrelevant": "unknown", "ziel": Ziel.objects.get(nr="2.1.").pk}
    assert bearbeiten(leitung, m, **andere).status_code == 302
    antwort = leitung.post(f"{PFLEGE}/massnahme/{m.pk}/", vorher | {"beschreibung": "Meine Worte"})
    assert antwort.status_code == 409
    form = antwort.context["form"]
    assert leitung.post(f"{PFLEGE}/massnahme/{m.pk}/", form.data.dict()).status_code == 302
    m = massnahme("1.1.1.")
    assert (m.beschreibung, m.laufzeit_wortlaut) == ("Meine Worte", "2027")
    assert (m.ist_haushaltsrelevant, m.ziel.nr) == (None, "2.1.")


def test_zusammenstoss_beim_betrag(leitung, massnahme):
    betrag = massnahme("1.1.1.").haushaltsbetraege.create(jahr=2027, betrag=1)
    adresse, vorher = f"{PFLEGE}/haushaltsbetrag/{betrag.pk}/", {"jahr": 2027, "betrag": "1", "quelle": ""}
    grundlage = fassung(betrag)
    leitung.post(adresse, vorher | {"betrag": "12.500,50", "fassung": grundlage})
    antwort = leitung.post(adresse, vorher | {"quelle": "Land", "fassung": grundlage})
    assert antwort.status_code == 409
    leitung.post(adresse, antwort.context["form"].data.dict())
    betrag.refresh_from_db()
    assert (betrag.betrag, betrag.quelle) == (Decimal("12500.50"), "Land")


def test_ohne_grundlage_wird_nichts_ueberschrieben(leitung, massnahme):
    m = massnahme("1.1.1.")
    for keine in ("", "keine Zahl", "999999999"):
        assert bearbeiten(leitung, m, fassung=keine).status_code == 409


def test_geloescht_wird_nur_was_noch_niemand_gebraucht_hat(leitung, massnahme):
    m = massnahme("1.1.1.")
    antwort = leitung.post(f"{PFLEGE}/massnahme/{m.pk}/loeschen/")
    assert antwort.status_code == 409
    assert "Setzen Sie die Maßnahme außer Kraft" in text(antwort)
    assert Massnahme.objects.filter(pk=m.pk).exists()
    assert not Protokolleintrag.objects.filter(ereignis="plan_gepflegt").exists()  # auch kein halber Vermerk
    neu = Massnahme.objects.create(ziel=m.ziel, nr="1.1.7.", beschreibung="Versehen")
    antwort = leitung.post(f"{PFLEGE}/massnahme/{neu.pk}/loeschen/")
    assert antwort.url == f"{PFLEGE}/?plan={m.ziel.handlungsfeld.fachplan_id}"
    assert not Massnahme.objects.filter(pk=neu.pk).exists()


@pytest.mark.parametrize(("modell", "name"), [(Ziel, "ziel"), (Handlungsfeld, "handlungsfeld"), (Stelle, "stelle")])
def test_benutztes_wird_nicht_geloescht(leitung, modell, name):
    zeile = modell.objects.first() if modell is not Stelle else Stelle.objects.get(name="Sozialamt")
    assert leitung.post(f"{PFLEGE}/{name}/{zeile.pk}/loeschen/").status_code == 409
    assert modell.objects.filter(pk=zeile.pk).exists()


# --- Außer Kraft, zusammengeführt -------------------------------------------------------------------------------------


def ausser_kraft(client, m, seit=None, grund="Aufgabe ist entfallen."):
    daten = {"ausser_kraft_seit": seit or timezone.localdate(), "grund": grund}
    return client.post(f"/massnahmen/{m.pk}/ausser-kraft/", daten)


def test_ausser_kraft_verlaesst_liste_und_zahlen_und_bleibt_lesbar(leitung, massnahme, person):
    m, heute = massnahme("1.1.1."), timezone.localdate()
    assert ausser_kraft(leitung, m, grund=" ").status_code == 422
    assert ausser_kraft(leitung, m).status_code == 302
    antwort = leitung.get("/massnahmen/")
    assert "1.1.1." not in nummern(antwort)
    assert "48 Maßnahmen" in text(antwort)
    assert "1.1.1." in nummern(leitung.get("/massnahmen/", {"ausser_kraft": "on"}))
    assert Massnahme.objects.geltend(heute).filter(nr__startswith="1.").count() == 4
    assert Massnahme.objects.geltend(heute - timedelta(1)).filter(nr__startswith="1.").count() == 5
    assert eigene_massnahmen(person("sachbearbeitung"), stichtag=heute).anzahl == 38
    seite = text(leitung.get(f"/massnahmen/{m.pk}/"))
    assert "Außer Kraft seit" in seite and "Aufgabe ist entfallen." in seite


def test_ausser_kraft_wird_nicht_mehr_gemeldet_und_kommt_wieder(leitung, angemeldet, massnahme):
    m = massnahme("1.1.1.")
    ausser_kraft(leitung, m)
    sachbearbeitung = angemeldet("sachbearbeitung")
    assert sachbearbeitung.post(f"/massnahmen/{m.pk}/bestaetigen/").status_code == 404
    assert leitung.post(f"/massnahmen/{m.pk}/in-kraft/").status_code == 302
    assert "1.1.1." in nummern(leitung.get("/massnahmen/"))
    assert "1.1.1. ist in Kraft." in text(leitung.post(f"/massnahmen/{m.pk}/in-kraft/", follow=True))


def test_zusammenfuehren_zeigt_auf_die_andere_und_verliert_nichts(leitung, massnahme):
    alt, neu = massnahme("1.1.1."), massnahme("1.1.2.")
    seite = text(leitung.get(f"/massnahmen/{alt.pk}/zusammenfuehren/", {"mit": neu.pk}))
    assert alt.beschreibung in seite and neu.beschreibung in seite
    schritte, meldungen = alt.schritte.count() + neu.schritte.count(), Sachstandsmeldung.objects.count()
    antwort = leitung.post(
        f"/massnahmen/{alt.pk}/zusammenfuehren/",
        {
            "mit": neu.pk, "ausser_kraft_seit": timezone.localdate(), "grund": "Doppelt",
            "schritte_uebernehmen": "on", "stellen_uebernehmen": "on",
        },
    )  # fmt: skip
    assert antwort.url == f"/massnahmen/{neu.pk}/"
    neu, alt = massnahme("1.1.2."), massnahme("1.1.1.")
    assert neu.schritte.count() == schritte
    assert {b.stelle.name for b in alt.beteiligungen.all()} <= {b.stelle.name for b in neu.beteiligungen.all()}
    assert Sachstandsmeldung.objects.count() == meldungen
    assert "Weiter gilt 1.1.2." in text(leitung.get(f"/massnahmen/{alt.pk}/"))
    assert "Hat 1.1.1." in text(leitung.get(f"/massnahmen/{neu.pk}/"))


@pytest.mark.parametrize("mit", ["", "999999", "x", "selbst"])
def test_zusammenfuehren_mit_falschem_ziel_aendert_nichts(leitung, massnahme, mit):
    m = massnahme("1.1.1.")
    daten = {"mit": m.pk if mit == "selbst" else mit, "ausser_kraft_seit": "2026-01-01", "grund": "Doppelt"}
    assert leitung.post(f"/massnahmen/{m.pk}/zusammenfuehren/", daten).status_code == 422
    assert leitung.get(f"/massnahmen/{m.pk}/zusammenfuehren/", {"mit": daten["mit"]}).status_code == 200
    assert massnahme("1.1.1.").ausser_kraft_seit is None


# --- Menge und Gegenproben --------------------------------------------------------------------------------------------


@pytest.mark.langsam
def test_planpflege_und_detail_haben_feste_zahl_von_abfragen(leitung, massnahme):
    seiten = [f"{PFLEGE}/", "/massnahmen/stellen/", f"/massnahmen/{massnahme('1.1.1.').pk}/"]

    def abfragen(adresse):
        with CaptureQueriesContext(connection) as gezaehlt:
            leitung.get(adresse)
        return len(gezaehlt)

    vorher = [abfragen(seite) for seite in seiten]
    zweitausend_anlegen()
    assert [abfragen(seite) for seite in seiten] == vorher
    assert max(vorher) <= 42


def test_der_verlauf_braucht_nicht_mehr_abfragen_wenn_er_laenger_wird(leitung, massnahme):
    m = massnahme("1.1.1.")

    def abfragen():
        with CaptureQueriesContext(connection) as gezaehlt:
            leitung.get(f"/massnahmen/{m.pk}/")
        return len(gezaehlt)

    bearbeiten(leitung, m, beschreibung="Fassung 0")
    vorher = abfragen()
    for i in range(1, 8):
        bearbeiten(leitung, massnahme("1.1.1."), beschreibung=f"Fassung {i}")
        Umsetzungsschritt.objects.create(massnahme=m, reihenfolge=50 + i, text=f"Schritt {i}")
    assert abfragen() == vorher


def test_ohne_sperre_ginge_eine_eingabe_verloren(leitung, massnahme, monkeypatch):
    """Gegenprobe: fiele die Prüfung der Fassung weg, merkte es der Test darüber."""
    m = massnahme("1.1.1.")
    monkeypatch.setattr("dresden_senioren.datenbank.geschichte.fassung", lambda zeile: 1)
    assert bearbeiten(leitung, m, fassung=1, beschreibung="überschrieben").status_code == 302
    assert massnahme("1.1.1.").beschreibung == "überschrieben"
