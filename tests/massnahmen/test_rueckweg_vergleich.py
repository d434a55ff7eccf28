"""Der reine Vergleich: verschickt, zurück, heute."""

import pytest

from massnahmen.kern.rueckweg import Lage, Stand, beide, gemeint, lage

ALT, NEU, HEUTE = Stand("begonnen", "alt"), Stand("laufend", "neu"), Stand("laufend", "anders")


@pytest.mark.parametrize(
    ("gesandt", "antwort", "heute", "erwartet"),
    [
        (ALT, None, HEUTE, Lage.OHNE_ANTWORT),
        (ALT, ALT, ALT, Lage.BESTAETIGT),
        (ALT, NEU, ALT, Lage.NEU),
        (ALT, NEU, NEU, Lage.SCHON_SO),
        (ALT, NEU, HEUTE, Lage.KONFLIKT),
        (ALT, ALT, HEUTE, Lage.KONFLIKT),
        (ALT, Stand("begonnen", " alt\n"), ALT, Lage.BESTAETIGT),
    ],
)
def test_dreifacher_vergleich(gesandt, antwort, heute, erwartet):
    assert lage(gesandt, antwort, heute) == erwartet


def test_was_eine_antwort_meint():
    assert gemeint(ALT, "", "") is None
    assert gemeint(ALT, "unverändert", "") == ALT
    assert gemeint(ALT, "", "neu") == Stand("begonnen", "neu")
    assert gemeint(ALT, "laufend", "") == Stand("laufend", "")  # der alte Text gehört zum alten Stand
    assert beide(NEU, HEUTE) == "neu\n\nanders"
    assert beide(NEU, NEU) == "neu"
