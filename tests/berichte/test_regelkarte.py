"""Die Regelkarte: Grenzen aus den Monaten davor, zwei Regeln, und wie oft sie ohne Grund anschlägt."""

import random
from math import exp, sqrt

import pytest

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.auswertung.regelkarte import MINDESTENS, Regelkarte
from berichte.kern.zahlen.vergleich import Monatsreihe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

BEGINN = Monat(2023, 1)
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
DAVOR = (270, 262, 301, 268, 291, 277, 280, 289, 297, 284, 275, 266)
RUHIG = (281, 275, 290, 270, 285, 277, 282, 271, 288)


def karte(*werte, ab=BEGINN, zeitraum=NEUN_MONATE, brueche=()):
    """None lässt den Monat ungemeldet."""
    reihe = {ab + n: wert for n, wert in enumerate(werte) if wert is not None}
    return Regelkarte(Monatsreihe(Zaehleinheit.NEUZUGANG, reihe), zeitraum, tuple(brueche))


def test_ruhige_monate_sind_unauffaellig():
    ruhig = karte(*DAVOR, *RUHIG)
    assert not ruhig.signale and ruhig.ist_signal is False
    assert ruhig.satz.startswith("unauffällig: alle 9 Monate liegen zwischen ")


def test_ein_monat_ueber_der_grenze():
    hoch = karte(*DAVOR, *RUHIG[:8], 412)
    assert [(s.regel, s.monate, s.ist_darueber) for s in hoch.signale] == [(1, (Monat(2024, 9),), True)]
    assert f"September 2024 mit 412 über der oberen Grenze {str(hoch.grenzen.oben).replace('.', ',')}" in hoch.satz
    assert hoch.ist_signal
    assert hoch.satz.startswith("auffällig, weil ") and hoch.satz.endswith("(Regel 1)")


def test_der_beurteilte_monat_verschiebt_seine_grenze_nicht():
    assert karte(*DAVOR, *RUHIG).grenzen == karte(*DAVOR, *RUHIG[:8], 9999).grenzen


def test_grenzen_von_hand_gerechnet():
    grenzen = karte(*[10, 14] * 6, *[12] * 9).grenzen
    weite = 3 * max(4 / 1.128, sqrt(12)) * sqrt(13 / 12)
    assert grenzen.mittel == 12
    assert (grenzen.unten, grenzen.oben) == (round(12 - weite, 1), round(12 + weite, 1)) == (0.9, 23.1)


@pytest.mark.parametrize("wert", [1, 3])
def test_die_untere_grenze_ist_nie_negativ(wert):
    klein = karte(*[wert] * 12, *[wert] * 9)
    assert klein.grenzen.unten == 0
    assert not klein.signale


def test_ohne_einen_fall_in_der_grundlage_kein_urteil():
    leer = karte(*[0] * 12, *[0] * 8, 3)
    assert leer.grenzen is None and not leer.signale and leer.ist_signal is None
    assert karte(*DAVOR, None).ist_signal is None
    assert leer.satz == "kein Urteil: In den 12 Monaten davor gab es keinen Fall"


def test_gleiche_monate_machen_die_grenzen_nicht_beliebig_eng():
    assert karte(*[100] * 12).grenzen.oben == round(100 + 30 * sqrt(13 / 12), 1)


def test_acht_monate_auf_einer_seite():
    lauf = karte(*DAVOR, *[290] * 8, 270)
    assert [(s.regel, len(s.monate), s.ist_darueber) for s in lauf.signale] == [(2, 8, True)]
    assert "8 Monate hintereinander (Januar bis August 2024) über dem Mittel 280,0 liegen (Regel 2)" in lauf.satz
    assert not karte(*DAVOR, *[290] * 7, 270, 290).signale


