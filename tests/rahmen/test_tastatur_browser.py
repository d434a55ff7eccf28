"""Jede Arbeit nur mit der Tastatur, vom ersten Tabulator bis zum Ergebnis."""

import pytest
from playwright.sync_api import expect

from dresden_senioren.settings import BASE_DIR
from tests.conftest import KENNWORT

from .barrieren import NUR_SQLITE
from .eigene_welt import kopierte_welt

pytestmark = [pytest.mark.browser, pytest.mark.langsam, NUR_SQLITE]
LIEFERUNG = BASE_DIR / "fixtures/beispiellieferungen/seniora_2024-10.xlsx"
SCHRITTE_HOECHSTENS = 300
RUNDE = """
from django.utils import timezone
from massnahmen.models import Fachplan, Massnahme
from massnahmen.runden.ablauf import runde_eroeffnen
heute = timezone.localdate()
runde_eroeffnen(bezeichnung="Tastatur", massnahmen=Massnahme.objects.filter(stellen__name="Sozialamt")[:2],
    fachplan=Fachplan.objects.get(), stichtag=heute, frist=heute, von=None)
"""


@pytest.fixture(scope="module")
def oeffnen(browser, befehl, tmp_path_factory):
    with kopierte_welt(browser, befehl, tmp_path_factory.mktemp("tastatur"), RUNDE) as oeffnen:
        yield oeffnen


def gehe_zu(ziel) -> None:
    """Mit der Tabulatortaste, bis `ziel` den Fokus hat."""
    ziel.wait_for()
    for _ in range(SCHRITTE_HOECHSTENS):
        if ziel.evaluate("e => e === document.activeElement"):
            return
        ziel.page.keyboard.press("Tab")
    raise AssertionError(f"Die Tabulatortaste kommt nicht zu {ziel}.")


def druecke(ziel, taste="Enter") -> None:
    gehe_zu(ziel)
    ziel.page.keyboard.press(taste)


def tippe(ziel, text: str) -> None:
    gehe_zu(ziel)
    ziel.page.keyboard.type(text)


def knopf(blatt, name):
    return blatt.get_by_role("button", name=name)


def test_anmelden(oeffnen):
    blatt = oeffnen(None)
    blatt.goto("/anmelden/")
    tippe(blatt.get_by_label("Benutzername"), "leitung")
    tippe(blatt.get_by_label("Kennwort", exact=True), "falsch-und-lang")
    blatt.keyboard.press("Enter")
    expect(blatt.locator("#fehlerliste")).to_be_focused()
    assert "422" in blatt.vorfaelle.pop()  # die abgewiesene Eingabe, von der Konsole gemeldet
    gehe_zu(blatt.get_by_label("Benutzername"))
    blatt.keyboard.press("Control+A")
    blatt.keyboard.type("leitung")
    tippe(blatt.get_by_label("Kennwort", exact=True), KENNWORT)
    druecke(knopf(blatt, "Anmelden"))
    expect(knopf(blatt, "Abmelden")).to_be_visible()


def test_beim_anmelden_darf_man_einfuegen(oeffnen):
    blatt = oeffnen(None)
    blatt.goto("/anmelden/")
    einfuegen = "e => e.dispatchEvent(new ClipboardEvent('paste', {bubbles: true, cancelable: true}))"
    for feld, zweck in (("Benutzername", "username"), ("Kennwort", "current-password")):
        eingabe = blatt.get_by_label(feld, exact=True)
        expect(eingabe).to_have_attribute("autocomplete", zweck)
        assert eingabe.evaluate(einfuegen), f"{feld} verhindert das Einfügen"


def test_sachstand_melden(oeffnen):
    blatt = oeffnen("sachbearbeitung")
    blatt.goto("/massnahmen/1/")
    tippe(blatt.get_by_label("Neuer Sachstand"), "entfallen")
    druecke(knopf(blatt, "Sachstand speichern"))
    expect(blatt.locator("#fehlerliste")).to_be_focused()
    tippe(blatt.get_by_label("Erläuterung"), "Beschluss, mit der Tastatur")
    druecke(knopf(blatt, "Sachstand speichern"))
    expect(blatt.locator(".massnahme__zitat").first).to_have_text("Beschluss, mit der Tastatur")
    blatt.vorfaelle[:] = [vorfall for vorfall in blatt.vorfaelle if "422" not in vorfall]


