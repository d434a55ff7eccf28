"""Jede Berichtsart in jeder Lage: ein wahrer Bericht oder ein Satz, warum es keinen gibt."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from beratung.kern.zaehlung import Ebene, Quelle, Zaehleinheit
from beratung.models import Ereignismarke, Lieferungsteil, Monatswert
from berichte.arten import BERICHTSARTEN, BerichtNichtMoeglich, Berichtswunsch, Geltung
from berichte.ausgabe import AUSGABEN
from berichte.erstellen import setzen
from berichte.kern.bericht import (
    Abbildung,
    Absatz,
    Aufzaehlung,
    Bericht,
    Botschaft,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.festschrift import inhaltssumme
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Schutz, Zeichen
from massnahmen.querysets import FachplanQuerySet

from .weitergabe import erteilte_freigabe

pytestmark = pytest.mark.django_db

STICHTAG = date(2024, 9, 30)
ARTEN = list(BERICHTSARTEN)
MIT_BERATUNG = [schluessel for schluessel, art in BERICHTSARTEN.items() if art.hat_sozialdaten]
MIT_WEITERGABE = [schluessel for schluessel, art in BERICHTSARTEN.items() if not art.nur_intern]


def wunsch(art: str, stichtag: date = STICHTAG, **angaben) -> Berichtswunsch:
    geltung = BERICHTSARTEN[art].geltung
    gebiete = {
        "planungsbereich": "cotta" if geltung is Geltung.PLANUNGSBEREICH else None,
        "beratungsstelle": "s-cotta" if geltung is Geltung.BERATUNGSSTELLE else None,
    }
    return Berichtswunsch(stichtag, **(gebiete | angaben))


def baue(art: str, stichtag: date = STICHTAG, **angaben) -> Bericht:
    return BERICHTSARTEN[art].bauen(wunsch(art, stichtag, **angaben))


def texte(bericht: Bericht) -> str:
    """Alles, was als Satz darin steht."""
    teile = []
    for baustein in bericht.bausteine:
        match baustein:
            case Absatz(text) | Hinweis(text):
                teile.append(text)
            case Aufzaehlung(punkte):
                teile += punkte
            case Abbildung(diagramm):
                teile += [diagramm.titel, diagramm.beschreibung, *diagramm.darunter]
            case Botschaft():
                teile += [baustein.botschaft, *(punkt for _, punkte in baustein.teile for punkt in punkte)]
            case Zahlentabelle(tabelle):
                teile += [tabelle.titel, *tabelle.darunter]
    return "\n".join(teile).replace("\u00a0", " ")


def tabellen(bericht: Bericht) -> dict:
    return {b.tabelle.titel: b.tabelle for b in bericht.bausteine if isinstance(b, Zahlentabelle)}


def zahlen(bericht: Bericht) -> set[int | Decimal]:
    """Alle Zahlen aus Tabellen und Diagrammen mit Sozialdaten, ohne Verhältnisse."""
    alle = [t for t in tabellen(bericht).values() if t.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN]
    alle += [
        b.diagramm.tabelle
        for b in bericht.bausteine
        if isinstance(b, Abbildung) and b.diagramm.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN
    ]
    gezaehlt = (
        zelle
        for tabelle in alle
        for zeile in tabelle.zeilen
        for spalte, zelle in zip(tabelle.spalten, zeile, strict=True)
        if spalte.format.value in ("anzahl", "differenz")
    )
    return {zelle for zelle in gezaehlt if isinstance(zelle, int)}


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


def test_die_fassung_ohne_zahlen_kennt_auch_die_tuer(monkeypatch):
    """Gegenprobe: Läse eine Art trotz Freigabe genaue Zahlen, bliebe der Bericht im Haus."""
    genau = replace(baue("auswertung"), freigabe=erteilte_freigabe())
    with pytest.raises(Exception, match="Zur Weitergabe fehlen geschützte Zahlen"):
        freigeben(genau, Fassung.WEITERGABE)
