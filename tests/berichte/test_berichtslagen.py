"""Jede Berichtsart in jeder Lage: ein wahrer Bericht oder ein Satz, warum nicht; und die Fassung Weitergabe."""

import re
from dataclasses import replace
from datetime import date

import pytest

from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.models import Ereignismarke, Lieferungsteil, Monatswert
from berichte.arten import BerichtNichtMoeglich
from berichte.kern.akten.bericht import Abbildung
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert, freigeben
from berichte.kern.tabelle import Zeichen
from massnahmen.querysets import FachplanQuerySet

from .arthilfen import ARTEN, MIT_BERATUNG, MIT_WEITERGABE, baue, tabellen, texte, zahlen
from .weitergabe import erteilte_freigabe

pytestmark = pytest.mark.django_db


# --- Schlechte Eingaben: jede Art in jeder Lage ----------------------------------------------------------------------


def keine_lieferung():
    Lieferungsteil.objects.update(ist_gueltig=False)


def ohne_kommunale():
    Lieferungsteil.objects.filter(quelle=Quelle.FMG).update(ist_gueltig=False)


def luecke_im_mai():
    Lieferungsteil.objects.filter(quelle=Quelle.FMG, monat=date(2024, 5, 1)).update(ist_gueltig=False)


def gebiet_ohne_fall():
    Monatswert.objects.filter(ebene=Ebene.PLANUNGSBEREICH, gebiet="cotta").delete()
    Monatswert.objects.filter(ebene=Ebene.BERATUNGSSTELLE, gebiet="s-cotta").delete()


def ein_fall_im_monat():
    gebiet_ohne_fall()
    teil = Lieferungsteil.objects.get(quelle=Quelle.SENIORA, monat=date(2024, 3, 1), art="faelle", ist_gueltig=True)
    for ebene, gebiet in ((Ebene.PLANUNGSBEREICH, "cotta"), (Ebene.BERATUNGSSTELLE, "s-cotta")):
        gemeinsam = {"teil": teil, "quelle": teil.quelle, "monat": teil.monat, "ebene": ebene, "gebiet": gebiet,
                     "zaehleinheit": Zaehleinheit.NEUZUGANG, "anzahl": 1}  # fmt: skip
        Monatswert.objects.create(merkmal="", auspraegung="", **gemeinsam)
        Monatswert.objects.create(merkmal="altersgruppe×geschlecht", auspraegung="80_84×weiblich", **gemeinsam)


LAGEN = [keine_lieferung, ohne_kommunale, luecke_im_mai, gebiet_ohne_fall, ein_fall_im_monat]


@pytest.mark.parametrize("lage", LAGEN, ids=lambda lage: lage.__name__)
@pytest.mark.parametrize("art", ARTEN)
def test_jede_art_in_jeder_lage(art, lage):
    lage()
    try:
        bericht = baue(art)
    except BerichtNichtMoeglich as grund:
        assert lage is keine_lieferung and art in ("auswertung", "planungsbereich", "gesamtstadt")
        assert "keine Beratungszahl gemeldet. Wählen Sie" in str(grund)
        return
    assert freigeben(bericht, Fassung.INTERN)
    assert not re.search(r"\bNone\b|\bnan\b|Paar\(", texte(bericht))


@pytest.mark.parametrize("art", ARTEN)
def test_ein_stichtag_vor_allen_daten(art):
    try:
        text = texte(baue(art, date(2015, 12, 31)))
    except BerichtNichtMoeglich as grund:
        assert "2015" in str(grund)
        return
    erwartet = {"zwischenbericht": "Für 2015 ist keine Beratungszahl gemeldet", "quartal": "noch nichts gemeldet"}
    assert erwartet.get(art, "") in text


@pytest.mark.parametrize("art", ARTEN)
def test_ohne_fachplan(art, monkeypatch):
    monkeypatch.setattr(FachplanQuerySet, "aktueller", lambda *args: None)
    if art in ("zwischenbericht", "massnahmen"):
        with pytest.raises(BerichtNichtMoeglich, match="kein Fachplan"):
            baue(art)
    else:
        assert baue(art)


def test_eine_fehlende_quelle_steht_da_und_die_andere_wird_aufgeteilt():
    ohne_kommunale()
    bericht = baue("auswertung")
    text = texte(bericht)
    assert "Von der Quelle FMG.soz (kommunale Seniorenberatung) ist im ganzen Zeitraum nichts gemeldet" in text
    felder = next(b.diagramm for b in bericht.bausteine
                  if isinstance(b, Abbildung) and b.diagramm.titel.startswith("Beratungen: "))  # fmt: skip
    assert felder.herkunft.quelle == "Seniora.App"
    uebersicht = tabellen(bericht)["Kennzahlen der Seniorenberatung, Dresden"]
    kommunal = next(zeile for zeile in uebersicht.zeilen if zeile[0] == "Neuzugänge, kommunal")
    assert Zeichen.FEHLT in kommunal and 0 not in kommunal


