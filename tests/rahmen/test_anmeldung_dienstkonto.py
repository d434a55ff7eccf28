"""Anmeldung mit dem Dienstkonto gegen einen wirklichen kleinen Identitätsdienst; ohne Einstellung gibt es sie nicht."""

import os
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from dresden_senioren.anmeldung.kennwort_erneut import EINGEGEBEN_UM
from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR

from . import adressen_mit_dienstkonto
from .identitaetsdienst import GEHEIMNIS, KENNUNG, Identitaetsdienst

pytestmark = pytest.mark.django_db
BEGINNEN = "/anmelden/dienstkonto/"
LEITUNG = {"email": "leitung@dresden.example", "email_verified": True}


@pytest.fixture(scope="module")
def laufender_dienst():
    dienst = Identitaetsdienst()
    yield dienst
    dienst.beenden()


@pytest.fixture
def dienst(laufender_dienst, settings):
    settings.OIDC_ANBIETER = adresse = laufender_dienst.adresse
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{adresse}/auth"
    settings.OIDC_OP_TOKEN_ENDPOINT, settings.OIDC_OP_JWKS_ENDPOINT = f"{adresse}/token", f"{adresse}/certs"
    settings.OIDC_OP_USER_ENDPOINT = ""
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = KENNUNG, GEHEIMNIS
    settings.OIDC_RP_SIGN_ALGO, settings.OIDC_USE_PKCE, settings.OIDC_CREATE_USER = "RS256", True, False
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "dresden_senioren.anmeldung.dienstkonto.Dienstkonto",
    ]
    settings.ROOT_URLCONF = adressen_mit_dienstkonto.__name__
    laufender_dienst.unterschrift_mit = laufender_dienst.schluessel
    return laufender_dienst


def anmelden(dienst, **angaben) -> Client:
    client = Client()
    zurueck = dienst.melde_an(client.get(BEGINNEN).headers["Location"], **angaben)
    client.get(zurueck)
    return client


def wer(client) -> str:
    antwort = client.get("/konto/kennwort/")
    return antwort.context["user"].username if antwort.status_code == 200 else ""


# --- Wer hineinkommt --------------------------------------------------------------------------------------------------


def test_bekannte_person_kommt_hinein_und_an_die_gewuenschte_seite(dienst):
    client = Client()
    zurueck = dienst.melde_an(client.get(f"{BEGINNEN}?next=/massnahmen/").headers["Location"], **LEITUNG)
    assert client.get(zurueck).headers["Location"] == "/massnahmen/"
    assert wer(client) == "leitung"


def test_nach_dem_ersten_mal_zaehlt_nur_die_kennung(dienst):
    anmelden(dienst, **LEITUNG)
    assert Benutzer.objects.get(username="leitung").stadtkennung == "s-1"
    assert wer(anmelden(dienst, email="neuer.name@dresden.example")) == "leitung"
    # Wer die Adresse später bekommt, bekommt nicht den Zugang.
    assert wer(anmelden(dienst, sub="s-2", **LEITUNG)) == ""


@pytest.mark.parametrize(
    "angaben",
    [
        {"email": "niemand@dresden.example", "email_verified": True},
        {"email": "leitung@dresden.example", "email_verified": False},
        {"email": "leitung@dresden.example"},
        {"email": "", "email_verified": True},
        {},
    ],
)
def test_wer_hier_nicht_eingetragen_ist_kommt_nicht_hinein_und_entsteht_nicht(dienst, angaben):
    vorher = Benutzer.objects.count()
    client = anmelden(dienst, **angaben)
    assert wer(client) == ""
    assert "hat nicht geklappt" in client.get("/anmelden/").content.decode()
    assert (Benutzer.objects.count(), Benutzer.objects.exclude(stadtkennung=None).count()) == (vorher, 0)


def test_abgeschaltete_person_kommt_nicht_hinein(dienst):
    anmelden(dienst, **LEITUNG)
    Benutzer.objects.filter(username="leitung").update(is_active=False)
    assert wer(anmelden(dienst, **LEITUNG)) == ""


def test_die_rolle_kommt_nie_aus_dem_token(dienst):
    anmelden(dienst, **LEITUNG, rolle="administration", groups=["administration"], is_superuser=True)
    leitung = Benutzer.objects.get(username="leitung")
    assert (leitung.rolle, leitung.is_superuser) == ("leitung", False)


