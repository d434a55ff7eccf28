"""Die Maßnahmenliste als Datei: dieselben Zeilen wie der Filter, wieder geöffnet, ohne Formeln."""

import csv
import io
import zipfile
from datetime import date

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from berichte.kern.akten.bericht import Massnahmentabelle
from dresden_senioren.models import Protokolleintrag
from massnahmen.models import Massnahme, Sachstandsart
from massnahmen.sachstand.melden import sachstand_melden
from tests.massnahmen.menge import zweitausend_anlegen

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
FORMELN = [
    "=1+1",
    "+49 351 1234",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "=HYPERLINK(\"http://boese.example\";\"hier\")",
    "=cmd|' /C calc'!A0",
    "  =1+1",
    "=WEBSERVICE(\"http://boese.example\")",
    "-",
    "+",
]  # fmt: skip


def ausgabe(client, dateiformat, **filter_):
    antwort = client.get(f"/massnahmen/ausgabe/{dateiformat}/", filter_)
    assert antwort.status_code == 200
    return antwort


def als_csv(antwort):
    roh = antwort.content
    assert roh.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(roh.decode("utf-8-sig"), newline=""), delimiter=";"))


def als_xlsx(antwort):
    return CalamineWorkbook.from_filelike(io.BytesIO(antwort.content)).get_sheet_by_index(0).to_python()


def ab_kopf(zeilen):
    return zeilen[next(i for i, z in enumerate(zeilen) if z and z[0] == "Nr.") :]


def als_docx(antwort):
    return docx.Document(io.BytesIO(antwort.content))


def nummern_docx(antwort):
    (tabelle,) = als_docx(antwort).tables
    return [z.cells[0].text for z in tabelle.rows[1:] if z.cells[0].text != z.cells[1].text]


@pytest.mark.parametrize("rolle", ["sachbearbeitung", "koordination", "administration", "leitung"])
def test_ausgegeben_wird_was_gefiltert_ist(angemeldet, rolle):
    client = angemeldet(rolle)
    filter_ = {"sachstand": "begonnen", "haushaltsrelevanz": "ja"}
    blatt, tabelle = als_csv(ausgabe(client, "csv", **filter_)), als_xlsx(ausgabe(client, "xlsx", **filter_))
    erwartet = [z[0] for z in ab_kopf(blatt)[1:]]
    assert erwartet == [z[0] for z in ab_kopf(tabelle)[1:]] == nummern_docx(ausgabe(client, "docx", **filter_))
    satz = f"{len(erwartet)} von 49 Maßnahmen: Sachstand begonnen, Haushaltsrelevanz ja"
    assert satz in blatt[1]
    assert satz in tabelle[1]
    assert blatt[2][0].startswith("Stand vom ")
    assert satz in "\n".join(p.text for p in als_docx(ausgabe(client, "docx", **filter_)).paragraphs)
    assert Protokolleintrag.objects.filter(ereignis="massnahmen_ausgegeben", benutzer=rolle).count() == 4


def test_alle_in_den_spalten_der_papiertabelle(angemeldet):
    client = angemeldet("leitung")
    kopf, *zeilen = ab_kopf(als_xlsx(ausgabe(client, "xlsx")))
    assert tuple(kopf[:7]) == Massnahmentabelle.SPALTEN
    assert len(zeilen) == 49
    assert zeilen[0][:6] == [
        "1.1.1.",
        "Lebenslagebefragung älterer und pflegebedürftiger Menschen",
        "Sozialamt, Gesundheitsamt, TU Dresden",
        "2020-2021",
        "ja",
        "begonnen",
    ]
    assert zeilen[0][kopf.index("Terminlage")] == "überfällig"
    assert zeilen[0][kopf.index("zuletzt geändert")] == date(2022, 6, 2)
    assert zeilen[0][kopf.index("zuletzt fachlich bestätigt")] in ("", None)
    dokument = als_docx(ausgabe(client, "docx"))
    assert "Inhalt" not in [absatz.text for absatz in dokument.paragraphs]  # ein Kapitel braucht kein Verzeichnis
    (tabelle,) = dokument.tables
    assert tuple(z.text for z in tabelle.rows[0].cells) == Massnahmentabelle.SPALTEN
    assert len(nummern_docx(ausgabe(client, "docx"))) == 49


@pytest.mark.parametrize("dateiformat", ["csv", "xlsx", "docx"])
def test_zum_stichtag_dieselbe_tabelle_wie_auf_der_seite(angemeldet, massnahme_gemeldet, dateiformat):
    client = angemeldet("leitung")
    lesen = {"csv": als_csv, "xlsx": als_xlsx}.get(dateiformat)
    staende = []
    for tag in ("2023-04-30", "2023-05-01"):
        antwort = ausgabe(client, dateiformat, stichtag=tag, text="1.1.1.")
        if lesen:
            assert f"Stand vom {date.fromisoformat(tag):%d.%m.%Y} (Rückblick)" in lesen(antwort)[2]
            staende.append(ab_kopf(lesen(antwort))[1][5])
        else:
            staende.append(als_docx(antwort).tables[0].rows[3].cells[5].text)
        assert f"Massnahmen_{tag}.{dateiformat}" in antwort["Content-Disposition"]
    assert staende == ["begonnen", "abgeschlossen"]


