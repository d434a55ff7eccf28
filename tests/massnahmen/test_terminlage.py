"""Terminlage: gerechnet aus Phasen und Stichtag, gegengeprüft am wirklichen Fachplan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massnahmen.kern.laufzeit import phasen_lesen
from massnahmen.kern.terminlage import Terminlage, terminbild

STICHTAG = date(2022, 6, 30)


def bild(laufzeit, stichtag=STICHTAG, *, ist_beendet=False, ist_offen=False):
    return terminbild(phasen_lesen(laufzeit), stichtag=stichtag, ist_beendet=ist_beendet, ist_offen=ist_offen)


@pytest.mark.parametrize(
    ("laufzeit", "stichtag", "lage"),
    [
        ("2021", date(2021, 10, 1), "im_plan"),
        ("2021", date(2021, 10, 2), "bald_faellig"),
        ("2021", date(2021, 12, 31), "bald_faellig"),
        ("2021", date(2022, 1, 1), "ueberfaellig"),
        ("2022, 2023, 2025", date(2024, 6, 1), "im_plan"),  # Zwischentermine gehören zu Schritten
        ("2022, 2023, 2025", date(2026, 1, 1), "ueberfaellig"),
        ("2021-2022 ab 2023", date(2040, 1, 1), "im_plan"),  # die offene Phase trägt
        ("ab 2020 2023, 2025", date(2040, 1, 1), "im_plan"),
        ("2021 - 2022 2023-2024 laufend", date(2040, 1, 1), "im_plan"),
        ("ab 2022 jeweils 01.10.", date(2040, 1, 1), "im_plan"),
        ("fortlaufend", date(2040, 1, 1), "ohne_termin"),
        ("jährlich/zweijährlich/ mit Fachplan", date(2040, 1, 1), "ohne_termin"),
        ("", date(2040, 1, 1), "ohne_termin"),
    ],
)
def test_lage(laufzeit, stichtag, lage):
    assert bild(laufzeit, stichtag).lage == lage


def test_beendetes_ist_nie_ueberfaellig():
    assert bild("2021", ist_beendet=True).lage == Terminlage.OHNE_TERMIN


def test_beginn_ueberschritten_nur_wenn_nicht_begonnen_und_nicht_schon_ueberfaellig():
    assert bild("ab 2022", ist_offen=True).ist_beginn_ueberschritten
    assert not bild("ab 2022").ist_beginn_ueberschritten
    assert not bild("ab 2023", ist_offen=True).ist_beginn_ueberschritten
    assert not bild("2021", ist_offen=True).ist_beginn_ueberschritten


def test_der_satz_erklaert_die_lage():
    assert bild("2021").satz == "Die Laufzeit endete am 31.12.2021, die Maßnahme ist nicht beendet."
    assert bild("2021", date(2021, 12, 30)).satz == "Die Laufzeit endet am 31.12.2021, in einem Tag."
    assert bild("ab 2022", ist_offen=True).satz.endswith("Der Beginn war für 2022 vorgesehen, begonnen ist noch nicht.")


def test_der_wirkliche_fachplan_am_30_juni_2022(tabelle, lesen):
    ueberfaellig, beginn = [], []
    for m in lesen(tabelle).plan.massnahmen:
        termin = terminbild(
            m.phasen, stichtag=STICHTAG, ist_beendet=False, ist_offen=m.sachstand == "noch nicht begonnen"
        )
        ueberfaellig += [m.nr] if termin.lage == Terminlage.UEBERFAELLIG else []
        beginn += [m.nr] if termin.ist_beginn_ueberschritten else []
    assert ueberfaellig == ["1.1.1.", "2.2.2.", "4.1.1.", "4.1.2."]
    assert beginn == ["1.1.5.", "3.1.1.", "3.2.2.", "3.2.3.", "3.2.6.", "4.2.2.", "5.2.1.", "6.1.1."]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans(), st.booleans())
def test_fortlaufend_ist_nie_ueberfaellig(stichtag, ist_beendet, ist_offen):
    for laufzeit in ("fortlaufend", "ab 2020", "ab 2022 jeweils 01.10.", "2021 laufend"):
        lage = bild(laufzeit, stichtag, ist_beendet=ist_beendet, ist_offen=ist_offen).lage
        assert lage not in (Terminlage.UEBERFAELLIG, Terminlage.BALD_FAELLIG)
