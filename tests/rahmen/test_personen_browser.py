"""Von der Einladung bis zum Entzug im wirklichen Browser; jede Zwischenseite ohne Barrieren."""

import pytest
from playwright.sync_api import expect

from .test_seiten import barrieren

pytestmark = pytest.mark.browser

KENNWORT = "Elbwiese-im-Nebel-27"


def test_einladen_kennwort_setzen_rolle_geben_und_entziehen(seite, browser):
    admin = seite("administration")
    admin.goto("/personen/neu/")
    admin.get_by_label("Vorname").fill("Berta")
    admin.get_by_label("Nachname").fill("Browser")
    admin.get_by_role("button", name="Einladen").click()
    fehler = admin.locator("#fehlerliste")
    expect(fehler).to_contain_text("E-Mail-Adresse")
    assert barrieren(admin) == []
    admin.get_by_label("E-Mail-Adresse").fill("berta.browser@dresden.example")
    admin.get_by_role("button", name="Einladen").click()
    link = admin.get_by_label("Link zum Setzen des Kennworts")
    expect(link).to_be_visible()
    assert barrieren(admin) == []

    berta = seite(None)
    berta.goto(link.input_value())
    for feld in berta.locator("input[type=password]").all():
        feld.fill(KENNWORT)
    berta.get_by_role("button", name="Kennwort setzen").click()
    berta.get_by_role("heading", name="Anmelden").wait_for()
    berta.get_by_label("Benutzername").fill("Berta.Browser")
    berta.locator("#id_password").fill(KENNWORT)
    berta.get_by_role("button", name="Anmelden").click()
    expect(berta.get_by_text("Ihr Zugang hat noch keine Rolle")).to_be_visible()

    admin.get_by_role("link", name="Fertig").click()
    admin.get_by_role("link", name="Rolle und Zugehörigkeiten ändern").click()
    admin.get_by_label("Rolle").select_option("sachbearbeitung")
    admin.get_by_label("Sozialamt").check()
    admin.get_by_role("button", name="Weiter").click()
    expect(admin.get_by_text("Noch nicht gespeichert: keine Rolle → Sachbearbeitung")).to_be_visible()
    assert barrieren(admin) == []
    admin.get_by_role("button", name="So speichern").first.click()
    expect(admin.get_by_text("Gespeichert: Berta Browser.")).to_be_visible()
    assert barrieren(admin) == []

    # Die Rechte sind andere: Die alte Sitzung ist bei der nächsten Seite zu Ende.
    berta.goto("/massnahmen/")
    berta.get_by_role("heading", name="Anmelden").wait_for()

    admin.get_by_role("link", name="Zugang abschalten").click()
    admin.get_by_role("button", name="Zugang abschalten").click()
    expect(admin.get_by_text("Abgeschaltet: Berta Browser.")).to_be_visible()
    # Die eine abgewiesene Eingabe meldet auch die Konsole.
    admin.vorfaelle[:] = [vorfall for vorfall in admin.vorfaelle if "status of 422" not in vorfall]
