"""Kennwort erneut: vor Handlungen mit Gewicht, 15 Minuten gültig, und was ausgefüllt war, geht nicht verloren."""

import re
from html import unescape

import pytest
from django.test import Client
from django.views import View

from beratung.models import Lieferung
from dresden_senioren.anmeldung.kennwort_erneut import KennwortErneutMixin
from dresden_senioren.zugang import ZugangMixin
from massnahmen.models import Fachplan
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db
FRAGE = "Kennwort erneut eingeben</h1>"
GRUND = "Doppelt geliefert,\n„zweimal“ <angekommen>"


@pytest.fixture(autouse=True)
def verlangt(settings, uhr):
    settings.KENNWORT_ERNEUT = True


@pytest.fixture
def spaeter(angemeldet, uhr):
    """`spaeter("leitung")` → angemeldet, das Kennwort aber vor über 15 Minuten eingegeben."""

    def anmelden(rolle):
        client = angemeldet(rolle)
        uhr(15 * 60 + 1)
        return client

    return anmelden


def fragt(antwort) -> bool:
    return FRAGE in antwort.content.decode()


def mitgereiste(antwort) -> dict:
    felder = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', antwort.content.decode())
    return {name: unescape(wert) for name, wert in felder}


def letzte_lieferung() -> Lieferung:
    return Lieferung.objects.filter(teile__ist_gueltig=True).order_by("-monat").distinct().first()


def test_kurz_nach_der_anmeldung_wird_nicht_gefragt(angemeldet):
    pfad = f"/massnahmen/pflege/fortschreiben/{Fachplan.objects.get().pk}/"
    assert not fragt(angemeldet("leitung").get(pfad))


def test_die_seite_fragt_und_zeigt_sich_nach_dem_kennwort(spaeter):
    client, pfad = spaeter("leitung"), f"/massnahmen/pflege/fortschreiben/{Fachplan.objects.get().pk}/"
    frage = client.get(pfad)
    assert (fragt(frage), frage.status_code) == (True, 200)
    falsch = client.post(pfad, mitgereiste(frage) | {"kennwort_erneut": "falsch"})
    assert (fragt(falsch), falsch.status_code) == (True, 422)
    assert client.post(pfad, mitgereiste(falsch) | {"kennwort_erneut": KENNWORT}).headers["Location"] == pfad
    assert not fragt(client.get(pfad))


def test_was_ausgefuellt_war_wird_nach_dem_kennwort_gespeichert(spaeter):
    client, lieferung = spaeter("administration"), letzte_lieferung()
    pfad = f"/beratung/lieferungen/{lieferung.pk}/zuruecknehmen/"
    frage = client.post(pfad, {"text": GRUND})
    assert fragt(frage)
    assert mitgereiste(frage)["text"] == GRUND
    falsch = client.post(pfad, mitgereiste(frage) | {"kennwort_erneut": "falsch"})
    assert mitgereiste(falsch)["text"] == GRUND
    lieferung.refresh_from_db()
    assert lieferung.zurueckgenommen_von is None
    assert client.post(pfad, mitgereiste(falsch) | {"kennwort_erneut": KENNWORT}).status_code == 302
    lieferung.refresh_from_db()
    assert lieferung.zurueckgenommen_von.username == "administration"
    assert "zweimal" in lieferung.ruecknahmegrund


def test_es_gilt_fuenfzehn_minuten_in_dieser_sitzung(angemeldet, uhr):
    pfad = f"/massnahmen/pflege/fortschreiben/{Fachplan.objects.get().pk}/"
    client, dort = angemeldet("leitung"), angemeldet("leitung")
    uhr(15 * 60 + 1)
    client.post(pfad, {"kennwort_erneut": KENNWORT, "kennwort_nur_ansehen": "1"})
    assert (fragt(client.get(pfad)), fragt(dort.get(pfad))) == (False, True)
    uhr(14 * 60)
    assert not fragt(client.get(pfad))
    uhr(61)
    assert fragt(client.get(pfad))


