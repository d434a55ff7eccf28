"""„Mein Konto“: jede Person sieht, was über sie gespeichert ist, und beendet ihre anderen Sitzungen."""

import pytest
from django.test import Client

from dresden_senioren.models import Ereignis, Protokolleintrag
from dresden_senioren.rollen import ROLLEN, Recht

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rolle", list(ROLLEN))
def test_das_konto_sagt_rolle_und_zugehoerigkeit(angemeldet, rolle):
    antwort = angemeldet(rolle).get("/konto/")
    seite = antwort.content.decode()
    assert ROLLEN[rolle].beschreibung in seite
    assert ("Sozialamt</dd>" in seite) == (rolle == "sachbearbeitung")
    assert (">Cotta</dd>" in seite) == (rolle == "koordination")
    assert antwort.context["darf"] == [recht.worte for recht in Recht if recht in ROLLEN[rolle].rechte]


def test_der_name_im_kopf_fuehrt_zum_konto(angemeldet):
    assert 'href="/konto/"' in angemeldet("leitung").get("/").content.decode()
    assert "/konto/" not in Client().get("/hilfe/").content.decode()


def test_andere_sitzungen_enden_diese_bleibt(angemeldet):
    hier, dort, fremde = angemeldet("leitung"), angemeldet("leitung"), angemeldet("koordination")
    assert hier.get("/konto/").context["sitzungen"] == 2
    assert hier.post("/konto/sitzungen/").status_code == 302
    assert hier.get("/konto/").context["sitzungen"] == 1
    assert dort.get("/konto/").status_code == 302
    assert fremde.get("/konto/").status_code == 200
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.SITZUNGEN_BEENDET)
    assert eintrag.benutzer == "leitung"


def test_abgemeldete_sitzungen_zaehlen_nicht(angemeldet):
    hier, dort = angemeldet("leitung"), angemeldet("leitung")
    dort.post("/abmelden/")
    assert hier.get("/konto/").context["sitzungen"] == 1
