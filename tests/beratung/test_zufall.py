"""Zufällige Dateien: immer Befunde, nie ein Absturz, nie eine Zeile, die still verschwindet.

`ZUFALLSBEISPIELE=100000` stellt die Anzahl je Test; ohne Angabe sind es so viele, wie ein schneller Lauf verträgt."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dresden_senioren.kern.schwere import Schwere

from .conftest import FALL, FALLKOPF, als_csv, als_xlsx, pruefe
from .kaputte_dateien import fall
from .mappenbau import GUT_XLSX

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]


def wiederholt(vorgabe: int):
    anzahl = int(os.environ.get("ZUFALLSBEISPIELE", vorgabe))
    return settings(max_examples=anzahl)


STUECKE = [
    b"Monat;Beratungsstelle;Stadtteil\n", b"2025-09;s-cotta;92\n", b'"', b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"PK\x03\x04", b";;;\n", b"=1+1", "Löbtau".encode("cp1252"), "Löbtau".encode(), b"\r", b"\n", b"<", b"Gesamt;1\n",
    GUT_XLSX, GUT_XLSX[:300], GUT_XLSX[300:],
]  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from(STUECKE), st.binary(max_size=20)), max_size=8).map(b"".join),
)


@given(BYTES)
@wiederholt(300)
def test_beliebige_bytes_ergeben_eine_pruefung(inhalt):
    pruefung = pruefe(inhalt)
    assert pruefung.hat_fehler or pruefung.teile
    assert not (pruefung.hat_fehler and pruefung.teile)


@given(st.integers(0, len(GUT_XLSX) - 1), st.binary(min_size=1, max_size=4))
@wiederholt(150)
def test_verfaelschte_mappe_ergibt_eine_pruefung(stelle, neues):
    pruefe(GUT_XLSX[:stelle] + neues + GUT_XLSX[stelle + len(neues) :])


@given(st.lists(st.lists(st.text(max_size=12), min_size=8, max_size=8), max_size=5))
@wiederholt(100)
def test_beliebige_zellen_verlieren_keine_zeile(zellen):
    pruefung = pruefe(als_xlsx(Fälle=[FALLKOPF, FALL, *zellen]))
    if any(befund.code.startswith("E") for befund in pruefung.befunde):
        return
    gezaehlt = sum(1 for zeile in zellen if any(z.strip() for z in zeile))
    assert pruefung.gelesen in (1 + gezaehlt, gezaehlt), "eine Summenzeile zählt nicht"
    assert pruefung.fehlerhaft <= pruefung.gelesen


GUTE_ZEILE = st.builds(
    lambda alter, geschlecht: fall(Alter=str(alter), Geschlecht=geschlecht),
    st.integers(0, 120), st.sampled_from(["w", "m", "d", "-", ""]),
)  # fmt: skip
FALSCHES = [("Alter", "150"), ("Geschlecht", "7"), ("Stadtteil", "Nirgends"), ("Monat", "2024-09"), ("Monat", "09/24"),
            ("Beratungsstelle", ""), ("Stadtteil", "=1+1"), ("Fallherkunft", "Mars")]  # fmt: skip
SCHLECHTE_ZEILE = st.one_of(
    st.sampled_from(FALSCHES).map(lambda paar: fall(**dict([paar]))),
    st.integers(1, 3).map(lambda mehr: [*FALL, *["mehr"] * mehr]),
)
ZEILEN = st.lists(st.tuples(st.booleans(), GUTE_ZEILE, SCHLECHTE_ZEILE), min_size=1, max_size=30)


@given(ZEILEN, st.sampled_from(["csv", "xlsx"]), st.lists(st.integers(0, 30), max_size=4))
@wiederholt(150)
def test_gelesen_ist_gut_plus_abgelehnt(zeilen, form, leere):
    """Wie viele Zeilen gut und wie viele falsch sind, steht beim Bauen fest; leere zählen nie."""
    gute = sum(ist_gut for ist_gut, _, _ in zeilen)
    tabelle = [gut if ist_gut else schlecht for ist_gut, gut, schlecht in zeilen]
    for stelle in leere:
        tabelle.insert(stelle, [""] * len(FALL))
    inhalt = als_csv(FALLKOPF, *tabelle) if form == "csv" else als_xlsx(Fälle=[FALLKOPF, *tabelle])
    pruefung = pruefe(inhalt)
    assert (pruefung.gelesen, pruefung.fehlerhaft) == (len(zeilen), len(zeilen) - gute)
    assert pruefung.hat(Schwere.FEHLER) == (gute < len(zeilen))
    if gute == len(zeilen):
        assert pruefung.summen == {"neuzugang": gute}
