"""Schnell erfassen in einem wirklichen Browser: mit htmx in der Zeile, ohne JavaScript über die Detailseite."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
OFFEN = ".massnahmen__zeile--offen"


def in_der_zeile(blatt, nr):
    return blatt.locator(f"tr[data-zeile]:has(th a:has-text('{nr}'))")


def fokus(blatt, ausdruck):
    blatt.wait_for_selector(f"{ausdruck}:focus")


def ohne_abweisung(blatt):
    """Der Browser meldet jede abgewiesene Anfrage (422, 409) in der Konsole; das ist hier gewollt."""
    blatt.vorfaelle[:] = [v for v in blatt.vorfaelle if "status of 422" not in v and "status of 409" not in v]


def test_aendern_in_der_zeile_nur_mit_der_tastatur(seite):
    blatt = seite("sachbearbeitung")
    blatt.goto("/massnahmen/")
    in_der_zeile(blatt, "8.3.1.").locator(".massnahmen__aendern").press("Enter")
    fokus(blatt, f"{OFFEN} select")
    blatt.keyboard.press("Escape")
    blatt.wait_for_selector(OFFEN, state="detached")
    fokus(blatt, ".massnahmen__aendern")
    blatt.keyboard.press("Enter")
    fokus(blatt, f"{OFFEN} select")
    blatt.locator(f"{OFFEN} select").select_option(label="entfallen")
    blatt.keyboard.press("Enter")
    fokus(blatt, "#fehlerliste")
    expect(blatt.locator(OFFEN)).to_contain_text("braucht eine Erläuterung")
    blatt.locator(f"{OFFEN} textarea").fill("Beschluss vom 1. Juni")
    blatt.locator(f"{OFFEN} select").press("Enter")
    blatt.wait_for_selector(OFFEN, state="detached")
    zeile = in_der_zeile(blatt, "8.3.1.")
    expect(zeile).to_contain_text("entfallen")
    expect(zeile).to_contain_text("Beschluss vom 1. Juni")
    expect(blatt.locator("#ansage")).to_have_text("Sachstand von 8.3.1. gespeichert: entfallen.")
    fokus(blatt, ".massnahmen__aendern")
    assert blatt.url.endswith("/massnahmen/")
    ohne_abweisung(blatt)


def test_zusammenstoss_zeigt_beide_in_der_zeile(seite):
    eins, zwei = seite("sachbearbeitung"), seite("sachbearbeitung")
    for blatt in (eins, zwei):
        blatt.goto("/massnahmen/")
        in_der_zeile(blatt, "8.3.2.").locator(".massnahmen__aendern").click()
        blatt.wait_for_selector(f"{OFFEN} select")
    for blatt, wort in ((eins, "Text der ersten"), (zwei, "Text der zweiten")):
        blatt.locator(f"{OFFEN} textarea").fill(wort)
    eins.click(f"{OFFEN} button[type=submit]")
    # Erst wenn die erste gespeichert hat, steht fest, wen der Zusammenstoß trifft.
    eins.wait_for_selector(OFFEN, state="detached")
    zwei.click(f"{OFFEN} button[type=submit]")
    fokus(zwei, "[data-fokus]")
    beide = zwei.locator(OFFEN)
    expect(beide).to_contain_text("Text der ersten")
    expect(beide.locator("textarea")).to_have_value("Text der zweiten")
    zwei.click(f"{OFFEN} button[type=submit]")
    zwei.wait_for_selector(OFFEN, state="detached")
    expect(in_der_zeile(zwei, "8.3.2.")).to_contain_text("Text der zweiten")
    ohne_abweisung(zwei)


def test_ohne_javascript_fuehrt_derselbe_link_zur_detailseite(seite):
    blatt = seite("sachbearbeitung", java_script_enabled=False)
    blatt.goto("/massnahmen/")
    in_der_zeile(blatt, "8.3.3.").locator(".massnahmen__aendern").click()
    blatt.wait_for_url("**/massnahmen/*/#melden")
    blatt.select_option("#id_sachstandsart", label="abgeschlossen")
    blatt.click("text=Sachstand speichern")
    blatt.wait_for_selector("text=Sachstand von 8.3.3. gespeichert: abgeschlossen.")


def test_mehrere_ankreuzen_ansehen_bestaetigen_ohne_javascript(seite):
    blatt = seite("leitung", java_script_enabled=False)
    blatt.goto("/massnahmen/")
    for nr in ("4.1.1.", "4.1.2."):
        in_der_zeile(blatt, nr).locator("input[type=checkbox]").check()
    blatt.click("text=Ausgewählte ändern")
    blatt.fill("#id_frist", "2027-12-31")
    blatt.click("main button:has-text('Vorher ansehen')")
    expect(blatt.locator("del")).to_have_count(2)
    expect(blatt.locator("ins")).to_have_count(2)
    blatt.click("text=2 Maßnahmen ändern")
    blatt.wait_for_selector("text=2 Maßnahmen geändert: 4.1.1., 4.1.2.")


def test_ansicht_speichern_und_wiederfinden(seite):
    blatt = seite("koordination", breite=390)
    blatt.goto("/massnahmen/?sachstand=modifiziert")
    blatt.click("text=Ansicht speichern")
    blatt.fill("#id_name", "Umgebaute")
    blatt.click("main button:has-text('Speichern')")
    blatt.wait_for_url("**/massnahmen/?sachstand=modifiziert")
    blatt.goto("/massnahmen/")
    blatt.click("text=Umgebaute")
    blatt.wait_for_url("**/massnahmen/?sachstand=modifiziert")
    blatt.wait_for_selector("text=1 von 49 Maßnahmen: Sachstand modifiziert")
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 390
    blatt.click("button:has-text('Umgebaute')")
    blatt.wait_for_selector("text=Ansicht „Umgebaute“ gelöscht.")
