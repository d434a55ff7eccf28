"""Dieselbe Prüfung in den Zuständen, die man selten sieht: leere Installation, abgewiesenes Formular, lange Texte."""

import pytest

from tests.conftest import KENNWORT, browserseiten

from .barrieren import NUR_SQLITE, maengel
from .eigene_welt import kopierte_welt, leere_welt

pytestmark = [pytest.mark.browser, pytest.mark.langsam, NUR_SQLITE]

LEER = [
    ("sachbearbeitung", "/"),
    ("koordination", "/"),
    ("administration", "/"),
    ("leitung", "/"),
    ("sachbearbeitung", "/massnahmen/rueckmeldungen/"),
    ("leitung", "/massnahmen/aenderungen/"),
    ("leitung", "/massnahmen/runden/"),
    ("leitung", "/massnahmen/formulare/"),
    ("leitung", "/auswertung/stadt/"),
    ("leitung", "/auswertung/bereich/"),
    ("leitung", "/auswertung/bereich/cotta/"),
    ("leitung", "/auswertung/monatsentwicklung/"),
    ("leitung", "/auswertung/quartal/"),
    ("leitung", "/auswertung/kennzahlen/"),
    ("leitung", "/berichte/"),
    ("leitung", "/berichte/freigaben/"),
    ("administration", "/beratung/lieferungen/"),
    ("administration", "/beratung/lieferungen/eingang/"),
    ("administration", "/beratung/kalender/"),
    ("administration", "/beratung/befunde/"),
    ("administration", "/beratung/stammdaten/stelle/"),
    ("administration", "/beratung/stammdaten/bevoelkerung/"),
    ("administration", "/beratung/stammdaten/grenzen/"),
    ("administration", "/barrieremeldungen/"),
]
FALSCH = [
    (None, "/anmelden/"),
    (None, "/barrierefreiheit/melden/"),
    ("sachbearbeitung", "/massnahmen/vertretung/"),
    ("leitung", "/massnahmen/pflege/massnahme/neu/1/"),
    ("leitung", "/massnahmen/pflege/ziel/1/ausser-kraft/"),
    ("leitung", "/massnahmen/runden/neu/"),
    ("leitung", "/berichte/freigaben/neu/"),
    ("leitung", "/berichte/freigaben/bekannte-zahlen/"),
    ("leitung", "/berichte/neu/zwischenbericht/"),
    ("administration", "/beratung/lieferungen/neu/"),
    ("administration", "/beratung/kalender/mehrere/"),
    ("administration", "/beratung/stammdaten/stelle/neu/"),
    ("administration", "/beratung/stammdaten/ereignis/neu/"),
    ("administration", "/berichte/vorlage/"),
]
LANG = [
    ("sachbearbeitung", "/massnahmen/"),
    ("sachbearbeitung", "/massnahmen/1/"),
    ("leitung", "/massnahmen/pflege/"),
    ("leitung", "/massnahmen/planpruefung/"),
    ("administration", "/massnahmen/stellen/"),
    ("administration", "/beratung/lieferungen/"),
    ("administration", "/beratung/lieferungen/1/"),
    ("administration", "/beratung/kalender/"),
    ("administration", "/beratung/stammdaten/stelle/"),
    ("administration", "/beratung/stammdaten/stelle/1/"),
    ("administration", "/barrieremeldungen/"),
    ("administration", "/protokoll/"),
    ("leitung", "/auswertung/stadt/"),
    ("leitung", "/auswertung/bereich/cotta/"),
    ("leitung", "/auswertung/quartal/"),
]
PERSONEN = f"""
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import ROLLEN
for rolle in ROLLEN:
    Benutzer.objects.create_user(rolle, password={KENNWORT!r}, rolle=rolle)
"""
# Ein Wort aus 500 Zeichen mit Umlauten, wo Menschen frei schreiben; kürzer, wo das Feld kürzer ist.
LANGE_TEXTE = """
from django.apps import apps
from django.db.models import QuerySet
from dresden_senioren.models import Barrieremeldung
WORT = ("Überprüfungsbedürftigkeitsfeststellungsäußerung" * 11)[:500]
FELDER = {
    "massnahmen.Massnahme": ["beschreibung", "verantwortung_wortlaut", "laufzeit_wortlaut"],
    "massnahmen.Sachstandsmeldung": ["erlaeuterung"], "massnahmen.Umsetzungsschritt": ["text"],
    "massnahmen.Handlungsfeld": ["bezeichnung"], "massnahmen.Ziel": ["bezeichnung"], "massnahmen.Stelle": ["name"],
    "beratung.Beratungsstelle": ["name"], "beratung.Traeger": ["name"], "beratung.Lieferung": ["dateiname"],
    "beratung.Planungsbereich": ["name"], "dresden_senioren.Benutzer": ["last_name"],
}
for name, felder in FELDER.items():
    modell = apps.get_model(name)
    for nr, zeile in enumerate(modell.objects.order_by("pk")[:2]):
        for feld in felder:
            wort = f"{nr}{WORT}"[: modell._meta.get_field(feld).max_length]
            QuerySet(modell).filter(pk=zeile.pk).update(**{feld: wort})  # auch, was sonst nur ergänzt wird
Barrieremeldung.objects.create(seite="/" + WORT[:199], beschreibung=WORT, email="a" * 60 + "@beispiel.de")
"""
ABSENDEN = """formular => {
  for (const feld of formular.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), textarea"))
    feld.value = "";
  for (const wahl of formular.querySelectorAll("select")) wahl.selectedIndex = 0;
  formular.requestSubmit(formular.querySelector("button[type=submit]"));
}"""


