"""Die Excel-Mappe eines Berichts, wieder aufgemacht; und dass die Prüfung jeden eingebauten Fehler findet."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from berichte.ausgabe.xlsx.arbeitsmappe import eindeutig
from berichte.ausgabe.xlsx.bericht import bericht_xlsx
from berichte.kern.akten.bericht import Kapitel, Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Spalte

from . import muster
from .xlsxpruefung import C, Mappe, befunde, bereich

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"


def _setzen(bericht) -> bytes:
    return bericht_xlsx(freigeben(bericht, Fassung.INTERN, abruf=ABRUF))


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return _setzen(muster.vollstaendig())


@pytest.fixture(scope="module")
def mappe(inhalt) -> Mappe:
    return Mappe(inhalt)


def test_die_mappe_besteht_die_liste(inhalt):
    assert befunde(inhalt) == []


def test_ein_blatt_je_abbildung_und_tabelle_und_ein_deckblatt_das_hinfuehrt(mappe):
    namen = [blatt.name for blatt in mappe.blaetter]
    assert namen == [
        *("Deckblatt", "Abbildung 1", "Tabelle 1", "Abbildung 2", "Tabelle 2", "Abbildung 3", "Abbildung 4"),
        *("Abbildung 5", "Abbildung 6", "Tabelle 3", "Tabelle 4", "Botschaften", "Texte"),
    ]
    assert [zeile[0] for zeile in mappe.blatt("Deckblatt").zeilen] == namen[1:]


def test_deckblatt_und_jedes_blatt_sagen_welche_fassung_es_ist_und_wer_sie_abgerufen_hat(mappe):
    deckblatt, *blaetter = mappe.blaetter
    texte = list(deckblatt.zellen.values())
    for text in ("Musterbericht", "30.09.2024", "intern – Sozialdaten", ABRUF, "Beratung bis September 2024"):
        assert text in texte
    assert "fehlt = nicht gemeldet" in texte
    for blatt in blaetter:
        assert blatt.zellen["A2"] == f"intern – Sozialdaten · abgerufen von {ABRUF}"


def test_unter_jeder_tabelle_steht_ihre_herkunft(mappe):
    for name in ("Abbildung 2", "Tabelle 2"):
        assert muster.HERKUNFT.satz in " ".join(map(str, mappe.blatt(name).zellen.values()))
    assert any("Umstellung der Fachanwendung" in str(text) for text in mappe.blatt("Abbildung 3").zellen.values())


def test_fehlendes_ist_eine_leere_zelle_und_daneben_steht_warum(mappe):
    blatt = mappe.blatt("Abbildung 2")
    assert blatt.kopf == ["Monat", "2024", "Zeichen 2024", "2023"]
    assert blatt.zeilen[8] == ["Sep", 358, None, 1340]
    assert blatt.zeilen[9] == ["Okt", None, "fehlt", 226]
    assert blatt.zeilen[4][3] == 0


def test_wie_fest_eine_zahl_ist_und_ereignisse_stehen_in_worten_daneben(mappe):
    blatt = mappe.blatt("Abbildung 3")
    assert blatt.kopf == ["Monat", "Neuzugänge", "Stand Neuzugänge", "Mittel", "Ereignis Nr.", "Ereignis"]
    assert blatt.zeilen[3][1:3] == [None, "fehlt"]
    assert blatt.zeilen[3][4] == 1
    assert blatt.zeilen[11][2] == "vorläufig"


def test_gespiegelt_stehen_beide_seiten_mit_ihren_wirklichen_zahlen_im_blatt(mappe):
    (diagramm,) = mappe.blatt("Abbildung 6").diagramme
    assert mappe.blatt("Abbildung 6").zeilen[3] == ["80 und älter", 1055, 421, None]
    achsen = [(achse.find(f".//{C}orientation").get("val"), achse.find(f".//{C}min").get("val"))
              for achse in diagramm.iter(f"{C}valAx")]  # fmt: skip
    assert [richtung for richtung, _ in achsen] == ["maxMin", "minMax"]
    assert len({unten for _, unten in achsen}) == 1


def test_massnahmen_sind_eine_flache_tabelle_mit_handlungsfeld_und_ziel(mappe):
    blatt = mappe.blatt("Tabelle 1")
    assert blatt.kopf[:3] == ["Nr.", "Handlungsfeld", "Ziel"]
    assert blatt.zeilen[0][:3] == ["1.1.1.", "1. Datengrundlage", "1.1. Ziel: Die Datenlage ist vorhanden."]
    assert blatt.zeilen[0][-1].splitlines()[0] == "Wegen Personalmangels verschoben."


def test_botschaften_und_texte_stehen_als_text_da(mappe):
    botschaften = mappe.blatt("Botschaften").zeilen
    assert botschaften[0][:3] == ["Abbildung 2", "Beratungsfälle geförderte Seniorenberatung", "Botschaft"]
    assert [zeile[2] for zeile in botschaften if zeile[0] == "Abbildung 4"] == ["Erkennen"]
    assert ["3 Seniorenberatung", "3.2 Merkmale", "Hinweis"] in [zeile[:3] for zeile in mappe.blatt("Texte").zeilen]


def test_dieselben_zahlen_ergeben_dieselbe_datei(inhalt):
    assert _setzen(muster.vollstaendig()) == inhalt


def test_ohne_sozialdaten_heisst_die_mappe_auch_so_und_nennt_niemanden():
    bericht = replace(muster.bericht(), bausteine=(Kapitel("Maßnahmen"), muster.massnahmen()))
    texte = list(Mappe(_setzen(bericht)).blatt("Deckblatt").zellen.values())
    assert "ohne Sozialdaten" in texte
    assert not any(ABRUF in str(text) for text in texte)


def test_leere_tabelle_und_gleiche_oder_fehlende_spaltennamen_ergeben_eine_ganze_mappe():
    leer = replace(muster.vergleich(), zeilen=(), summenzeilen=0)
    spalten = (Spalte("Ort"), Spalte("fälle"), Spalte("Fälle"), Spalte(""))
    doppelt = replace(muster.vergleich(), spalten=spalten, zeilen=(("Cotta", "a", "b", "c"),), summenzeilen=0)
    bausteine = (Kapitel("K"), Zahlentabelle(leer), Zahlentabelle(doppelt))
    inhalt = _setzen(replace(muster.bericht(), bausteine=bausteine))
    assert [satz for satz in befunde(inhalt) if "Leere Zeile" not in satz] == []
    assert Mappe(inhalt).blatt("Tabelle 2").kopf == eindeutig(["Ort", "fälle", "Fälle", ""])
    assert eindeutig(["2024", "2024", ""]) == ["2024", "2024 (2)", "Spalte"]


# --- Die Prüfung bemerkt eingebaute Fehler ---------------------------------------------------------------------------


def _veraendert(inhalt: bytes, teil: str, alt: str, neu: str) -> bytes:
    """Dieselbe Mappe, in deren Teil `alt` (regulärer Ausdruck) einmal durch `neu` ersetzt ist."""
    strom = BytesIO()
    with ZipFile(BytesIO(inhalt)) as vorher, ZipFile(strom, "w") as nachher:
        for name in vorher.namelist():
            text = vorher.read(name)
            if name == teil:
                geaendert, anzahl = re.subn(alt.encode(), neu.encode(), text, count=1)
                assert anzahl == 1, f"{alt} steht nicht in {teil}"
                text = geaendert
            nachher.writestr(name, text)
    return strom.getvalue()


BLATT2, BLATT4, BILD2 = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet4.xml", "xl/charts/chart2.xml"


@pytest.mark.parametrize(
    ("teil", "alt", "neu", "befund"),
    [
        ("xl/workbook.xml", 'name="Deckblatt"', 'name="Anfang"', "kein Deckblatt"),
        ("xl/workbook.xml", 'name="Abbildung 1"', 'name="TEXTE"', "heißen gleich"),
        ("xl/workbook.xml", 'name="Abbildung 1"', f'name="{"A" * 32}"', "nicht erlaubt"),
        ("xl/workbook.xml", 'name="Texte"', 'name="Texte" state="hidden"', "verborgen"),
        ("docProps/core.xml", "<dc:title>[^<]*</dc:title>", "", "keinen Titel"),
        ("docProps/core.xml", "de-DE", "en-US", "Sprache"),
        ("xl/tables/table3.xml", 'displayName="[^"]*"', 'displayName="verzeichnis"', "Tabellen heißen"),
        (BLATT2, '<c r="A1"[^/]*/v></c>', "", "A1"),
        (BLATT2, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>', "Verbund"),
        (BLATT2, '(<c r="B5"[^>]*>)<v>', r"\1<f>1+1</f><v>", "rechnet"),
        (BLATT2, '<row r="6"', '<row r="6" hidden="1"', "Verborgene Zeilen"),
        (BLATT2, 'orientation="landscape"', 'orientation="portrait"', "A4 quer"),
        (BLATT2, "location=\"'Deckblatt'", "location=\"'Weg'", "ins Leere"),
        ("xl/worksheets/_rels/sheet2.xml.rels", "tables/table2", "x/table2", "0 ausgezeichnete Tabellen"),
        ("xl/tables/table2.xml", 'name="begonnen"', 'name="laufend"', "sagen nicht dasselbe"),
        ("xl/tables/table2.xml", "A4:D7", "A4:D8", "Leere Zeile"),
        ("xl/drawings/drawing2.xml", ' descr="[^"]*"', "", "Textalternative"),
        (BILD2, "de-DE", "en-US", "nicht deutsch"),
        (BILD2, '<c:dispBlanksAs val="gap"/>', '<c:dispBlanksAs val="zero"/>', "keine Lücken"),
        (BILD2, r"\$B\$5:\$B\$16", "$F$5:$F$16", "nicht seine Tabelle"),
        (BILD2, r"\$B\$5:\$B\$16", "$C$5:$C$16", "als null gezeichnet"),
        (BILD2, "<c:v>340</c:v>", "<c:v>341</c:v>", "andere Werte"),
        (BLATT4, '(<c r="B5"[^>]*>)<v>340</v>', r"\1<v>34</v>", "andere Werte"),
    ],
)
def test_pruefung_findet_jeden_eingebauten_fehler(inhalt, teil, alt, neu, befund):
    gefunden = befunde(_veraendert(inhalt, teil, alt, neu))
    assert any(befund in satz for satz in gefunden), gefunden


def test_bereich_liest_bezuege_auch_ueber_z_hinaus():
    assert bereich("'Tabelle 1'!$Z$4:$AA$5") == [["Z4", "AA4"], ["Z5", "AA5"]]
