"""Die Seite Monatsentwicklung: ihre Zahlen, Sätze und Diagramme, zurückgelesen aus dem, was ausgeliefert wird."""

import json
import re
from html import unescape

import plotly.graph_objects as go
import pytest
from django.urls import reverse

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Lieferungsteil
from berichte.ausgabe.bilder import web
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Herkunft, Zeichen
from berichte.zahlen import datensaetze
from berichte.zahlen.monatsentwicklung import monatsentwicklung
from dresden_senioren.kern.zeitraum import Monat

from .wuerfel import GEFOERDERT_2024, KOMMUNAL_2023, neuzugaenge, veroeffentlichte_summen

pytestmark = pytest.mark.django_db
ADRESSE = "/auswertung/monatsentwicklung/"


@pytest.fixture(autouse=True)
def leerer_wuerfel(db):
    Lieferungsteil.objects.update(ist_gueltig=False)


@pytest.fixture
def text(angemeldet):
    """Sichtbarer Text der Seite, Leerraum vereinheitlicht."""

    def lesen(abfrage="", rolle="leitung"):
        antwort = angemeldet(rolle).get(ADRESSE + abfrage)
        assert antwort.status_code == 200
        ohne_skripte = re.sub(r"<script.*?</script>", "", antwort.content.decode(), flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", ohne_skripte)).split())

    return lesen


def entwicklung(jahr=2024, **angaben):
    return monatsentwicklung(datensaetze.gesamtzahlen_der_stadt(Zaehleinheit.NEUZUGANG, **angaben), jahr)


def figuren(antwort) -> dict[str, dict]:
    """Die Abbildungen, wie sie im Browser ankommen."""
    muster = r'<script id="figur-(\w+)" type="application/json">(.*?)</script>'
    return {name: json.loads(inhalt) for name, inhalt in re.findall(muster, antwort.content.decode())}


@pytest.mark.parametrize(
    "satz",
    [
        "Beratungsfälle geförderte Seniorenberatung: +21,5 % (2.535 in 01–09/2023 → 3.080 in 01–09/2024).",
        "Beratungsfälle kommunale Seniorenberatung: −18,5 % (1.571 in 01–09/2023 → 1.281 in 01–09/2024).",
        "Beratungsfälle gefördert und kommunal zusammen: +6,2 % (4.106 in 01–09/2023 → 4.361 in 01–09/2024).",
        "Anteil der geförderten Seniorenberatung an allen Neuzugängen stieg von 61,7 % (01–09/2023) auf 70,6 %",
        "Oktober bis Dezember 2024 sind noch nicht gemeldet.",
        "Oktober bis Dezember 2023 sind für die geförderte Seniorenberatung nicht gemeldet.",
    ],
)
def test_saetze_der_seite(text, satz):
    veroeffentlichte_summen()
    assert satz in text()
    assert "−19" not in text()


def test_beispielzahlen_sind_als_erfunden_gekennzeichnet(text):
    veroeffentlichte_summen(ist_beispiel=True)
    assert "Beispielzahlen: Die Monatsverteilung ist erfunden." in text()
    assert all(teil.diagramm.herkunft.fussnoten for teil in entwicklung().entwicklungen)


def test_echte_zahlen_tragen_keine_beispielkennzeichnung(text):
    veroeffentlichte_summen()
    assert "Beispielzahlen" not in text()


def test_tabelle_zeigt_dieselben_zahlen_mit_differenz_und_prozent(text):
    veroeffentlichte_summen()
    assert "Januar 185 p 158 p −27 −14,6 %" in text()
    assert "Oktober 177 p fehlt x x" in text()
    assert "Summe 01–09 1.571 p 1.281 p −290 −18,5 %" in text()


def test_die_seite_erklaert_wie_gezaehlt_wird(text):
    veroeffentlichte_summen()
    assert "Kommunale Seniorenberatung Zahlen aus FMG.soz." in text()
    assert "Zählweise: neue Fälle im gemeldeten Monat" in text()


def test_ohne_zahlen_sagt_die_seite_was_fehlt(text):
    assert "Noch keine Zahlen" in text()


@pytest.mark.parametrize("jahr", ["abc", "1999", "2024'", "99999999999999999999", "²", "-1"])
def test_unsinniges_jahr_zeigt_das_neueste_mit_hinweis(text, jahr):
    veroeffentlichte_summen()
    assert "Für dieses Jahr gibt es keine Zahlen" in text(f"?jahr={jahr}")
    assert "+21,5 %" in text(f"?jahr={jahr}")


def test_gewaehltes_jahr_steht_in_der_adresse(text):
    veroeffentlichte_summen()
    seite = text("?jahr=2023")
    assert "2.535 in 01–09/2023" in seite
    assert "Das Jahr 2022 ist nicht gemeldet." in seite
    assert "kein Vergleich möglich; 2022 und 2023 haben keinen gemeldeten Monat gemeinsam" in seite


def test_nur_eine_quelle_gemeldet(text):
    neuzugaenge(Quelle.FMG, 2024, (5, 0))
    seite = text()
    assert "Gefördert und kommunal zusammen nicht gemeldet" in seite
    assert "Februar fehlt – p" in seite  # gemeldete Null ist ein Zeichen für sich


def test_abbildungen_stimmen_mit_der_tabelle_ueberein_und_sind_gueltig(angemeldet):
    veroeffentlichte_summen()
    abbildungen = figuren(angemeldet("koordination").get(ADRESSE))
    assert set(abbildungen) == {"seniora", "fmg", "zusammen"}
    for abbildung in abbildungen.values():
        go.Figure(abbildung)  # wirft, wenn Plotly eine Angabe nicht kennt
    frueher, heute = abbildungen["fmg"]["data"]
    assert frueher["y"] == list(KOMMUNAL_2023)
    assert [spur["name"] for spur in (frueher, heute)] == ["2023", "2024"]
    assert abbildungen["seniora"]["data"][1]["y"] == [*GEFOERDERT_2024, None, None, None]


def test_nicht_gemeldete_monate_sind_luecken_nie_null():
    neuzugaenge(Quelle.FMG, 2024, (5, None, 0))
    (reihe,) = entwicklung().entwicklungen[1].diagramm.reihen
    assert reihe.werte[:3] == (5, Zeichen.FEHLT, 0)
    spur = web.plotly(entwicklung().entwicklungen[1].diagramm)["data"][0]
    assert spur["y"][:3] == [5, None, 0]
    assert spur["connectgaps"] is False


def test_farbe_ist_nie_das_einzige_merkmal_und_die_achse_beginnt_bei_null():
    veroeffentlichte_summen()
    abbildung = web.plotly(entwicklung().entwicklungen[0].diagramm)
    aussehen = [(s["line"]["dash"], s["marker"]["color"]) for s in abbildung["data"]]
    assert len({strich for strich, _ in aussehen}) == len({marke for _, marke in aussehen}) == 2
    assert {a["text"] for a in abbildung["layout"]["annotations"]} >= {"2023", "2024"}
    assert abbildung["layout"]["yaxis"]["rangemode"] == "tozero"


def test_balken_gleicher_farbrolle_bleiben_unterscheidbar():
    herkunft = Herkunft("2024", "Maßnahmen", "Fachplan", "01.01.2024")
    reihen = (Reihe("begonnen", (3, Zeichen.FEHLT), "aktiv"), Reihe("laufend", (0, 2), "aktiv"))
    diagramm = Diagramm(Diagrammart.GESTAPELT, "Titel", ("A", "B"), "Handlungsfeld", reihen, herkunft, "Text")
    abbildung = web.plotly(diagramm)
    go.Figure(abbildung)
    assert [spur["x"] for spur in abbildung["data"]] == [[3, None], [0, 2]]
    assert len({spur["marker"]["color"] for spur in abbildung["data"]}) == 2


def test_textalternative_nennt_befund_verlauf_und_luecken():
    veroeffentlichte_summen()
    beschreibung = entwicklung().entwicklungen[1].diagramm.beschreibung
    assert "1.571 in 01–09/2023 → 1.281 in 01–09/2024" in beschreibung
    assert "2024: niedrigster Wert 117 im Mai, höchster 158 im Januar" in beschreibung
    assert "nicht gemeldet: Oktober bis Dezember 2024" in beschreibung


def test_bericht_zum_stichtag_sieht_nur_monate_bis_dahin():
    veroeffentlichte_summen()
    bis_juni = entwicklung(bis=Monat(2024, 6))
    assert bis_juni.gesamt.verglichen == "01–06/2024"


def test_ohne_javascript_dasselbe_diagramm_als_svg(angemeldet):
    veroeffentlichte_summen()
    bild = angemeldet("koordination").get(reverse("monatsentwicklung_bild", args=[2024, "zusammen"]))
    assert bild["Content-Type"] == "image/svg+xml"
    svg = bild.content.decode()
    assert "2023" in svg
    assert "2024" in svg
    assert "<script" not in svg


def test_seite_braucht_nur_zwei_abfragen_fuer_alle_zahlen(django_assert_num_queries):
    veroeffentlichte_summen()
    with django_assert_num_queries(2):
        entwicklung()


@pytest.mark.parametrize(
    ("rolle", "status"), [("koordination", 200), ("leitung", 200), ("administration", 403), ("sachbearbeitung", 403)]
)
def test_rechte(angemeldet, rolle, status):
    assert angemeldet(rolle).get(ADRESSE).status_code == status
    bild = angemeldet(rolle).get(reverse("monatsentwicklung_bild", args=[1999, "fmg"]))
    assert bild.status_code == (404 if status == 200 else status)