# --- Was am Token nicht stimmt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "angaben",
    [
        {"nonce": "fremd"},
        {"nonce": None},
        {"aud": "andere-anwendung"},
        {"aud": None},
        {"azp": "andere-anwendung"},
        {"iss": "https://boese.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_ein_token_das_nicht_fuer_uns_und_jetzt_ist_gilt_nicht(dienst, angaben):
    assert wer(anmelden(dienst, **LEITUNG | angaben)) == ""


def test_fremde_unterschrift_gilt_nicht(dienst):
    dienst.unterschrift_mit = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert wer(anmelden(dienst, **LEITUNG)) == ""


def test_code_eines_anderen_browsers_gilt_nicht(dienst):
    opfer, angreifer = Client(), Client()
    opfer.get(BEGINNEN)
    zurueck = dienst.melde_an(angreifer.get(BEGINNEN).headers["Location"], **LEITUNG)
    assert opfer.get(zurueck).status_code == 302
    assert wer(opfer) == ""


def test_dieselbe_rueckkehr_gilt_kein_zweites_mal(dienst):
    client = Client()
    zurueck = dienst.melde_an(client.get(BEGINNEN).headers["Location"], **LEITUNG)
    client.get(zurueck)
    client.post("/abmelden/")
    client.get(zurueck)
    assert wer(client) == ""


def test_dienst_nicht_erreichbar_fuehrt_zur_anmeldung(dienst, settings):
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"  # noqa: S105
    client = Client()
    antwort = client.get(dienst.melde_an(client.get(BEGINNEN).headers["Location"], **LEITUNG))
    assert antwort.headers["Location"] == "/anmelden/"


def test_abbruch_beim_dienst_fuehrt_zur_anmeldung(dienst):
    client = Client()
    client.get(BEGINNEN)
    assert client.get(f"{BEGINNEN}zurueck/?error=access_denied").headers["Location"] == "/anmelden/"


# --- Zweiter Faktor und Kennwort --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("angaben", "erfuellt"),
    [({}, False), ({"amr": ["pwd"]}, False), ({"amr": ["pwd", "otp"]}, True), ({"acr": "hoch"}, True)],
    ids=str,
)
def test_zweiter_faktor_des_dienstes_zaehlt_wenn_er_ihn_bestaetigt(dienst, settings, angaben, erfuellt):
    settings.ZWEITER_FAKTOR, settings.OIDC_ZWEITER_FAKTOR = True, ["otp", "hoch"]
    antwort = anmelden(dienst, **LEITUNG | angaben).get("/")
    assert (antwort.status_code == 200) is erfuellt


def test_ohne_einstellung_zaehlt_keine_bestaetigung(dienst, settings):
    settings.ZWEITER_FAKTOR = True
    assert anmelden(dienst, **LEITUNG, amr=["otp"]).get("/").status_code == 302


def test_vor_gewichtigem_bestaetigt_sich_wer_kein_kennwort_hat_beim_dienst(dienst, settings):
    settings.KENNWORT_ERNEUT = True
    Benutzer.objects.filter(username="leitung").update(password="!")  # noqa: S106
    client, pfad = anmelden(dienst, **LEITUNG), "/massnahmen/pflege/fortschreiben/1/"
    assert "Fortschreib" in client.get(pfad).content.decode()
    sitzung = client.session
    sitzung[EINGEGEBEN_UM] -= 15 * 60 + 1
    sitzung.save()
    seite = client.get(pfad).content.decode()
    assert "Mit dem Dienstkonto bestätigen" in seite
    anfrage = client.get(f"{BEGINNEN}?erneut=1").headers["Location"]
    assert parse_qs(urlsplit(anfrage).query)["prompt"] == ["login"]
    # Der Dienst hat nicht wirklich noch einmal gefragt: gilt nicht.
    client.get(dienst.melde_an(anfrage, **LEITUNG, auth_time=1_700_000_000))
    assert client.post(pfad, {"kennwort_nur_ansehen": "1"}).status_code == 422
    client.get(dienst.melde_an(client.get(f"{BEGINNEN}?erneut=1").headers["Location"], **LEITUNG))
    assert client.post(pfad, {"kennwort_nur_ansehen": "1"}).headers["Location"] == pfad


def test_anmeldeseite_bietet_das_dienstkonto_an(dienst):
    seite = Client().get("/anmelden/?next=/massnahmen/").content.decode()
    assert 'href="/anmelden/dienstkonto/?next=/massnahmen/"' in seite


# --- Ohne Einstellung -------------------------------------------------------------------------------------------------


def test_ohne_anbieter_gibt_es_die_adressen_nicht():
    assert Client().get(BEGINNEN).status_code == 404
    assert "Dienstkonto" not in Client().get("/anmelden/").content.decode()


OHNE_PAKET = """
import sys
sys.modules["mozilla_django_oidc"] = None  # ein Import scheiterte
import django; django.setup()
from django.test import Client
print(Client(HTTP_HOST="localhost").get("/anmelden/").status_code)
"""


@pytest.mark.langsam
@pytest.mark.parametrize(("anbieter", "laeuft"), [("", True), ("https://id.example/realms/stadt", False)])
def test_das_paket_wird_nur_mit_anbieter_gebraucht(anbieter, laeuft):
    eigenes = {"OIDC_ANBIETER": anbieter, "OIDC_GEHEIMNIS": "x", "DJANGO_SETTINGS_MODULE": "dresden_senioren.settings"}
    befehl = [sys.executable, "-W", "ignore", "-c", OHNE_PAKET]
    lauf = subprocess.run(befehl, cwd=BASE_DIR, env=os.environ | eigenes, capture_output=True, text=True, check=False)
    assert ("200" in lauf.stdout) is laeuft, lauf.stderr
