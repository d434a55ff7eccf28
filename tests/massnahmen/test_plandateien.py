"""Derselbe Fachplan als Text, Excel und Word: dieselben Befunde, dasselbe JSON. Anderes wird mit Satz verweigert."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from massnahmen.kern.papiertabelle import NichtLesbar
from massnahmen.models import Fachplan

from .conftest import GLIEDERUNG, KOPF
from .plandateien import als_mappe, als_wort, zellen_des_textes


@pytest.fixture(scope="module")
def zeilen(tabelle):
    return zellen_des_textes(tabelle)


@pytest.fixture(scope="module")
def erwartet(tabelle, lesen):
    return lesen(tabelle)


@pytest.mark.parametrize("verbunden", [False, True], ids=["erste Zelle", "verbunden"])
@pytest.mark.parametrize("schreiben", [als_mappe, als_wort])
def test_dasselbe_wie_im_text(zeilen, erwartet, lesen, schreiben, verbunden):
    ergebnis = lesen(schreiben(zeilen, verbunden=verbunden))
    assert ergebnis.plan.liste() == erwartet.plan.liste()
    assert ergebnis.befunde == erwartet.befunde  # auch die Zeilennummern


def test_word_mit_mehreren_tabellen_und_echten_listen(zeilen, erwartet, lesen):
    ergebnis = lesen(als_wort(zeilen, verbunden=True, listen=True, tabellen=7))
    assert ergebnis.plan.liste() == erwartet.plan.liste()
    leere = {"punkt_leer"}  # ein leerer Listenabsatz ist in Word kein Punkt
    assert [(b.code, b.meldung) for b in ergebnis.befunde] == [
        (b.code, b.meldung) for b in erwartet.befunde if b.code not in leere
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("schreiben", [als_mappe, als_wort])
def test_befehl_nennt_fuer_jedes_format_dasselbe_json(tmp_path, tabelle, zeilen, schreiben, capsys):
    dokumente = []
    for name, daten in (("plan.txt", tabelle), ("plan.egal", schreiben(zeilen))):
        (tmp_path / name).write_bytes(daten)
        call_command("fachplan_einlesen", str(tmp_path / name), plan="Neu", pruefen=True, json=True)
        dokumente.append(json.loads(capsys.readouterr().out))
    assert dokumente[0] == dokumente[1]
    call_command("fachplan_einlesen", str(tmp_path / "plan.egal"), plan="Neu")
    assert Fachplan.objects.get(name="Neu").handlungsfelder.count() == 8


def test_excel_mit_titel_mehrzeiligen_zellen_und_zahlen(lesen):
    kopf = KOPF.split("\t")
    mehrzeilig = "Anfang\n• erster Punkt\n• zweiter"
    blatt = [["Fachplan"], kopf, ["1. Feld"], ["1.1. Ziel: Wort halten"]]
    blatt.append(["1.1.1.", "Text über\nzwei Zeilen", "Sozialamt", "2022", "ja", "begonnen", mehrzeilig])
    ergebnis = lesen(als_mappe(blatt, weitere=[("Notizen", [["nichts"]])]))
    (massnahme,) = ergebnis.plan.massnahmen
    assert massnahme.beschreibung == "Text über zwei Zeilen"
    assert [s.text for s in massnahme.schritte] == ["Anfang", "erster Punkt", "zweiter"]
    assert [b.code for b in ergebnis.befunde] == ["vor_der_tabelle"]


def test_nr_die_excel_zum_datum_machte_wird_benannt(lesen):
    zeile = ["2001-01-01", "Text", "Sozialamt", "2022", "ja", "begonnen", ""]
    ergebnis = lesen(als_mappe([*zellen_des_textes(GLIEDERUNG.encode())[:3], zeile]))
    assert [(b.code, b.ort) for b in ergebnis.befunde if b.ist_fehler] == [("nr_unklar", "Zeile 4")]


# --- Kaputt und böse --------------------------------------------------------------------------------------------------


def umgebaut(datei: bytes, **teile: bytes) -> bytes:
    puffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(datei)) as alt, zipfile.ZipFile(puffer, "w", zipfile.ZIP_DEFLATED) as neu:
        for name in alt.namelist():
            if name not in teile:
                neu.writestr(name, alt.read(name))
        for name, inhalt in teile.items():
            neu.writestr(name, inhalt)
    return puffer.getvalue()


WORT = als_wort(zellen_des_textes(GLIEDERUNG.encode()))
MAPPE = als_mappe(zellen_des_textes(GLIEDERUNG.encode()))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DTD = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
WORT_BOESE = {
    "DTD": f"{DTD}<w:document {W}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>".encode(),
    "DTD in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?>' + f"{DTD}<a>&a;</a>").encode("utf-16"),
    "kein XML": b"\x00\x01",
    "abgebrochen": f"<w:document {W}><w:body><w:tbl>".encode(),
    "ohne Inhalt": f"<w:document {W}/>".encode(),
    "sehr tief": f"<w:document {W}><w:body>{'<w:sdt>' * 5000}".encode(),
    "sehr breit": (
        f"<w:document {W}><w:body><w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 200}</w:tr></w:tbl></w:body></w:document>"
    ).encode(),
    "breite Verbindung": (
        f'<w:document {W}><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc>'
        f"</w:tr></w:tbl></w:body></w:document>"
    ).encode(),
    "zu viele Zeilen": f"<w:document {W}><w:body><w:tbl>{'<w:tr/>' * 60_000}</w:tbl></w:body></w:document>".encode(),
}
BOESE = {
    **{f"Word, {name}": umgebaut(WORT, **{"word/document.xml": inhalt}) for name, inhalt in WORT_BOESE.items()},
    "Word, Vorlagen mit DTD": umgebaut(WORT, **{"word/styles.xml": f"{DTD}<a/>".encode()}),
    "Word, Makros": umgebaut(WORT, **{"word/vbaProject.bin": b"x"}),
    "Word, eingebettet": umgebaut(WORT, **{"word/embeddings/a.bin": b"x"}),
    "Word, ohne Dokument": umgebaut(als_mappe([["x"]]), **{"word/anderes.xml": b"<a/>"}),
    "Word, Bombe": umgebaut(WORT, **{"word/media/b.bin": b" " * (101 << 20)}),
    "Word, abgeschnitten": WORT[: len(WORT) // 2],
    "Word, Pfad nach oben": umgebaut(WORT, **{"../boese": b"x"}),
    "Excel, Formel": umgebaut(
        MAPPE,
        **{
            "xl/worksheets/sheet1.xml": b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<x:sheetData><x:row r="1"><x:c r="A1"><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
        },
    ),
    "Excel, Makros": umgebaut(MAPPE, **{"xl/vbaProject.bin": b"x"}),
    "Excel, abgeschnitten": MAPPE[:-200],
    "Excel, zwei Tabellen": als_mappe([KOPF.split("\t")], weitere=[("Zweite", [KOPF.split("\t")])]),
    "Excel, leer": als_mappe([]),
    "altes Format": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "PDF": b"%PDF-1.7",
    "RTF": b"{\\rtf1 Nr.}",
    "Archiv im Archiv": umgebaut(io.BytesIO(b"PK\x05\x06" + b"\0" * 18).getvalue(), **{"a.docx": WORT}),
}  # fmt: skip


@pytest.mark.parametrize("daten", BOESE.values(), ids=BOESE.keys())
def test_kaputte_und_boese_dateien_werden_mit_satz_verweigert(lesen, daten):
    with pytest.raises(NichtLesbar, match=r"^[A-ZÄÖÜ].*[.“]$"):
        lesen(daten)


@pytest.mark.langsam
@settings(max_examples=150)
@given(st.data())
def test_zufaellig_beschaedigtes_word_gibt_immer_den_einen_fehler(lesen, data):
    """Zufällige Bytes im Dokument oder im Archiv: gelesen oder NichtLesbar, nie etwas anderes."""
    with zipfile.ZipFile(io.BytesIO(WORT)) as archiv:
        quelle = archiv.read("word/document.xml") if data.draw(st.booleans()) else WORT
    stelle = data.draw(st.integers(0, len(quelle)))
    stueck = data.draw(st.binary(max_size=12) | st.sampled_from([b"<w:tbl>", b"</w:tr>", b"&e;", b"<!--", b"\xff"]))
    kaputt = quelle[:stelle] + stueck + quelle[stelle + data.draw(st.integers(0, 30)) :]
    daten = kaputt if quelle is WORT else umgebaut(WORT, **{"word/document.xml": kaputt})
    try:
        lesen(daten)
    except NichtLesbar as fehler:
        assert str(fehler)
