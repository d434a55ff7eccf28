"""Ein Bericht zeigt den Stand eines Augenblicks, auch wenn zwischen zweien seiner Abfragen jemand schreibt."""

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
