"""Ein bestellter Bericht im wirklichen Browser: Der Arbeiter läuft nebenher, die Datei kommt von selbst."""

import uuid

import pytest

from tests.rahmen.barrieren import barrieren, ueberschriften_mit_luecke

pytestmark = pytest.mark.browser

BESTELLEN = """
from datetime import date
from berichte.models import Berichtsakte, Berichtsauftrag
from dresden_senioren.models import Benutzer
leitung = Benutzer.objects.get(username="leitung")
akte, _ = Berichtsakte.objects.get_or_create(art="zwischenbericht", fassung="{fassung}", stichtag=date(2024, 9, 30))
Berichtsauftrag.objects.create(pk="{pk}", akte=akte, format="docx", angefordert_von=leitung)
"""
ZWEI_VERSIONEN = """
import pathlib
from datetime import date
from berichte.akten.festschreiben import festschreiben, wiederoeffnen
from berichte.models import Berichtsakte
from massnahmen.models import Massnahme, Sachstandsart, Sachstandsmeldung
akte = Berichtsakte.objects.create(art="zwischenbericht", fassung="intern", stichtag=date(2024, 8, 31))
erste = festschreiben(akte, von=None)
wiederoeffnen(erste, grund="Nachmeldung", von=None)
meldung = Sachstandsmeldung.objects.create(
    massnahme=Massnahme.objects.get(nr="8.1.1."), gueltig_ab=date(2024, 8, 1),
    sachstandsart=Sachstandsart.objects.get(schluessel="abgeschlossen"))
zweite = festschreiben(akte, von=None)
Sachstandsmeldung.objects.filter(pk=meldung.pk)._raw_delete("default")
pathlib.Path(r"{datei}").write_text(f"/berichte/vergleich/{{erste.pk}}/{{zweite.pk}}/")
"""


@pytest.fixture
def bestelle(befehl):
    def bestellen(fassung="intern") -> str:
        pk = uuid.uuid4()
        befehl("shell", "-v0", "-c", BESTELLEN.format(pk=pk, fassung=fassung))
        return f"/berichte/auftrag/{pk}/"

    return bestellen


def ist_ohne_barrieren(blatt) -> bool:
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    return True


def test_die_fertige_datei_kommt_von_selbst_und_nur_einmal(seite, bestelle):
    blatt, heruntergeladen = seite("leitung"), []
    blatt.on("download", lambda datei: heruntergeladen.append(datei))  # noqa: PLW0108 Playwright schreibt an die Funktion
    with blatt.expect_download() as erwartet:
        blatt.goto(bestelle())
    assert erwartet.value.suggested_filename.endswith(".docx")
    blatt.get_by_text("Die Datei ist fertig.").wait_for()
    assert ist_ohne_barrieren(blatt)
    blatt.reload()
    blatt.wait_for_load_state("networkidle")
    assert len(heruntergeladen) == 1


def test_ohne_javascript_kommt_der_link(seite, bestelle):
    adresse = bestelle()
    fertig = seite("leitung")
    fertig.goto(adresse)
    fertig.get_by_role("link", name="Datei herunterladen").wait_for()
    blatt = seite("leitung", java_script_enabled=False)
    blatt.goto(adresse)
    knopf = blatt.get_by_role("link", name="Datei herunterladen")
    knopf.wait_for()
    with blatt.expect_download() as erwartet:
        knopf.click()
    assert erwartet.value.suggested_filename.endswith(".docx")


def test_was_nicht_geht_steht_mit_einem_satz_da(seite, bestelle):
    blatt = seite("leitung")
    blatt.goto(bestelle("weitergabe"))
    blatt.get_by_text("Die Datei ist nicht entstanden").wait_for()
    assert ist_ohne_barrieren(blatt)
    vorige = blatt.url
    blatt.get_by_role("button", name="Noch einmal versuchen").click()
    blatt.wait_for_url(lambda adresse: adresse != vorige)  # ein neuer Auftrag
    blatt.get_by_text("Die Datei ist nicht entstanden").wait_for()


def test_vergleich_zweier_versionen_ohne_barrieren(seite, befehl, tmp_path):
    datei = tmp_path / "adresse"
    befehl("shell", "-v0", "-c", ZWEI_VERSIONEN.format(datei=datei))
    blatt = seite("leitung")
    blatt.goto(datei.read_text())
    blatt.get_by_role("heading", name="Änderungen an Maßnahmen").wait_for()
    assert ist_ohne_barrieren(blatt)
