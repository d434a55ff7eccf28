"""Sechs Berichtsarten: wie sie gebaut sind und was in ihnen steht."""

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from berichte.akten.erstellen import setzen
from berichte.arten import BERICHTSARTEN
from berichte.ausgabe import AUSGABEN
from berichte.kern.akten.bericht import (
    Abbildung,
    Aufzaehlung,
    Botschaft,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.akten.festschrift import inhaltssumme
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Schutz, Zeichen

from .arthilfen import ARTEN, MIT_BERATUNG, baue, tabellen, texte

pytestmark = pytest.mark.django_db


# --- Wie jeder Bericht gebaut ist ------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", ARTEN)
def test_jede_art_ist_ein_ganzer_bericht(art):
    bericht = baue(art)
    bausteine = bericht.bausteine
    assert [b for b in bausteine if isinstance(b, Kapitel)][-1].titel == "Hinweise"
    botschaften = [b for b in bausteine if isinstance(b, Botschaft)]
    assert len({b.schluessel for b in botschaften}) == len(botschaften)
    for davor, botschaft in pairwise(bausteine):
        if isinstance(botschaft, Botschaft):
            assert isinstance(davor, Abbildung), botschaft.schluessel
            assert botschaft.gegenstand and botschaft.erkennen and botschaft.ist_vorschlag
    assert freigeben(bericht, Fassung.INTERN)


@pytest.mark.parametrize("art", MIT_BERATUNG)
def test_zu_jeder_abbildung_der_beratung_gibt_es_eine_botschaft(art):
    bausteine = baue(art).bausteine
    abbildungen = [nr for nr, b in enumerate(bausteine) if isinstance(b, Abbildung)]
    ohne = [bausteine[nr].diagramm for nr in abbildungen if not isinstance(bausteine[nr + 1], Botschaft)]
    assert [d for d in ohne if d.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN] == []


@pytest.mark.parametrize("art", ARTEN)
def test_die_zeichenerklaerung_nennt_genau_die_zeichen_die_vorkommen(art):
    bericht = baue(art)
    erklaert = {p.split(" = ")[0] for b in bericht.bausteine if isinstance(b, Aufzaehlung) for p in b.punkte
                if " = " in p}  # fmt: skip
    gezeigt = set()
    for baustein in bericht.bausteine:
        match baustein:
            case Zahlentabelle(tabelle):
                zellen = [z for zeile in tabelle.geschrieben for z in zeile]
                gezeigt |= {z for z in zellen if z in {*Zeichen, "–"}}
                gezeigt |= {z[-1] for z in zellen if re.search("\u00a0[pg]$", z)}
            case Abbildung(diagramm):
                gezeigt |= {w.value for reihe in diagramm.reihen for w in reihe.werte if isinstance(w, Zeichen)}
    assert erklaert == gezeigt


@pytest.mark.parametrize("art", ARTEN)
def test_nichts_geaendert_heisst_dieselbe_inhaltssumme(art):
    assert inhaltssumme(baue(art)) == inhaltssumme(baue(art))


@pytest.mark.parametrize(
    ("art", "hoechstens"),
    {"zwischenbericht": 27, "auswertung": 11, "planungsbereich": 20, "gesamtstadt": 13, "quartal": 7,
     "massnahmen": 16}.items(),
)  # fmt: skip
def test_abfragen_je_art(art, hoechstens, django_assert_max_num_queries):
    with django_assert_max_num_queries(hoechstens):
        baue(art)


@pytest.mark.langsam
@pytest.mark.parametrize("dateiformat", AUSGABEN)
@pytest.mark.parametrize("art", ARTEN)
def test_jede_art_in_jedem_angebotenen_format(art, dateiformat):
    assert dateiformat in BERICHTSARTEN[art].formate
    assert len(setzen(baue(art), Fassung.INTERN, dateiformat, "Test").inhalt) > 1000


# --- Was drinsteht ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", ["zwischenbericht", "auswertung", "gesamtstadt"])
def test_die_zahlen_der_folien_stehen_da(art):
    text = texte(baue(art))
    for satz in (
        "stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), um 21,5 %",
        "sanken von 1.571 (01–09/2023) auf 1.281 (01–09/2024), um 18,5 %",
        "stiegen von 4.106 (01–09/2023) auf 4.361 (01–09/2024), um 6,2 %",
        "stieg von 61,7 % (01–09/2023) auf 70,6 % (01–09/2024)",
    ):
        assert satz in text
    assert "19 %" not in text


def test_die_auswertung_folgt_den_folien():
    schluessel = [b.schluessel for b in baue("auswertung").bausteine if isinstance(b, Botschaft)]
    assert schluessel[:4] == ["monate_seniora", "monate_fmg", "monate_zusammen", "felder"]
    assert schluessel[4:] == ["orte", "alter_geschlecht", "herkunft_faelle"]


def test_was_sonstige_umfasst_steht_unter_der_abbildung():
    assert "„Sonstige“ umfasst Wohnen im Alter, Schwerbehinderung, altersgerechte Dienste und" in texte(
        baue("auswertung")
    )


def test_die_uebersicht_zaehlt_verschiedenes_nie_zusammen():
    tabelle = tabellen(baue("auswertung"))["Kennzahlen der Seniorenberatung, Dresden"]
    zeilen = {zeile[0]: zeile[1:] for zeile in tabelle.zeilen}
    assert len(zeilen) == 12 and tabelle.summenzeilen == 0
    assert [s.bezeichnung for s in tabelle.spalten[1:3]] == ["01–09/2023", "01–09/2024"]
    for einheit in ("Neuzugänge", "Beratungen", "Kriseninterventionen", "Informationen"):
        teile = (zeilen[f"{einheit}, gefördert"], zeilen[f"{einheit}, kommunal"])
        assert [sum(spalte) for spalte in zip(*(t[:3] for t in teile), strict=True)] == list(
            zeilen[f"{einheit}, zusammen"][:3]
        )


def test_die_planungsbereiche_ergeben_die_stadt():
    tabelle = tabellen(baue("gesamtstadt"))["Neuzugänge nach Planungsbereichen"]
    *bereiche, stadt = tabelle.zeilen
    for spalte in (1, 2, 3, 5):
        assert sum(zeile[spalte] for zeile in bereiche) == stadt[spalte]
    assert stadt[1:3] == (4106, 4361) and stadt[5] == 3080 and stadt[6] == Decimal("70.6")


def test_das_profil_nennt_gebiet_stellen_und_massnahmen():
    bericht = baue("planungsbereich")
    text = texte(bericht)
    assert bericht.titel == "Planungsbereichsprofil Cotta"
    assert "Löbtau-Nord" in text and "nicht amtlich bestätigt" in text
    zeilen = [zeile[0] for tabelle in tabellen(bericht).values() for zeile in tabelle.zeilen]
    assert "Seniorenberatung Gorbitz (Beispiel)" in zeilen
    assert any(zeile.startswith("1.1.4. Fortschreiben") for zeile in zeilen)


def test_der_quartalsbericht_nimmt_das_letzte_volle_quartal():
    assert "3. Quartal 2024" in baue("quartal").untertitel
    assert "2. Quartal 2024" in baue("quartal", date(2024, 9, 29)).untertitel


def test_die_massnahmentabelle_hat_keine_sozialdaten():
    bericht = baue("massnahmen", fassung=Fassung.WEITERGABE)
    assert freigeben(bericht, Fassung.WEITERGABE).kennzeichnung.kennzeichen == "ohne Sozialdaten"
    assert any(isinstance(b, Massnahmentabelle) for b in bericht.bausteine)


def test_monate_nach_dem_stichtag_kommen_nicht_vor():
    """Der September ist längst gemeldet, gehört aber nicht zu einem Bericht zum 29. September."""
    for art in ("zwischenbericht", "auswertung", "gesamtstadt", "planungsbereich"):
        text = texte(baue(art, date(2024, 9, 29)))
        assert "01–08/2024" in text and "3.080" not in text and "4.361" not in text
    september = next(t for n, t in tabellen(baue("auswertung", date(2024, 9, 29))).items() if "geförderte" in n)
    assert september.zeilen[8][2] is Zeichen.FEHLT


# --- Botschaften des Amts ---------------------------------------------------------------------------------------------


def test_der_text_des_amts_steht_statt_des_vorschlags():
    amt = Botschaft("felder", "", "Pflege bleibt vorn.", (), ("Beratung wirkt.",), massnahmen=("Werbung",))
    eine = next(b for b in baue("auswertung", botschaften={"felder": amt}).bausteine
                if isinstance(b, Botschaft) and b.schluessel == "felder")  # fmt: skip
    assert (eine.botschaft, eine.anerkennen, eine.massnahmen) == (
        "Pflege bleibt vorn.",
        ("Beratung wirkt.",),
        ("Werbung",),
    )
    assert eine.gegenstand == "Beratungsfelder" and not eine.ist_vorschlag
    assert eine.erkennen[0].startswith("Am häufigsten ging es um Pflege und Gesundheit")  # leer gelassen: Vorschlag


def test_eigenes_erkennen_ersetzt_den_vorschlag_und_leeres_bleibt_vorschlag():
    eigenes = Botschaft("felder", "", erkennen=("Wir sehen es anders.",))
    leer = Botschaft("orte", "")
    bericht = baue("auswertung", botschaften={"felder": eigenes, "orte": leer})
    je_schluessel = {b.schluessel: b for b in bericht.bausteine if isinstance(b, Botschaft)}
    assert je_schluessel["felder"].erkennen == ("Wir sehen es anders.",)
    assert je_schluessel["felder"].botschaft == "Am häufigsten ging es um Pflege und Gesundheit."
    assert not je_schluessel["felder"].ist_vorschlag and je_schluessel["orte"].ist_vorschlag


# --- Seit dem letzten Bericht -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("art", ["zwischenbericht", "massnahmen"])
def test_ein_frueherer_bericht_gibt_ein_kapitel(art):
    bericht = baue(art, frueher=baue(art, date(2024, 6, 30)))
    titel = [b.titel for b in bericht.bausteine if isinstance(b, Kapitel)]
    assert titel[:2] == ["Überblick", "Seit dem letzten Bericht"]
    assert "Verglichen mit dem Bericht zum 30.06.2024" in texte(bericht)
    assert "Seit dem letzten Bericht" not in [b.titel for b in baue(art).bausteine if isinstance(b, Kapitel)]
