"""Die Bremse gegen Raten: zehn Fehlversuche je Person und Rechner, danach warten; Fremde sperren niemanden aus."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.test import Client, RequestFactory

from dresden_senioren.anfrage.absender import adresse
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db
HIER, ANDERSWO = "192.0.2.1", "192.0.2.2"


def versuch(kennwort, name="leitung", rechner=HIER, browser="Firefox"):
    return Client(REMOTE_ADDR=rechner, headers={"User-Agent": browser}).post(
        "/anmelden/", {"username": name, "password": kennwort}
    )


def codes(anzahl, **angaben):
    return [versuch(f"falsch-{nr}", **angaben).status_code for nr in range(anzahl)]


def test_der_elfte_versuch_wird_abgewiesen_auch_mit_dem_richtigen_kennwort():
    assert codes(20) == [422] * 10 + [429] * 10
    antwort = versuch(KENNWORT)
    assert antwort.status_code == 429
    assert "Bitte warten Sie bis" in antwort.content.decode()
    assert 0 < int(antwort.headers["Retry-After"]) <= 15 * 60


def test_ein_anderer_browser_am_selben_rechner_hilft_nicht():
    assert codes(5) + codes(6, browser="Chromium") == [422] * 10 + [429]


def test_eine_andere_schreibweise_des_namens_hilft_nicht():
    schreibweisen = ["leitung", "Leitung", " LEITUNG ", "ｌｅｉｔｕｎｇ"]
    assert [codes(3, name=name) for name in schreibweisen] == [[422] * 3] * 3 + [[422, 429, 429]]


def test_fremde_sperren_niemanden_aus():
    codes(12, rechner=ANDERSWO)
    assert versuch(KENNWORT).status_code == 302  # dieselbe Person am eigenen Rechner
    assert versuch(KENNWORT, name="administration", rechner=ANDERSWO).status_code == 302


def test_nach_einer_viertelstunde_geht_es_weiter_auch_wenn_weiter_geraten_wird(uhr):
    codes(10)
    uhr(14 * 60)
    assert versuch(KENNWORT).status_code == 429
    uhr(61)
    assert versuch(KENNWORT).status_code == 302


def test_eine_gelungene_anmeldung_beginnt_die_zaehlung_neu():
    codes(9)
    assert versuch(KENNWORT).status_code == 302
    assert codes(10) == [422] * 10


def test_unbekannte_namen_verhalten_sich_wie_bekannte():
    assert codes(11, name="gibt-es-nicht") == [422] * 10 + [429]
    # Gegenprobe: Zählten alle unbekannten zusammen, verriete die Sperre, welche Namen es gibt.
    assert codes(1, name="gibt-es-auch-nicht") == [422]


def test_was_jemand_statt_des_namens_eintippt_steht_nirgends():
    geheim = "MeinGeheimesKennwort!"
    versuch("falsch", name=geheim)
    versuch(geheim)
    Client().post(f"/anmelden/?username={geheim}", {"username": geheim, "password": geheim})
    assert AccessAttempt.objects.count() >= 2
    assert gefunden_in_der_datenbank(geheim) == []
    Benutzer.objects.filter(username="leitung").update(last_name=geheim)
    assert gefunden_in_der_datenbank(geheim) == ["dresden_senioren_benutzer"]  # Gegenprobe


def gefunden_in_der_datenbank(text) -> list[str]:
    with connection.cursor() as zeiger:
        treffer = []
        for tabelle in connection.introspection.table_names(zeiger):
            zeiger.execute(f'SELECT * FROM "{tabelle}"')  # noqa: S608  – Namen aus der Datenbank selbst
            if any(text in str(zeile) for zeile in zeiger.fetchall()):
                treffer.append(tabelle)
    return treffer


def test_sperre_steht_einmal_im_protokoll():
    codes(13)
    gesperrt = Protokolleintrag.objects.filter(ereignis=Ereignis.ANMELDUNG_GESPERRT)
    assert [e.gegenstand for e in gesperrt] == ["leitung"]


def test_der_weitergereichten_adresse_wird_nur_hinter_einem_proxy_geglaubt_und_nur_dem_letzten_eintrag(settings):
    anfrage = RequestFactory(REMOTE_ADDR=HIER).get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    settings.HINTER_PROXY = False
    assert adresse(anfrage) == HIER
    settings.HINTER_PROXY = True
    assert adresse(anfrage) == "198.51.100.7"
    assert adresse(RequestFactory().get("/", headers={"X-Forwarded-For": "<script>"})) is None


def test_vorgetaeuschte_adressen_umgehen_die_bremse_nicht(settings):
    settings.HINTER_PROXY = True
    antworten = [
        Client(headers={"X-Forwarded-For": f"203.0.113.{nr}, {HIER}"}).post(
            "/anmelden/", {"username": "leitung", "password": "falsch"}
        )
        for nr in range(11)
    ]
    assert [a.status_code for a in antworten] == [422] * 10 + [429]


def test_abgeschalteter_zugang_klingt_wie_ein_falsches_kennwort():
    Benutzer.objects.filter(username="leitung").update(is_active=False)
    richtig, falsch = versuch(KENNWORT).content.decode(), versuch("falsch").content.decode()
    assert "Benutzername oder Kennwort ist falsch" in richtig
    assert "Benutzername oder Kennwort ist falsch" in falsch


def test_die_zaehlung_liegt_in_der_datenbank_fuer_alle_prozesse():
    assert getattr(settings, "AXES_HANDLER", "").startswith("axes.handlers.database")
