"""Vorläufig, geprüft, endgültig: bei jeder Zahl, in jeder Ausgabe, als Zeichen und als Wort."""

import zipfile
from datetime import date
from io import BytesIO

import pytest

from beratung.kalender.monatsstand import festlegen
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from beratung.models import Lieferungsteil
from berichte.arten.wunsch import Berichtswunsch
from berichte.arten.zwischenbericht import zwischenbericht
from berichte.ausgabe.bilder import druckbild, web
from berichte.ausgabe.docx import docx
from berichte.ausgabe.pptx.diagramm import buerodiagramm
from berichte.kern.akten.bericht import Aufzaehlung
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.zahlen import datensaetze
from berichte.zahlen.monatsentwicklung import monatsentwicklung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .wuerfel import veroeffentlichte_summen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def verschieden_feste_monate(db):
    """2023 gefördert endgültig, Januar bis März 2024 geprüft, alles Übrige vorläufig."""
    Lieferungsteil.objects.update(ist_gueltig=False)
    veroeffentlichte_summen()
    for monat in Zeitraum(Monat(2023, 1), Monat(2023, 9)):
        festlegen(quelle=Quelle.SENIORA, monat=monat, zustand=Zustand.ENDGUELTIG, grund="", von=None)
    for monat in Zeitraum(Monat(2024, 1), Monat(2024, 3)):
        festlegen(quelle=Quelle.SENIORA, monat=monat, zustand=Zustand.GEPRUEFT, grund="", von=None)


@pytest.fixture
def gefoerdert():
    return _entwicklung()[0]


def _entwicklung():
    return monatsentwicklung(datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG), 2024).entwicklungen


def test_tabelle_traegt_das_zeichen_an_jeder_unfesten_zahl(gefoerdert):
    zeilen = gefoerdert.tabelle.geschrieben
    assert zeilen[0][1:3] == ["270", "341\u00a0g"]
    assert zeilen[8][1:3] == ["297", "356\u00a0p"]
    assert zeilen[9][1:3] == ["fehlt", "fehlt"]
    assert zeilen[-1][1:3] == ["2.535", "3.080\u00a0p"], "die Summe ist so fest wie ihr unfestester Monat"
    assert gefoerdert.tabelle.zeichenerklaerung[-2:] == ["p = vorläufige Zahl", "g = geprüft, noch nicht endgültig"]


def test_unter_zahlen_und_bild_steht_in_worten_was_wie_fest_ist(gefoerdert):
    worte = (
        "vorläufig (April bis September 2024), geprüft (Januar bis März 2024), endgültig (Januar bis September 2023)"
    )
    assert f"Zahlen {worte}" in gefoerdert.diagramm.darunter[0] and worte in gefoerdert.diagramm.beschreibung
    assert gefoerdert.diagramm.darunter[1] == "Marken: Raute = vorläufig, Quadrat = geprüft, Kreis = endgültig"
    assert gefoerdert.stand is Zustand.VORLAEUFIG


def test_zusammen_ist_so_fest_wie_die_unfestere_quelle():
    zusammen = _entwicklung()[2]
    assert set(zusammen.tabelle.zustaende.values()) == {Zustand.VORLAEUFIG}


def test_jede_zeichnung_unterscheidet_durch_die_form(gefoerdert):
    frueher, heute = web.plotly(gefoerdert.diagramm)["data"]
    assert frueher["marker"]["symbol"][:9] == ["circle"] * 9
    assert heute["marker"]["symbol"][:4] == ["square"] * 3 + ["diamond"]
    assert heute["customdata"][3] == "339 (vorläufig)"
    ganz_vorlaeufig = _entwicklung()[1].diagramm
    assert druckbild.svg(gefoerdert.diagramm) != druckbild.svg(ganz_vorlaeufig)
    xml = buerodiagramm(gefoerdert.diagramm).xml.decode()
    assert xml.count('<c:symbol val="square"/>') == 3 and '<c:symbol val="diamond"/>' in xml


def test_der_zwischenbericht_nennt_den_stand_jeder_quelle():
    texte = [
        t
        for b in zwischenbericht(Berichtswunsch(date(2024, 9, 30))).bausteine
        if isinstance(b, Aufzaehlung)
        for t in b.punkte
    ]
    assert "Stand der Beratungszahlen, kommunale Seniorenberatung: vorläufig." in texte
    assert any(t.startswith("Stand der Beratungszahlen, geförderte Seniorenberatung: vorläufig (April") for t in texte)
    assert "p = vorläufige Zahl" in texte


def test_word_zeigt_zeichen_und_legende():
    inhalt = docx(freigeben(zwischenbericht(Berichtswunsch(date(2024, 9, 30))), Fassung.INTERN))
    xml = zipfile.ZipFile(BytesIO(inhalt)).read("word/document.xml").decode()
    assert "341\u00a0g" in xml and "Raute = vorläufig" in xml


def test_seite_karte_fuss_und_startseite_sagen_es(angemeldet):
    client = angemeldet("leitung")
    html = client.get("/auswertung/monatsentwicklung/").content.decode()
    assert "01–09/2023 gegenüber 01–09/2024, vorläufig" in html
    assert "Beratungszahlen bis September 2024 (vorläufig)" in html
    assert "01–09/2023 gegenüber 01–09/2024, vorläufig" in client.get("/").content.decode()


def test_fuss_nennt_endgueltig_erst_wenn_beide_quellen_es_sind(angemeldet):
    def fuss():
        return angemeldet("koordination").get("/hilfe/").content.decode()

    september = Monat(2024, 9)
    festlegen(quelle=Quelle.SENIORA, monat=september, zustand=Zustand.ENDGUELTIG, grund="", von=None)
    assert "September 2024 (vorläufig)" in fuss()
    festlegen(quelle=Quelle.FMG, monat=september, zustand=Zustand.ENDGUELTIG, grund="", von=None)
    assert "September 2024 (endgültig)" in fuss()
