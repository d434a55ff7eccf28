"""Zweiter Faktor: Pflicht für Administration und Leitung; ohne ihn ist fast nichts offen; jeder Code gilt einmal."""

import re
import time
from base64 import b32decode
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from dresden_senioren.anmeldung import faktor, schranken
from dresden_senioren.models import Ereignis, Protokolleintrag
from tests.conftest import KENNWORT

from .rechteadressen import routen

pytestmark = pytest.mark.django_db
PRUEFEN, EINRICHTEN = "/anmelden/zweiter-faktor/", "/konto/zweiter-faktor/einrichten/"


@pytest.fixture(autouse=True)
def pflicht(settings, uhr):
    settings.ZWEITER_FAKTOR = True


def code(schluessel: str, schritte: int = 0) -> str:
    rechnung = TOTP(bytes.fromhex(schluessel))
    rechnung.time = time.time() + 30 * schritte
    return f"{rechnung.token():06}"


def mit_kennwort(rolle="leitung", **kopf) -> Client:
    client = Client(headers=kopf)
    client.post("/anmelden/", {"username": rolle, "password": KENNWORT})
    return client


def einrichten(client) -> tuple[str, list[str]]:
    """Schlüssel und Ersatzcodes."""
    text = re.search(r'class="schluessel">([^<]+)<', client.get(EINRICHTEN).content.decode()).group(1)
    schluessel = b32decode(text.replace(" ", "")).hex()
    seite = client.post(EINRICHTEN, {"code": code(schluessel)}).content.decode()
    return schluessel, re.findall(r"<li><code>([^<]+)</code>", seite)


@pytest.fixture
def eingerichtet(uhr):
    """Schlüssel und Ersatzcodes der Leitung; der Code der Einrichtung ist schon alt."""
    ergebnis = einrichten(mit_kennwort())
    uhr(60)
    return ergebnis


def wohin(client, pfad="/") -> str:
    return client.get(pfad).headers.get("Location", "")


# --- Pflicht ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rolle", "muss"), [("leitung", 1), ("administration", 1), ("koordination", 0)])
def test_wer_einen_haben_muss(rolle, muss):
    assert wohin(mit_kennwort(rolle)).startswith(PRUEFEN) == bool(muss)


def ohne_umleitung(client, ziel) -> set[str]:
    """Namen der Adressen ohne Angaben, die nicht dorthin führen."""
    namen = set()
    for name in set(routen(get_resolver())):
        with suppress(NoReverseMatch):
            namen |= set() if ziel in wohin(client, reverse(name)) else {name}
    return namen


def offen_ohne_faktor() -> set[str]:
    """Was mit dem Kennwort allein offen ist und ohne Anmeldung nicht."""
    return ohne_umleitung(mit_kennwort(), PRUEFEN) - ohne_umleitung(Client(), "/anmelden/?next=")


def test_ohne_zweiten_faktor_ist_nur_offen_was_zu_ihm_gehoert():
    assert offen_ohne_faktor() == {"zweiter_faktor", "zweiter_faktor_einrichten", "abmelden"}


def test_die_pruefung_bemerkt_eine_offene_seite(monkeypatch):
    monkeypatch.setattr(schranken, "OHNE_FAKTOR", {*schranken.OHNE_FAKTOR, "protokoll"})
    assert "protokoll" in offen_ohne_faktor()


def test_solange_er_offen_ist_zeigt_der_rahmen_nichts_von_der_anwendung():
    seite = mit_kennwort().get(EINRICHTEN).content.decode()
    assert "hauptnavigation" not in seite
    assert "Beratungszahlen bis" not in seite


def test_eine_sitzung_ohne_angabe_ist_zu(angemeldet):
    client = angemeldet("koordination")
    sitzung = client.session
    del sitzung[faktor.ZUSTAND]
    sitzung.save()
    assert wohin(client).startswith(PRUEFEN)


def test_in_der_vorfuehrung_genuegt_das_kennwort(settings):
    settings.ZWEITER_FAKTOR = False
    assert mit_kennwort().get("/").status_code == 200


# --- Einrichten -------------------------------------------------------------------------------------------------------


def test_einrichten_oeffnet_die_anwendung_und_beendet_andere_sitzungen(angemeldet):
    andere = angemeldet("koordination")
    client = mit_kennwort("koordination")
    _, codes = einrichten(client)
    assert len(set(codes)) == 10
    assert client.get("/").status_code == 200
    assert wohin(andere).startswith("/anmelden/?")
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.ZWEITER_FAKTOR_EINGERICHTET).count() == 1


def test_qr_code_und_ersatzcodes_stehen_nur_einmal_da(eingerichtet):
    schluessel, codes = eingerichtet
    gespeichert = {token.token for token in StaticToken.objects.all()}
    assert len(gespeichert) == 10
    assert not {ohne.replace(" ", "") for ohne in codes} & gespeichert
    assert schluessel not in str(list(Protokolleintrag.objects.values()))


def test_falscher_code_richtet_nichts_ein(person):
    client = mit_kennwort()
    client.get(EINRICHTEN)
    assert [client.post(EINRICHTEN, {"code": c}).status_code for c in ("000000", "abc", "１２３４５６", "")] == [
        422
    ] * 4
    assert not faktor.hat_faktor(person("leitung"))


