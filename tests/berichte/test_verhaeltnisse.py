"""Verhältniskennzahlen: gerechnet wird nur mit den Größen, die zur Kennzahl gehören, und nie mit null statt nichts."""

from decimal import Decimal

import pytest

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.katalog import KATALOG, VERHAELTNISSE
from berichte.kern.zahlen.kennzahlen import KENNZAHLEN, Anzahl
from berichte.kern.zahlen.verhaeltnisse import Bezug, Bezugsgroesse, Verhaeltniskennzahl

GROESSEN = (
    *(Anzahl(7, einheit) for einheit in Zaehleinheit),
    *(Bezug(Decimal(7), groesse) for groesse in Bezugsgroesse),
)
ANTEIL, FALLABGABEN, JE_FALL = (KATALOG[s] for s in ("anteil_gefoerdert", "anteil_fallabgaben", "beratungen_je_fall"))


def neuzugaenge(wert):
    return Anzahl(wert, Zaehleinheit.NEUZUGANG)


def einheit(groesse):
    return groesse.zaehleinheit if isinstance(groesse, Anzahl) else groesse.groesse


@pytest.mark.parametrize("kennzahl", [k for k in VERHAELTNISSE if k.nenner], ids=lambda k: k.schluessel)
def test_jede_kennzahl_nimmt_genau_ihre_groessen(kennzahl):
    for oben in GROESSEN:
        for unten in GROESSEN:
            if (einheit(oben), einheit(unten)) == (kennzahl.zaehler, kennzahl.nenner):
                assert kennzahl.aus(oben, unten).wert == kennzahl.je
                continue
            with pytest.raises(TypeError, match="rechnet mit"):
                kennzahl.aus(oben, unten)


def test_anteile_ohne_feste_zaehleinheit_verlangen_dieselbe():
    unbekannt = KATALOG["anteil_unbekannt"]
    assert unbekannt.aus(neuzugaenge(1), neuzugaenge(8)).wert == Decimal("12.5")
    with pytest.raises(TypeError, match="rechnet mit Beratungen, nicht mit Neuzugänge"):
        unbekannt.aus(neuzugaenge(1), Anzahl(8, Zaehleinheit.BERATUNG))


def test_eine_zahl_ohne_einheit_ist_ein_fehler():
    with pytest.raises(TypeError, match="ohne Einheit"):
        ANTEIL.aus(neuzugaenge(1), 8)


@pytest.mark.parametrize(("oben", "unten", "wert"), [(2535, 4106, "61.7"), (3080, 4361, "70.6"), (1, 2000, "0.1")])
def test_kaufmaennisch_gerundet(oben, unten, wert):
    assert ANTEIL.aus(neuzugaenge(oben), neuzugaenge(unten)).wert == Decimal(wert)


def test_geschrieben_mit_einheit():
    assert ANTEIL.aus(neuzugaenge(3080), neuzugaenge(4361)).geschrieben == "70,6\u00a0%"
    je_fall = JE_FALL.aus(Anzahl(14503, Zaehleinheit.BERATUNG), Anzahl(4598, Zaehleinheit.FALL))
    assert je_fall.geschrieben == "3,15\u00a0Beratungen je Fall"
    je_vzae = KATALOG["faelle_je_vzae"].aus(neuzugaenge(100), Bezug(Decimal("1.75"), Bezugsgroesse.VZAE))
    assert je_vzae.geschrieben == "57,1\u00a0Fälle je VzÄ"


def test_geteilt_durch_null_ist_nicht_sinnvoll():
    wert = ANTEIL.aus(neuzugaenge(0), neuzugaenge(0))
    assert (wert.wert, wert.zeichen, wert.geschrieben) == (None, Zeichen.NICHT_SINNVOLL, "x")
    assert wert.warum_nicht.endswith("nicht sinnvoll.")


def test_null_von_etwas_ist_null():
    assert ANTEIL.aus(neuzugaenge(0), neuzugaenge(9)).geschrieben == "0,0\u00a0%"


def test_fehlendes_ist_unbekannt_und_nennt_den_grund():
    wert = KATALOG["faelle_je_vzae"].aus(neuzugaenge(9), None, grund="Für zwei Stellen sind keine VzÄ hinterlegt.")
    assert (wert.wert, wert.geschrieben) == (None, ".")
    assert wert.warum_nicht == "Für zwei Stellen sind keine VzÄ hinterlegt."
    with pytest.raises(ValueError, match="keinen Grund"):
        ANTEIL.aus(None, neuzugaenge(9))


def test_unterschied_der_werte_wie_sie_dastehen():
    frueher, heute = (ANTEIL.aus(neuzugaenge(a), neuzugaenge(b)) for a, b in ((2535, 4106), (3080, 4361)))
    assert heute - frueher == Decimal("8.9")
    knapp, weniger = (ANTEIL.aus(neuzugaenge(wert), neuzugaenge(10_000)) for wert in (866, 494))
    assert (knapp.wert, weniger.wert, knapp - weniger) == (Decimal("8.7"), Decimal("4.9"), Decimal("3.8"))
    assert heute - ANTEIL.aus(None, None, grund="nicht gemeldet") is None


def test_verschiedenes_ist_nicht_vergleichbar():
    anteil = ANTEIL.aus(neuzugaenge(1), neuzugaenge(2))
    unbekannt = KATALOG["anteil_unbekannt"]
    faelle, beratungen = (unbekannt.aus(Anzahl(1, e), Anzahl(2, e)) for e in (Zaehleinheit.FALL, Zaehleinheit.BERATUNG))
    for rechnung in (
        lambda: anteil - FALLABGABEN.aus(neuzugaenge(1), neuzugaenge(2)),
        lambda: faelle - beratungen,
        lambda: anteil - Decimal(1),
        lambda: anteil + anteil,
        lambda: anteil < beratungen,
    ):
        with pytest.raises(TypeError):
            rechnung()


def test_katalog_ist_vollstaendig_und_eindeutig():
    assert len(KATALOG) == len(KENNZAHLEN) + len(VERHAELTNISSE)
    for eintrag in KATALOG.values():
        assert eintrag.frage.endswith("?"), eintrag.name
        for satz in (eintrag.definition, eintrag.berechnung, *eintrag.vorbehalte):
            assert satz.endswith("."), satz
        assert eintrag.vorbehalte and eintrag.verantwortlich and eintrag.naechste_pruefung and eintrag.quelle
        if isinstance(eintrag, Verhaeltniskennzahl):
            assert eintrag.zaehler_in_worten and eintrag.nenner_in_worten


def test_gezaehlte_kennzahlen_nennen_zu_jedem_merkmal_ihre_spalte():
    spalten = {(k.schluessel, m): k.spalte(m) for k in KENNZAHLEN for m in k.merkmale}
    assert all(spalten.values())
    assert spalten["neuzugaenge", "altersgruppe×geschlecht"] == "Alter oder Altersgruppe; Geschlecht"
    assert spalten["beratungen", "hauptberatungsfeld"] == "Beratungsfeld"
    assert spalten["leistungen_je_fall", "haeufigkeit"] == "Fallkennung; Anzahl"
