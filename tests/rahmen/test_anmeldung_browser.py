"""Die Anmeldung im wirklichen Browser: Kennwort zeigen, Link, zweiter Faktor vom QR-Code bis zum Ersatzcode."""

import time
from base64 import b32decode

import pytest
from django_otp.oath import TOTP
from playwright.sync_api import expect

from tests.conftest import KENNWORT

from .barrieren import barrieren, ueberschriften_mit_luecke, unbenannte_bilder

pytestmark = pytest.mark.browser
KNOPF = "main form button[type=submit]"
PERSON = f"""
from dresden_senioren.models import Benutzer
Benutzer.objects.create_user("faktorprobe", password="{KENNWORT}", rolle="sachbearbeitung", first_name="Frieda")
"""


def pruefe(blatt):
    """Ohne Barrieren, bei 320 Pixeln ohne Querrollen. Was die Konsole über Abgewiesenes sagt, zählt nicht."""
    assert (barrieren(blatt), ueberschriften_mit_luecke(blatt), unbenannte_bilder(blatt)) == ([], [], 0)
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []
    blatt.vorfaelle[:] = [v for v in blatt.vorfaelle if "status of 422" not in v and "status of 410" not in v]


def code(schluessel: str) -> str:
    rechnung = TOTP(b32decode(schluessel.replace(" ", "")))
    rechnung.time = time.time()
    return f"{rechnung.token():06}"


def test_kennwort_zeigen_mit_der_tastatur_und_beim_absenden_wieder_verborgen(seite):
    blatt = seite("sachbearbeitung")
    blatt.goto("/konto/kennwort/")
    feld, zeigen = blatt.locator("#id_old_password"), blatt.get_by_role("button", name="Anzeigen: Bisheriges Kennwort")
    feld.fill("sichtbar?")
    feld.press("Tab")
    expect(zeigen).to_be_focused()
    blatt.keyboard.press("Enter")
    expect(feld).to_have_attribute("type", "text")
    expect(blatt.get_by_role("button", name="Verbergen: Bisheriges Kennwort")).to_be_focused()
    feld.press("Enter")
    blatt.locator("[role=alert]").wait_for()
    expect(blatt.locator("#id_old_password")).to_have_attribute("type", "password")
    expect(blatt.locator("#id_old_password")).to_have_value("")
    pruefe(blatt)


def test_ein_link_der_nicht_mehr_gilt(seite):
    blatt = seite(None)
    blatt.goto("/anmelden/kennwort/MQ/nie-versandt/")
    expect(blatt.locator("h1")).to_have_text("Dieser Link gilt nicht mehr")
    pruefe(blatt)


def test_zweiter_faktor_vom_qr_code_bis_zum_ersatzcode(seite, befehl):
    befehl("shell", "-v", "0", "-c", PERSON)
    blatt = seite(None)
    _anmelden(blatt)
    blatt.wait_for_url("**/")
    blatt.goto("/konto/zweiter-faktor/einrichten/")
    expect(blatt.locator(".qr-code svg")).to_be_visible()
    schluessel = blatt.locator(".schluessel").inner_text()
    blatt.fill("#id_code", "abc")
    blatt.click(KNOPF)
    blatt.locator("[role=alert]").wait_for()
    expect(blatt.locator(".schluessel")).to_have_text(schluessel)  # sonst gälte, was schon eingelesen ist, nicht mehr
    pruefe(blatt)
    blatt.fill("#id_code", code(schluessel))
    blatt.click(KNOPF)
    codes = blatt.locator(".ersatzcodes code")
    expect(codes).to_have_count(10)
    expect(blatt.get_by_role("button", name="Drucken")).to_be_visible()
    pruefe(blatt)
    ersatz = codes.first.inner_text()
    blatt.goto("/konto/zweiter-faktor/")
    expect(blatt.get_by_text("noch 10 von 10")).to_be_visible()
    pruefe(blatt)
    blatt.get_by_role("button", name="Abmelden").click()
    blatt.locator("#id_username").wait_for()
    _anmelden(blatt)
    blatt.locator("#id_code").wait_for()
    pruefe(blatt)
    blatt.fill("#id_code", "9999999")  # sieben Ziffern hat kein Code
    blatt.click(KNOPF)
    blatt.locator("[role=alert]").wait_for()
    pruefe(blatt)
    blatt.fill("#id_code", ersatz)
    blatt.click(KNOPF)
    blatt.locator("nav[aria-label=Hauptnavigation]").wait_for()


def _anmelden(blatt):
    if "/anmelden/" not in blatt.url:
        blatt.goto("/anmelden/")
    blatt.fill("#id_username", "faktorprobe")
    blatt.fill("#id_password", KENNWORT)
    blatt.click(KNOPF)
