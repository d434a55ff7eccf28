"""Auffällige Monate: der Test rechnet genau, schlägt bei gewöhnlichen Schwankungen kaum an und bemerkt Fehler."""

from fractions import Fraction
from math import comb

import numpy
import pytest

from beratung.beispiele import SAISON
from beratung.kern.befunde.ausreisser import ALPHA, TOLERANZ, Vergleichswerte, ist_auffaellig, p_mehr, vergleichswerte
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

VON, JETZT = Monat(2021, 1), Monat(2024, 1)
# Sommer und Weihnachten viel schwächer, September viel stärker als in wirklichen Reihen.
STARKER_JAHRESGANG = (1.1, 1.0, 1.1, 1.0, 1.0, 0.95, 0.7, 0.75, 1.3, 1.1, 1.0, 0.65)


def alarme(samen, mittel, faktor=1.0, *, saison=SAISON, wachstum=1.0, streuung=0.08, laeufe=1000) -> float:
    """Anteil der Läufe, in denen ein Monat, mit `faktor` verfälscht, auffällt. Die Reihen haben Jahresgang, Trend und
    streuen stärker als nach Poisson."""
    zufall, treffer = numpy.random.default_rng(samen), 0
    for _ in range(laeufe):
        monat = JETZT - int(zufall.integers(12))
        monate = list(Zeitraum(VON, monat))
        erwartung = [mittel * saison[m.nummer - 1] * wachstum**nr for nr, m in enumerate(monate)]
        werte = zufall.poisson(erwartung * zufall.normal(1, streuung, len(monate)).clip(0.5))
        zahlen = dict(zip(monate, map(int, werte), strict=True))
        treffer += ist_auffaellig(round(zahlen[monat] * faktor), vergleichswerte(zahlen, monat))
    return treffer / laeufe


@pytest.mark.parametrize(("neu", "alt", "toleranz"), [(12, 3, 1.0), (30, 10, 1.25), (5, 0, 1.5), (100, 60, 1.25)])
def test_der_test_ist_genau(neu, alt, toleranz):
    """Gegen die Summe der Binomialverteilung in Brüchen."""
    t, n = Fraction(toleranz), neu + alt
    p = t / (1 + t)
    genau = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(neu, n + 1))
    assert p_mehr(neu, alt, toleranz) == pytest.approx(float(genau), rel=1e-9)


def test_der_test_gilt_fuer_null_und_fuer_sehr_grosse_zahlen():
    assert p_mehr(0, 0) == 1.0 and p_mehr(0, 40) == 1.0
    assert p_mehr(40, 0, TOLERANZ) < 1e-9
    assert p_mehr(900_000, 400_000, TOLERANZ) == 0.0 and p_mehr(401_000, 400_000, TOLERANZ) == 1.0


@pytest.mark.parametrize("mittel", [5, 20, 80])
def test_am_rand_der_toleranz_ist_der_fehler_hoechstens_die_schranke(mittel):
    zufall = numpy.random.default_rng(7)
    paare = zip(zufall.poisson(mittel * TOLERANZ, 3000), zufall.poisson(mittel, 3000), strict=True)
    assert sum(p_mehr(int(neu), int(alt), TOLERANZ) < ALPHA for neu, alt in paare) / 3000 <= ALPHA + 0.01


@pytest.mark.langsam
@pytest.mark.parametrize("saison", [SAISON, STARKER_JAHRESGANG])
@pytest.mark.parametrize("mittel", [8, 40, 150, 350])
def test_jahresgang_schlaegt_selten_an(mittel, saison):
    assert alarme(1, mittel, saison=saison) <= 0.01


@pytest.mark.langsam
def test_wachstum_und_neue_hoehe_schlagen_selten_an():
    assert alarme(2, 150, wachstum=1.01) <= 0.02
    sprung = dict.fromkeys(Zeitraum(VON, JETZT - 2), 100) | {JETZT - 1: 200}
    assert not ist_auffaellig(205, vergleichswerte(sprung, JETZT)), "die neue Höhe gleicht dem Vormonat"


@pytest.mark.langsam
@pytest.mark.parametrize(
    ("mittel", "faktor", "mindestens"),
    [(350, 0.5, 0.95), (200, 0.5, 0.9), (350, 2, 0.95), (200, 2, 0.9), (100, 2, 0.8), (40, 3, 0.9), (40, 0, 0.99)],
)
def test_halbe_und_doppelte_monate_fallen_auf(mittel, faktor, mindestens):
    assert alarme(3, mittel, faktor) >= mindestens


@pytest.mark.langsam
def test_kleine_zahlen_lassen_sich_nicht_sicher_beurteilen():
    """So steht es auch auf der Seite der Regeln: bei 40 im Monat bleibt eine Halbierung meist unbemerkt."""
    assert alarme(3, 40, 0.5) < 0.5


def test_ein_mittelwert_mit_streuung_haette_den_jahresgang_gemeldet():
    """Warum kein z-Wert: Dezember liegt jedes Jahr tief, der Abstand zum Mittel ist trotzdem groß."""
    zahlen = {monat: round(200 * STARKER_JAHRESGANG[monat.nummer - 1]) for monat in Zeitraum(VON, Monat(2023, 12))}
    dezember = Monat(2023, 12)
    davor = [zahlen[m] for m in Zeitraum(dezember - 12, dezember - 1)]
    mittel = sum(davor) / 12
    streuung = (sum((w - mittel) ** 2 for w in davor) / 12) ** 0.5
    assert abs(zahlen[dezember] - mittel) / streuung > 1.5
    assert not ist_auffaellig(zahlen[dezember], vergleichswerte(zahlen, dezember))


def test_vergleichswerte_brauchen_eine_lueckenlose_reihe():
    kurz = dict.fromkeys(Zeitraum(Monat(2023, 6), Monat(2023, 12)), 50)
    assert vergleichswerte(kurz, JETZT) == Vergleichswerte(50, None)
    lang = {m: m.jahr - 1970 for m in Zeitraum(VON, Monat(2023, 12))}
    assert vergleichswerte(lang, JETZT) == Vergleichswerte(53, 52)
    assert vergleichswerte({}, JETZT) == Vergleichswerte(None, None)
    assert not ist_auffaellig(500, Vergleichswerte(None, None))


def test_klumpen_zaehlen_als_einer():
    werte = Vergleichswerte(33, None)
    assert ist_auffaellig(96, werte) and not ist_auffaellig(96, werte, klumpen=4)
