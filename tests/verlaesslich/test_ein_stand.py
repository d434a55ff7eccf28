"""Bericht und Dashboard zeigen den Stand eines Augenblicks, auch wenn zwischen zweien ihrer Fragen jemand schreibt."""

import pytest

pytestmark = [pytest.mark.langsam, pytest.mark.django_db]
ERST, DANN = "massnahmen_massnahme", "massnahmen_umsetzungsschritt"  # in dieser Folge liest der Bericht
AENDERN = (
    "UPDATE massnahmen_massnahme SET beschreibung = beschreibung || ' neu'",
    "UPDATE massnahmen_umsetzungsschritt SET text = text || ' neu'",
)


def unterbrochener_bericht(haus, *, kaputt: bool) -> str:
    """Die Inhaltssumme eines Berichts, in dessen Mitte geschrieben wurde."""
    prozess = haus.beginne("berichten", halt=f'SELECT "{DANN}"', kaputt=kaputt)
    assert prozess.bis_zum_halt() and any(ERST in befehl for befehl in prozess.befehle[:-1]), prozess.befehle
    for befehl in AENDERN:  # nur länger, nie kürzer: Anderen Tests macht es nichts aus
        haus.sql(befehl)
    prozess.weiter()
    rueckgabe, satz = prozess.zu_ende()
    assert rueckgabe == 0, satz
    return satz


def test_ein_bericht_mischt_keine_zwei_staende(haus):
    vorher = haus.lasse("berichten")
    assert unterbrochener_bericht(haus, kaputt=False) == vorher
    assert haus.lasse("berichten") != vorher  # Was inzwischen geschrieben wurde, zeigt der nächste.


def test_der_aufbau_bemerkt_einen_bericht_aus_zwei_staenden(haus):
    vorher = haus.lasse("berichten")
    gemischt = unterbrochener_bericht(haus, kaputt=True)
    assert gemischt not in {vorher, haus.lasse("berichten")}


# --- Dashboard -------------------------------------------------------------------------------------------------------

MONATE, SUMMEN = '"beratung_monatswert"."quelle" AS "quelle"', '"beratung_monatswert"."zaehleinheit" AS "zaehleinheit"'
DATEI = ("fixtures/beispiellieferungen/seniora_2024-09.xlsx", "--quelle", "seniora", "--monat", "2024-09")
SEITE = ("ansehen", "leitung", "/auswertung/stadt/?von=2024-09&bis=2024-09&quelle=seniora&vergleich=vorjahr")


@pytest.fixture(scope="module")
def haus_mit_zahlen(haus):
    haus.lasse("einlesen", *DATEI)
    return haus


def unterbrochenes_dashboard(haus, *, kaputt: bool) -> str:
    """Die Summe der Seite, zwischen deren Monatszahlen und Aufteilungen jemand jede Zahl geändert hat."""
    prozess = haus.beginne(*SEITE, halt=f"SELECT {SUMMEN}", kaputt=kaputt)
    gelesen = prozess.bis_zum_halt() and [befehl[:80] for befehl in prozess.befehle[:-1]]
    assert gelesen and any(befehl.strip("'").startswith(f"SELECT {MONATE}"[:70]) for befehl in gelesen), gelesen
    haus.sql("UPDATE beratung_monatswert SET anzahl = anzahl + 1")
    prozess.weiter()
    rueckgabe, satz = prozess.zu_ende()
    assert rueckgabe == 0 and satz.startswith("200 "), satz
    return satz


def test_ein_dashboard_mischt_keine_zwei_staende(haus_mit_zahlen):
    vorher = haus_mit_zahlen.lasse(*SEITE)
    assert unterbrochenes_dashboard(haus_mit_zahlen, kaputt=False) == vorher
    assert haus_mit_zahlen.lasse(*SEITE) != vorher  # Was inzwischen geschrieben wurde, zeigt die nächste.


def test_der_aufbau_bemerkt_ein_dashboard_aus_zwei_staenden(haus_mit_zahlen):
    vorher = haus_mit_zahlen.lasse(*SEITE)
    gemischt = unterbrochenes_dashboard(haus_mit_zahlen, kaputt=True)
    assert gemischt not in {vorher, haus_mit_zahlen.lasse(*SEITE)}
