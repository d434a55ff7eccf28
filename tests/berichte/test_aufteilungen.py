"""Aufteilungen, Ereignisse, Regelkarte und Kachelkarte: was in Titel, Fußnote und Zeichnung steht."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Bezugsbevoelkerung, Ereignismarke, Lieferungsteil, Monatswert, Planungsbereich, Stadtteil
from berichte.abbildungen import ABBILDUNGEN
from berichte.ausgabe.bilder import druckbild, kachelbild, web
from berichte.kern.abbildungen.kachelkarte import KACHELN, SPALTEN, ZEILEN, Kachelkarte, klassen
from berichte.kern.tabelle import Zeichen
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import MONATSNAMEN, Monat, Zeitraum

from . import muster
from .wuerfel import lieferung, neuzugaenge, zelle

pytestmark = pytest.mark.django_db
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
SVG = "{http://www.w3.org/2000/svg}"
ORTSCHAFTEN = {"Altfranken", "Cossebaude", "Gompitz", "Langebrück", "Mobschatz", "Oberwartha", "Schönborn",
               "Schönfeld-Weißig", "Weixdorf"}  # fmt: skip


def bild(name, bereich=None, zeitraum=NEUN_MONATE, **auswahl):
    return ABBILDUNGEN[name](lage(Auswahl(zeitraum, planungsbereich=bereich, **auswahl)))


def text(abbildung) -> str:
    return abbildung.befund.replace("\u00a0", " ")


@pytest.fixture
def leerer_wuerfel():
    Lieferungsteil.objects.update(ist_gueltig=False)
    Monatswert.objects.all().delete()


def felder(monat: Monat, gesamt: int, **je_feld):
    """Beratungen eines Monats aus beiden Quellen; die kommunale steuert nichts bei."""
    (teil,) = lieferung(Quelle.SENIORA, monat, Art.LEISTUNGEN)
    lieferung(Quelle.FMG, monat, Art.LEISTUNGEN)
    zelle(teil, gesamt, einheit=Zaehleinheit.BERATUNG)
    for feld, anzahl in je_feld.items():
        zelle(teil, anzahl, einheit=Zaehleinheit.BERATUNG, merkmal=Merkmal.HAUPTBERATUNGSFELD, auspraegung=feld)


# --- Aufteilungen ----------------------------------------------------------------------------------------------------


def test_titel_sagt_den_befund_mit_zeitraum():
    assert text(bild("felder")).startswith("Beratungen: Pflege und Gesundheit 29,3 % (01–09/2024). In 01–09/2023 ")
    assert "Sozialamt/SDfS (Fallabgabe)" in text(bild("herkunft_faelle"))
    assert "Beratungsort unbekannt 2,0 %" in text(bild("orte"))


def test_rundung_steht_als_fussnote():
    fussnoten = bild("felder").tabelle.herkunft.fussnoten
    assert [f.replace("\u00a0", " ") for f in fussnoten if "Gerundet" in f] == [
        "Gerundet; die Anteile 01–09/2024 ergeben zusammen 100,1 %."
    ]


def test_was_nicht_jede_lieferung_aufteilt_wird_nicht_verglichen(leerer_wuerfel):
    felder(Monat(2023, 9), 10, pflege_gesundheit=6, sonstige=4)
    felder(Monat(2024, 9), 20, pflege_gesundheit=5, sonstige=3)
    eine = bild("felder")
    assert [spalte.bezeichnung for spalte in eine.tabelle.spalten] == [
        "Hauptberatungsfeld",
        "09/2024",
        "Anteil 09/2024",
    ]
    assert ("nicht aufgeteilt", 12, Decimal("60.0")) in eine.tabelle.zeilen
    assert [reihe.name for reihe in eine.diagramm.reihen] == ["09/2024"]
    assert any("Nicht jede Lieferung teilt" in f for f in eine.tabelle.herkunft.fussnoten)


def test_gemeldete_null_ist_keine_und_nicht_fehlt(leerer_wuerfel):
    felder(Monat(2024, 9), 0)
    eine = bild("felder")
    assert (text(eine), eine.diagramm) == ("Beratungen: keine in 09/2024.", None)
    assert eine.tabelle.zeilen[-1][1] == 0


def test_fruehere_null_hat_keinen_anteil(leerer_wuerfel):
    felder(Monat(2023, 9), 0)
    felder(Monat(2024, 9), 2, sonstige=2)
    eine = bild("felder")
    assert eine.tabelle.zeilen[0] == ("Sonstige", 0, 2, 2, Zeichen.NICHT_SINNVOLL, Zeichen.NICHT_SINNVOLL, Decimal(100))
    assert [reihe.name for reihe in eine.diagramm.reihen] == ["09/2024"]


def test_gespiegelte_balken_schreiben_links_kein_minus():
    eine = bild("alter_geschlecht")
    links, rechts = web.plotly(eine.diagramm)["data"]
    assert max(links["x"]) < 0 < min(rechts["x"])
    assert links["text"] == [str(wert) for wert in eine.diagramm.reihen[0].werte]
    assert "divers" in [spalte.bezeichnung for spalte in eine.tabelle.spalten]
    assert any("Nur in der Tabelle: divers" in fussnote for fussnote in eine.diagramm.darunter)


def test_stadtteile_zeigen_fuenfzehn_und_nennen_die_uebrigen():
    eine = bild("stadtteile")
    assert len(eine.diagramm.kategorien) == 15
    weitere = len(eine.tabelle.zeilen) - 15 - 3  # ohne auswärtig, unbekannt, zusammen
    assert any(f"{weitere} weitere stehen in der Tabelle" in f for f in eine.diagramm.darunter)
    assert eine.diagramm.reihen[0].werte == tuple(sorted(eine.diagramm.reihen[0].werte, reverse=True))


# --- Zeitreihen ------------------------------------------------------------------------------------------------------


def test_frueherer_zeitraum_macht_gemeldete_monate_nicht_zu_fehlenden():
    zeilen = bild("jahresvergleich", zeitraum=Zeitraum(Monat(2024, 1), Monat(2024, 6))).tabelle.zeilen
    fehlend = [zeile[0] for zeile in zeilen if zeile[2] is Zeichen.FEHLT]
    assert fehlend == ["Oktober", "November", "Dezember"]


def marke(ab: date, name: str, **angaben) -> Ereignismarke:
    return Ereignismarke.objects.create(ab=ab, bezeichnung=name, **angaben)


def test_ereignis_steht_an_seinem_monat_in_legende_und_textalternative():
    Ereignismarke.objects.all().delete()
    marke(date(2024, 4, 1), "Neues Verfahren", erlaeuterung="Seither elektronisch.", ist_bruch=True)
    eine = bild("jahresvergleich")
    linien = [form for form in web.plotly(eine.diagramm)["layout"]["shapes"] if form["type"] == "line"]
    assert [(linie["x0"], linie["x1"], linie["line"]["dash"]) for linie in linien] == [(3, 3, "dash")]
    assert "1 = Neues Verfahren (ab 04/2024, anders gezählt)" in eine.diagramm.legende
    satz = "Ab 04/2024: Neues Verfahren. Seither elektronisch. Davor und danach ist nicht dasselbe gezählt."
    assert satz in eine.diagramm.beschreibung and satz in eine.tabelle.herkunft.fussnoten


def test_ereignisse_aendern_die_reihenfolge_der_monate_im_svg_nicht():
    Ereignismarke.objects.all().delete()
    marke(date(2024, 9, 1), "Spät")
    marke(date(2023, 4, 1), "Früh")
    knoten = etree.fromstring(druckbild.svg(bild("jahresvergleich").diagramm).encode()).iter(f"{SVG}text")
    kurz = [name[:3] for name in MONATSNAMEN]
    assert [t for t in ("".join(k.itertext()) for k in knoten) if t in kurz] == kurz


def test_ein_bruch_im_planungsbereich_bricht_nicht_die_stadt():
    Ereignismarke.objects.all().delete()
    marke(date(2023, 6, 1), "Größeres Gebiet", planungsbereich=Planungsbereich.objects.get(kuerzel="cotta"),
          ist_bruch=True)  # fmt: skip
    assert "zu wenige Monate für ein Urteil (7 von 12)" in bild("regelkarte", "cotta").befund
    assert "zu wenige" not in bild("regelkarte").befund
    assert "1 = Größeres Gebiet" in bild("regelkarte").diagramm.legende


def test_regelkarte_laesst_luecken_und_hebt_auffaelliges_hervor(leerer_wuerfel):
    for quelle in Quelle:
        neuzugaenge(quelle, 2023, [50] * 12)
        neuzugaenge(quelle, 2024, [50, None, 52, 49, 51, 90, 50, 48, 50])
    karte = bild("regelkarte")
    assert "auffällig, weil Juni 2024 mit 180 über der oberen Grenze" in karte.befund
    gezaehlt = web.plotly(karte.diagramm)["data"][0]
    assert gezaehlt["y"][13] is None and gezaehlt["connectgaps"] is False
    assert [n for n, groesse in enumerate(gezaehlt["marker"]["size"]) if groesse > 6] == [17]
    assert karte.tabelle.zeilen[13][1:] == (
        Zeichen.FEHLT, *karte.tabelle.zeilen[12][2:5], "nicht gemeldet"
    )  # fmt: skip


# --- Kachelkarte und Dichte ------------------------------------------------------------------------------------------


def test_kacheln_sind_die_zehn_stadtbezirke_und_neun_ortschaften():
    assert {kachel.gebiet for kachel in KACHELN} == set(Stadtteil.objects.values_list("gebiet", flat=True))
    namen = [name for kachel in KACHELN for name in kachel.name.split("/")]
    assert len(namen) == len(set(namen)) == 19 and set(namen) >= ORTSCHAFTEN


def test_kacheln_ueberdecken_sich_nicht():
    felder = [(k.zeile + z, k.spalte + s) for k in KACHELN for z in range(k.zeilen) for s in range(k.spalten)]
    assert len(felder) == len(set(felder))
    assert all(0 <= zeile < ZEILEN and 0 <= spalte < SPALTEN for zeile, spalte in felder)


def test_kacheln_und_was_keinen_ort_hat_ergeben_die_stadt():
    eine = bild("kacheln")
    *zeilen, summe = eine.tabelle.zeilen
    assert (sum(z[2] for z in zeilen), sum(z[1] for z in zeilen)) == (summe[2], summe[1]) == (4361, 4106)
    je_ort = {zeile[0]: zeile[2] for zeile in zeilen}
    assert {kachel.name: eine.karte.wert(kachel) for kachel in KACHELN} == {k.name: je_ort[k.name] for k in KACHELN}


def test_jede_kachel_traegt_namen_zahl_und_buchstaben():
    eine = bild("kacheln")
    for mass in (kachelbild.BREIT, kachelbild.SCHMAL):
        baum = etree.fromstring(kachelbild.svg(eine.karte, mass).encode())
        for gruppe, kachel in zip(baum, KACHELN, strict=False):
            *name, zahl, buchstabe = [knoten.text for knoten in gruppe.iter(f"{SVG}text")]
            assert "".join(name) == kachel.name.replace(" ", "")
            assert zahl == eine.karte.text(eine.karte.wert(kachel))
            assert buchstabe == eine.karte.klassen[eine.karte.klasse(kachel)].buchstabe


def test_ohne_zahl_ist_die_kachel_gestrichelt_und_hat_keine_klasse():
    karte = Kachelkarte("T", "B", {"Cotta": 0, "Plauen": Zeichen.GEHEIM}, muster.HERKUNFT, "Neuzugänge")
    texte = {k.name: (karte.text(karte.wert(k)), karte.klasse(k)) for k in KACHELN}
    assert (texte["Cotta"], texte["Plauen"], texte["Leuben"]) == (("0", 0), (".", None), ("fehlt", None))
    assert kachelbild.svg(karte).count("stroke-dasharray") == len(KACHELN) - 1


@pytest.mark.parametrize(
    ("zahlen", "grenzen"),
    [([], "1 2 3 4 5"), ([0], "1 2 3 4 5"), ([737, 3], "150 300 450 600 750"), ([16], "4 8 12 16 20"),
     ([Decimal("7.9")], "1.6 3.2 4.8 6.4 8.0")],
)  # fmt: skip
def test_klassen_haben_runde_grenzen(zahlen, grenzen):
    ergebnis = klassen(zahlen)
    assert [klasse.bis for klasse in ergebnis] == [Decimal(grenze) for grenze in grenzen.split()]
    assert max(zahlen, default=0) <= ergebnis[-1].bis


def bevoelkerung(ohne=()):
    """Tausend ab 60 je Stadtteil, den die Statistikstelle nennt; auf Wunsch fehlen welche."""
    for stadtteil in Stadtteil.objects.filter(zusammengefasst_mit=None).exclude(pk__in=ohne):
        Bezugsbevoelkerung.objects.create(
            stadtteil=stadtteil, stichtag=date(2023, 12, 31), altersgruppe="60+", anzahl=1000, quelle="Statistikstelle"
        )


def test_ohne_bevoelkerung_gibt_es_keine_dichte():
    for name in ("stadtteile", "kacheln"):
        assert "je 1.000 ab 60" not in [spalte.bezeichnung for spalte in bild(name).tabelle.spalten]


def test_dichte_je_stadtteil_und_gebiet():
    bevoelkerung()
    zeilen = {zeile[0]: zeile for zeile in bild("stadtteile").tabelle.zeilen}
    assert zeilen["Gruna"][-1] == zeilen["Gruna"][2]  # je tausend, gerade tausend
    assert zeilen["auswärtig"][-1] is zeilen["zusammen"][-1] is Zeichen.NICHT_SINNVOLL
    karte = bild("kacheln").karte
    assert karte.einheit == "Neuzugänge je 1.000 Einwohner ab 60"
    assert "31.12.2023, Statistikstelle" in " ".join(karte.darunter)


def test_zusammen_genannte_stadtteile_zaehlen_bei_dem_einen(leerer_wuerfel):
    bevoelkerung()
    for quelle in Quelle:
        (teil,) = lieferung(quelle, Monat(2024, 9), Art.FAELLE)
        zelle(teil, 8)
        for nr, anzahl in (("31", 5), ("33", 3)):
            zelle(teil, anzahl, ebene=Ebene.STADTTEIL, gebiet=nr)
    eine = bild("stadtteile")
    dichten = {zeile[0]: zeile[-1] for zeile in eine.tabelle.zeilen}
    assert dichten["Klotzsche"] == Decimal("16.0")
    assert dichten["Flughafen/Industriegebiet Klotzsche"] is Zeichen.NICHT_SINNVOLL
    assert any(f.startswith("Klotzsche: Dichte samt") for f in eine.tabelle.herkunft.fussnoten)


def test_fehlt_ein_stadtteil_hat_sein_gebiet_keine_dichte():
    bevoelkerung(ohne=["57"])
    eine = bild("kacheln")
    zeilen = {zeile[0]: zeile[-1] for zeile in eine.tabelle.zeilen}
    assert zeilen["Blasewitz"] is Zeichen.NICHT_SINNVOLL and zeilen["Cotta"] is not Zeichen.NICHT_SINNVOLL
    assert eine.karte.einheit == "Neuzugänge"  # gefärbt wird nur nach einer vollständigen Dichte


def test_planungsbereiche_ergeben_mit_dem_rest_die_stadt(angemeldet):
    eine = bild("planungsbereiche")
    *zeilen, gesamt = eine.tabelle.zeilen
    assert gesamt[:3] == ("Dresden", 4106, 4361)
    assert [sum(zeile[spalte] for zeile in zeilen) for spalte in (1, 2, 3)] == list(gesamt[1:4])
    seite = angemeldet("leitung").get("/auswertung/stadt/?von=2024-01&bis=2024-09").content.decode()
    adresse = "/auswertung/stadt/abbildung/planungsbereiche/csv/?"
    assert adresse in seite
    datei = angemeldet("leitung").get(f"{adresse}von=2024-01&bis=2024-09").content.decode("utf-8-sig")
    assert "Cotta" in datei and "Dresden" in datei
