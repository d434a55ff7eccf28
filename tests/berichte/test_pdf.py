"""Das fertige PDF, wieder aufgemacht: Norm, Text, Aufbau, Gleichheit; und dass die Prüfung Fehler wirklich findet."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from berichte.ausgabe import pdf as modul
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.ausgabe.pdf import pdf
from berichte.kern.abbildungen.diagramm import Reihe
from berichte.kern.akten.bericht import Abbildung, Absatz, Kapitel, Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Format, Spalte, Tabelle
from tests.verapdf import pruefe

from . import muster

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"
PROFILE = ["PDFUA-1", "PDFA-2A"]


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return pdf(freigeben(muster.bericht(anzahl_massnahmen=25), Fassung.INTERN))


@pytest.fixture(scope="module")
def vollstaendig() -> bytes:
    return pdf(freigeben(muster.vollstaendig(anzahl_massnahmen=25), Fassung.INTERN, abruf=ABRUF))


@pytest.fixture(scope="module")
def seiten(inhalt) -> list[str]:
    return [seite.extract_text() for seite in PdfReader(BytesIO(inhalt)).pages]


@pytest.mark.langsam
@pytest.mark.parametrize("profil", PROFILE)
def test_pdf_besteht_die_norm(vollstaendig, tmp_path, profil):
    datei = tmp_path / "bericht.pdf"
    datei.write_bytes(vollstaendig)
    ergebnis = pruefe(datei, profil)
    assert ergebnis, ergebnis.verstoesse
    assert ergebnis.anzahl > 1000


@pytest.mark.langsam
def test_pruefung_findet_eine_fehlende_textalternative(inhalt, tmp_path):
    datei = tmp_path / "ohne_alt.pdf"
    schreiber = PdfWriter(clone_from=BytesIO(inhalt))
    for knoten in list(schreiber._objects):
        if hasattr(knoten, "get") and knoten.get("/S") == "/Figure":
            del knoten[NameObject("/Alt")]
    schreiber.write(datei)
    ergebnis = pruefe(datei, "PDFUA-1")
    assert not ergebnis
    assert "7.3-1" in ergebnis.verstoesse


@pytest.mark.parametrize("profil", PROFILE)
@pytest.mark.langsam
def test_pruefung_findet_ein_pdf_ohne_auszeichnung(tmp_path, profil):
    leer = PdfWriter()
    leer.add_blank_page(200, 200)
    leer.write(tmp_path / "leer.pdf")
    assert not pruefe(tmp_path / "leer.pdf", profil)


def test_ohne_textalternative_entsteht_gar_kein_pdf(monkeypatch):
    daten = {"titel": "T", "untertitel": "U", "herausgeber": "H", "stichtag": "30.09.2024", "kennzeichen": "intern"}
    daten["abruf"] = ""
    bild = {"art": "abbildung", "nummer": "Abbildung 1", "titel": "T", "alt": None, "breite": 1, "darunter": []}
    bild["svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    kapitel = [{"art": "kapitel", "nummer": "1", "titel": "K"}, bild]
    daten |= {"angaben": [], "erklaerung": "", "ist_kurz": False, "kapitel": [kapitel]}
    monkeypatch.setattr(modul, "daten", lambda *angaben: daten)
    with pytest.raises(SatzGescheitert, match="alt"):
        pdf(freigeben(muster.bericht(), Fassung.INTERN))


def test_dieselben_zahlen_ergeben_dieselbe_datei(inhalt):
    assert pdf(freigeben(muster.bericht(anzahl_massnahmen=25), Fassung.INTERN)) == inhalt


def test_titel_sprache_und_lesezeichen(inhalt):
    leser = PdfReader(BytesIO(inhalt))
    assert leser.metadata.title == "Zwischenbericht – zum Fachplan Seniorenarbeit und Altenhilfe"
    assert leser.trailer["/Root"]["/Lang"].startswith("de")
    titel = [eintrag.title for eintrag in leser.outline if not isinstance(eintrag, list)]
    assert titel[-4:] == ["1 Überblick", "2 Maßnahmen", "3 Seniorenberatung", "4 Hinweise"]


def test_fassung_steht_auf_jeder_seite(seiten):
    assert len(seiten) > 6
    assert all("intern – Sozialdaten" in text for text in seiten)


def test_zahlen_stehen_im_text_wie_in_der_tabelle(seiten):
    text = " ".join(seiten)
    for zeile in muster.vergleich().geschrieben:
        assert " ".join(zeile).replace("\u00a0", " ") in " ".join(text.replace("\u00a0", " ").split())


def test_kopf_und_handlungsfeld_stehen_auf_jeder_seite_der_massnahmen(seiten, inhalt):
    quer = [
        text
        for text, seite in zip(seiten, PdfReader(BytesIO(inhalt)).pages, strict=True)
        if seite.mediabox.width > seite.mediabox.height
    ]
    assert len(quer) >= 3
    for text in quer:
        assert "Sachstand" in text
        assert "1. Datengrundlage" in text
        assert "1.1. Ziel: Die Datenlage ist vorhanden." in text


def test_text_der_fachleute_wird_nie_als_satzbefehl_gelesen(seiten):
    assert all(zeichen in " ".join(seiten) for zeichen in ("#", "$x$", "[@quelle]"))


def test_nur_die_eigene_schrift_ist_eingebettet(inhalt):
    schriften = set()
    for seite in PdfReader(BytesIO(inhalt)).pages:
        schriften |= {str(s.get_object()["/BaseFont"]) for s in seite["/Resources"].get("/Font", {}).values()}
    assert schriften
    assert all("FiraSans" in name for name in schriften)


def _text(inhalt: bytes) -> list[str]:
    return [" ".join(s.extract_text().replace("\u00a0", " ").split()) for s in PdfReader(BytesIO(inhalt)).pages]


def _mit(*bausteine) -> bytes:
    bericht = replace(muster.bericht(), bausteine=(Kapitel("Anfang"), *bausteine))
    return pdf(freigeben(bericht, Fassung.INTERN))


def test_jede_seite_und_das_deckblatt_nennen_wer_abgerufen_hat(vollstaendig, inhalt):
    erste, *weitere = _text(vollstaendig)
    assert f"Abgerufen von {ABRUF}" in erste
    assert all(f"intern – Sozialdaten · abgerufen von {ABRUF}" in text for text in weitere)
    assert not any("abgerufen" in text.lower() for text in _text(inhalt))


def test_ohne_sozialdaten_steht_das_auf_jeder_seite():
    texte = _text(_mit(muster.massnahmen()))
    assert all("ohne Sozialdaten" in text and "intern" not in text for text in texte)


def test_botschaft_steht_vollstaendig_auf_einer_seite(vollstaendig):
    (seite,) = [text for text in _text(vollstaendig) if "Die geförderte Seniorenberatung trägt den Zuwachs." in text]
    teile = ("Erkennen", "Anerkennen", "Nachhaltung", "Maßnahmen", "Maßnahme 3.2.1. Beratungsangebote abstimmen")
    stellen = [seite.index(teil, seite.index("trägt den Zuwachs")) for teil in teile]
    assert stellen == sorted(stellen)


def test_eine_botschaft_laenger_als_eine_seite_verliert_nichts():
    saetze = tuple(
        f"Satz {nr} von hundert, mit genug Wörtern, dass die Zeile gefüllt ist und umbricht." for nr in range(100)
    )
    text = " ".join(_text(_mit(muster.botschaft(erkennen=saetze))))
    assert all(f"Satz {nr} von" in text for nr in range(100))


def test_ein_hohes_diagramm_bleibt_auf_seiner_seite():
    kategorien = tuple(f"Stadtteil {nr}" for nr in range(60))
    reihe = Reihe("2024", tuple(range(60)), "aktuell")
    hoch = replace(muster.anteile(), kategorien=kategorien, reihen=(reihe,), format=Format.ANZAHL)
    seite = next(text for text in _text(_mit(Abbildung(hoch))) if "Abbildung 1" in text and "Zeitraum:" in text)
    assert all(f"Stadtteil {nr}" in seite for nr in (0, 59))


def test_eine_tabelle_bis_zu_zwei_dritteln_einer_seite_bleibt_mit_ihrer_summe_ganz():
    """An immer anderer Stelle der Seite, bis sie auf die nächste muss."""
    spalten = (Spalte("Ort"), Spalte("Fälle", Format.ANZAHL))
    bausteine = []
    for davor in range(0, 40, 3):
        zeilen = (*((f"Ort{davor}", nr) for nr in range(1, 21)), (f"Summe{davor}", 9))
        tabelle = Tabelle(f"T{davor}", spalten, zeilen, muster.HERKUNFT, summenzeilen=1)
        bausteine += [Kapitel(f"K{davor}"), *[Absatz("Text")] * davor, Zahlentabelle(tabelle)]
    texte = _text(_mit(*bausteine))
    for davor in range(0, 40, 3):
        (seite,) = [text for text in texte if f"Summe{davor} " in text]
        assert seite.count(f"Ort{davor} ") == 20, davor
    assert len(texte) > 14 + 3  # mindestens eine musste auf die nächste Seite


def test_eine_tabelle_laenger_als_eine_seite_wiederholt_ihren_kopf_und_verliert_nichts():
    spalten = (Spalte("Ort"), Spalte("Fälle", Format.ANZAHL))
    zeilen = (*((f"Ort {nr}", nr) for nr in range(1, 100)), ("Summe", 4950))
    tabelle = Tabelle("Lang", spalten, zeilen, muster.HERKUNFT, summenzeilen=1)
    seiten = [text for text in _text(_mit(Zahlentabelle(tabelle))) if "Ort 5" in text or "Summe" in text]
    assert len(seiten) == 3
    assert all("Ort Fälle" in seite for seite in seiten)
    assert all(f"Ort {nr} {nr}" in " ".join(seiten) for nr in range(1, 100))


def _zeilen_am_anfang(davor: int) -> int:
    """Wie viele Zeilen einer langen Tabelle auf ihrer ersten Seite stehen, wenn `davor` Absätze über ihr stehen."""
    zeilen = tuple((f"Ort {nr}", nr) for nr in range(1, 100))
    tabelle = Tabelle("Lang", (Spalte("Ort"), Spalte("Fälle", Format.ANZAHL)), zeilen, muster.HERKUNFT)
    inhalt = _text(_mit(*[Absatz("Davor.")] * davor, Zahlentabelle(tabelle)))
    return next(text for text in inhalt if "Ort 1 " in text).count("Ort ") - 1


def test_eine_lange_tabelle_beginnt_mit_mehr_als_einer_zeile_am_ende_der_seite():
    assert min(map(_zeilen_am_anfang, range(25, 45))) >= 3


def test_die_pruefung_bemerkt_eine_einzelne_zeile_am_ende_der_seite(monkeypatch, tmp_path):
    shutil.copytree(modul.HIER, tmp_path / "pdf")
    vorlage = tmp_path / "pdf" / "bericht.typ"
    vorlage.write_text(vorlage.read_text().replace("anfang: 35mm", "anfang: 0mm"))
    monkeypatch.setattr(modul, "HIER", tmp_path / "pdf")
    assert min(map(_zeilen_am_anfang, range(25, 45))) < 3


@pytest.mark.parametrize("zeitraum", ["01–09/2024", "10/2023–09/2024"])
def test_ein_zeitraum_bricht_nie_nach_dem_strich_um(zeitraum):
    inhalt = _mit(*(Absatz(f"{'w' * nr} " * 4 + f"Zeitraum {zeitraum} steht hier.") for nr in range(8, 20)))
    zeilen = [zeile for seite in PdfReader(BytesIO(inhalt)).pages for zeile in seite.extract_text().splitlines()]
    assert sum(zeitraum in zeile for zeile in zeilen) == 12
    assert not any(zeile.rstrip().endswith("–") for zeile in zeilen)


def test_ein_haengender_satz_wird_beendet(monkeypatch):
    monkeypatch.setattr(modul, "ZEITGRENZE", 0.01)
    with pytest.raises(SatzGescheitert, match="nicht fertig"):
        pdf(freigeben(muster.bericht(), Fassung.INTERN))


def test_scheitert_das_zeichnen_bleibt_kein_prozess_zurueck(monkeypatch):
    prozesse = []
    echt = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **w: prozesse.append(echt(*a, **w)) or prozesse[-1])
    monkeypatch.setattr(modul.druckbild, "svg", lambda diagramm, **angaben: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        pdf(freigeben(muster.bericht(), Fassung.INTERN))
    assert [prozess.poll() is not None for prozess in prozesse] == [True]


def test_der_satz_laeuft_in_einem_eigenen_prozess(monkeypatch):
    """Der Speicher des Setzers bleibt nicht in der Anwendung."""
    befehle = []
    echt = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda befehl, **w: befehle.append(befehl) or echt(befehl, **w))
    pdf(freigeben(muster.bericht(), Fassung.INTERN))
    assert befehle[0][1] == "-I"
    assert befehle[0][2].endswith("satz.py")
