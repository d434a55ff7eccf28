"""Eine Lieferung mit Warnungen im wirklichen Browser: ansehen, entscheiden, verwerfen; schmal und ohne Barrieren."""

import re

import pytest
from playwright.sync_api import expect

from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke

pytestmark = [pytest.mark.browser]

VORSCHAU = """
import io, pathlib
from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.uebernahme import annehmen
from beratung.pruefung.datei import pruefen
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.kern.zeitraum import Monat
zeile = "2024-09;s-cotta;92;82;w;nein;verwitwet;Selbstmeldung;x\\n"
kopf = "Monat;Beratungsstelle;Stadtteil;Alter;Geschlecht;Migrationshintergrund;Familienstand;Fallherkunft;Wetter\\n"
pruefung = pruefen(datei=io.BytesIO((kopf + zeile * 12).encode()), dateiname="wenig.csv", quelle=Quelle.SENIORA,
                   monat=Monat(2024, 9), profil=profil_finden("standard"))
pathlib.Path(r"{ziel}").write_text(str(annehmen(pruefung, von=None).pk))
"""


@pytest.fixture
def pfad(befehl, tmp_path):
    """Adresse einer Vorschau, die einen Monat mit viel zu wenigen Fällen ersetzen würde."""
    ziel = tmp_path / "nummer"
    befehl("shell", "-c", VORSCHAU.replace("{ziel}", str(ziel)))
    return f"/beratung/lieferungen/{ziel.read_text()}/"


def test_warnung_entscheiden_und_verwerfen(seite, pfad):
    blatt = seite("administration")
    blatt.goto(pfad)
    ergebnis = blatt.get_by_text(re.compile("Warnungen wollen eine Entscheidung"))
    vorher = int(re.search(r"(\d+) Warnungen", ergebnis.inner_text())[1])
    for klappe in blatt.locator("main details").all():
        klappe.evaluate("klappe => { klappe.open = true }")
    assert barrieren(blatt) == [] and ueberschriften_mit_luecke(blatt) == []
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []

    befund = blatt.locator(".pruefung__befund", has_text="Spalte unbekannt")
    befund.get_by_label("Echt: die Zahl stimmt").check()
    befund.get_by_label("Grund").fill("Spalte ist neu")
    befund.get_by_role("button", name="Entscheidung speichern").click()
    blatt.get_by_text("als echt bestätigt").wait_for()
    expect(ergebnis).to_contain_text(f"{vorher - 1} Warnungen wollen")
    assert barrieren(blatt) == []

    blatt.get_by_role("button", name="Verwerfen").click()
    blatt.get_by_text("ist verworfen").first.wait_for()