def test_eine_luecke_nennt_jede_zeile_ihre_monate():
    luecke_im_mai()
    bericht = baue("auswertung")
    assert "Mai 2024 ist für die kommunale Seniorenberatung nicht gemeldet." in texte(bericht)
    zeilen = {zeile[0]: zeile for zeile in tabellen(bericht)["Kennzahlen der Seniorenberatung, Dresden"].zeilen}
    assert zeilen["Neuzugänge, gefördert"][1] == "01–09/2024"
    assert zeilen["Neuzugänge, kommunal"][1] == "01–04/2024 und 06–09/2024"


def test_ein_gebiet_ohne_fall_hat_null_und_nicht_fehlt():
    gebiet_ohne_fall()
    bericht = baue("planungsbereich")
    zeilen = {
        zeile[0]: zeile for zeile in tabellen(bericht)["Kennzahlen der Seniorenberatung, Planungsbereich Cotta"].zeilen
    }
    assert zeilen["Neuzugänge, gefördert"][1:4] == (0, 0, 0)
    assert zeilen["Neuzugänge, gefördert"][4] is Zeichen.NICHT_SINNVOLL


def test_ein_einziger_fall_bekommt_keine_prozente():
    ein_fall_im_monat()
    bericht = baue("planungsbereich")
    zeilen = {
        zeile[0]: zeile for zeile in tabellen(bericht)["Kennzahlen der Seniorenberatung, Planungsbereich Cotta"].zeilen
    }
    assert zeilen["Neuzugänge, zusammen"][1:5] == (0, 1, 1, Zeichen.NICHT_SINNVOLL)
    assert "stiegen von 0 (01–09/2023) auf 1 (01–09/2024), um 1." in texte(bericht)


@pytest.mark.parametrize(
    ("art", "angaben", "satz"),
    [
        ("planungsbereich", {"planungsbereich": None}, "Wählen Sie einen Planungsbereich"),
        ("planungsbereich", {"planungsbereich": "atlantis"}, "Den Planungsbereich „atlantis“ gibt es nicht"),
        ("quartal", {"beratungsstelle": None}, "Wählen Sie eine Beratungsstelle"),
        ("quartal", {"beratungsstelle": "atlantis"}, "Die Beratungsstelle „atlantis“ gibt es nicht"),
    ],
)
def test_was_fehlt_oder_unbekannt_ist_sagt_ein_satz(art, angaben, satz):
    with pytest.raises(BerichtNichtMoeglich, match=satz):
        baue(art, **angaben)


# --- Fassung Weitergabe ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", MIT_BERATUNG)
def test_ohne_freigabe_keine_weitergabe(art):
    with pytest.raises(BerichtNichtMoeglich, match=r"Freigabe|nur intern"):
        baue(art, fassung=Fassung.WEITERGABE)


@pytest.mark.parametrize("art", [a for a in MIT_WEITERGABE if a in MIT_BERATUNG])
def test_zur_weitergabe_steht_keine_genaue_zahl_darin(art):
    freigabe = erteilte_freigabe()
    intern, bericht = baue(art), baue(art, fassung=Fassung.WEITERGABE, freigabe=freigabe)
    assert freigeben(bericht, Fassung.WEITERGABE)
    assert bericht.freigabe == freigabe
    assert zahlen(bericht) and all(zahl % 5 == 0 for zahl in zahlen(bericht))
    assert any(zahl % 5 for zahl in zahlen(intern))  # dieselbe Prüfung bemerkt genaue Zahlen
    text = texte(bericht)
    for genau in ("2.535", "3.080", "4.361", "1.281"):
        if int(genau.replace(".", "")) % 5:
            assert genau not in text
    assert "Was in dieser Fassung nicht steht" in str(bericht.bausteine)
    assert "aus den ungerundeten Zahlen" not in text


def test_zur_weitergabe_ohne_freie_texte_aus_dem_haus():
    Ereignismarke.objects.create(ab=date(2024, 4, 1), bezeichnung="Umzug", erlaeuterung="17 Fälle am Montag")
    assert "17 Fälle am Montag" in texte(baue("auswertung"))
    bericht = baue("auswertung", fassung=Fassung.WEITERGABE, freigabe=erteilte_freigabe())
    assert "Umzug" in texte(bericht) and "17 Fälle am Montag" not in texte(bericht)


def test_enthaelt_die_freigabe_keinen_monat_sagt_das_ein_satz():
    freigabe = erteilte_freigabe()
    with pytest.raises(BerichtNichtMoeglich, match=f"Freigabe {freigabe} enthält keinen Monat aus"):
        baue("auswertung", date(2022, 12, 31), fassung=Fassung.WEITERGABE, freigabe=freigabe)


def test_die_tuer_haelt_genaue_zahlen_auch_mit_freigabe_im_haus():
    """Gegenprobe: Läse eine Art trotz Freigabe genaue Zahlen, bliebe der Bericht im Haus."""
    genau = replace(baue("auswertung"), freigabe=erteilte_freigabe())
    with pytest.raises(FassungVerweigert):
        freigeben(genau, Fassung.WEITERGABE)
