"""Lieferungen aus fertigen Monatssummen: null, leer und Aufteilung, und nie doppelt gezählt mit den Zeilen."""

import pytest

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.lieferungen.uebernahme import annehmen, uebernehmen

from .conftest import FALL, FALLKOPF, SEPTEMBER, als_csv, als_xlsx, codes, faelle, lade, pruefe, wuerfel

pytestmark = pytest.mark.django_db

SUMMENKOPF = ["Monat", "Zähleinheit", "Beratungsstelle", "Stadtteil", "Merkmal", "Ausprägung", "Anzahl"]


def summe(anzahl, *, einheit="Neuzugang", stelle="", stadtteil="", merkmal="", auspraegung=""):
    return ["2025-09", einheit, stelle, stadtteil, merkmal, auspraegung, anzahl]


def test_summen_null_leer_und_aufteilung():
    lade(
        als_csv(
            SUMMENKOPF,
            summe("10"),
            summe("0", einheit="Krisenintervention"),
            summe("", einheit="Information"),
            summe("4", merkmal="Geschlecht", auspraegung="männlich"),
            summe("6", merkmal="Geschlecht", auspraegung="w"),
            summe("3", stadtteil="07"),
            summe("2", stelle="s-cotta"),
        )
    )
    assert wuerfel() == {
        ("seniora", "stadt", "", "neuzugang", "", ""): 10,
        ("seniora", "stadt", "", "krisenintervention", "", ""): 0,
        ("seniora", "stadt", "", "neuzugang", "geschlecht", "maennlich"): 4,
        ("seniora", "stadt", "", "neuzugang", "geschlecht", "weiblich"): 6,
        ("seniora", "stadtteil", "07", "neuzugang", "", ""): 3,
        ("seniora", "beratungsstelle", "s-cotta", "neuzugang", "", ""): 2,
    }
    assert bestand.zustand(Quelle.SENIORA, SEPTEMBER, "information") is Zustand.FEHLT


def test_summen_der_beratungsfelder_ergeben_hauptfelder():
    felder = [("Wohnen im Alter", "3"), ("Schwerbehinderung", "2"), ("Pflege und Gesundheit", "5")]
    zeilen = [summe(n, einheit="Beratung", merkmal="Beratungsfeld", auspraegung=f) for f, n in felder]
    lade(als_csv(SUMMENKOPF, summe("10", einheit="Beratung"), *zeilen))
    haupt = {k[5]: v for k, v in wuerfel().items() if k[4] == "hauptberatungsfeld"}
    assert haupt == {"sonstige": 5, "pflege_gesundheit": 5}


@pytest.mark.parametrize(
    ("zeilen", "code"),
    [
        ([summe("1", merkmal="Geschlecht")], "P40"),
        ([summe("1", auspraegung="männlich")], "P40"),
        ([summe("1", einheit="Beratung", merkmal="Geschlecht", auspraegung="w")], "P41"),
        ([summe("1", stelle="s-cotta", stadtteil="07")], "P42"),
        ([summe("1"), summe("1")], "P43"),
        ([summe("9"), summe("1", merkmal="Geschlecht", auspraegung="w")], "P44"),
        ([summe("1", stadtteil="auswärtig")], "P45"),
        ([summe("1", merkmal="Geschlecht", auspraegung="zz")], "P09"),
        ([summe("-1")], "P10"),
        ([summe("1", einheit="Tee")], "P09"),
    ],
)
def test_fehler_in_summen(zeilen, code):
    assert codes(pruefe(als_csv(SUMMENKOPF, *zeilen))) == [code]


def test_summen_und_zeilen_wuerden_doppelt_zaehlen():
    lieferung = lade(faelle(3))
    (befund,) = [b for b in pruefe(als_csv(SUMMENKOPF, summe("3"))).befunde]
    assert befund.code == "P50" and f"Lieferung {lieferung.pk}" in befund.meldung
    mappe = als_xlsx(Fälle=[FALLKOPF, FALL], Summen=[SUMMENKOPF, summe("1")])
    assert "P51" in codes(pruefe(mappe, monat=SEPTEMBER))


def test_doppelzaehlung_wird_beim_uebernehmen_noch_einmal_geprueft():
    wartend = annehmen(pruefe(als_csv(SUMMENKOPF, summe("3"))), von=None)
    lade(faelle(3))
    with pytest.raises(Lieferungsfehler, match="doppelt gezählt"):
        uebernehmen(wartend, von=None)


def test_dieselbe_datei_fuer_die_andere_quelle_wird_gefragt():
    lade(als_csv(SUMMENKOPF, summe("3")))
    assert codes(pruefe(als_csv(SUMMENKOPF, summe("3")), quelle=Quelle.FMG)) == ["P56"]
