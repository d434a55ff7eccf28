"""Falsche, kaputte und böse Antworten: ein deutscher Satz, nichts bleibt zurück; einzelne Zeilen werden abgewiesen."""

import io
import re
import tempfile
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from berichte.fachplan.formular import formulardatei
from massnahmen.kern.dateien import NichtLesbar
from massnahmen.kern.formular import formular_lesen
from massnahmen.models import Fachplan, Formularversand, Sachstandsmeldung, Stelle
from massnahmen.rueckweg.ablauf import antwort_annehmen, formular_erstellen

from .formulare import blatt, excel_ausfuellen, mit_blatt, umgebaut, word_ausfuellen, zeile_von, zelle
from .plandateien import als_mappe
from .seitentext import text

pytestmark = pytest.mark.django_db
DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


@pytest.fixture
def versand(person):
    def erstellen(dateiformat="xlsx"):
        return formular_erstellen(
            stelle=Stelle.objects.get(name="Gesundheitsamt"),
            fachplan=Fachplan.objects.get(),
            dateiformat=dateiformat,
            von=person("leitung"),
        )

    return erstellen


def ohne_kennung(xlsx):
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archiv:
        texte = archiv.read("xl/sharedStrings.xml").decode()
    return umgebaut(xlsx, {"xl/sharedStrings.xml": re.sub(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", "weg", texte).encode()})


def mit_text(xlsx, alt, neu):
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archiv:
        texte = archiv.read("xl/sharedStrings.xml")
    assert alt.encode() in texte
    return umgebaut(xlsx, {"xl/sharedStrings.xml": texte.replace(alt.encode(), neu.encode())})


def bombe(datei):
    return umgebaut(datei, {"docProps/bombe.bin": b" " * (101 << 20)})


def fremde_kennung(xlsx):
    return mit_text(xlsx, Formularversand.objects.get().kennung, "0000-0000-0000")


def leeres_word():
    puffer = io.BytesIO()
    docx.Document().save(puffer)
    return puffer.getvalue()


# Name → (aus dem guten Formular die böse Datei, Wort im Satz)
EXCEL = {
    "leer": (lambda d: b"", "leer"),
    "nur Leerraum": (lambda d: b" \n", "leer"),
    "Text": (lambda d: b"Nr.;Neuer Sachstand", "kein Rückmeldeformular"),
    "CSV mit Nullbyte": (lambda d: b"Nr.\x00", "kein Rückmeldeformular"),
    "Webseite": (lambda d: b"<html></html>", "kein Rückmeldeformular"),
    "PDF": (lambda d: b"%PDF-1.7", "ein PDF"),
    "Bild": (lambda d: b"\x89PNG\r\n\x1a\n", "ein Bild"),
    "Kennwort": (lambda d: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "kennwortgeschützt"),
    "zu groß": (lambda d: b"PK" + b"\0" * (5 << 20), "größer als 5 MB"),
    "abgeschnitten": (lambda d: d[: len(d) // 2], "beschädigt"),
    "gekipptes Byte im Verzeichnis": (lambda d: d[:-30] + b"\xff" * 8 + d[-22:], "beschädigt"),
    "Blatt kaputt": (lambda d: mit_blatt(d, "<worksheet><sheetData><row>"), "beschädigt"),
    "ohne Blatt": (lambda d: umgebaut(d, {"xl/workbook.xml": b"<workbook/>"}), "beschädigt|keine Kennung"),
    "Bombe": (bombe, "ungewöhnlich"),
    "DTD": (lambda d: umgebaut(d, {"xl/boese.xml": DTD}), "ungewöhnlich"),
    "Makros": (lambda d: umgebaut(d, {"xl/vbaProject.bin": b"x"}), "Makros"),
    "Verknüpfung": (lambda d: umgebaut(d, {"xl/externalLinks/a.xml": b"<x/>"}), "Verknüpfungen"),
    "eingebettet": (lambda d: umgebaut(d, {"xl/embeddings/a.bin": b"x"}), "eingebettete"),
    "Pfad nach oben": (lambda d: umgebaut(d, {"../a": b"x"}), "ungewöhnlich"),
    "viele Teile": (lambda d: umgebaut(d, {f"xl/{n}.bin": b"" for n in range(300)}), "ungewöhnlich"),
    "Archiv im Archiv": (lambda d: umgebaut(b"PK\x05\x06" + b"\0" * 18, {"a.xlsx": d}), "ein Archiv"),
    "ferne Zelle": (
        lambda d: mit_blatt(d, '<worksheet><sheetData><row><c r="XFD1048576"/></row></sheetData></worksheet>'),
        "mehr als",
    ),
    "ohne Kennung": (ohne_kennung, "keine Kennung"),
    "zwei Kennungen": (lambda d: mit_text(d, "Fachplan", "ABCD-EFGH-JKMN"), "mehrere Kennungen"),
    "fremde Kennung": (fremde_kennung, "kein Formular Ihrer Stellen"),
    "Spalte umbenannt": (lambda d: mit_text(d, "Neuer Sachstand", "Stand"), "fehlt die Tabelle"),
    "andere Mappe": (lambda d: als_mappe([["Nr.", "Beschreibung"]]), "keine Kennung"),
}  # fmt: skip
WORT = {
    "abgeschnitten": (lambda d: d[: len(d) // 2], "beschädigt"),
    "Dokument kaputt": (lambda d: umgebaut(d, {"word/document.xml": b"<w:document>"}), "beschädigt"),
    "DTD": (lambda d: umgebaut(d, {"word/document.xml": DTD}), "ungewöhnlich"),
    "Makros": (lambda d: umgebaut(d, {"word/vbaProject.bin": b"x"}), "Makros"),
    "Bombe": (bombe, "ungewöhnlich"),
    "leeres Dokument": (lambda d: leeres_word(), "keine Kennung"),
}


FAELLE = {f"xlsx {name}": ("xlsx", *fall) for name, fall in EXCEL.items()}
FAELLE |= {f"docx {name}": ("docx", *fall) for name, fall in WORT.items()}


@pytest.mark.parametrize(("dateiformat", "verderben", "wort"), FAELLE.values(), ids=FAELLE.keys())
def test_boese_datei_bekommt_ihren_satz_und_hinterlaesst_nichts(  # noqa: PLR0917
    versand, angemeldet, dateiformat, verderben, wort, tmp_path, monkeypatch
):
    gut = versand(dateiformat)
    daten, vorher = verderben(formulardatei(gut)[2]), Sachstandsmeldung.objects.count()
    zwischenlager = tmp_path / "zwischenlager"  # ein eigenes: im gemeinsamen legen andere Tests zugleich ab
    zwischenlager.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(zwischenlager))
    datei = SimpleUploadedFile("../../böse\n.xlsx", daten)
    antwort = angemeldet("leitung").post(reverse("massnahmen:formular_hochladen"), {"datei": datei})
    assert antwort.status_code == 422
    assert re.search(wort, text(antwort))
    assert "Nichts ist gespeichert" in text(antwort) or wort == "größer als 5 MB"
    gut.refresh_from_db()
    assert (gut.zustand, gut.antwort) == ("versandt", None)
    assert (Sachstandsmeldung.objects.count(), list(zwischenlager.iterdir())) == (vorher, [])


# --- Einzelne Zeilen --------------------------------------------------------------------------------------------------


def abgewiesen(daten, person):
    antwort = antwort_annehmen(daten=daten, von=person("leitung")).antwort
    return antwort["zeilen"], " ".join(f"{a['ort']}: {a['meldung']}" for a in antwort["abgewiesen"])


@pytest.mark.parametrize(
    "formel",
    [
        '><f>1+1</f><v>2</v></c>',
        ' t="str"><f>HYPERLINK("http://boese.example")</f><v>Text</v></c>',
        ' t="e"><v>#REF!</v></c>',
        ' t="str"><f t="shared" si="0"/><v>Text</v></c>',
    ],
)  # fmt: skip
def test_formel_in_der_antwort_weist_die_zeile_ab(versand, person, formel):
    daten = excel_ausfuellen(formulardatei(versand())[2], {"2.2.4": ("laufend", "gut")})
    ort = zeile_von(daten, "1.1.1.")
    zeilen, saetze = abgewiesen(mit_blatt(daten, zelle(blatt(daten), f"F{ort}", formel)), person)
    assert f"Zeile {ort}, 1.1.1.: Die Antwort enthält eine Formel" in saetze
    assert [z["erlaeuterung"] for z in zeilen.values() if z["erlaeuterung"]] == ["gut"]


def test_formel_daneben_stoert_nicht(versand, person):
    daten = excel_ausfuellen(formulardatei(versand())[2], {"1.1.1.": ("laufend", "gut")})
    daneben = blatt(daten).replace("</row>", '<c r="H1"><f>1+1</f><v>2</v></c></row>', 1)
    zeilen, saetze = abgewiesen(mit_blatt(daten, daneben), person)
    assert not saetze
    assert zeilen


@pytest.mark.parametrize("anfang", ["=1+1", "+49 351", "-5 %", "@SUM(A1)", "\t=cmd|' /C calc'!A0"])
def test_was_wie_eine_formel_aussieht_bleibt_text(versand, person, anfang):
    daten = excel_ausfuellen(formulardatei(versand())[2], {"1.1.1.": ("", anfang)})
    zeilen, saetze = abgewiesen(daten, person)
    assert not saetze
    assert anfang.strip() in [z["erlaeuterung"] for z in zeilen.values()]


def test_fremde_doppelte_und_namenlose_zeilen_werden_benannt(versand, person):
    mappe = formulardatei(versand("docx"))[2]
    dokument = docx.Document(io.BytesIO(word_ausfuellen(mappe, {"1.1.1.": ("laufend", "eins")})))
    tafel = dokument.tables[0]
    for nr, erlaeuterung in (("1.1.1", "zwei"), ("1.1.2.", "fremd"), ("9.9.9.", "unbekannt"), ("", "ohne Nr.")):
        zellen = tafel.add_row().cells
        zellen[0].text, zellen[5].text = nr, erlaeuterung
    puffer = io.BytesIO()
    dokument.save(puffer)
    zeilen, saetze = abgewiesen(puffer.getvalue(), person)
    assert not any(z["erlaeuterung"] for z in zeilen.values())
    assert saetze.count("steht 2-mal in der Datei") == 2
    assert "Die Maßnahme „1.1.2.“ gehört nicht zu diesem Formular" in saetze
    assert "„9.9.9.“ gehört nicht" in saetze
    assert "keine Nr. der Maßnahme" in saetze


def test_zu_langer_text_und_unsichtbare_zeichen(versand, person):
    gut = formulardatei(versand())[2]
    _, saetze = abgewiesen(excel_ausfuellen(gut, {"1.1.1.": ("", "x" * 10_001)}), person)
    assert "länger als 10.000 Zeichen" in saetze
    zeilen, _ = abgewiesen(excel_ausfuellen(gut, {"1.1.1.": ("", "a_x0000_b\u200b")}), person)
    assert all("\x00" not in z["erlaeuterung"] for z in zeilen.values())


def test_eingefuegte_spalte_und_umbenannte_datei_stoeren_nicht(versand, person):
    gut = formulardatei(versand("docx"))[2]
    dokument = docx.Document(io.BytesIO(word_ausfuellen(gut, {"1.1.1.": ("laufend", "gut")})))
    dokument.add_paragraph("Mit freundlichen Grüßen")
    puffer = io.BytesIO()
    dokument.save(puffer)
    zeilen, saetze = abgewiesen(puffer.getvalue(), person)
    assert not saetze
    assert {z["sachstand"] for z in zeilen.values() if z["sachstand"]} == {"laufend"}


@pytest.mark.langsam
@settings(max_examples=80)
@given(st.data())
def test_zufaellig_beschaedigt_gibt_immer_den_einen_fehler(versand, data):
    gut = getattr(test_zufaellig_beschaedigt_gibt_immer_den_einen_fehler, "gut", None)
    if gut is None:
        gut = formulardatei(versand())[2], formulardatei(versand("docx"))[2]
        test_zufaellig_beschaedigt_gibt_immer_den_einen_fehler.gut = gut
    datei, teil = data.draw(st.sampled_from([(gut[0], "xl/worksheets/sheet1.xml"), (gut[1], "word/document.xml")]))
    with zipfile.ZipFile(io.BytesIO(datei)) as archiv:
        inhalt = archiv.read(teil)
    stelle = data.draw(st.integers(0, len(inhalt)))
    kaputt = inhalt[:stelle] + data.draw(st.binary(max_size=8)) + inhalt[stelle + data.draw(st.integers(0, 40)) :]
    try:
        formular_lesen(umgebaut(datei, {teil: kaputt}))
    except NichtLesbar as fehler:
        assert str(fehler)
