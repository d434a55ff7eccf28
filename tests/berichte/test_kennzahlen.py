"""Definitionen der Kennzahlen: vollständig, und Zähleinheiten bleiben getrennt."""

from functools import reduce
from operator import add

import pytest

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT, KENNZAHLEN, Anzahl
from berichte.kern.zahlen.vergleich import Monatsreihe
from dresden_senioren.kern.zeitraum import Monat


def test_gleiche_zaehleinheiten_lassen_sich_verrechnen():
    beratung = [Anzahl(wert, Zaehleinheit.BERATUNG) for wert in (1, 2, 3)]
    assert reduce(add, beratung) == Anzahl(6, Zaehleinheit.BERATUNG)
    assert beratung[2] - beratung[0] == 2


@pytest.mark.parametrize("fremd", [e for e in Zaehleinheit if e is not Zaehleinheit.BERATUNG])
def test_verschiedene_zaehleinheiten_werden_nie_verrechnet(fremd):
    for rechnung in (Anzahl.__add__, Anzahl.__sub__):
        with pytest.raises(TypeError, match="nie verrechnet"):
            rechnung(Anzahl(1, Zaehleinheit.BERATUNG), Anzahl(1, fremd))


def test_auch_eine_nackte_zahl_ist_keine_anzahl():
    with pytest.raises(TypeError, match="nie verrechnet"):
        Anzahl(1, Zaehleinheit.BERATUNG) + 1


def test_reihen_verschiedener_zaehleinheiten_werden_nie_zusammengezaehlt():
    """Auch dann nicht, wenn die Reihen keinen Monat gemeinsam haben."""
    beratungen = Monatsreihe(Zaehleinheit.BERATUNG, {Monat(2024, 1): 1})
    for monat in (1, 2):
        with pytest.raises(TypeError, match="nie verrechnet"):
            beratungen + Monatsreihe(Zaehleinheit.NEUZUGANG, {Monat(2024, monat): 1})


def test_jede_zaehleinheit_hat_genau_eine_kennzahl():
    assert len(JE_ZAEHLEINHEIT) == len(KENNZAHLEN) == len(Zaehleinheit)


def test_jede_kennzahl_ist_vollstaendig_beschrieben():
    for kennzahl in KENNZAHLEN:
        assert all([kennzahl.name, kennzahl.frage.endswith("?"), kennzahl.einheit, kennzahl.definition.endswith(".")])


def test_merkmale_der_schnittstelle():
    merkmale = {kennzahl.schluessel: set(kennzahl.merkmale) for kennzahl in KENNZAHLEN}
    assert merkmale["neuzugaenge"] == {
        Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT, Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.MIGRATIONSHINTERGRUND,
        Merkmal.FAMILIENSTAND, Merkmal.FALLHERKUNFT,
    }  # fmt: skip
    leistung = {Merkmal.BERATUNGSFELD, Merkmal.HAUPTBERATUNGSFELD, Merkmal.BERATUNGSORT}
    assert merkmale["informationen"] == merkmale["beratungen"] == merkmale["kriseninterventionen"] == leistung
    assert merkmale["leistungen_je_fall"] == {Merkmal.HAEUFIGKEIT}