def test_eine_luecke_unterbricht_den_lauf_und_ist_keine_null():
    mit_luecke = karte(*DAVOR, *[290] * 4, None, *[290] * 4)
    assert not mit_luecke.signale
    assert "alle 8 Monate" in mit_luecke.satz
    assert karte(*DAVOR, *[290] * 4, 0, *[290] * 4).signale  # eine gemeldete Null ist ein Wert und fällt auf


@pytest.mark.parametrize("monate", [0, 5, MINDESTENS - 1])
def test_zu_wenige_monate(monate):
    kurz = karte(*DAVOR[12 - monate :], *RUHIG, ab=Monat(2024, 1) - monate)
    assert kurz.satz == f"zu wenige Monate für ein Urteil ({monate} von 12)"
    assert kurz.grenzen is None


def test_ein_bruch_beginnt_die_grundlage_neu():
    assert karte(*DAVOR, *RUHIG, brueche=[Monat(2023, 1)]).grenzen
    assert karte(*DAVOR, *RUHIG, brueche=[Monat(2023, 3)]).satz == "zu wenige Monate für ein Urteil (10 von 12)"
    assert karte(*DAVOR, *RUHIG, brueche=[Monat(2024, 5)]).satz == "zu wenige Monate für ein Urteil (0 von 12)"
    assert karte(*DAVOR, *RUHIG, brueche=[Monat(2024, 10)]).grenzen  # liegt noch vor uns


def test_ohne_gemeldeten_monat_im_zeitraum():
    assert karte(*DAVOR).satz == "kein Urteil: Im Zeitraum ist kein Monat gemeldet"
    assert karte().satz == "kein Urteil: Im Zeitraum ist kein Monat gemeldet"


def test_langer_zeitraum_behaelt_ein_jahr_grundlage():
    lang = karte(*DAVOR * 10, ab=Monat(2015, 1), zeitraum=Zeitraum(Monat(2015, 1), Monat(2024, 12)))
    assert (len(lang.fenster), len(lang.beurteilt), len(lang.grundlage)) == (36, 24, 12)


def _poisson(zufall: random.Random, mittel: float) -> int:
    """Nach Knuth; große Mittel als Summe kleiner."""
    if mittel > 50:
        return _poisson(zufall, 50) + _poisson(zufall, mittel - 50)
    grenze, produkt, anzahl = exp(-mittel), zufall.random(), 0
    while produkt > grenze:
        produkt *= zufall.random()
        anzahl += 1
    return anzahl


@pytest.mark.langsam
@pytest.mark.parametrize(
    ("mittel", "monate", "davor", "hoechstens"),
    [
        (3, 1, 12, 0.02),
        (40, 1, 12, 0.02),
        (3, 1, 24, 0.02),
        (40, 1, 24, 0.02),
        (3, 9, 12, 0.12),
        (10, 9, 12, 0.09),
        (40, 9, 24, 0.09),
        (150, 9, 12, 0.09),
    ],
)
def test_wie_oft_sie_ohne_grund_anschlaegt(mittel, monate, davor, hoechstens):
    zufall = random.Random(20241122)  # noqa: S311
    versuche = 3000
    ab, zeitraum = Monat(2024, 1) - davor, Zeitraum(Monat(2024, 1), Monat(2024, monate))
    alarme = sum(
        bool(karte(*(_poisson(zufall, mittel) for _ in range(davor + monate)), ab=ab, zeitraum=zeitraum).signale)
        for _ in range(versuche)
    )
    assert alarme / versuche <= hoechstens


@pytest.mark.langsam
def test_eine_wirkliche_aenderung_faellt_auf():
    """Ein Drittel mehr als sonst, neun Monate lang: so gut wie immer."""
    zufall = random.Random(20241122)  # noqa: S311
    erkannt = sum(
        bool(karte(*(_poisson(zufall, 45) for _ in range(12)), *(_poisson(zufall, 60) for _ in range(9))).signale)
        for _ in range(500)
    )
    assert erkannt / 500 > 0.9