@pytest.mark.parametrize(
    ("rolle", "pfad", "daten", "gefragt"),
    [
        ("leitung", "/beratung/kalender/seniora/2024-09/", {"zustand": "endgueltig"}, True),
        ("administration", "/beratung/kalender/seniora/2024-09/", {"zustand": "geprueft"}, False),
        ("administration", "/beratung/kalender/mehrere/", {"zustand": "endgueltig"}, True),
        ("administration", "/berichte/freigaben/999/erteilen/", {}, True),
        ("administration", "/beratung/lieferungen/999/zuruecknehmen/", {}, True),
        ("administration", "/beratung/lieferungen/999/verwerfen/", {}, False),
        ("leitung", "/berichte/999/festschreiben/", {}, True),
        ("leitung", "/berichte/999/wieder-oeffnen/", {}, True),
        ("leitung", "/konto/zweiter-faktor/ersatzcodes/", {}, True),
        ("leitung", "/konto/zweiter-faktor/entfernen/", {}, True),
    ],
)
def test_welche_handlungen_fragen(spaeter, rolle, pfad, daten, gefragt):
    assert fragt(spaeter(rolle).post(pfad, daten)) is gefragt


def test_einen_endgueltigen_monat_wieder_oeffnen_fragt(angemeldet, uhr):
    pfad = "/beratung/kalender/seniora/2024-09/"
    client = angemeldet("administration")
    assert client.post(pfad, {"zustand": "endgueltig", "grund": ""}).status_code == 302
    uhr(15 * 60 + 1)
    assert not fragt(client.get(pfad))
    assert fragt(client.post(pfad, {"zustand": "vorlaeufig", "grund": "Nachlieferung"}))


def test_ohne_recht_wird_nicht_nach_dem_kennwort_gefragt(spaeter):
    antwort = spaeter("koordination").post(f"/beratung/lieferungen/{letzte_lieferung().pk}/zuruecknehmen/")
    assert antwort.status_code == 403


def test_wer_hier_raet_wird_gebremst(spaeter):
    client, pfad = spaeter("leitung"), f"/massnahmen/pflege/fortschreiben/{Fachplan.objects.get().pk}/"
    antworten = [client.post(pfad, {"kennwort_erneut": f"falsch-{nr}"}).status_code for nr in range(11)]
    assert antworten == [422] * 10 + [429]


def test_auch_nach_zu_vielen_falschen_ist_nicht_verloren_was_ausgefuellt_war(spaeter, uhr):
    client, lieferung = spaeter("administration"), letzte_lieferung()
    pfad = f"/beratung/lieferungen/{lieferung.pk}/zuruecknehmen/"
    frage = client.post(pfad, {"text": GRUND})
    for nr in range(11):
        frage = client.post(pfad, mitgereiste(frage) | {"kennwort_erneut": f"falsch-{nr}"})
    assert (frage.status_code, "Ihre Angaben sind noch da" in frage.content.decode()) == (429, True)
    assert mitgereiste(frage)["text"] == GRUND and "falsch-" not in frage.content.decode()
    uhr(15 * 60 + 1)
    wieder = client.post(pfad, mitgereiste(frage))
    assert fragt(wieder)
    assert client.post(pfad, mitgereiste(wieder) | {"kennwort_erneut": KENNWORT}).status_code == 302
    lieferung.refresh_from_db()
    assert "zweimal" in lieferung.ruecknahmegrund


def test_wer_sich_anmeldet_bekommt_nach_zu_vielen_falschen_nichts_zurueck(uhr):
    for nr in range(11):
        antwort = Client().post(
            "/anmelden/", {"username": "leitung", "password": f"falsch-{nr}", "kennwort_erneut": "x"}
        )
    assert antwort.status_code == 429 and mitgereiste(antwort) == {}


def test_eine_anmeldung_genuegt(uhr):
    client = Client()
    client.post("/anmelden/", {"username": "leitung", "password": KENNWORT})
    assert not fragt(client.get(f"/massnahmen/pflege/fortschreiben/{Fachplan.objects.get().pk}/"))


def test_an_der_falschen_stelle_faellt_der_schutz_beim_laden_auf():
    class Grundseite(ZugangMixin, View):
        pass

    with pytest.raises(TypeError, match="gehört links von View"):

        class Seite(Grundseite, KennwortErneutMixin):
            pass
