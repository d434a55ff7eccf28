"""Ein Leben im Plan: neu, ändern, zusammenführen, außer Kraft – im wirklichen Browser, auch nur mit der Tastatur."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_neu_aendern_zusammenfuehren_ausser_kraft(seite):
    blatt = seite("leitung")
    blatt.click("nav a:has-text('Maßnahmen')")
    blatt.click("nav a:has-text('Planpflege')")
    blatt.click("a:has-text('zu Ziel 5.1.')")
    blatt.fill("#id_nr", "5.1.8.")
    blatt.fill("#id_beschreibung", "Nachbarschaftscafé")
    blatt.fill("#id_laufzeit_wortlaut", "2027-2028")
    blatt.click("text=Speichern")
    blatt.wait_for_selector("h1:has-text('Nachbarschaftscafé')")
    expect(blatt.locator("main")).to_contain_text("01.01.2027 bis 31.12.2028")

    blatt.click("text=Bearbeiten oder verschieben")
    blatt.fill("#id_beschreibung", "Nachbarschaftscafé Johannstadt")
    blatt.locator("#id_beschreibung").press("Tab")
    blatt.get_by_role("button", name="Speichern").press("Enter")
    blatt.wait_for_selector("del:has-text('Nachbarschaftscafé')")

    blatt.click("text=Zusammenführen")
    blatt.select_option("#id_mit", index=1)
    blatt.click("text=Beide nebeneinander zeigen")
    blatt.fill("#id_grund", "Doppelt geplant")
    blatt.click("button:has-text('Zusammenführen')")
    blatt.wait_for_selector("text=ist mit 1.1.1. zusammengeführt")
    blatt.click("a:has-text('Nachbarschaftscafé Johannstadt')")
    blatt.wait_for_selector("text=Doppelt geplant")

    blatt.click("text=Wieder in Kraft setzen")
    blatt.click("text=Außer Kraft setzen")
    blatt.fill("#id_grund", "Kein Raum gefunden")
    blatt.click("button:has-text('Außer Kraft setzen')")
    blatt.wait_for_selector("text=Kein Raum gefunden")
    blatt.goto("/massnahmen/?text=Nachbarschaftscafé")
    assert "Keine Maßnahme passt" in blatt.inner_text("main")
