"""Die ganze Runde im wirklichen Browser, von drei Personen: eröffnen, zweimal antworten, schließen."""

import re

import pytest
from playwright.sync_api import expect

from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke

pytestmark = pytest.mark.browser

ZWEITE_PERSON = """
from dresden_senioren.models import Benutzer
from massnahmen.models import Stelle
from tests.conftest import KENNWORT
person, neu = Benutzer.objects.get_or_create(username="gesund", defaults={
    "rolle": "sachbearbeitung", "first_name": "Gerda", "last_name": "Gesund", "email": "gesund@dresden.example"})
person.set_password(KENNWORT)
person.save()
Stelle.objects.get(name="Gesundheitsamt").benutzer.add(person)
"""


def ist_gut(blatt):
    """Ohne Barrieren, breit und schmal."""
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    blatt.set_viewport_size({"width": 1280, "height": 900})


def knopf(blatt, name):
    return blatt.get_by_role("button", name=name)


def eroeffnen(leitung):
    leitung.goto("/massnahmen/runden/")
    leitung.get_by_role("link", name="Runde eröffnen").click()
    leitung.fill("#id_bezeichnung", "Runde im Browser")
    knopf(leitung, "Vorschau zeigen").click()
    vorschau = leitung.locator("h2:has-text('Vorschau:')")
    vorschau.wait_for()
    anzahl = int(re.search(r"(\d+) Maßnahmen", vorschau.inner_text())[1])  # andere Tests beenden einzelne Maßnahmen
    ist_gut(leitung)
    knopf(leitung, "Runde eröffnen").click()
    leitung.wait_for_selector(f"text=Gefragt sind {anzahl} Maßnahmen")
    leitung.wait_for_selector(f"text=0 von {anzahl} beantwortet")
    ist_gut(leitung)
    return leitung.url.partition("#")[0], anzahl


def test_von_der_eroeffnung_bis_zum_festgehaltenen_stand(seite, befehl):
    befehl("shell", "-v", "0", "-c", ZWEITE_PERSON)
    leitung, sabine, gerda = seite("leitung"), seite("sachbearbeitung"), seite("gesund")
    runde, anzahl = eroeffnen(leitung)

    # Sabine, Sozialamt: von der Startseite an nur mit der Tastatur.
    sabine.goto("/")
    sabine.wait_for_selector("text=Runde im Browser: bitte bis")
    sabine.get_by_role("link", name="Jetzt beantworten").press("Enter")
    sabine.wait_for_url("**/rueckmeldungen/")
    eigene = re.search(r"0 von (\d+) beantwortet", sabine.inner_text("main"))[1]
    ist_gut(sabine)
    sabine.get_by_role("link", name="Der Reihe nach beantworten").press("Enter")
    sabine.wait_for_selector("h1:has-text('1.1.1.')")
    ist_gut(sabine)
    expect(sabine.locator("[name=sachstandsart]")).to_be_focused()
    sabine.keyboard.type("laufend")
    sabine.keyboard.press("Tab")
    sabine.keyboard.type("Die Befragung läuft.")
    sabine.keyboard.press("Tab")
    sabine.keyboard.press("Enter")
    sabine.wait_for_selector(f"text=1.1.1. ist beantwortet. 1 von {eigene} beantwortet.")
    sabine.wait_for_selector("h1:has-text('1.1.2.')")  # die nächste folgt sofort
    knopf(sabine, "Unverändert bestätigen").press("Enter")
    sabine.wait_for_selector(f"text=2 von {eigene} beantwortet")

    # Gerda, Gesundheitsamt: sieht nur ihre eigenen, bestätigt in der Liste mit einem Klick.
    gerda.goto("/massnahmen/rueckmeldungen/")
    offen = gerda.locator(".rueckmeldungen__zeile").count()
    assert 0 < offen < 10
    gerda.get_by_role("button", name="Unverändert bestätigen").first.click()
    gerda.wait_for_selector("text=ist unverändert bestätigt")
    expect(gerda.locator(".rueckmeldungen__zeile")).to_have_count(offen - 1)

    # Leitung: Fortschritt, Einladung ansehen, Überblick, schließen.
    leitung.goto(runde)
    leitung.wait_for_selector(f"text=3 von {anzahl} beantwortet")
    leitung.get_by_role("link", name="Einladen").click()
    leitung.wait_for_selector("text=An Sabine Beispiel")
    ist_gut(leitung)
    leitung.goto("/ueberblick/")
    leitung.click(".kennzahl:has-text('offene Antworten') a")
    leitung.wait_for_selector(f"text=/{anzahl - 3} von \\d+ Maßnahmen: Rückmeldung offen/")
    leitung.goto(f"{runde}schliessen/")
    leitung.wait_for_selector(f"text={anzahl - 3} Maßnahmen ohne Antwort")
    ist_gut(leitung)
    knopf(leitung, f"Runde schließen, {anzahl - 3} offen lassen").click()
    leitung.wait_for_selector("text=festgehaltener Stand")
    leitung.wait_for_selector("text=Die Befragung läuft.")
    leitung.wait_for_selector("text=Unverändert seit dem Schließen")
    ist_gut(leitung)

    # Danach ist nichts mehr zu beantworten, und der Stand bleibt, was er war.
    sabine.goto("/massnahmen/rueckmeldungen/")
    sabine.wait_for_selector("text=Zurzeit ist nichts zu beantworten")
    leitung.goto(runde)
    leitung.get_by_role("link", name="Wieder öffnen").click()
    leitung.wait_for_url("**/wieder-oeffnen/")
    ist_gut(leitung)
