"""Liste und Melden in einem wirklichen Browser: Klicks gezählt, schmal ohne Querrollen, WCAG ohne Verstoß."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def test_von_der_liste_zum_gespeicherten_sachstand_in_drei_klicks(seite):
    blatt = seite("sachbearbeitung")
    blatt.goto("/massnahmen/")
    blatt.click("th a:has-text('7.1.1.')")  # 1
    blatt.select_option("#id_sachstandsart", label="laufend")  # 2
    blatt.click("text=Sachstand speichern")  # 3
    blatt.wait_for_selector("text=Sachstand von 7.1.1. gespeichert: laufend.")


def test_unveraendert_bestaetigen_in_zwei_klicks_und_nur_mit_der_tastatur(seite):
    blatt = seite("sachbearbeitung")
    blatt.goto("/massnahmen/")
    blatt.locator("th a:has-text('1.1.2.')").press("Enter")
    blatt.locator("button:has-text('Unverändert bestätigen')").press("Enter")
    blatt.wait_for_selector("text=1.1.2. ist unverändert bestätigt: modifiziert.")


@pytest.mark.parametrize("breite", [320, 390, 1280])
@pytest.mark.parametrize("adresse", ["/massnahmen/", "/massnahmen/?text=pflege&sachstand=begonnen", "detail"])
def test_ohne_querrollen_und_ohne_verstoss_gegen_wcag(seite, breite, adresse):
    blatt = seite("sachbearbeitung", breite=breite)
    blatt.goto("/massnahmen/" if adresse == "detail" else adresse)
    if adresse == "detail":
        blatt.click("th a:has-text('2.2.3.')")
        blatt.wait_for_url("**/massnahmen/*/")
    assert blatt.evaluate("document.documentElement.scrollWidth") <= breite
    befund = Axe().run(blatt, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [(b["id"], [k["target"] for k in b["nodes"]]) for b in befund] == []


@pytest.mark.parametrize(("breite", "anzeige"), [(390, "block"), (1280, "table-row")])
def test_schmal_wird_aus_der_zeile_eine_karte(seite, breite, anzeige):
    blatt = seite("leitung", breite=breite)
    blatt.goto("/massnahmen/")
    zeile = blatt.locator("tr.massnahmen__zeile").first
    assert zeile.evaluate("z => getComputedStyle(z).display") == anzeige
    # Auch als Karte bleibt es für Vorleseprogramme eine Tabelle.
    assert blatt.get_by_role("row").count() == 1 + 8 + 19 + 49
