"""Vom Anlegen bis zur Datei in einem wirklichen Browser: wenige Klicks, ohne Barrieren, und kein Text geht verloren."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import KENNWORT
from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke, unbenannte_bilder

pytestmark = pytest.mark.browser
ZWISCHENBERICHT = "Zwischenbericht zum 30.09.2024"


ANLEGEN = """
from datetime import date
from berichte.models import Berichtsakte
from berichte.akten.festschreiben import festschreiben
akte = Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=date(2024, 8, 31))
Berichtsakte.objects.create(art="auswertung", fassung="intern", stichtag=date(2024, 7, 31))
fest = Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=date(2024, 6, 30))
festschreiben(fest, von=None)
Berichtsakte.objects.create(art="auswertung", fassung="weitergabe", stichtag=date(2024, 5, 31))
"""
IN_ARBEIT = "Zwischenbericht zum 31.08.2024"
FOLIEN = "Auswertung Seniorenberatung zum 31.07.2024"
FEST = "Zwischenbericht zum 30.06.2024"
OHNE_FREIGABE = "Auswertung Seniorenberatung zum 31.05.2024"


@pytest.fixture(scope="module")
def akten(befehl):
    """Eine in Arbeit, Folien, eine festgeschriebene, und eine zur Weitergabe, zu der die Freigabe fehlt."""
    befehl("shell", "--no-imports", "-c", ANLEGEN)


def oeffnen(blatt, titel: str) -> str:
    """Die Akte mit diesem Titel; gibt ihre Adresse."""
    blatt.goto("/berichte/")
    blatt.locator(".akten a", has_text=titel).click()
    blatt.locator("h1", has_text=titel).wait_for()
    blatt.wait_for_load_state()
    return blatt.url


def zur_botschaft(blatt, titel: str) -> None:
    oeffnen(blatt, titel)
    blatt.locator("a[href$='/botschaft/monate_seniora/']").first.click()
    blatt.locator("#botschaft-formular").wait_for()
    blatt.wait_for_load_state()  # dann hören die Skripte zu


def pruefe_barrieren(blatt) -> None:
    blatt.wait_for_load_state("networkidle")
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    assert unbenannte_bilder(blatt) == 0
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []


def test_zwischenbericht_und_folien_in_zwoelf_klicks(seite):
    """Von der Startseite bis zu zwei festgeschriebenen Berichten mit ihren Dateien; jeder Klick zählt."""
    blatt, klicks = seite("leitung"), 0

    def klick(was: str, dann: str) -> None:
        nonlocal klicks
        klicks += 1
        blatt.locator(was).first.click()
        blatt.locator(dann).first.wait_for()

    def datei(knopf: str) -> bytes:
        nonlocal klicks
        klicks += 1
        with blatt.expect_download() as ankunft:
            blatt.locator(knopf).click()
        blatt.locator("text=Die Datei ist fertig").wait_for()
        return Path(ankunft.value.path()).read_bytes()

    klick("main a:has-text('Neuer Bericht')", "h1:has-text('Neuer Bericht')")
    klick(".artkarten a:has-text('Zwischenbericht')", "h1:has-text('Zwischenbericht anlegen')")
    klick("button:has-text('Bericht anlegen')", f"h1:has-text('{ZWISCHENBERICHT}')")
    klick("text=Festschreiben …", "text=Version 1 festschreiben")
    klick("button:has-text('Version 1 festschreiben')", "text=Was hier steht, ändert sich nicht mehr")
    assert datei("button[value=pdf]").startswith(b"%PDF")
    klick("text=Zurück zum Bericht", "text=Weiterer Bericht zu diesem Stichtag")
    klick(".weitere a:has-text('Auswertung')", "h1:has-text('anlegen')")
    klick("button:has-text('Bericht anlegen')", "h1:has-text('Auswertung Seniorenberatung zum 30.09.2024')")
    klick("text=Festschreiben …", "text=Version 1 festschreiben")
    klick("button:has-text('Version 1 festschreiben')", "text=Was hier steht, ändert sich nicht mehr")
    assert datei("button[value=pptx]").startswith(b"PK")
    assert klicks <= 12


@pytest.mark.parametrize("titel", [IN_ARBEIT, FOLIEN, FEST, OHNE_FREIGABE])
def test_akte_ohne_barrieren(seite, akten, titel):
    blatt = seite("leitung")
    oeffnen(blatt, titel)
    blatt.locator("summary").evaluate_all("alle => alle.forEach(s => s.parentElement.open = true)")
    pruefe_barrieren(blatt)


@pytest.mark.parametrize(
    ("titel", "weg", "ueberschrift"),
    [
        (IN_ARBEIT, "Festschreiben …", "festschreiben"),
        (IN_ARBEIT, "Bericht verwerfen …", "verwerfen"),
        (FEST, "Wieder öffnen", "wieder öffnen"),
        (FEST, "Version 1", "Version 1"),
        (IN_ARBEIT, "Nächste schreiben", "Botschaft"),
    ],
)
def test_seiten_der_akte_ohne_barrieren(seite, akten, titel, weg, ueberschrift):
    blatt = seite("leitung")
    oeffnen(blatt, titel)
    blatt.locator("main a", has_text=weg).first.click()
    blatt.locator("h1", has_text=ueberschrift).wait_for()
    pruefe_barrieren(blatt)


def test_vorschau_folgt_beim_schreiben_und_sagt_was_nicht_geht(seite, akten):
    blatt = seite("leitung")
    zur_botschaft(blatt, IN_ARBEIT)
    blatt.fill("#id_anerkennen", "Ressourcenaufbau wirkt")
    blatt.locator("#vorschau .botschaft li", has_text="Ressourcenaufbau wirkt").wait_for()
    blatt.fill("#id_verweise", "9.9.9.")
    blatt.locator("#vorschau .maengel", has_text="9.9.9.").wait_for()
    pruefe_barrieren(blatt)


def test_text_ueberlebt_eine_abgelaufene_anmeldung(seite, akten):
    blatt = seite("leitung")
    zur_botschaft(blatt, FOLIEN)
    blatt.fill("#id_anerkennen", "Mühsam geschrieben")
    blatt.context.clear_cookies(name="sessionid")
    blatt.locator("#botschaft-formular button:has-text('Speichern')").click()
    blatt.locator("#id_password").wait_for()
    blatt.fill("#id_username", "leitung")
    blatt.fill("#id_password", KENNWORT)
    blatt.click("main button[type=submit]")
    blatt.locator(".entwurf-hinweis").wait_for()
    expect(blatt.locator("#id_anerkennen")).to_have_value("Mühsam geschrieben")
    blatt.locator("#botschaft-formular button:has-text('Speichern')").click()
    blatt.locator(".blatt .botschaft li", has_text="Mühsam geschrieben").wait_for()
    # Gespeichert ist gespeichert: Das Fenster bietet nichts Altes mehr an.
    blatt.locator("a[href$='/botschaft/monate_seniora/']").first.click()
    blatt.locator("#botschaft-formular").wait_for()
    blatt.wait_for_load_state()  # bis dahin stünde der Hinweis da
    assert blatt.locator(".entwurf-hinweis").count() == 0


def test_ohne_javascript_geht_schreiben_mit_vorschau(seite, akten):
    blatt = seite("leitung", java_script_enabled=False)
    oeffnen(blatt, IN_ARBEIT)
    assert blatt.locator(".blatt noscript img, .blatt img").count() >= 4
    blatt.locator("a[href$='/botschaft/monate_fmg/']").first.click()
    blatt.locator("#botschaft-formular").wait_for()
    blatt.fill("#id_nachhaltung", "monatliche Auswertung\n- Dialog mit den Angeboten")
    blatt.locator("button:has-text('Vorschau')").click()
    blatt.locator("#vorschau li", has_text="Dialog mit den Angeboten").wait_for()
    blatt.wait_for_url("**#vorschau")
    blatt.locator("#botschaft-formular button:has-text('Speichern')").click()
    blatt.locator(".blatt .botschaft li", has_text="monatliche Auswertung").wait_for()


def test_schreiben_und_speichern_nur_mit_der_tastatur(seite, akten):
    blatt = seite("leitung")
    zur_botschaft(blatt, FOLIEN)
    blatt.focus("#id_massnahmen")
    blatt.keyboard.type("Zugangswege erweitern")
    blatt.keyboard.press("Tab")
    blatt.keyboard.type("3.2.1.")
    blatt.keyboard.press("Enter")
    blatt.locator(".blatt .botschaft li", has_text="Zugangswege erweitern").wait_for()
    expect(blatt.locator(".blatt .botschaft li", has_text="Maßnahme 3.2.1.")).to_have_count(1)