@pytest.fixture
def massnahme_gemeldet(db):
    m = Massnahme.objects.mit_angaben().get(nr="1.1.1.")
    art = Sachstandsart.objects.get(schluessel="abgeschlossen")
    return sachstand_melden(
        massnahme=m, sachstandsart=art, grundlage=m.meldung.pk, gueltig_ab=date(2023, 5, 1), von=None
    )


def test_keine_zelle_rechnet(angemeldet):
    """Als Beschreibung gespeichert, weil Formulare führenden Leerraum abschneiden; je Maßnahme eine Formel."""
    for massnahme, formel in zip(Massnahme.objects.in_tabellenfolge(), FORMELN, strict=False):
        Massnahme.objects.filter(pk=massnahme.pk).update(beschreibung=formel, laufzeit_wortlaut=formel)
    client = angemeldet("leitung")
    bis = 1 + len(FORMELN)
    assert [z[1] for z in ab_kopf(als_csv(ausgabe(client, "csv")))[1:bis]] == [f"'{formel}" for formel in FORMELN]
    roh = ausgabe(client, "xlsx").content
    blatt = zipfile.ZipFile(io.BytesIO(roh)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in blatt
    assert "<hyperlink" not in blatt
    gelesen = [z[1].strip() for z in ab_kopf(als_xlsx(ausgabe(client, "xlsx")))[1:bis]]
    assert gelesen == [formel.replace("\r", "\n").strip() for formel in FORMELN]
    word = zipfile.ZipFile(io.BytesIO(ausgabe(client, "docx").content))
    assert b'TargetMode="External"' not in word.read("word/_rels/document.xml.rels")


def test_auch_der_filtersatz_rechnet_nicht(angemeldet):
    zeilen = als_csv(ausgabe(angemeldet("leitung"), "csv", text="=1+1"))
    assert not any(zelle.startswith(("=", "+", "-", "@")) for zeile in zeilen for zelle in zeile)


def test_leeres_ergebnis_ist_eine_datei_ohne_zeilen(angemeldet):
    client = angemeldet("leitung")
    assert len(ab_kopf(als_csv(ausgabe(client, "csv", text="Mondbasis")))) == 1
    assert not any(any(z) for z in ab_kopf(als_xlsx(ausgabe(client, "xlsx", text="Mondbasis")))[1:])
    assert nummern_docx(ausgabe(client, "docx", text="Mondbasis")) == []


def test_falscher_filter_fuehrt_zur_liste_mit_dem_fehler(angemeldet):
    antwort = angemeldet("leitung").get("/massnahmen/ausgabe/csv/?stichtag=2999-01-01")
    assert (antwort.status_code, antwort["Location"]) == (302, "/massnahmen/?stichtag=2999-01-01")


def test_kopfzeilen_und_namen(angemeldet):
    antwort = ausgabe(angemeldet("leitung"), "csv")
    assert antwort["Content-Disposition"].startswith("attachment; ")
    assert (antwort["X-Content-Type-Options"], antwort["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.langsam
def test_zahl_der_abfragen_haengt_nicht_an_der_menge(angemeldet):
    client = angemeldet("leitung")
    ausgabe(client, "csv")  # die erste legt den Zähler der Häufigkeit an
    with CaptureQueriesContext(connection) as bei_49:
        ausgabe(client, "csv")
    zweitausend_anlegen()
    with CaptureQueriesContext(connection) as bei_2049:
        zeilen = als_csv(ausgabe(client, "csv"))
    assert len(ab_kopf(zeilen)) == 2050
    assert len(bei_49) == len(bei_2049) <= 18


def test_gedruckt_zwei_seiten_breit_mit_wiederholtem_kopf(angemeldet):
    with zipfile.ZipFile(io.BytesIO(ausgabe(angemeldet("leitung"), "xlsx").content)) as mappe:
        blatt, buch = mappe.read("xl/worksheets/sheet1.xml").decode(), mappe.read("xl/workbook.xml").decode()
    assert 'fitToWidth="2" fitToHeight="0" pageOrder="overThenDown" orientation="landscape"' in blatt
    assert "Maßnahmen!$A:$A,Maßnahmen!$5:$5" in buch  # Nr. auf jeder Seite, der Kopf ebenso
    # Neben der wiederholten Spalte wären Titel und Angaben abgeschnitten: sie stehen ganz im Kopf jeder Seite.
    assert "Maßnahmen!$A$5:" in buch and "_xlnm.Print_Area" in buch
    assert "<oddHeader>&amp;L&amp;8Maßnahmen · 49 Maßnahmen · Stand vom" in blatt
