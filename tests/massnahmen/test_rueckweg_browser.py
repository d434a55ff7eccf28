"""Der ganze Weg im wirklichen Browser: herunterladen, ausfüllen, hochladen, Konflikt lösen, übernehmen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke

from .formulare import excel_ausfuellen

pytestmark = pytest.mark.browser


def pruefen(blatt):
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []
    blatt.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.langsam
def test_excel_hin_und_zurueck_mit_konflikt(seite, tmp_path):
    leitung = seite("leitung", accept_downloads=True)
    leitung.goto("/massnahmen/formulare/")
    leitung.select_option("#id_stelle", label="Sozialamt")
    leitung.click("text=Formular erstellen")
    with leitung.expect_download() as abruf:
        leitung.click("text=Excel-Formular herunterladen")
    datei = Path(abruf.value.path()).read_bytes()
    assert abruf.value.suggested_filename.startswith("rueckmeldung_sozialamt_")
    pruefen(leitung)

    # Inzwischen meldet jemand zu 4.1.1. etwas anderes.
    sachbearbeitung = seite("sachbearbeitung")
    sachbearbeitung.goto("/massnahmen/")
    sachbearbeitung.click("th a:has-text('4.1.1.')")
    sachbearbeitung.select_option("#id_sachstandsart", label="laufend")
    sachbearbeitung.fill("#id_erlaeuterung", "unser Text")
    sachbearbeitung.click("text=Sachstand speichern")
    sachbearbeitung.wait_for_selector("text=Sachstand von 4.1.1. gespeichert")

    antworten = {
        "4.1.1.": ("abgeschlossen", "ihr Text"),
        "4.1.2.": ("zurückgestellt", ""),
        "1.1.3.": ("unverändert", ""),
        "1.1.4.": ("", "Profile 2025 liegen vor"),
    }
    zurueck = tmp_path / "egal.bin"
    zurueck.write_bytes(excel_ausfuellen(datei, antworten))
    leitung.goto("/massnahmen/formulare/")
    leitung.set_input_files("#id_datei", zurueck)
    leitung.click("text=Hochladen und vergleichen")
    leitung.wait_for_selector("h3:has-text('Konflikte')")
    pruefen(leitung)
    leitung.click("button:has-text('Übernehmen')")
    leitung.wait_for_selector("text=Bitte entscheiden Sie, was gelten soll.")
    assert "422" in leitung.vorfaelle.pop()  # die abgewiesene Eingabe, von der Konsole gemeldet
    pruefen(leitung)
    leitung.check("text=wie hier bearbeitet")
    konflikt = leitung.locator("section:has(h4 a:has-text('4.1.1.'))")
    expect(konflikt.locator("textarea")).to_have_value("ihr Text\n\nunser Text")
    konflikt.locator("textarea").fill("gemeinsamer Text")
    leitung.locator("section:has(h4 a:has-text('4.1.2.')) textarea").fill("kein Geld")
    leitung.click("button:has-text('Übernehmen')")
    leitung.wait_for_selector("text=4 Maßnahmen sind übernommen.")
    pruefen(leitung)
    leitung.click("th a:has-text('4.1.1.')")
    leitung.wait_for_selector("blockquote:has-text('gemeinsamer Text')")


def test_planpruefung_entscheiden_nur_mit_der_tastatur(seite):
    blatt = seite("administration")
    blatt.goto("/massnahmen/planpruefung/?regel=nr_passt_nicht_zum_ziel")
    blatt.locator("#befund-1").press("Space")
    blatt.locator("input[name=entscheidung][value=so_gewollt]").press("Space")
    blatt.keyboard.press("Tab")
    blatt.keyboard.type("so gedruckt")
    blatt.locator("button:has-text('Entscheidung speichern')").press("Enter")
    blatt.wait_for_selector("text=1 Befund ist jetzt: so gewollt.")
    pruefen(blatt)