def test_runde_beantworten(oeffnen):
    blatt = oeffnen("sachbearbeitung")
    blatt.goto("/massnahmen/rueckmeldungen/")
    knoepfe = blatt.get_by_role("button", name="Unverändert bestätigen")
    knoepfe.first.wait_for()
    offen = knoepfe.count()  # zwei, oder eine, wenn die Maßnahme schon gemeldet ist
    druecke(knoepfe.first)
    expect(knoepfe).to_have_count(offen - 1)


def test_auswertung_filtern(oeffnen):
    blatt = oeffnen("koordination")
    blatt.goto("/auswertung/bereich/cotta/")
    druecke(blatt.get_by_role("link", name="gefördert", exact=True))
    expect(blatt.locator("[aria-current]", has_text="gefördert")).to_be_visible()
    druecke(blatt.locator("summary", has_text="Anderer Zeitraum"))
    for monat, zahl in (("von Monat", "03"), ("bis Monat", "04")):
        tippe(blatt.get_by_label(monat), f"{zahl}2024")
    druecke(knopf(blatt, "Anzeigen"))
    expect(blatt.locator(".einleitung")).to_contain_text("März bis April 2024")


def test_lieferung_bis_zur_uebernahme(oeffnen):
    blatt = oeffnen("administration")
    blatt.goto("/beratung/lieferungen/neu/")
    datei = blatt.locator("#id_datei")
    gehe_zu(datei)
    # Die Eingabetaste schickt in Chromium zugleich das Formular ab; wer zuerst kommt, ist Zufall.
    with blatt.expect_file_chooser() as wahl:
        blatt.keyboard.press("Space")
    wahl.value.set_files(LIEFERUNG)
    druecke(knopf(blatt, "Hochladen und prüfen"))
    druecke(knopf(blatt, "Bestätigen und prüfen"))
    uebernehmen = blatt.locator("button[form=uebernehmen]")
    uebernehmen.wait_for()
    begruendung = blatt.locator("#uebernehmen textarea")
    if begruendung.count():
        tippe(begruendung, "geprüft")
    druecke(uebernehmen)
    expect(blatt.get_by_text("Übernommen:").first).to_be_visible()


def test_bericht_bestellen_und_herunterladen(oeffnen):
    blatt = oeffnen("leitung")
    blatt.goto("/berichte/neu/zwischenbericht/")
    druecke(knopf(blatt, "Bericht anlegen"))
    blatt.get_by_role("heading", name="Herunterladen").wait_for()
    with blatt.expect_download() as datei:
        druecke(knopf(blatt, "CSV"))
    assert datei.value.suggested_filename.endswith(".csv")
    blatt.get_by_text("Die Datei ist fertig.").wait_for()
    with blatt.expect_download() as noch_einmal:
        druecke(blatt.get_by_role("link", name="Datei herunterladen"))
    assert noch_einmal.value.suggested_filename == datei.value.suggested_filename


def test_barriere_melden(oeffnen):
    blatt = oeffnen(None)
    blatt.goto("/hilfe/")
    druecke(blatt.get_by_role("link", name="Barriere melden"))
    expect(blatt.get_by_label("Seite")).to_have_value("/hilfe/")
    tippe(blatt.get_by_label("Was ging nicht?"), "Die Tabelle liest niemand vor.")
    druecke(knopf(blatt, "Absenden"))
    expect(blatt.get_by_role("heading", level=1)).to_have_text("Danke, Ihre Meldung ist da")


def test_eine_falle_faellt_auf(oeffnen):
    blatt = oeffnen(None)
    blatt.goto("/anmelden/")
    blatt.evaluate("document.addEventListener('keydown', e => e.key === 'Tab' && e.preventDefault())")
    with pytest.raises(AssertionError, match="kommt nicht zu"):
        gehe_zu(knopf(blatt, "Anmelden"))
