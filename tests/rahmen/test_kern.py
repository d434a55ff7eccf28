"""Der Kern des Rahmens: Monate, Zahlen, Text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dresden_senioren.kern.text import aufzaehlung, einzeilig, sortierform, suchform
from dresden_senioren.kern.zahlen import anteil, deutsch, prozent, veraenderung
from dresden_senioren.kern.zeitraum import Monat, Quartal, Zeitraum

monate = st.builds(Monat, st.integers(1990, 2100), st.integers(1, 12))


def zeitraum(von: str, bis: str) -> Zeitraum:
    return Zeitraum(Monat.lesen(von), Monat.lesen(bis))


@given(monate, st.integers(-600, 600))
def test_monate_vor_und_zurueck(monat, anzahl):
    assert monat + anzahl - anzahl == monat
    assert Monat.lesen(str(monat)) == monat


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-9", "09.2024", "", "2024-09-01", "²024-09"])
def test_kein_monat(text):
    with pytest.raises(ValueError, match="kein Monat"):
        Monat.lesen(text)


def test_grenzen_des_monats():
    februar = Monat(2024, 2)
    assert (februar.erster.isoformat(), februar.letzter.isoformat()) == ("2024-02-01", "2024-02-29")
    assert Monat(2023, 12) + 1 == Monat(2024, 1)


@pytest.mark.parametrize(
    ("von", "bis", "bezeichnung"),
    [
        ("2024-01", "2024-09", "01–09/2024"),
        ("2024-09", "2024-09", "09/2024"),
        ("2023-01", "2023-12", "2023"),
        ("2023-10", "2024-09", "10/2023–09/2024"),
    ],
)
def test_zeitraum_sagt_was_er_umfasst(von, bis, bezeichnung):
    assert zeitraum(von, bis).bezeichnung == bezeichnung


def test_zeitraum_zaehlt_und_vergleicht_mit_dem_vorjahr():
    neun = zeitraum("2024-01", "2024-09")
    assert len(neun) == len(list(neun)) == 9
    assert str(neun.vorjahr()) == "2023-01..2023-09"
    assert Monat(2024, 10) not in neun
    with pytest.raises(ValueError, match="endet"):
        zeitraum("2024-09", "2024-01")


def test_quartale():
    quartal = Quartal.lesen("2024-Q3")
    assert quartal == Quartal.von_monat(Monat(2024, 9)) == Quartal.von_monat(Monat(2024, 7)) == Quartal(2024, 3)
    assert (str(quartal), quartal.bezeichnung) == ("2024-Q3", "3. Quartal 2024")
    assert quartal.zeitraum == Zeitraum(Monat(2024, 7), Monat(2024, 9))
    assert (quartal + 2, quartal - 3, quartal - 4) == (Quartal(2025, 1), Quartal(2023, 4), Quartal(2023, 3))
    assert Quartal(2023, 4) < Quartal(2024, 1)


@pytest.mark.parametrize("text", ["", "2024-3", "2024-Q0", "2024-Q5", "24-Q1", "2024-Q33", "2024-q3"])
def test_kein_quartal(text):
    with pytest.raises(ValueError, match="Quartal"):
        Quartal.lesen(text)


def test_die_prozente_der_folien():
    assert veraenderung(3080, 2535) == Decimal("21.5")
    assert veraenderung(1281, 1571) == Decimal("-18.5")  # gedruckt stand −19 %
    assert veraenderung(4361, 4106) == Decimal("6.2")


def test_keine_veraenderung_gegenueber_null_oder_fehlendem():
    assert veraenderung(5, 0) is None
    assert veraenderung(5, None) is None
    assert veraenderung(None, 5) is None
    assert veraenderung(0, 5) == -100


def test_deutsche_zahlen():
    assert deutsch(3080) == "3.080"
    assert deutsch(-290, vorzeichen=True) == "−290"
    assert deutsch(545, vorzeichen=True) == "+545"
    assert deutsch(0) == "0"
    assert prozent(Decimal("21.45")) == "21,5\u00a0%"
    assert prozent(Decimal("-18.46"), vorzeichen=True) == "−18,5\u00a0%"


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_anteil_rundet_kaufmaennisch(teil, ganzes):
    genau = Decimal(teil) * 100 / ganzes
    assert abs(anteil(teil, ganzes) - genau) <= Decimal("0.05")


def test_anteil_an_nichts_gibt_es_nicht():
    assert anteil(0, 0) is None


def test_sortieren_und_suchen_auf_deutsch():
    woerter = ["Zuschuss", "Apfel", "Äpfel", "Öl", "Ofen", "10.1.", "2.1."]
    assert sorted(woerter, key=sortierform) == ["2.1.", "10.1.", "Apfel", "Äpfel", "Ofen", "Öl", "Zuschuss"]
    assert suchform(" Straße\u00a0 NORD\u00ad") == suchform("strasse nord")


def test_aufzaehlung():
    assert [aufzaehlung(list("abc")[:n]) for n in range(4)] == ["", "a", "a und b", "a, b und c"]


@given(st.text())
def test_einzeilig_laesst_keine_steuerzeichen_uebrig(text):
    zeile = einzeilig(text)
    assert zeile.isprintable() or not any(ord(z) < 32 for z in zeile)
    assert "\u202e" not in zeile
