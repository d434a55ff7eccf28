"""Die Beispiellieferungen der Vorführung, von der Datei bis zu JSON und Seite: die veröffentlichten Zahlen. Dass jede
andere stimmt, zeigt test_unabhaengig.py."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from dresden_senioren.kern.zahlen import anteil

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]


@pytest.fixture(scope="module")
def ergebnis(django_db_setup, django_db_blocker):
    """Ein Lauf für alle Tests: gelesen wird nur."""
    ausgabe = StringIO()
    with django_db_blocker.unblock():
        call_command("kennzahlen", von="2024-01", bis="2024-09", vergleich="vorjahr", json=True, stdout=ausgabe)
    return json.loads(ausgabe.getvalue())


def zeilen(ergebnis, **gesucht):
    gesucht = {"gebiet": "Stadt", "beratungsstelle": None, "merkmal": None} | gesucht
    return [zeile for zeile in ergebnis["werte"] if gesucht.items() <= zeile.items()]


@pytest.mark.parametrize(
    ("quelle", "frueher", "heute", "prozent"),
    [("seniora", 2535, 3080, 21.5), ("fmg", 1571, 1281, -18.5), ("zusammen", 4106, 4361, 6.2)],
)
def test_veroeffentlichte_neuzugaenge(ergebnis, quelle, frueher, heute, prozent):
    (zeile,) = zeilen(ergebnis, kennzahl="neuzugaenge", quelle=quelle)
    assert (zeile["vergleichswert"], zeile["wert"], zeile["prozent"]) == (frueher, heute, prozent)


def test_hauptberatungsfelder_wie_auf_folie_17(ergebnis):
    felder = zeilen(ergebnis, kennzahl="beratungen", quelle="zusammen", merkmal="hauptberatungsfeld")
    gesamt = sum(zeile["wert"] for zeile in felder)
    anteile = {zeile["auspraegung"]: anteil(zeile["wert"], gesamt) for zeile in felder}
    assert anteile == {
        "Pflege und Gesundheit": Decimal("29.3"),
        "Sonstige": Decimal("26.4"),
        "Gesundheitliche und soziale Problemlagen": Decimal("24.8"),
        "Sozialrechtliche Leistungen": Decimal("16.6"),
        "Freizeit, Bildung, Kultur": Decimal("3.0"),
    }
    assert sum(anteile.values()) == Decimal("100.1")


def test_oktober_bis_dezember_2024_fehlen_und_sind_nie_null():
    ausgabe = StringIO()
    call_command("kennzahlen", von="2024-10", bis="2024-12", json=True, stdout=ausgabe)
    ergebnis = json.loads(ausgabe.getvalue())
    assert {(monat["wert"], monat["zustand"]) for monat in ergebnis["monate"]} == {(None, "fehlt")}
    assert {(zeile["wert"], zeile["zeichen"]) for zeile in ergebnis["werte"]} == {(None, "fehlt")}


def test_die_seite_zeigt_dieselben_zahlen(angemeldet):
    seite = angemeldet("koordination").get("/auswertung/monatsentwicklung/").content.decode().replace("\u00a0", " ")
    for zahl in ("+21,5 %", "−18,5 %", "+6,2 %", "4.106", "4.361", "61,7 %", "70,6 %"):
        assert zahl in seite
    assert "Oktober bis Dezember 2024 sind noch nicht gemeldet." in seite
    assert "Die Monatsverteilung ist erfunden." in seite
