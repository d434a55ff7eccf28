"""Eine abgeschnittene Datei, die noch wie eine ganze aussieht, kommt nie stillschweigend herein."""

import pytest
from django.urls import reverse

from beratung.kern.befunde.befund import Einlesefehler

from .conftest import FIXTURES, LEISTUNGSKOPF, als_csv, codes, leistung, pruefe
from .hochladen import lade_hoch

pytestmark = pytest.mark.django_db
# Mit der Anzahl am Ende der Zeile: So macht ein fehlendes Zeichen aus 12 eine 1.
REIHENFOLGE = [nr for nr, name in enumerate(LEISTUNGSKOPF) if name != "Anzahl"] + [LEISTUNGSKOPF.index("Anzahl")]
ZEILEN = [LEISTUNGSKOPF, *(leistung(anzahl="12", kennung=f"K{nr}") for nr in range(40))]
GANZ = als_csv(*([zeile[nr] for nr in REIHENFOLGE] for zeile in ZEILEN))
LETZTE_ZEILE = GANZ.rindex(b"\n", 0, -1) + 1
STELLEN = [*(nr * LETZTE_ZEILE // 20 for nr in range(1, 20)), *range(LETZTE_ZEILE, len(GANZ))]


def schicksal(ende: int) -> set[str] | None:
    """Codes, die jemand zu sehen bekommt; None, wenn die Datei gar nicht angenommen wird."""
    try:
        pruefung = pruefe(GANZ[:ende])
    except Einlesefehler:
        return None
    return None if pruefung.hat_fehler else {code for code in codes(pruefung) if code < "P50"}


def test_csv_an_jeder_stelle_abgeschnitten_faellt_auf():
    schicksale = {ende: schicksal(ende) for ende in STELLEN}
    still = [ende for ende, gesehen in schicksale.items() if gesehen == set()]
    assert [ende for ende in still if GANZ[ende - 1 : ende] != b"\n"] == []
    assert still == [LETZTE_ZEILE], "eine ganze Zeile weniger; die sieht nur, wer zählt"
    assert {"P31"} in schicksale.values(), "ohne diese Regel hieße es hier: alles in Ordnung, 1 statt 12"
    assert None in schicksale.values()
    assert codes(pruefe(GANZ)) == codes(pruefe(GANZ[:LETZTE_ZEILE]))


def test_wie_viele_zeilen_es_sind_steht_auf_der_vorschau(administration):
    """Zwischen zwei Zeilen abgeschnitten ist die Datei in sich richtig; dann hilft nur die Zahl auf der Seite."""
    lieferung = lade_hoch(administration, GANZ[:LETZTE_ZEILE]).lieferung
    seite = administration.get(reverse("beratung:lieferung_detail", args=[lieferung.pk])).content.decode()
    assert lieferung.zeilen_gelesen == 39 and "39 Zeilen in der Datei" in seite


@pytest.mark.parametrize("nummer", range(1, 21))
def test_arbeitsmappe_an_zwanzig_stellen_abgeschnitten_wird_abgelehnt(nummer):
    ganz = (FIXTURES / "beispiellieferungen" / "seniora_2024-09.xlsx").read_bytes()
    pruefung = pruefe(ganz[: nummer * len(ganz) // 21])
    assert pruefung.hat_fehler and codes(pruefung) == ["E05"]
