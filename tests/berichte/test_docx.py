"""Die fertige Word-Datei, wieder aufgemacht: Gliederung, Tabellen, bearbeitbare Diagramme, Sprache."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree
from python_calamine import CalamineWorkbook

from berichte.ausgabe.docx import docx
from berichte.kern.akten.bericht import Kapitel, Massnahmentabelle, Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben

from . import muster
from .docxpruefung import befunde

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return docx(freigeben(muster.bericht(anzahl_massnahmen=5), Fassung.INTERN))


@pytest.fixture
def dokument(inhalt):
    return Document(BytesIO(inhalt))


@pytest.fixture(scope="module")
def vollstaendig() -> bytes:
    return docx(freigeben(muster.vollstaendig(), Fassung.INTERN, abruf=ABRUF))


def _teil(inhalt: bytes, name: str):
    return etree.fromstring(ZipFile(BytesIO(inhalt)).read(name))


def test_ueberschriften_sind_echte_formatvorlagen_ohne_luecken(dokument):
    ueberschriften = [(a.style.name, a.text) for a in dokument.paragraphs if a.style.name.startswith("Heading")]
    assert ueberschriften == [
        ("Heading 1", "1 Überblick"),
        ("Heading 1", "2 Maßnahmen"),
        ("Heading 1", "3 Seniorenberatung"),
        ("Heading 2", "3.1 Geförderte Seniorenberatung"),
        ("Heading 1", "4 Hinweise"),
    ]


def test_inhaltsverzeichnis_ist_gefuellt_und_fuehrt_zu_den_ueberschriften(dokument):
    eintraege = [a for a in dokument.paragraphs if a.style.name.startswith("toc")]
    verweise = [v for a in eintraege for v in a._p.iter(qn("w:hyperlink"))]
    marken = {m.get(qn("w:name")) for m in dokument.element.iter(qn("w:bookmarkStart"))}
    assert len(verweise) == 5
    assert {v.get(qn("w:anchor")) for v in verweise} == marken
    anweisungen = [t.text for t in dokument.element.iter(qn("w:instrText"))]
    assert any(text.strip().startswith("TOC") for text in anweisungen)
    felder = [text.split()[0] for text in anweisungen]
    assert felder == ["TOC", "SEQ", "SEQ", "SEQ", "SEQ"]  # Verzeichnis, dann je Abbildung und Tabelle ihre Nummer
    arten = [f.get(qn("w:fldCharType")) for f in dokument.element.iter(qn("w:fldChar"))]
    assert arten == ["begin", "separate", "end"] * 5


def test_titel_sprache_und_seitenzahlen(dokument, inhalt):
    assert dokument.core_properties.title.startswith("Zwischenbericht – ")
    sprachen = _teil(inhalt, "word/styles.xml").iterfind(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert [s.get(qn("w:val")) for s in sprachen] == ["de-DE"]
    for abschnitt in dokument.sections:
        felder = [t.text.strip() for t in abschnitt.footer._element.iter(qn("w:instrText"))]
        assert felder == ["PAGE", "NUMPAGES"]
        assert "intern – Sozialdaten" in abschnitt.header.paragraphs[0].text


def test_massnahmen_liegen_quer_in_den_spalten_der_papiertabelle(dokument):
    assert [a.orientation for a in dokument.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    tabelle = dokument.tables[0]
    assert [zelle.text for zelle in tabelle.rows[0].cells] == list(Massnahmentabelle.SPALTEN)
    assert tabelle.rows[1].cells[0].text == tabelle.rows[1].cells[6].text == "1. Datengrundlage"
    massnahme = [zelle.text for zelle in tabelle.rows[3].cells]
    assert massnahme[0] == "1.1.1."
    assert massnahme[5] == "noch nicht begonnen"
    assert massnahme[6].splitlines() == [
        "Wegen Personalmangels verschoben.",
        "differenzierte Datenerhebung",
        "Fachtag (Seniorenbeirat; 2022)",
    ]


def test_jede_tabelle_wiederholt_ihren_kopf_und_haelt_zeilen_zusammen(dokument):
    for tabelle in dokument.tables:
        koepfe = [zeile._tr.find(f".//{qn('w:tblHeader')}") is not None for zeile in tabelle.rows]
        assert koepfe == [True] + [False] * (len(tabelle.rows) - 1)
        assert all(zeile._tr.find(f".//{qn('w:cantSplit')}") is not None for zeile in tabelle.rows)
        assert tabelle._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_nur_was_laenger_ist_als_eine_seite_teilt_sich():
    """Sonst stünde der Titel einer langen Tabelle allein auf seiner Seite."""
    kurz = muster.vergleich()
    einzelne, summe = kurz.zeilen[0], kurz.zeilen[-1]
    lang = replace(kurz, zeilen=(*[einzelne] * 60, summe), zustaende={})
    for tabelle, teilbar in ((kurz, set()), (lang, set(range(1, 59)))):
        bericht = replace(muster.bericht(), bausteine=(Kapitel("Zahlen"), Zahlentabelle(tabelle)))
        gesetzt = Document(BytesIO(docx(freigeben(bericht, Fassung.INTERN)))).tables[-1]
        frei = {nr for nr, z in enumerate(gesetzt.rows) if z._tr.find(f".//{qn('w:keepNext')}") is None}
        assert frei == teilbar


def test_zahlen_stehen_in_der_tabelle_wie_im_bericht(dokument):
    gelesen = [[zelle.text for zelle in zeile.cells] for zeile in dokument.tables[1].rows]
    assert gelesen[1:] == muster.vergleich().geschrieben


def test_jede_zeichnung_hat_eine_textalternative(dokument):
    angaben = list(dokument.element.iter(qn("wp:docPr")))
    assert [a.get("descr") for a in angaben] == [muster.uebersicht().beschreibung, muster.verlauf().beschreibung]


def test_diagramme_sind_bearbeitbar_und_halten_luecken_frei(inhalt):
    diagramm = _teil(inhalt, "word/charts/chart2.xml")
    je_reihe = {}
    for reihe in diagramm.iter(f"{C}ser"):
        punkte = {int(p.get("idx")): float(p.findtext(f"{C}v")) for p in reihe.iterfind(f"{C}val//{C}pt")}
        je_reihe[reihe.findtext(f"{C}tx//{C}v")] = punkte
    assert set(je_reihe["2024"]) == set(range(9))
    assert je_reihe["2023"][4] == 0
    assert diagramm.find(f".//{C}dispBlanksAs").get("val") == "gap"
    (mappe,) = [n for n in ZipFile(BytesIO(inhalt)).namelist() if n.endswith("Zahlen2.xlsx")]
    zeilen = CalamineWorkbook.from_filelike(BytesIO(ZipFile(BytesIO(inhalt)).read(mappe))).get_sheet_by_index(0)
    kopf, *werte = zeilen.to_python()
    assert kopf == ["", "2024", "2023"]
    assert werte[8] == ["Sep", 358, 1340]
    assert werte[9] == ["Okt", "", 226]


def test_diagramm_nennt_seine_eingebettete_mappe(inhalt):
    for nummer in (1, 2):
        verweis = _teil(inhalt, f"word/charts/chart{nummer}.xml").find(f"{C}externalData").get(qn("r:id"))
        beziehungen = _teil(inhalt, f"word/charts/_rels/chart{nummer}.xml.rels")
        ziele = {b.get("Id"): b.get("Target") for b in beziehungen}
        assert ziele[verweis].endswith(f"Zahlen{nummer}.xlsx")


def test_alle_teile_sind_wohlgeformt_und_kein_verweis_zeigt_ins_leere(inhalt):
    archiv = ZipFile(BytesIO(inhalt))
    namen = set(archiv.namelist())
    for name in namen:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(archiv.read(name))
    for name in (n for n in namen if n.endswith(".rels")):
        ordner = name.replace("_rels/", "").rsplit("/", 1)[0] if "/" in name.replace("_rels/", "") else ""
        for beziehung in etree.fromstring(archiv.read(name)):
            if beziehung.get("TargetMode") != "External":
                ziel = _aufgeloest(ordner, beziehung.get("Target"))
                assert ziel in namen, (name, ziel)


def _aufgeloest(ordner: str, ziel: str) -> str:
    if ziel.startswith("/"):
        return ziel[1:]
    teile = [t for t in ordner.split("/") if t]
    for schritt in ziel.split("/"):
        teile = teile[:-1] if schritt == ".." else [*teile, schritt]
    return "/".join(teile)


# --- Die ganze Prüfung -----------------------------------------------------------------------------------------------


def test_das_dokument_besteht_die_pruefung(vollstaendig):
    assert befunde(vollstaendig) == []


def test_botschaft_steht_in_ihren_formatvorlagen_und_bleibt_beisammen(vollstaendig):
    absaetze = [a for a in Document(BytesIO(vollstaendig)).paragraphs if a.style.name.startswith("Botschaft")]
    erste = [(a.style.name.removeprefix("Botschaft").strip(), a.text) for a in absaetze[:6]]
    assert erste == [
        ("Gegenstand", "Beratungsfälle geförderte Seniorenberatung"),
        ("", "Die geförderte Seniorenberatung trägt den Zuwachs."),
        ("Teil", "Erkennen"),
        ("Punkt", "Die Neuzugänge stiegen von 2.535 (01–09/2023) auf 3.080 (01–09/2024), um 21,5 %."),
        ("Teil", "Anerkennen"),
        ("Punkt", "Die Beratungsstellen haben zwei Stellen mehr besetzt."),
    ]
    assert absaetze[11].text == "Maßnahme 3.2.1. Beratungsangebote abstimmen"
    assert absaetze[11].paragraph_format.keep_with_next is False
    assert all(a.style.paragraph_format.keep_with_next for a in absaetze)


def test_der_fuss_jeder_seite_nennt_wer_abgerufen_hat(vollstaendig, inhalt):
    for abschnitt in Document(BytesIO(vollstaendig)).sections:
        assert abschnitt.footer.paragraphs[-1].text == f"intern – Sozialdaten · abgerufen von {ABRUF}"
    for abschnitt in Document(BytesIO(inhalt)).sections:
        assert "abgerufen" not in "".join(a.text for a in abschnitt.footer.paragraphs)


def test_jede_diagrammart_steht_mit_textalternative_im_dokument(vollstaendig):
    beschreibungen = [a.get("descr") for a in Document(BytesIO(vollstaendig)).element.iter(qn("wp:docPr"))]
    assert beschreibungen == [
        b.diagramm.beschreibung for b in muster.vollstaendig().bausteine if hasattr(b, "diagramm")
    ]


def test_dieselben_zahlen_ergeben_dieselbe_datei(vollstaendig):
    assert docx(freigeben(muster.vollstaendig(), Fassung.INTERN, abruf=ABRUF)) == vollstaendig


def test_ohne_sozialdaten_steht_das_auf_deckblatt_und_seiten():
    bericht = replace(muster.bericht(), bausteine=(Kapitel("Maßnahmen"), muster.massnahmen()))
    dokument = Document(BytesIO(docx(freigeben(bericht, Fassung.INTERN, abruf=ABRUF))))
    assert "Fassung\tohne Sozialdaten" in [a.text for a in dokument.paragraphs]
    assert "ohne Sozialdaten" in dokument.sections[-1].header.paragraphs[0].text
    assert ABRUF not in dokument.sections[-1].footer._element.xml
