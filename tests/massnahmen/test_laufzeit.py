"""Laufzeit: jeder Wortlaut der Papiertabelle, und was nicht verstanden wird, wird nicht geraten."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massnahmen.kern.laufzeit import LaufzeitUnklar, phasen_lesen


def kurz(wortlaut):
    """Phasen als „art von..bis“."""
    return [f"{p.art} {p.von or ''}..{p.bis or ''}" for p in phasen_lesen(wortlaut)]


def zeitraum(von, bis):
    return f"zeitraum {von}-01-01..{bis}-12-31"


def zeitpunkt(jahr):
    return f"zeitpunkt {jahr}-01-01..{jahr}-12-31"


def ab(jahr):
    return f"ab {jahr}-01-01.."


FORTLAUFEND = "fortlaufend .."

WORTLAUTE = {
    "2020 bis 2021 ab 2022 2024 bis 2025": [zeitraum(2020, 2021), ab(2022), zeitraum(2024, 2025)],
    "2020-2021": [zeitraum(2020, 2021)],
    "2021": [zeitpunkt(2021)],
    "2021 - 2022 2023-2024 laufend": [zeitraum(2021, 2022), zeitraum(2023, 2024), FORTLAUFEND],
    "2021 – 2022 ab 2022": [zeitraum(2021, 2022), ab(2022)],
    "2021-2022 ab 2023": [zeitraum(2021, 2022), ab(2023)],
    "2021/22 2023 2025": [zeitraum(2021, 2022), zeitpunkt(2023), zeitpunkt(2025)],
    "2022 – 2023 2023-2024": [zeitraum(2022, 2023), zeitraum(2023, 2024)],
    "2022, 2023, 2025": [zeitpunkt(2022), zeitpunkt(2023), zeitpunkt(2025)],
    "Fortlaufend fortlaufend ab 2021 fortlaufend": [FORTLAUFEND, FORTLAUFEND, ab(2021), FORTLAUFEND],
    "ab 2020": [ab(2020)],
    "ab 2020 2023": [ab(2020), zeitpunkt(2023)],
    "ab 2020 2023, 2025": [ab(2020), zeitpunkt(2023), zeitpunkt(2025)],
    "ab 2020 ab 2020": [ab(2020), ab(2020)],
    "ab 2021": [ab(2021)],
    "ab 2021 ab 2022": [ab(2021), ab(2022)],
    "ab 2021 ab 2022 2023": [ab(2021), ab(2022), zeitpunkt(2023)],
    "ab 2021 ab 2022 2023 2025": [ab(2021), ab(2022), zeitpunkt(2023), zeitpunkt(2025)],
    "ab 2022": [ab(2022)],
    "ab 2022 2022": [ab(2022), zeitpunkt(2022)],
    "ab 2022 ab 2022 ab 2023 2023, 2025": [ab(2022), ab(2022), ab(2023), zeitpunkt(2023), zeitpunkt(2025)],
    "ab 2022 jeweils 01.10.": ["jaehrlich 2022-10-01.."],
    "ab 2023 ab 2024 ab 2025": [ab(2023), ab(2024), ab(2025)],
    "fortlaufend": [FORTLAUFEND],
    "jährlich/zweijährlich/ mit Fachplan": ["jaehrlich .."],
}


@pytest.mark.parametrize(("wortlaut", "phasen"), WORTLAUTE.items())
def test_jeder_wortlaut_der_tabelle(wortlaut, phasen):
    assert kurz(wortlaut) == phasen


def test_die_liste_der_wortlaute_ist_vollstaendig(tabelle):
    zeilen = [zeile.split("\t") for zeile in tabelle.decode().split("\n")]
    laufzeiten = {z[3] for z in zeilen if len(z) == 7 and z[3] and not z[3].startswith(("Termin", "---"))}
    assert laufzeiten == set(WORTLAUTE)


def test_leer_ist_keine_laufzeit():
    assert phasen_lesen("  ") == ()


@pytest.mark.parametrize(
    ("wortlaut", "rest"),
    [
        ("demnächst", "demnächst"),
        ("ab 2021, Mitte 2023", "Mitte 2023"),
        ("2023-2021", "2023-2021"),  # Ende vor dem Beginn
        ("ab 2022 jeweils 31.02.", "ab 2022 jeweils 31.02."),
        ("20215", "20215"),
        ("2021x", "2021x"),
        ("1021", "1021"),
    ],
)
def test_unklares_wird_benannt_und_nie_halb_gelesen(wortlaut, rest):
    with pytest.raises(LaufzeitUnklar) as unklar:
        phasen_lesen(wortlaut)
    assert unklar.value.rest == rest


def test_in_worten():
    worte = [p.in_worten for p in phasen_lesen("2020-2021 ab 2022 ab 2022 jeweils 01.10. laufend bis 2025")]
    assert worte == [
        "01.01.2020 bis 31.12.2021",
        "ab 01.01.2022",
        "jährlich ab 01.10.2022",
        "fortlaufend",
        "bis 31.12.2025",
    ]


BAUSTEINE = (
    "ab",
    "bis",
    "2021",
    "/22",
    "-",
    "–",
    ",",
    "jeweils",
    "01.10.",
    "31.02.",
    "laufend",
    "jährlich",
    "/",
    "mit",
)
bausteine = st.sampled_from(BAUSTEINE)


@given(st.one_of(st.text(max_size=40), st.lists(bausteine, max_size=8).map(" ".join)))
def test_nie_ein_anderer_fehler_als_der_eigene(wortlaut):
    try:
        phasen = phasen_lesen(wortlaut)
    except LaufzeitUnklar:
        return
    assert all(p.von is None or p.bis is None or p.von <= p.bis for p in phasen)
    assert all(date(1900, 1, 1) <= tag <= date(2099, 12, 31) for p in phasen for tag in (p.von, p.bis) if tag)
