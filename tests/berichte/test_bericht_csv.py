"""Die lange CSV-Tabelle eines Berichts: jede Zahl mit allem, was man zum Auswerten wissen muss."""

import csv
import io
from dataclasses import replace

import pytest

from berichte.ausgabe.csv.bericht import SPALTEN, bericht_csv
from berichte.kern.akten.bericht import Hinweis, Kapitel, Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Spalte, Tabelle

from . import muster

ABRUF = "Maria Müller am 12.11.2026, 10:12 Uhr"


def _setzen(bericht) -> bytes:
    return bericht_csv(freigeben(bericht, Fassung.INTERN, abruf=ABRUF))


def _zeilen(inhalt: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(inhalt.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture(scope="module")
def inhalt() -> bytes:
    return _setzen(muster.vollstaendig())


@pytest.fixture(scope="module")
def zeilen(inhalt) -> list[dict[str, str]]:
    return _zeilen(inhalt)


def _zelle(zeilen, tabelle: str, zeile: str, spalte: str) -> dict[str, str]:
    (gefunden,) = [
        z for z in zeilen if z["Tabelle"].startswith(f"{tabelle}:") and (z["Zeile"], z["Spalte"]) == (zeile, spalte)
    ]
    return gefunden


def test_ein_kopf_und_lauter_ganze_zeilen(inhalt):
    assert inhalt.startswith(b"\xef\xbb\xbfBericht;Stichtag;Fassung;")
    alle = list(csv.reader(io.StringIO(inhalt.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert tuple(alle[0]) == SPALTEN
    assert {len(zeile) for zeile in alle} == {len(SPALTEN)}


def test_jede_zeile_nennt_bericht_stichtag_fassung_und_abruf(zeilen):
    for zeile in zeilen:
        assert zeile["Bericht"] == "Musterbericht mit allem, was vorkommen kann"
        assert (zeile["Stichtag"], zeile["Fassung"], zeile["Abruf"]) == ("30.09.2024", "intern – Sozialdaten", ABRUF)


def test_jede_zahl_traegt_ihre_herkunft(zeilen):
    zelle = _zelle(zeilen, "Tabelle 2", "Januar", "Veränderung")
    assert (zelle["Wert"], zelle["Einheit"]) == ("41,7", "Prozent")
    assert (zelle["Zeitraum"], zelle["Quelle"]) == ("01–09/2023 und 01–09/2024", "Seniora.App")
    assert (zelle["Stand"], zelle["Zählweise"]) == ("30.09.2024", "je Fall einmal, im Monat des Beginns")
    for zeile in zeilen:
        if zeile["Wert"] or zeile["Zeichen"]:
            assert all(zeile[spalte] for spalte in ("Einheit", "Zeitraum", "Quelle", "Stand")), zeile


def test_zahl_zeichen_und_null_sind_dreierlei(zeilen):
    fehlt = _zelle(zeilen, "Abbildung 2", "Okt", "2024")
    assert (fehlt["Wert"], fehlt["Zeichen"], fehlt["Anmerkung"]) == ("", "fehlt", "fehlt = nicht gemeldet.")
    null = _zelle(zeilen, "Abbildung 2", "Mai", "2023")
    assert (null["Wert"], null["Zeichen"]) == ("0", "")


def test_negative_und_tausender_sind_zahlen_ohne_schmuck(zeilen):
    assert _zelle(zeilen, "Tabelle 3", "Cotta", "Differenz")["Wert"] == "-12"
    assert _zelle(zeilen, "Tabelle 3", "Cotta", "Veränderung")["Wert"] == "-18,5"
    assert _zelle(zeilen, "Tabelle 3", "Altstadt", "Fälle")["Wert"] == "1234"


def test_wie_fest_eine_zahl_ist_steht_in_worten(zeilen):
    assert _zelle(zeilen, "Tabelle 3", "Altstadt", "Fälle")["Zustand"] == "vorläufig"
    assert _zelle(zeilen, "Abbildung 3", "Dez", "Neuzugänge")["Zustand"] == "vorläufig"


def test_massnahmen_botschaften_und_hinweise_stehen_als_text(zeilen):
    assert _zelle(zeilen, "Tabelle 1", "1.1.1.", "Handlungsfeld")["Text"] == "1. Datengrundlage"
    assert _zelle(zeilen, "Tabelle 1", "1.1.2.", "Sachstand")["Text"] == "laufend"
    texte = {(z["Tabelle"], z["Spalte"]): z["Text"] for z in zeilen if z["Tabelle"] in ("Botschaften", "Hinweise")}
    assert texte["Botschaften", "Maßnahmen 2"] == "Maßnahme 3.2.1. Beratungsangebote abstimmen"
    assert texte["Hinweise", ""].startswith("Oktober bis Dezember 2024")


@pytest.mark.parametrize("boese", ["=1+1", "+49 351", "-2+3", "@SUMME(A1)", "\t=1", " =1", "=HYPERLINK(1)"])
def test_kein_text_rechnet(boese):
    tabelle = Tabelle(boese, (Spalte(boese), Spalte(boese)), ((boese, boese),), muster.HERKUNFT)
    bausteine = (Kapitel("K"), Zahlentabelle(tabelle), muster.botschaft(botschaft=boese), Hinweis(boese, titel=boese))
    bericht = replace(muster.bericht(), titel=boese, bausteine=bausteine)
    for zeile in _zeilen(_setzen(bericht)):
        assert not any(text.lstrip(" ").startswith(("=", "+", "-", "@", "\t")) for text in zeile.values()), zeile


def test_dieselben_zahlen_ergeben_dieselbe_datei(inhalt):
    assert _setzen(muster.vollstaendig()) == inhalt


def test_zwei_spalten_gleichen_namens_bleiben_zweierlei():
    spalten = (Spalte("Ort"), Spalte("Veränderung"), Spalte("Veränderung"))
    tabelle = Tabelle("T", spalten, (("Cotta", "mehr", "weniger"),), muster.HERKUNFT)
    zeilen = _zeilen(_setzen(replace(muster.bericht(), bausteine=(Kapitel("K"), Zahlentabelle(tabelle)))))
    assert [(z["Spalte"], z["Text"]) for z in zeilen] == [("Veränderung", "mehr"), ("Veränderung (2)", "weniger")]
