"""Jede Abbildung in jeder Lage und in jeder Form: Plotly, SVG, Tabelle, CSV und Excel zeigen dieselben Zahlen, und was
fehlt, ist nirgends eine Null."""

import csv
import io
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from beratung.kern.zaehlung import Quelle
from beratung.models import Lieferungsteil
from berichte.abbildungen import ABBILDUNGEN, DER_STADT, DES_BEREICHS, NUR_DER_STADT
from berichte.ausgabe import tabellendatei
from berichte.ausgabe.bilder import druckbild, kartenstil, web
from berichte.ausgabe.bilder.gestaltung import helligkeit
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.geheimhaltung import Fassung, OhneFreigabe, freigeben
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import Lage, lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Ereignis, Protokolleintrag

from . import muster

pytestmark = pytest.mark.django_db
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
SVG = "{http://www.w3.org/2000/svg}"


def _ohne_kommunal() -> Lage:
    Lieferungsteil.objects.filter(quelle=Quelle.FMG).update(ist_gueltig=False)
    return lage(Auswahl(NEUN_MONATE))


def _leer() -> Lage:
    Lieferungsteil.objects.update(ist_gueltig=False)
    return lage(Auswahl(NEUN_MONATE))


LAGEN = {
    "Stadt": lambda: lage(Auswahl(NEUN_MONATE)),
    "Planungsbereich": lambda: lage(Auswahl(NEUN_MONATE, None, "cotta")),
    "eine Quelle": lambda: lage(Auswahl(NEUN_MONATE, Quelle.FMG)),
    "gegen das Quartal davor": lambda: lage(Auswahl(Zeitraum(Monat(2024, 4), Monat(2024, 6)), abstand=3)),
    "ein Monat": lambda: lage(Auswahl(Zeitraum(Monat(2024, 9), Monat(2024, 9)), None, "klotzsche", abstand=1)),
    "ohne Vergleich": lambda: lage(Auswahl(Zeitraum(Monat(2023, 1), Monat(2023, 12)))),
    "zehn Jahre": lambda: lage(Auswahl(Zeitraum(Monat(2015, 1), Monat(2024, 12)))),
    "eine Quelle fehlt": _ohne_kommunal,
    "nichts gemeldet": _leer,
}


@pytest.fixture(params=LAGEN, ids=str)
def eine_lage(request):
    return LAGEN[request.param]()