def test_wer_nur_das_kennwort_kennt_richtet_nicht_neu_ein(eingerichtet):
    fremder = mit_kennwort()
    for pfad in (EINRICHTEN, "/konto/zweiter-faktor/"):
        assert PRUEFEN in wohin(fremder, pfad)
    for pfad in (EINRICHTEN, "/konto/zweiter-faktor/ersatzcodes/", "/konto/zweiter-faktor/entfernen/"):
        assert PRUEFEN in fremder.post(pfad, {"code": "000000"}).headers["Location"]
    assert TOTPDevice.objects.get().key == eingerichtet[0]


# --- Prüfen -----------------------------------------------------------------------------------------------------------


def test_code_der_app_oeffnet_und_gilt_kein_zweites_mal(eingerichtet, uhr):
    erste, zweite = mit_kennwort(), mit_kennwort()
    schluessel = eingerichtet[0]
    vorher = erste.cookies["sessionid"].value
    antwort = erste.post(f"{PRUEFEN}?next=/massnahmen/", {"code": code(schluessel)})
    assert antwort.headers["Location"] == "/massnahmen/"
    assert erste.cookies["sessionid"].value != vorher  # neuer Schlüssel mit mehr Rechten
    assert erste.get("/").status_code == 200
    assert zweite.post(PRUEFEN, {"code": code(schluessel)}).status_code == 422
    uhr(60)
    assert zweite.post(PRUEFEN, {"code": code(schluessel)}).status_code == 302


def test_der_code_der_einrichtung_gilt_nicht_noch_einmal():
    schluessel, _ = einrichten(mit_kennwort())
    assert mit_kennwort().post(PRUEFEN, {"code": code(schluessel)}).status_code == 422


def test_jeder_ersatzcode_gilt_einmal(eingerichtet, uhr, person):
    ersatz = eingerichtet[1][3]
    assert mit_kennwort().post(PRUEFEN, {"code": ersatz.upper()}).status_code == 302
    assert faktor.uebrige_ersatzcodes(person("leitung")) == 9
    assert mit_kennwort().post(PRUEFEN, {"code": ersatz}).status_code == 422
    assert Protokolleintrag.objects.get(ereignis=Ereignis.ERSATZCODE_VERWENDET).angaben == {"uebrig": 9}


def test_wer_codes_raet_wartet_immer_laenger(eingerichtet, uhr):
    schluessel, client = eingerichtet[0], mit_kennwort()
    assert client.post(PRUEFEN, {"code": "000000"}).status_code == 422
    antwort = client.post(PRUEFEN, {"code": code(schluessel)})  # richtig, aber zu früh
    assert antwort.status_code == 422
    assert "wird gewartet" in antwort.content.decode()
    uhr(2)
    assert client.post(PRUEFEN, {"code": code(schluessel)}).status_code == 302
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.ZWEITER_FAKTOR_GESCHEITERT).count() == 1


def test_fremder_code_hilft_nicht(eingerichtet):
    andere, _ = einrichten(mit_kennwort("administration"))
    assert mit_kennwort().post(PRUEFEN, {"code": code(andere, 1)}).status_code == 422


def test_fuehrt_nicht_auf_fremde_rechner(eingerichtet):
    antwort = mit_kennwort().post(f"{PRUEFEN}?next=https://boese.example/", {"code": code(eingerichtet[0])})
    assert antwort.headers["Location"] == "/"


# --- Verwalten --------------------------------------------------------------------------------------------------------


def test_neue_ersatzcodes_machen_die_alten_ungueltig(eingerichtet):
    client = mit_kennwort()
    client.post(PRUEFEN, {"code": code(eingerichtet[0])})
    neue = re.findall(r"<li><code>([^<]+)</code>", client.post("/konto/zweiter-faktor/ersatzcodes/").content.decode())
    assert len(neue) == 10
    assert mit_kennwort().post(PRUEFEN, {"code": eingerichtet[1][0]}).status_code == 422


def test_entfernen_geht_nur_wo_er_freiwillig_ist(eingerichtet, person):
    client = mit_kennwort()
    client.post(PRUEFEN, {"code": code(eingerichtet[0])})
    assert client.post("/konto/zweiter-faktor/entfernen/").status_code == 403
    freiwillig = mit_kennwort("koordination")
    einrichten(freiwillig)
    assert freiwillig.post("/konto/zweiter-faktor/entfernen/").status_code == 302
    assert freiwillig.get("/").status_code == 200
    assert not faktor.hat_faktor(person("koordination"))


def test_wer_freiwillig_einen_hat_braucht_ihn(settings, uhr):
    settings.ZWEITER_FAKTOR = False
    einrichten(mit_kennwort("koordination"))
    assert wohin(mit_kennwort("koordination")).startswith(PRUEFEN)


def test_zuruecksetzen_beendet_die_sitzungen_und_steht_im_protokoll(eingerichtet, person):
    client = mit_kennwort()
    client.post(PRUEFEN, {"code": code(eingerichtet[0])})
    faktor.entfernen(person=person("leitung"), von=person("administration"))
    assert wohin(client).startswith("/anmelden/?")
    assert mit_kennwort().get(PRUEFEN).headers["Location"] == EINRICHTEN
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.ZWEITER_FAKTOR_ENTFERNT)
    assert (eintrag.benutzer, eintrag.gegenstand) == ("administration", "leitung")


def test_befehlszeile_setzt_zurueck_wenn_niemand_mehr_hineinkommt(eingerichtet, person):
    call_command("zweiten_faktor_zuruecksetzen", "Leitung")
    assert not faktor.hat_faktor(person("leitung"))
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("zweiten_faktor_zuruecksetzen", "niemand")
