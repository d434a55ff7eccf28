"""Das fertige PDF, wieder aufgemacht: Norm, Text, Aufbau, Gleichheit; und dass die Prüfung Fehler wirklich findet."""

import subprocess
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from berichte.ausgabe import pdf as modul
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.ausgabe.pdf import pdf
from berichte.kern.geheimhaltung import Fassung, freigeben
from tests.verapdf import pruefe

from . import muster

PROFILE = ["PDFUA-1", "PDFA-2A"]


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return pdf(freigeben(muster.bericht(anzahl_massnahmen=25), Fassung.INTERN))


@pytest.fixture(scope="module")
def seiten(inhalt) -> list[str]:
    return [seite.extract_text() for seite in PdfReader(BytesIO(inhalt)).pages]


@pytest.mark.langsam
@pytest.mark.parametrize("profil", PROFILE)
def test_pdf_besteht_die_norm(inhalt, tmp_path, profil):
    datei = tmp_path / "bericht.pdf"
    datei.write_bytes(inhalt)
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


def test_ohne_textalternative_entsteht_gar_kein_pdf():
    daten = {"titel": "T", "untertitel": "U", "herausgeber": "H", "stichtag": "30.09.2024", "kennzeichen": "intern"}
    daten["abruf"] = ""
    bild = {"art": "abbildung", "nummer": "Abbildung 1", "titel": "T", "alt": None, "breite": 1, "darunter": []}
    bild["svg"] = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    kapitel = [{"art": "kapitel", "nummer": "1", "titel": "K"}, bild]
    with pytest.raises(SatzGescheitert, match="alt"):
        modul.setzen(daten | {"angaben": [], "erklaerung": "", "kapitel": [kapitel]}, muster.bericht().stichtag)


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


def test_ein_haengender_satz_wird_beendet(monkeypatch):
    monkeypatch.setattr(modul, "ZEITGRENZE", 0.01)
    with pytest.raises(SatzGescheitert, match="nicht fertig"):
        pdf(freigeben(muster.bericht(), Fassung.INTERN))


def test_der_satz_laeuft_in_einem_eigenen_prozess(monkeypatch):
    """Der Speicher des Setzers bleibt nicht in der Anwendung."""
    befehle = []
    echt = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda befehl, **w: befehle.append(befehl) or echt(befehl, **w))
    pdf(freigeben(muster.bericht(), Fassung.INTERN))
    assert befehle[0][1] == "-I"
    assert befehle[0][2].endswith("satz.py")
