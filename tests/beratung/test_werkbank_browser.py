"""Eine fremde Tabelle nur mit Klicks: vom Hochladen bis zur geltenden Zahl, jede Seite ohne Barrieren."""

import pytest
from playwright.sync_api import expect

from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke

from .conftest import FALL, FALLKOPF, als_csv
from .fremdes_layout import fremde_mappe

pytestmark = [pytest.mark.browser]
AUFRAEUMEN = """
from beratung.models import Eingang, Lieferung, Zuordnungsprofil
from beratung.lieferungen.uebernahme import zuruecknehmen
Eingang.objects.all().delete()
for l in Lieferung.objects.filter(monat__gte="2025-01-01", status="uebernommen"):
    zuruecknehmen(l, von=None, grund="Test zu Ende")
Lieferung.objects.filter(monat__gte="2025-01-01").delete()
Zuordnungsprofil.objects.filter(name="elbe").delete()
"""


@pytest.fixture
def administration(seite, befehl):
    yield seite("administration")
    befehl("shell", "-c", AUFRAEUMEN)


def lege_ab(blatt, *dateien) -> None:
    blatt.goto("/beratung/lieferungen/neu/")
    blatt.set_input_files("#id_datei", [{"name": n, "mimeType": "text/csv", "buffer": i} for n, i in dateien])
    blatt.get_by_role("button", name="Hochladen und prüfen").click()


def ohne_barrieren(blatt) -> None:
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []
    blatt.set_viewport_size({"width": 1280, "height": 900})


def test_fremde_tabelle_nur_mit_klicks(administration):
    blatt = administration
    lege_ab(blatt, ("elbe.xlsx", fremde_mappe()))
    blatt.get_by_text("Nicht erkannt, bitte angeben.").wait_for()
    expect(blatt.get_by_label("Monat")).to_have_value("2025-10")  # am Vorspann erkannt
    ohne_barrieren(blatt)
    blatt.get_by_label("Quelle").select_option("seniora")
    blatt.get_by_role("button", name="Bestätigen und prüfen").click()

    blatt.get_by_role("heading", name="Spalten zuordnen").wait_for()
    ohne_barrieren(blatt)
    blatt.get_by_label("„Kam über“ gilt als").select_option("Fallherkunft")
    blatt.get_by_label("Beratungsstelle für alle Zeilen").select_option("s-cotta")
    blatt.get_by_label("Name des Profils").fill("Elbe")
    blatt.get_by_role("button", name="Zuordnung bestätigen und weiter").click()

    blatt.get_by_role("heading", name="Werte zuordnen").wait_for()
    ohne_barrieren(blatt)
    blatt.get_by_label("„Arzt/KH“").select_option("selbstmeldung")
    blatt.get_by_role("button", name="Zuordnung bestätigen und prüfen").click()

    blatt.get_by_text("geprüft, noch nicht übernommen").wait_for()
    blatt.wait_for_load_state()
    if blatt.locator("#uebernehmen textarea").count():
        blatt.locator("#uebernehmen textarea").fill("erste Lieferung")
    blatt.locator("button[form=uebernehmen]").click()
    blatt.get_by_text("Übernommen: 24 Neuzugänge (Beratungsfälle).").wait_for()


def test_mehrere_dateien_liest_ein_eigener_prozess(administration):
    """Die Seite fragt nach, bis nichts mehr gelesen wird; der Prozess ist wirklich ein anderer."""
    blatt = administration
    zweite = als_csv(FALLKOPF, FALL)
    lege_ab(blatt, ("a.csv", als_csv(FALLKOPF, FALL, FALL)), ("b.csv", zweite), ("c.csv", b"%PDF-1.7"))
    blatt.get_by_text("Gerade wird nichts gelesen.").wait_for()
    ohne_barrieren(blatt)
    blatt.get_by_role("button", name="2 erkannte Dateien bestätigen und prüfen").click()
    blatt.get_by_role("link", name="2 geprüfte Lieferungen warten").wait_for()
    blatt.get_by_text("Gerade wird nichts gelesen.").wait_for()
    blatt.get_by_role("link", name="Fehler ansehen").click()
    blatt.get_by_text("Die Datei wurde nicht angenommen").wait_for()
    ohne_barrieren(blatt)

    # Beide sind für denselben Monat: zusammen angekreuzt gilt die erste, zur zweiten steht da, warum nicht.
    blatt.goto("/beratung/lieferungen/")
    ohne_barrieren(blatt)
    blatt.get_by_role("button", name="Angekreuzte übernehmen").click()
    blatt.get_by_text("Eine Lieferung ist übernommen.").wait_for()
    blatt.get_by_text("Inzwischen gilt für diesen Monat etwas anderes.").wait_for()
    ohne_barrieren(blatt)
