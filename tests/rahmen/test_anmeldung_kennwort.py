"""Kennwörter: was geht, ändern, mit einem Link setzen; der Link gilt einmal und einen Tag."""

import re
import threading

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory

from dresden_senioren.anmeldung.kennwortlink import einladung_senden, einladungslink
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db
NEU = "blaue Tasse auf dem Fensterbrett"
DREI = {"old_password": KENNWORT, "new_password1": NEU, "new_password2": NEU}


def maengel(kennwort, person) -> str:
    try:
        validate_password(kennwort, person)
    except ValidationError as fehler:
        return " ".join(fehler.messages)
    return ""


@pytest.mark.parametrize(
    ("kennwort", "mangel"),
    [
        ("elf-zeichen", "mindestens 12"),
        ("DresdenSozialamt2026", "Naheliegendem"),
        ("Fachplan!!Senioren", "Naheliegendem"),
        ("Lothar-Beispiel-11", "Naheliegendem"),
        ("121212121212", "wenige Zeichen"),
        ("x" * 60 + "yzäöü" * 14, "höchstens 128"),
        ("q1w2e3r4t5y6", "jeder Liste"),
        (NEU, ""),
        ("kurzhalslaufente", ""),  # weder Ziffer noch Großbuchstabe
        ("Umzug nach Dresden war im März", ""),
        ("ab cd" * 13, ""),  # 65 Zeichen
        ("abcde fgh" * 14, ""),  # 126
    ],
)
def test_kennwortregeln(person, kennwort, mangel):
    gefunden = maengel(kennwort, person("leitung"))
    assert mangel in gefunden if mangel else gefunden == ""


def test_eigenes_kennwort_aendern_beendet_die_uebrigen_sitzungen(angemeldet, person):
    hier, dort = angemeldet("leitung"), angemeldet("leitung")
    assert hier.post("/konto/kennwort/", DREI).status_code == 302
    assert hier.get("/").status_code == 200
    assert dort.get("/").status_code == 302
    assert person("leitung").check_password(NEU)
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.KENNWORT_GEAENDERT, benutzer="leitung").count() == 1


def test_ohne_das_bisherige_kennwort_aendert_sich_nichts_und_auch_hier_bremst_wer_raet(angemeldet, person):
    client = angemeldet("leitung")
    antworten = [client.post("/konto/kennwort/", DREI | {"old_password": f"falsch-{nr}"}) for nr in range(11)]
    assert [a.status_code for a in antworten] == [422] * 10 + [429]
    assert person("leitung").check_password(KENNWORT)


def link_gehen(link):
    """Client, der den Link geöffnet hat, und die Adresse des Formulars."""
    client = Client()
    antwort = client.get(link, follow=True)
    return client, antwort


def setzen(link, kennwort=NEU):
    client, antwort = link_gehen(link)
    return client.post(
        antwort.request["PATH_INFO"],
        {"new_password1": kennwort, "new_password2": kennwort, "username": "administration"},
    )


def test_link_setzt_das_kennwort_einmal_und_beendet_alle_sitzungen(angemeldet, person):
    alte_sitzung, link = angemeldet("leitung"), einladungslink(person("leitung"))
    assert setzen(link).status_code == 302
    assert person("leitung").check_password(NEU)
    assert alte_sitzung.get("/").status_code == 302
    assert setzen(link, "noch ein ganz anderes Kennwort").status_code == 410
    assert person("leitung").check_password(NEU)


def test_oeffnen_allein_verbraucht_den_link_nicht(person):
    link = einladungslink(person("leitung"))
    assert link_gehen(link)[1].status_code == 200
    assert setzen(link).status_code == 302


def test_link_gilt_einen_tag(person, uhr):
    link = einladungslink(person("leitung"))
    uhr(24 * 60 * 60 - 60)
    assert link_gehen(link)[1].status_code == 200
    uhr(120)
    assert link_gehen(link)[1].status_code == 410


@pytest.mark.parametrize("aendern", [{"is_active": False}, {"rechte_stand": 1}])
def test_link_endet_mit_zugang_und_rechten(person, aendern):
    link = einladungslink(person("leitung"))
    Benutzer.objects.filter(username="leitung").update(**aendern)
    assert link_gehen(link)[1].status_code == 410


def test_schlechtes_kennwort_wird_erklaert_und_der_link_bleibt(person):
    link = einladungslink(person("leitung"))
    antwort = setzen(link, "Sozialamt123")
    assert antwort.status_code == 422
    assert "Naheliegendem" in antwort.content.decode()
    assert setzen(link).status_code == 302


def anfordern(email):
    antwort = Client().post("/anmelden/vergessen/", {"email": email})
    for faden in threading.enumerate():
        if faden.name == "kennwort-link":
            faden.join()
    return antwort.content


def test_vergessen_antwortet_bekannten_und_unbekannten_gleich():
    assert anfordern("leitung@dresden.example") == anfordern("niemand@dresden.example")
    (nachricht,) = mail.outbox
    assert nachricht.to == ["leitung@dresden.example"]
    assert (
        setzen(re.search(r"https?://\S+", nachricht.body).group().removeprefix("http://testserver")).status_code == 302
    )


def test_wer_eine_adresse_immer_wieder_eingibt_schickt_trotzdem_nur_einen_link(uhr):
    for _ in range(3):
        anfordern("leitung@dresden.example")
    assert len(mail.outbox) == 1
    uhr(16 * 60)
    anfordern("leitung@dresden.example")
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("zustand", [{"is_active": False}, {"password": "!", "stadtkennung": "s-1"}])
def test_abgeschaltete_und_dienstkonten_bekommen_keinen_link(zustand):
    Benutzer.objects.filter(username="leitung").update(**zustand)
    anfordern("leitung@dresden.example")
    assert mail.outbox == []


def test_ohne_mailserver_sagt_die_seite_an_wen_man_sich_wendet(settings, person):
    settings.EMAIL_IST_EINGERICHTET = False
    seite = Client().get("/anmelden/vergessen/").content.decode()
    assert "Rufen Sie die Administration" in seite
    anfrage = RequestFactory().get("/")
    assert einladung_senden(person("leitung"), anfrage, von=person("administration")) is False
    assert mail.outbox == []


def test_einladung_geht_an_die_person_und_steht_ohne_link_im_protokoll(person):
    assert einladung_senden(person("leitung"), RequestFactory().get("/"), von=person("administration"))
    eintrag = Protokolleintrag.objects.filter(ereignis=Ereignis.KENNWORT_LINK_GESENDET).get()
    assert (eintrag.benutzer, eintrag.gegenstand, eintrag.angaben) == (
        "administration",
        "leitung",
        {"person": person("leitung").pk},
    )
    assert "http://testserver/anmelden/kennwort/" in mail.outbox[0].body


def test_nach_neuem_kennwort_ist_die_bremse_geloest(person):
    def anmelden(kennwort):
        return Client().post("/anmelden/", {"username": "leitung", "password": kennwort}).status_code

    assert [anmelden("falsch") for _ in range(11)][-1] == 429
    setzen(einladungslink(person("leitung")))
    assert anmelden(NEU) == 302
