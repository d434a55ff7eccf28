"""Vergleiche: gleiche Monate, ehrliche Lücken, ganze Sätze."""

from decimal import Decimal

import pytest

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, bezeichnung, in_worten

from .wuerfel import GEFOERDERT_2023, GEFOERDERT_2024, KOMMUNAL_2023, KOMMUNAL_2024

JAHR_2024 = Zeitraum(Monat(2024, 1), Monat(2024, 12))
OHNE_GEMEINSAMEN = "2023 und 2024 haben keinen gemeldeten Monat gemeinsam"
GESCHUETZT = "\u00a0"


def reihe(**je_jahr):
    """`reihe(j2024=(5, None, 7))` → Januar 5, März 7; None ist nicht gemeldet."""
    werte = {
        Monat(int(jahr[1:]), nummer): wert
        for jahr, monate in je_jahr.items()
        for nummer, wert in enumerate(monate, start=1)
        if wert is not None
    }
    return Monatsreihe(Zaehleinheit.NEUZUGANG, werte)


def vergleich(zeitraum=JAHR_2024, **je_jahr):
    return Vergleich("Beratungsfälle", reihe(**je_jahr), zeitraum)


GEFOERDERT = {"j2023": GEFOERDERT_2023, "j2024": GEFOERDERT_2024}
KOMMUNAL = {"j2023": KOMMUNAL_2023, "j2024": KOMMUNAL_2024}


@pytest.mark.parametrize(
    ("werte", "alt", "neu", "differenz", "prozent"),
    [(GEFOERDERT, 2535, 3080, 545, "21.5"), (KOMMUNAL, 1571, 1281, -290, "-18.5")],
)
def test_die_folien_in_richtig_gerechnet(werte, alt, neu, differenz, prozent):
    ergebnis = vergleich(**werte)
    assert (ergebnis.vergleichswert.wert, ergebnis.wert.wert, ergebnis.differenz) == (alt, neu, differenz)
    assert ergebnis.prozent == Decimal(prozent)


def test_gedruckte_minus_neunzehn_kommen_nirgends_heraus():
    assert vergleich(**KOMMUNAL).ergebnis == f"−18,5{GESCHUETZT}%"


def test_beide_zusammen():
    gesamt = Vergleich("Beratungsfälle", reihe(**GEFOERDERT) + reihe(**KOMMUNAL), JAHR_2024)
    assert gesamt.satz == f"Beratungsfälle: +6,2{GESCHUETZT}% (4.106 in 01–09/2023 → 4.361 in 01–09/2024)."


def test_monate_nur_eines_jahres_zaehlen_nicht_mit():
    """Kommunal ist auch 10–12/2023 gemeldet: 2.059 im ganzen Jahr dürfen nie gegen 1.281 stehen."""
    ergebnis = vergleich(**KOMMUNAL)
    assert ergebnis.reihe.summe(ergebnis.reihe.gemeldet(ergebnis.frueher)).wert == 2059
    assert ergebnis.vergleichswert.wert == 1571
    assert not ergebnis.ist_vollstaendig


def test_zusammen_nur_wo_beide_gemeldet_haben():
    zusammen = reihe(j2024=(1, 2, None)) + reihe(j2024=(10, None, 30))
    assert zusammen.werte == {Monat(2024, 1): 11}


def test_null_ist_gemeldet_und_fehlend_ist_nicht_null():
    null = vergleich(Zeitraum(Monat(2024, 1), Monat(2024, 1)), j2023=(4,), j2024=(0,))
    fehlend = vergleich(Zeitraum(Monat(2024, 1), Monat(2024, 1)), j2023=(4,), j2024=(None,))
    assert (null.wert.wert, null.ergebnis) == (0, f"−100,0{GESCHUETZT}%")
    assert (fehlend.wert, fehlend.differenz, fehlend.prozent) == (None, None, None)


@pytest.mark.parametrize(
    ("alt", "neu", "satz"),
    [
        ((10,), (15,), f"Beratungsfälle: +50,0{GESCHUETZT}% (10 in 01/2023 → 15 in 01/2024)."),
        ((10,), (5,), f"Beratungsfälle: −50,0{GESCHUETZT}% (10 in 01/2023 → 5 in 01/2024)."),
        ((10,), (10,), "Beratungsfälle: unverändert (10 in 01/2023 und in 01/2024)."),
        ((0,), (5,), "Beratungsfälle: +5 (0 in 01/2023 → 5 in 01/2024; Prozent von 0 ist nicht sinnvoll)."),
        ((0,), (0,), "Beratungsfälle: unverändert (0 in 01/2023 und in 01/2024)."),
        ((5,), (None,), f"Beratungsfälle: kein Vergleich möglich; {OHNE_GEMEINSAMEN}."),
    ],
)
def test_jeder_fall_hat_seinen_satz(alt, neu, satz):
    assert vergleich(j2023=alt, j2024=neu).satz == satz


def test_luecke_mitten_im_jahr_steht_im_zeitraum():
    ergebnis = vergleich(j2023=(1, 1, 1, 1), j2024=(2, 2, None, 2))
    assert ergebnis.verglichen == "01–02/2024 und 04/2024"
    assert ergebnis.verglichen_frueher == "01–02/2023 und 04/2023"
    assert ergebnis.vergleichswert.wert == 3


def test_zeitraum_ueber_die_jahreswende():
    ergebnis = vergleich(Zeitraum(Monat(2024, 12), Monat(2025, 1)), j2023=(0,) * 11 + (3,), j2024=(4,) * 12, j2025=(9,))
    assert (ergebnis.vergleichswert.wert, ergebnis.wert.wert) == (3 + 4, 4 + 9)
    assert ergebnis.verglichen == "12/2024 und 01/2025"


def test_monate_in_worten():
    monate = [Monat(2024, nummer) for nummer in (10, 11, 12)]
    assert in_worten(monate) == "Oktober bis Dezember 2024"
    assert in_worten([Monat(2024, 3), Monat(2024, 5)]) == "März 2024 und Mai 2024"
    assert in_worten(JAHR_2024) == "das Jahr 2024"
    assert bezeichnung([]) == ""


def test_summe_ueber_ungemeldete_monate_scheitert_laut():
    with pytest.raises(KeyError):
        reihe(j2024=(1,)).summe([Monat(2024, 1), Monat(2024, 2)])
