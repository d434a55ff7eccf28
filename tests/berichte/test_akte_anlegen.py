"""Einen Bericht anlegen: Vorschläge, Grenzen, Fassungen, Runden, Vergleiche."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.akten.festschreiben import festschreiben
from berichte.models import Berichtsakte
from dresden_senioren.models import Ereignis, Protokolleintrag
from massnahmen.models import Fachplan, Massnahme
from massnahmen.runden.ablauf import runde_eroeffnen, runde_schliessen

from .aktenhilfen import STICHTAG, akte

pytestmark = pytest.mark.django_db


def adresse(eine) -> str:
    return reverse("bericht_detail", args=[eine.pk])


def anlegen(client, art="zwischenbericht", **daten):
    return client.post(f"/berichte/neu/{art}/", {"stichtag": "2024-09-30", "fassung": "intern"} | daten)


@pytest.fixture
def cotta():
    return Planungsbereich.objects.get(kuerzel="cotta")


def test_anlegen_schlaegt_den_letzten_gemeldeten_monat_vor(angemeldet):
    seite = angemeldet("leitung").get("/berichte/neu/zwischenbericht/").content.decode()
    assert 'value="2024-09-30"' in seite
    assert "Es gibt noch keine Freigabe" in seite


def test_anlegen_fuehrt_zur_akte_und_steht_im_protokoll(angemeldet):
    antwort = anlegen(angemeldet("leitung"))
    neue = Berichtsakte.objects.get()
    assert antwort["Location"] == adresse(neue)
    assert (neue.art, neue.stichtag, neue.fassung, str(neue.angelegt_von)) == (
        "zwischenbericht",
        STICHTAG,
        "intern",
        "leitung",
    )
    eintrag = Protokolleintrag.objects.get(ereignis=Ereignis.BERICHT_ANGELEGT)
    assert eintrag.gegenstand == "Zwischenbericht zum 30.09.2024"


@pytest.mark.parametrize(
    ("stichtag", "satz"),
    [
        ("", "Bitte nennen Sie einen Stichtag"),
        ("gestern", "Das ist kein Datum"),
        ("2999-01-01", "liegt in der Zukunft"),
        ("1066-01-01", "Vor dem Jahr 2000"),
    ],
)
def test_falscher_stichtag_wird_am_feld_erklaert(angemeldet, stichtag, satz):
    antwort = anlegen(angemeldet("leitung"), stichtag=stichtag)
    assert antwort.status_code == 422
    assert satz in antwort.context["form"].errors["stichtag"][0]
    assert not Berichtsakte.objects.exists()


def test_denselben_bericht_gibt_es_nur_einmal(angemeldet):
    client = angemeldet("leitung")
    anlegen(client)
    antwort = anlegen(client)
    assert antwort.status_code == 422
    assert f'href="{adresse(Berichtsakte.objects.get())}"' in antwort.content.decode()
    assert anlegen(client, fassung="weitergabe").status_code == 302


def test_geschlossene_runde_ist_vorgewaehlt_und_bringt_ihren_stichtag_mit(angemeldet, person):
    heute = timezone.localdate()
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": heute, "frist": heute}
    runde = runde_eroeffnen(bezeichnung="Herbst", massnahmen=Massnahme.objects.all(), von=None, **angaben)
    runde_schliessen(runde=runde, von=None)
    abschluss = runde.abschluesse.get()
    client = angemeldet("leitung")
    form = client.get("/berichte/neu/zwischenbericht/").context["form"]
    assert (form.initial["abschluss"], form.initial["stichtag"]) == (abschluss.pk, heute)
    falsch = anlegen(client, abschluss=abschluss.pk)
    assert "Die Runde hat den Stichtag" in falsch.context["form"].errors["stichtag"][0]
    assert anlegen(client, abschluss=abschluss.pk, stichtag="").status_code == 302
    neue = Berichtsakte.objects.get()
    assert (neue.abschluss, neue.stichtag) == (abschluss, heute)
    assert "Stand der Runde „Herbst“" in client.get(adresse(neue)).content.decode()


def test_koordination_legt_profil_und_quartal_des_eigenen_bereichs_an(angemeldet, cotta):
    client = angemeldet("koordination")
    arten = [art.schluessel for art in client.get("/berichte/neu/").context["arten"]]
    assert set(arten) == {"planungsbereich", "quartal"}
    assert client.get("/berichte/neu/zwischenbericht/").status_code == 404
    fremder = Planungsbereich.objects.exclude(koordination__username="koordination").first()
    assert anlegen(client, "planungsbereich", planungsbereich=fremder.pk).status_code == 422
    assert anlegen(client, "planungsbereich", planungsbereich=cotta.pk).status_code == 302
    fremde = Beratungsstelle.objects.get(kuerzel="s-altstadt")
    assert anlegen(client, "quartal", beratungsstelle=fremde.pk).status_code == 422
    eigene = Beratungsstelle.objects.get(kuerzel="s-cotta")
    antwort = anlegen(client, "quartal", beratungsstelle=eigene.pk)
    assert antwort.status_code == 302
    quartal = Berichtsakte.objects.get(art="quartal")
    assert (quartal.planungsbereich, quartal.fassung) == (cotta, "intern")
    assert client.get(antwort["Location"]).status_code == 200


def test_quartal_gibt_es_nicht_zur_weitergabe_und_die_seite_sagt_warum(angemeldet):
    client = angemeldet("leitung")
    assert "fassung" not in client.get("/berichte/neu/quartal/").context["form"].fields
    stelle = Beratungsstelle.objects.get(kuerzel="s-cotta")
    anlegen(client, "quartal", beratungsstelle=stelle.pk, fassung="weitergabe")
    assert Berichtsakte.objects.get().fassung == "intern"


def test_vergleich_nur_mit_derselben_fassung_und_frueher(angemeldet, person):
    frueher = akte(stichtag=date(2024, 6, 30))
    version = festschreiben(frueher, von=person("leitung"))
    client = angemeldet("leitung")
    falsch = anlegen(client, fassung="weitergabe", vergleich_mit=version.pk)
    assert "verschiedene Fassungen" in falsch.context["form"].errors["vergleich_mit"][0]
    zu_spaet = anlegen(client, stichtag="2024-03-31", vergleich_mit=version.pk)
    assert "nicht früher" in zu_spaet.context["form"].errors["vergleich_mit"][0]
    assert anlegen(client, vergleich_mit=version.pk).status_code == 302
    assert Berichtsakte.objects.get(stichtag=STICHTAG).vergleich_mit == version
