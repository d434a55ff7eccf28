"""Die Erklärung zählt aus dem Prüfblatt, das Prüfblatt stimmt, und eine Barriere lässt sich ohne Zugang melden."""

import csv
from datetime import date

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from dresden_senioren.barrierefreiheit import ERGEBNISSE, pruefblatt
from dresden_senioren.models import Barrieremeldung, Ereignis, Protokolleintrag
from dresden_senioren.settings import BASE_DIR

pytestmark = pytest.mark.django_db
MELDEN = "/barrierefreiheit/melden/"


# --- Prüfblatt und Erklärung ------------------------------------------------------------------------------------------


def maengel_des_pruefblatts(schritte) -> list[str]:
    """Jede Zeile hat ein Ergebnis und einen Tag; was erfüllt heißt, hat einen Nachweis, alles andere eine Bemerkung."""
    maengel = []
    for schritt in schritte:
        fehlende = [pfad for pfad in schritt["nachweis"].split() if not (BASE_DIR / pfad).is_file()]
        maengel += [f"{schritt['nr']}: {pfad} gibt es nicht" for pfad in fehlende]
        if schritt["ergebnis"] not in ERGEBNISSE:
            maengel.append(f"{schritt['nr']}: Ergebnis {schritt['ergebnis']!r}")
        if schritt["ergebnis"] == "erfüllt" and not schritt["nachweis"]:
            maengel.append(f"{schritt['nr']}: erfüllt ohne Nachweis")
        if schritt["ergebnis"] != "erfüllt" and not schritt["bemerkung"]:
            maengel.append(f"{schritt['nr']}: {schritt['ergebnis']} ohne Bemerkung")
        date.fromisoformat(schritt["datum"])
    return maengel


def zeilen() -> list[dict]:
    with (BASE_DIR / "betrieb/pruefblaetter/bitv.csv").open(encoding="utf-8", newline="") as datei:
        return list(csv.DictReader(datei, delimiter=";"))


def test_jede_zeile_des_pruefblatts_ist_belegt():
    alle = zeilen()
    assert maengel_des_pruefblatts(alle) == []
    nummern = [zeile["nr"] for zeile in alle]
    assert len(nummern) == len(set(nummern)) >= 98


@pytest.mark.parametrize(
    "fehler", [{"ergebnis": ""}, {"nachweis": "tests/gibtesnicht.py"}, {"nachweis": ""}, {"ergebnis": "nicht geprüft"}]
)
def test_die_pruefung_bemerkt_fehler_im_blatt(fehler):
    gut = next(zeile for zeile in zeilen() if zeile["ergebnis"] == "erfüllt")
    assert maengel_des_pruefblatts([gut | {"bemerkung": ""}]) == []
    assert maengel_des_pruefblatts([gut | {"bemerkung": ""} | fehler])


def test_die_erklaerung_zaehlt_aus_dem_pruefblatt():
    antwort = Client().get(reverse("barrierefreiheit"))
    schritte = pruefblatt()
    assert dict(antwort.context["zahlen"]) == {
        ergebnis: sum(schritt.ergebnis == ergebnis for schritt in schritte) for ergebnis in ERGEBNISSE
    }
    html = antwort.content.decode()
    assert all(f"({s.nr})" in html for s in schritte if s.ergebnis in {"nicht erfüllt", "nicht geprüft"})
    for pflicht in ("teilweise", "Nicht barrierefreie Inhalte", "Durchsetzungsverfahren", "innerhalb eines Monats"):
        assert pflicht in html


def test_kontakt_steht_nur_da_wo_einer_eingestellt_ist(settings):
    assert "mailto:" not in Client().get(reverse("barrierefreiheit")).content.decode()
    settings.BARRIEREFREIHEIT_KONTAKT = "barrierefrei@dresden.example"
    assert "mailto:barrierefrei@dresden.example" in Client().get(reverse("barrierefreiheit")).content.decode()


# --- Barriere melden --------------------------------------------------------------------------------------------------


def test_ohne_zugang_melden(settings):
    settings.BARRIEREFREIHEIT_KONTAKT = "barrierefrei@dresden.example"
    daten = {"seite": "/massnahmen/", "beschreibung": "Geheimer Text", "email": "wer@beispiel.de"}
    antwort = Client().post(MELDEN, daten, follow=True)
    assert "Danke" in antwort.content.decode()
    meldung = Barrieremeldung.objects.get()
    assert (meldung.seite, meldung.beschreibung, meldung.email) == tuple(daten.values())
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.BARRIERE_GEMELDET).exists()
    (nachricht,) = mail.outbox
    assert nachricht.to == ["barrierefrei@dresden.example"] and "/barrieremeldungen/" in nachricht.body
    assert "Geheimer Text" not in nachricht.body and "wer@beispiel.de" not in nachricht.body


def test_ohne_kontakt_geht_keine_email():
    Client().post(MELDEN, {"beschreibung": "Es ging nicht."})
    assert Barrieremeldung.objects.count() == 1 and mail.outbox == []


def test_das_formular_nennt_jeden_fehler_am_feld_und_behaelt_die_eingabe():
    antwort = Client().post(MELDEN, {"seite": "/hilfe/", "beschreibung": "", "email": "keine adresse"})
    html = antwort.content.decode()
    assert antwort.status_code == 422 and not Barrieremeldung.objects.exists()
    assert "<title>Fehler: Barriere melden" in html and 'value="/hilfe/"' in html and 'value="keine adresse"' in html
    for feld in ("beschreibung", "email"):
        assert f'href="#id_{feld}"' in html and f'id="id_{feld}_error"' in html
    assert html.count("aria-invalid") == 2


def test_nichts_anderes_laesst_sich_mitschicken():
    Client().post(MELDEN, {"beschreibung": "Text", "beantwortet_am": "2020-01-01", "id": "77"})
    meldung = Barrieremeldung.objects.get()
    assert meldung.beantwortet_am is None and meldung.pk != 77


def test_jede_seite_nennt_sich_im_link(angemeldet):
    html = angemeldet("leitung").get("/massnahmen/?text=abc").content.decode()
    assert 'href="/barrierefreiheit/melden/?seite=/massnahmen/"' in html
    assert 'value="/massnahmen/"' in Client().get(f"{MELDEN}?seite=/massnahmen/").content.decode()


def test_beantwortet_loescht_die_adresse(angemeldet):
    meldung = Barrieremeldung.objects.create(beschreibung="<b>Text</b>", email="wer@beispiel.de")
    client = angemeldet("administration")
    html = client.get(reverse("barrieremeldungen")).content.decode()
    assert "mailto:wer@beispiel.de" in html and "&lt;b&gt;Text" in html and "neu</span>" in html
    client.post(reverse("barriere_beantwortet", args=[meldung.pk]))
    meldung.refresh_from_db()
    erster = meldung.beantwortet_am
    assert erster and meldung.email == ""
    client.post(reverse("barriere_beantwortet", args=[meldung.pk]))
    meldung.refresh_from_db()
    assert meldung.beantwortet_am == erster
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.BARRIERE_BEANTWORTET).count() == 1
    assert "wer@beispiel.de" not in client.get(reverse("barrieremeldungen")).content.decode()
