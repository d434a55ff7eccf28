"""Das Protokoll: vollständig, ohne Kennwörter, nur ergänzbar."""

import pytest
from django.test import Client

from dresden_senioren.models import Ereignis, Protokolleintrag
from dresden_senioren.protokoll import protokolliere
from tests.conftest import KENNWORT

pytestmark = pytest.mark.django_db


def _anmelden(name, kennwort):
    return Client().post("/anmelden/", {"username": name, "password": kennwort})


def test_an_und_abmeldung_stehen_im_protokoll(angemeldet):
    _anmelden("leitung", KENNWORT)
    angemeldet("leitung").post("/abmelden/")
    ereignisse = [e.ereignis for e in Protokolleintrag.objects.filter(benutzer="leitung")]
    assert {Ereignis.ANMELDUNG, Ereignis.ABMELDUNG} <= set(ereignisse)


def test_gescheiterte_anmeldung_nennt_nur_bekannte_namen():
    _anmelden("leitung", "falsch")
    _anmelden("MeinGeheimesKennwort!", "falsch")
    gegenstaende = {e.gegenstand for e in Protokolleintrag.objects.filter(ereignis=Ereignis.ANMELDUNG_GESCHEITERT)}
    assert gegenstaende == {"leitung", "unbekannter Name"}


def test_protokoll_laesst_sich_nicht_aendern_oder_loeschen(person):
    protokolliere(Ereignis.ANMELDUNG, von=person("leitung"))
    eintrag = Protokolleintrag.objects.first()
    for versuch in (
        eintrag.save,
        eintrag.delete,
        Protokolleintrag.objects.all().delete,
        lambda: Protokolleintrag.objects.update(benutzer=""),
    ):
        with pytest.raises(TypeError, match="nur ergänzt"):
            versuch()


def test_zeilenumbrueche_faelschen_keine_zeile(person):
    protokolliere(Ereignis.ANMELDUNG, von=None, gegenstand="datei\r\n2024 ANMELDUNG \u202eleitung")
    assert Protokolleintrag.objects.first().gegenstand == "datei 2024 ANMELDUNG leitung"


def test_administration_liest_das_protokoll(angemeldet):
    protokolliere(Ereignis.LIEFERUNG_UEBERNOMMEN, von=None, gegenstand="<script>alert(1)</script>")
    inhalt = angemeldet("administration").get("/protokoll/").content.decode()
    assert "&lt;script&gt;" in inhalt
    assert "<script>alert" not in inhalt