@pytest.fixture(scope="module")
def volle_lage(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return LAGEN["Stadt"]()


def _texte(svg: str) -> list[str]:
    return ["".join(knoten.itertext()) for knoten in etree.fromstring(svg.encode()).iter(f"{SVG}text")]


def pruefe_gegen_tabelle(diagramm: Diagramm, tabelle: Tabelle) -> None:
    """Jeder gezeichnete Wert steht in der Zeile seiner Kategorie; jedes Zeichen ist im Bild eine Lücke."""
    zeilen = {str(zeile[0]): zeile[1:] for zeile in tabelle.zeilen}
    gezeichnet = [spur["x" if spur["type"] == "bar" else "y"] for spur in web.plotly(diagramm)["data"]]
    for reihe, bild in zip(diagramm.reihen, gezeichnet, strict=True):
        for kategorie, wert, strich in zip(diagramm.kategorien, reihe.werte, bild, strict=True):
            assert wert in zeilen[kategorie], (diagramm.titel, kategorie, wert)
            assert (strich is None) is isinstance(wert, Zeichen), (diagramm.titel, kategorie, wert)
            assert strich is None or abs(strich) == pytest.approx(float(wert))


def pruefe_svg(diagramm: Diagramm) -> None:
    """Balken tragen alle ihre Zahl; Linien haben genau so viele Marken wie Werte."""
    svg = druckbild.svg(diagramm)
    if diagramm.art is not Diagrammart.LINIEN:
        fehlend = {diagramm.wertetext(wert) for reihe in diagramm.reihen for wert in reihe.werte} - set(_texte(svg))
        assert not fehlend, (diagramm.titel, fehlend)
        return
    gezaehlt = [r for r in diagramm.reihen if r.rolle not in {"mittel", "grenze"}]
    pfade = etree.fromstring(svg.encode()).iter(f"{SVG}path")
    marken = sum(1 for p in pfade if p.get("class") == "marke")
    assert marken == sum(wert is not None for r in gezaehlt for wert in r.zahl_oder_luecke()), diagramm.titel


def test_jede_abbildung_in_jeder_lage(eine_lage):
    namen = [name for name in ABBILDUNGEN if not (eine_lage.auswahl.planungsbereich and name in NUR_DER_STADT)]
    for name in namen:
        abbildung = ABBILDUNGEN[name](eine_lage)
        assert abbildung.schluessel == name
        assert abbildung.befund.endswith(".") and "None" not in abbildung.befund
        if abbildung.diagramm:
            pruefe_gegen_tabelle(abbildung.diagramm, abbildung.tabelle)
            go.Figure(web.plotly(abbildung.diagramm))  # wirft, wenn Plotly eine Angabe nicht kennt
            assert abbildung.diagramm.beschreibung and "None" not in abbildung.diagramm.beschreibung


def test_ohne_zahlen_zeichnet_nichts():
    leer = LAGEN["nichts gemeldet"]()
    for name, abbildung in ABBILDUNGEN.items():
        eine = abbildung(leer)
        assert eine.diagramm is None, name
        assert not any(zelle == 0 for zeile in eine.tabelle.zeilen for zelle in zeile if zelle is not False), name
        if eine.karte:
            assert set(eine.karte.werte.values()) <= {Zeichen.FEHLT}


@pytest.mark.parametrize("name", ABBILDUNGEN)
def test_svg_zeigt_dieselben_zahlen(volle_lage, name):
    abbildung = ABBILDUNGEN[name](volle_lage)
    if abbildung.diagramm:
        pruefe_svg(abbildung.diagramm)


def _csv(tabelle: Tabelle) -> list[list[str]]:
    text = tabellendatei.csv(freigeben(tabelle, Fassung.INTERN)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def _xlsx(tabelle: Tabelle) -> list[list]:
    datei = tabellendatei.xlsx(freigeben(tabelle, Fassung.INTERN))
    return CalamineWorkbook.from_filelike(io.BytesIO(datei)).get_sheet_by_index(0).to_python()


def pruefe_dateien(tabelle: Tabelle) -> None:
    """Zelle für Zelle: CSV mit Dezimalkomma, Excel mit Zahlen, Zeichen als Zeichen."""
    erwartet, breite = tabellendatei.zeilen(tabelle), len(tabellendatei.spaltennamen(tabelle))
    als_csv, als_xlsx = _csv(tabelle)[4 : 4 + len(erwartet)], _xlsx(tabelle)[4 : 4 + len(erwartet)]
    for soll, aus_csv, aus_xlsx in zip(erwartet, als_csv, als_xlsx, strict=True):
        assert len(soll) == len(aus_csv) == breite
        for zelle, text, wert in zip(soll, aus_csv, aus_xlsx, strict=False):
            if isinstance(zelle, str):
                assert (text, wert) == (zelle, zelle)
            else:
                assert Decimal(text.replace(",", ".")) == zelle
                assert wert == pytest.approx(float(zelle))


@pytest.mark.parametrize("name", ABBILDUNGEN)
def test_csv_und_excel_sind_genau_diese_tabelle(volle_lage, name):
    tabelle = ABBILDUNGEN[name](volle_lage).tabelle
    pruefe_dateien(tabelle)
    namen = tabellendatei.spaltennamen(tabelle)
    assert len(set(namen)) == len(namen)
    assert _csv(tabelle)[0] == ["intern – Sozialdaten"]
    assert [tabelle.herkunft.satz] in _csv(tabelle)


def _mit_luecke() -> tuple[Diagramm, Tabelle]:
    werte = (5, Zeichen.FEHLT, 0, Zeichen.GEHEIM)
    kategorien = ("Januar", "Februar", "März", "April")
    reihe = Reihe("2024", werte, "aktuell")
    spalten = (Spalte("Monat"), Spalte("2024", Format.ANZAHL))
    tabelle = Tabelle("T", spalten, tuple(zip(kategorien, werte, strict=True)), muster.HERKUNFT)
    return Diagramm(Diagrammart.LINIEN, "T", kategorien, "Monat", (reihe,), muster.HERKUNFT, "B"), tabelle


@pytest.mark.parametrize("art", [Diagrammart.LINIEN, Diagrammart.BALKEN])
def test_die_pruefung_bemerkt_eine_luecke_die_als_null_gezeichnet_ist(monkeypatch, art):
    diagramm, tabelle = _mit_luecke()
    diagramm = Diagramm(art, "T", diagramm.kategorien, "Monat", diagramm.reihen, muster.HERKUNFT, "B")
    pruefe_gegen_tabelle(diagramm, tabelle)
    monkeypatch.setattr(Reihe, "zahl_oder_luecke", lambda self: [w if isinstance(w, int) else 0 for w in self.werte])
    with pytest.raises(AssertionError):
        pruefe_gegen_tabelle(diagramm, tabelle)


def test_die_pruefung_bemerkt_eine_null_statt_eines_zeichens_in_der_datei(monkeypatch):
    _, tabelle = _mit_luecke()
    pruefe_dateien(tabelle)
    monkeypatch.setattr(tabellendatei, "_in_csv", lambda zelle: "0" if zelle in set(Zeichen) else str(zelle))
    with pytest.raises(AssertionError):
        pruefe_dateien(tabelle)


def test_was_fehlt_steht_in_worten_am_balken():
    diagramm = _mit_luecke()[0]
    balken = Diagramm(Diagrammart.BALKEN, "T", diagramm.kategorien, "Monat", diagramm.reihen, muster.HERKUNFT, "B")
    assert [a["text"] for a in web.plotly(balken)["layout"]["annotations"]] == ["fehlt", "."]
    assert {"fehlt", ".", "0", "5"} <= set(_texte(druckbild.svg(balken)))
    luecken = [a["text"] for a in web.plotly(diagramm)["layout"]["annotations"]]
    assert "2024 nicht gemeldet" in luecken and "2024 geheim" in luecken


def test_dateien_nehmen_nur_eine_freigabe():
    for form in (tabellendatei.csv, tabellendatei.xlsx):
        with pytest.raises(OhneFreigabe):
            form(_mit_luecke()[1])


def test_excel_hat_keine_formeln_und_csv_entschaerft_namen():
    herkunft = Herkunft("2024", "Neuzugänge", "=HYPERLINK(1)", "30.09.2024")
    boese = Tabelle("=1+1", (Spalte("Ort"), Spalte("2024", Format.ANZAHL)), (("=cmd|' /C calc'!A0", 3),), herkunft)
    assert _csv(boese)[1] == ["'=1+1"] and _csv(boese)[4] == ["'=cmd|' /C calc'!A0", "3"]
    assert _xlsx(boese)[4][:2] == ["=cmd|' /C calc'!A0", 3]


# --- Was auf den Seiten steht ----------------------------------------------------------------------------------------


def test_jede_abbildung_hat_ihren_platz():
    # Die Altersgruppen zeigt die Kreuzung, die Planungsbereiche stehen vor den Abbildungen.
    assert set(DER_STADT) | {"alter", "planungsbereiche"} == set(ABBILDUNGEN)
    assert set(DES_BEREICHS) == set(DER_STADT) - set(NUR_DER_STADT)


@pytest.mark.parametrize("ort", ["stadt", "bereich/cotta"])
@pytest.mark.parametrize("dateiformat", ["csv", "xlsx"])
def test_tabelle_herunterladen_heisst_intern_und_steht_im_protokoll(angemeldet, ort, dateiformat):
    rolle = "leitung" if ort == "stadt" else "koordination"
    antwort = angemeldet(rolle).get(f"/auswertung/{ort}/abbildung/felder/{dateiformat}/?von=2024-01&bis=2024-06")
    name = f"felder_{ort.split('/')[-1]}_2024-01_2024-06_intern.{dateiformat}"
    assert antwort.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert antwort.headers["Cache-Control"] == "no-store"
    eintrag = Protokolleintrag.objects.first()
    assert (eintrag.ereignis, eintrag.gegenstand, eintrag.benutzer) == (Ereignis.TABELLE_AUSGEGEBEN, name, rolle)


@pytest.mark.parametrize(
    "adresse",
    ["stadt/abbildung/felder/pdf/", "stadt/abbildung/gibtesnicht/csv/", "bereich/cotta/abbildung/kacheln/csv/",
     "bereich/cotta/abbildung/kacheln.svg", "stadt/abbildung/unterfelder.svg"],
)  # fmt: skip
def test_was_es_nicht_gibt_ist_404_und_nicht_im_protokoll(angemeldet, adresse):
    vorher = Protokolleintrag.objects.filter(ereignis=Ereignis.TABELLE_AUSGEGEBEN).count()
    assert angemeldet("leitung").get(f"/auswertung/{adresse}").status_code == 404
    assert Protokolleintrag.objects.filter(ereignis=Ereignis.TABELLE_AUSGEGEBEN).count() == vorher


@pytest.mark.parametrize("breite", ["", "&schmal"])
@pytest.mark.parametrize("name", ["jahresvergleich", "kacheln", "alter_geschlecht"])
def test_bild_haelt_die_strenge_inhaltsrichtlinie_ein(angemeldet, name, breite):
    antwort = angemeldet("leitung").get(f"/auswertung/stadt/abbildung/{name}.svg?von=2024-01{breite}&bis=2024-09")
    assert antwort.headers["Content-Type"] == "image/svg+xml"
    svg = antwort.content.decode()
    assert not any(verboten in svg for verboten in (" style=", "<style", "<script", "<image"))


def test_kacheln_sind_lesbar():
    """Schrift gegen Füllung mindestens 4,5:1."""
    for nr in (*range(len(kartenstil.STUFEN)), None):
        flaeche, schrift = kartenstil.farben(nr)
        hell, dunkel = sorted((helligkeit(flaeche), helligkeit(schrift)), reverse=True)
        assert (hell + 0.05) / (dunkel + 0.05) >= 4.5
