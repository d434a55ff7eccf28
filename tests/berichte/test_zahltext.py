"""Schon geschriebene Zahlen sind in Excel Zahlen mit eigenem Format; Zeichen und Sätze bleiben Text."""

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from berichte.ausgabe import tabellendatei
from berichte.ausgabe.xlsx.zahltext import als_zahl
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.kern.tabelle import Format, Spalte, Tabelle, Zeichen
from dresden_senioren.kern import zahlen

from . import muster
from .xlsxpruefung import Mappe

BETRAEGE = st.decimals(-10_000_000, 10_000_000, places=3)


@given(BETRAEGE, st.integers(0, 2), st.booleans())
def test_was_das_haus_schreibt_ist_dieselbe_zahl(wert, stellen, vorzeichen):
    zahl, _ = als_zahl(zahlen.deutsch(wert, stellen=stellen, vorzeichen=vorzeichen))
    assert zahl == float(zahlen.runden(wert, stellen))


@pytest.mark.parametrize(
    ("text", "zahl", "muster_der_zelle"),
    [
        ("1.234", 1234, "#,##0"),
        ("1,82", 1.82, "#,##0.00"),
        (zahlen.prozent(Decimal("64.3")), 64.3, '#,##0.0"\u00a0%"'),
        ("−6,2\u00a0Punkte", -6.2, '+#,##0.0"\u00a0Punkte";-#,##0.0"\u00a0Punkte";"±"#,##0.0"\u00a0Punkte"'),
        ("±0,00", 0, '+#,##0.00;-#,##0.00;"±"#,##0.00'),
    ],
)
def test_die_zelle_sieht_aus_wie_der_text(text, zahl, muster_der_zelle):
    assert als_zahl(text) == (zahl, muster_der_zelle)


@pytest.mark.parametrize(
    "text",
    [*map(str, Zeichen), "–", "", "3 von 3", "+30 (+36,6\u00a0%)", "+3 *", "2024", "1.1.1.", "07–09/2024", "1,5 h"],
)
def test_was_keine_zahl_ist_bleibt_text(text):
    assert als_zahl(text) is None


def test_in_der_mappe_stehen_zahlen_und_zeichen_nebeneinander_und_in_textspalten_bleibt_alles_text():
    spalten = (Spalte("Kennzahl"), Spalte("3. Quartal", Format.ANZAHL), Spalte("Bemerkung"))
    zeilen = (
        ("Fälle je VzÄ", "45,1", "12"),
        ("Auslastung", "98,8\u00a0%", "x"),
        ("Beratungen je Fall", Zeichen.GEHEIM, "x"),
        ("Fälle", 79, "x"),
    )
    inhalt = tabellendatei.xlsx(freigeben(Tabelle("Quartal", spalten, zeilen, muster.HERKUNFT), Fassung.INTERN))
    assert [zeile[1:] for zeile in Mappe(inhalt).blatt("Zahlen").zeilen] == [
        [45.1, "12"],
        [98.8, "x"],
        [".", "x"],
        [79, "x"],
    ]
    formate = set(re.findall(r'formatCode="([^"]+)"', ZipFile(BytesIO(inhalt)).read("xl/styles.xml").decode()))
    assert {"#,##0.0", "#,##0.0&quot;\u00a0%&quot;"} <= formate
