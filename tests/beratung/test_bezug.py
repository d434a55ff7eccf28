"""Woran gemessen wird: Stellenumfang, Soll, Einwohner, und welche Beratungsstellen zu einem Gebiet gehören."""

from datetime import date
from decimal import Decimal

import pytest

from beratung.kern.stammdaten.folge import Ueberschneidung, in_worten, platz, verlange_frei
from beratung.models import Ausstattung, Beratungsstelle, Bezugsbevoelkerung, Planungsbereich, Stellengebiet
from beratung.stammdaten.bezug import bevoelkerung, einwohner, soll, vzae
from beratung.stammdaten.nachschlagen import stellen_im, verzeichnis_laden
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

pytestmark = pytest.mark.django_db
JAHR = Zeitraum(Monat(2024, 1), Monat(2024, 12))


def zeile(von, bis, vollzeit="1.5", quartal=60):
    return Ausstattung(gueltig_von=von, gueltig_bis=bis, vzae=vollzeit and Decimal(vollzeit), soll_quartal=quartal)


ZWEI = [zeile(None, date(2024, 2, 29)), zeile(date(2024, 3, 1), None, "2", 90)]


def test_stellenumfang_gilt_am_ersten_des_monats():
    assert vzae(ZWEI, Monat(2024, 2)) == Decimal("1.5")
    assert vzae(ZWEI, Monat(2024, 3)) == 2
    assert vzae([zeile(date(2024, 3, 2), None)], Monat(2024, 3)) is None
    assert vzae([zeile(None, None, None)], Monat(2024, 3)) is None


def test_soll_ist_die_summe_der_monate_oder_unbekannt():
    assert soll(ZWEI, Zeitraum(Monat(2024, 1), Monat(2024, 3))) == 20 + 20 + 30
    assert soll([zeile(None, None, quartal=100)], Zeitraum(Monat(2024, 1), Monat(2024, 3))) == 100
    assert soll([zeile(None, None, quartal=0)], JAHR) == 0
    assert soll([zeile(date(2024, 2, 1), None)], JAHR) is None
    assert soll([zeile(None, None, quartal=None)], JAHR) is None


def test_platz_einer_neuen_zeile():
    ort = platz(ZWEI, date(2024, 2, 1))
    assert (ort.vorige, ort.bis) == (ZWEI[0], date(2024, 2, 29))
    assert platz(ZWEI, date(2024, 9, 1)).bis is None
    assert platz([], None).vorige is None
    with pytest.raises(Ueberschneidung):
        platz(ZWEI, date(2024, 3, 1))
    with pytest.raises(Ueberschneidung, match=r"bis 29\.02\.2024"):
        verlange_frei(ZWEI, None, date(2023, 12, 31))
    verlange_frei(ZWEI[1:], None, date(2024, 2, 29))


def test_gueltigkeit_in_worten():
    assert [in_worten(z) for z in ZWEI] == ["bis 29.02.2024", "ab 01.03.2024"]
    assert in_worten(zeile(date(2024, 1, 1), date(2024, 6, 30))) == "01.01.2024 bis 30.06.2024"
    assert in_worten(zeile(None, None)) == "unbefristet"


def umziehen(kuerzel: str, nach: str, ab: date) -> None:
    stelle = Beratungsstelle.objects.get(kuerzel=kuerzel)
    stelle.gebiete.update(gueltig_bis=date.fromordinal(ab.toordinal() - 1))
    bereich = Planungsbereich.objects.get(kuerzel=nach)
    Stellengebiet.objects.create(beratungsstelle=stelle, planungsbereich=bereich, gueltig_von=ab)


def namen(planungsbereich, zeitraum):
    return [stelle.kuerzel for stelle in stellen_im(planungsbereich, zeitraum)]


def test_stellen_im_gebiet_nach_gebiet_und_oeffnung():
    assert len(stellen_im(None, Zeitraum(Monat(2023, 1), Monat(2023, 8)))) == 22
    assert len(stellen_im(None, JAHR)) == 23
    umziehen("s-gorbitz", "plauen", date(2024, 7, 1))
    erstes_halbjahr, zweites = Zeitraum(Monat(2024, 1), Monat(2024, 6)), Zeitraum(Monat(2024, 7), Monat(2024, 12))
    assert "s-gorbitz" in namen("cotta", erstes_halbjahr)
    assert "s-gorbitz" not in namen("cotta", zweites)
    assert "s-gorbitz" in namen("plauen", JAHR)
    Beratungsstelle.objects.filter(kuerzel="s-gorbitz").update(gueltig_bis=date(2024, 3, 31))
    assert "s-gorbitz" not in namen("plauen", zweites)


def test_stellen_im_gebiet_kosten_zwei_abfragen(django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [vzae(stelle.ausstattungen.all(), Monat(2024, 6)) for stelle in stellen_im("cotta", JAHR)]


def test_faelle_ohne_stadtteil_zaehlen_wo_die_stelle_damals_war():
    umziehen("s-gorbitz", "plauen", date(2024, 7, 1))
    assert verzeichnis_laden(Monat(2024, 6)).planungsbereich("unbekannt", "s-gorbitz") == "cotta"
    assert verzeichnis_laden(Monat(2024, 7)).planungsbereich("unbekannt", "s-gorbitz") == "plauen"


@pytest.fixture
def einwohnerzahlen():
    """Loschwitz an zwei Stichtagen; am jüngeren fehlt Stadtteil 43."""
    for stichtag, werte in (
        (date(2022, 12, 31), {"41": 100, "42": 200, "43": 300, "45": 50, "46": 60}),
        (date(2023, 12, 31), {"41": 110, "42": 210, "45": 55, "46": 66}),
    ):
        for nr, anzahl in werte.items():
            Bezugsbevoelkerung.objects.create(
                stadtteil_id=nr, stichtag=stichtag, altersgruppe="60+", anzahl=anzahl, quelle=f"Amt {stichtag.year}"
            )


@pytest.mark.usefixtures("einwohnerzahlen")
def test_je_stadtteil_gilt_der_juengste_stichtag():
    werte = bevoelkerung(["41", "43", "44"], "60+", date(2024, 6, 30))
    assert werte["41"] == (110, date(2023, 12, 31), "Amt 2023")
    assert werte["43"] == (300, date(2022, 12, 31), "Amt 2022")
    assert "44" not in werte
    assert bevoelkerung(["41"], "60+", date(2023, 6, 30))["41"][0] == 100
    assert bevoelkerung(["41"], "80+", date(2024, 6, 30)) == {}


@pytest.mark.usefixtures("einwohnerzahlen")
def test_ein_gebiet_hat_einwohner_nur_vollstaendig_und_aus_einem_stichtag():
    heute = date(2024, 6, 30)
    assert einwohner(["41", "42", "44"], "60+", heute).anzahl == 110 + 210  # 44 steckt in 42
    assert einwohner(["41", "43"], "60+", heute).stichtag == date(2022, 12, 31)
    assert einwohner(["41", "47"], "60+", heute) is None
    assert einwohner(["42"], "60+", heute) is None  # umfasst 44, das nicht zum Gebiet gehört
    assert einwohner([], "60+", heute) is None