@pytest.fixture(scope="module")
def leere(browser, tmp_path_factory):
    """Eine frisch eingerichtete Installation: vier Personen, der Fachplan, keine einzige Zahl."""
    with leere_welt(browser, tmp_path_factory.mktemp("leer"), PERSONEN) as oeffnen:
        yield oeffnen


@pytest.fixture(scope="module")
def lange(browser, befehl, tmp_path_factory):
    """Eine Vorführung, in der Namen und Texte aus einem einzigen Wort bestehen."""
    with kopierte_welt(browser, befehl, tmp_path_factory.mktemp("lang"), LANGE_TEXTE) as oeffnen:
        yield oeffnen


def alle_maengel(oeffnen, seiten, oeffne) -> str:
    """Jeder Mangel eine Zeile: wer, wo, was. `oeffne(blatt, pfad)` bringt die Seite in ihren Zustand."""
    blaetter, zeilen = {}, []
    for rolle, pfad in seiten:
        blatt = blaetter.get(rolle) or blaetter.setdefault(rolle, oeffnen(rolle))
        blatt.set_viewport_size({"width": 1280, "height": 900})
        oeffne(blatt, pfad)
        zeilen += [f"{rolle} {pfad} {art}: {was}" for art, was in maengel(blatt).items()]
    return "\n".join(zeilen)


def test_leere_installation(leere):
    assert alle_maengel(leere, LEER, lambda blatt, pfad: blatt.goto(pfad)) == ""


def test_lange_texte(lange):
    assert alle_maengel(lange, LANG, lambda blatt, pfad: blatt.goto(pfad)) == ""


def test_abgewiesene_formulare(browser, anwendung):
    def leer_absenden(blatt, pfad):
        blatt.goto(pfad)
        blatt.locator("main form[method=post]").first.evaluate(ABSENDEN)
        blatt.locator("#fehlerliste").wait_for()
        ohne_fokus.extend([pfad] * (blatt.evaluate("document.activeElement.id") != "fehlerliste"))
        ohne_titel.extend([pfad] * (not blatt.title().startswith("Fehler: ")))
        # Dass die Antwort 422 heißt, meldet der Browser auf der Konsole; hier ist sie erwartet.
        blatt.vorfaelle[:] = [vorfall for vorfall in blatt.vorfaelle if "422" not in vorfall]

    ohne_fokus, ohne_titel = [], []
    with browserseiten(browser, anwendung) as oeffnen:
        assert alle_maengel(oeffnen, FALSCH, leer_absenden) == ""
    assert (ohne_fokus, ohne_titel) == ([], [])
