"""Leer abgeschickt nennt jedes Formular oben alles, was fehlt, in unseren Worten und mit einem Sprung, der ankommt."""

import re

import pytest
from django.forms import Field
from django.test import Client

from beratung.models import Beratungsstelle

FORMULARE = [
    (None, "/anmelden/"),
    (None, "/anmelden/vergessen/"),
    (None, "/barrierefreiheit/melden/"),
    ("administration", "/beratung/kalender/mehrere/"),
    ("administration", "/beratung/kalender/nullmeldung/"),
    ("administration", "/beratung/kalender/seniora/2024-09/"),
    ("administration", "/beratung/lieferungen/neu/"),
    ("administration", "/beratung/stammdaten/bevoelkerung/tabelle/"),
    ("administration", "/beratung/stammdaten/ereignis/neu/"),
    ("administration", "/beratung/stammdaten/grenzen/"),
    ("administration", "/beratung/stammdaten/katalogwert/neu/beratungsort/"),
    ("administration", "/beratung/stammdaten/stelle/ausstattung/tabelle/"),
    ("administration", "/beratung/stammdaten/stelle/neu/"),
    ("administration", "/konto/kennwort/"),
    ("administration", "/massnahmen/pflege/sachstandsart/neu/"),
    ("administration", "/personen/neu/"),
    ("leitung", "/berichte/freigaben/bekannte-zahlen/"),
    ("leitung", "/berichte/freigaben/neu/"),
    ("leitung", "/berichte/neu/planungsbereich/"),
    ("leitung", "/berichte/neu/quartal/"),
    ("leitung", "/berichte/vorlage/"),
    ("leitung", "/massnahmen/pflege/fortschreiben/1/"),
    ("leitung", "/massnahmen/pflege/kennzahlbezug/neu/1/"),
    ("leitung", "/massnahmen/runden/neu/"),
    ("leitung", "/massnahmen/runden/stellvertretungen/"),
    ("sachbearbeitung", "/massnahmen/vertretung/"),
]

pytestmark = pytest.mark.django_db


def maengel(seite: str) -> list[str]:
    """Was an der Antwort auf ein leeres Formular nicht stimmt."""
    liste = re.search(r'id="fehlerliste".*?</ul>', seite, re.DOTALL)
    spruenge = re.findall(r'href="#([^"]+)"', liste[0]) if liste else []
    gefunden = [f"Sprung zu {ziel} kommt nicht an" for ziel in spruenge if f'id="{ziel}"' not in seite]
    gefunden += ["kein Sprung zu einem Feld"] * (not spruenge)
    gefunden += ["Satz des Rahmenwerks"] * (str(Field.default_error_messages["required"]) in seite)
    gefunden += ["leerer Wert angeführt"] * ("„“" in seite)
    return gefunden + ["Titel ohne „Fehler:“"] * ("<title>Fehler: " not in seite)


@pytest.mark.parametrize(("rolle", "pfad"), FORMULARE)
def test_leer_abgeschickt(angemeldet, rolle, pfad):
    antwort = (angemeldet(rolle) if rolle else Client()).post(pfad, {})
    assert antwort.status_code == 422
    assert maengel(antwort.content.decode()) == []


def test_die_pruefung_bemerkt_einen_sprung_ins_leere_und_fremde_worte(angemeldet):
    seite = angemeldet("administration").post("/beratung/kalender/mehrere/", {}).content.decode()
    kaputt = seite.replace('href="#id_zustand_0"', 'href="#id_zustand"').replace("<title>Fehler: ", "<title>")
    kaputt = kaputt.replace("Wählen Sie den neuen Stand.", "Dieses Feld ist zwingend erforderlich.")
    assert len(maengel(kaputt)) == 3


def fremde_worte_bei_vergebenem(angemeldet) -> list[str]:
    schon_da = Beratungsstelle.objects.first()
    angaben = {"name": "Neu", "kuerzel": schon_da.kuerzel, "traeger": schon_da.traeger_id, "quelle": schon_da.quelle}
    seite = angemeldet("administration").post("/beratung/stammdaten/stelle/neu/", angaben).content.decode()
    gefunden = ["ohne unseren Satz"] * ("Das ist schon vergeben. Bitte wählen Sie etwas anderes." not in seite)
    return gefunden + ["Satz des Rahmenwerks"] * ("existiert bereits" in seite)


def test_schon_vergebenes_steht_in_unseren_worten_da(angemeldet):
    assert fremde_worte_bei_vergebenem(angemeldet) == []


def test_die_pruefung_bemerkt_fremde_worte_bei_vergebenem(angemeldet, monkeypatch):
    monkeypatch.setattr("dresden_senioren.formulare.in_unseren_worten", lambda feld: None)
    assert fremde_worte_bei_vergebenem(angemeldet) == ["ohne unseren Satz", "Satz des Rahmenwerks"]
