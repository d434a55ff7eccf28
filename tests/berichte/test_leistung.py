"""Die Messung misst dasselbe auf beiden Wegen: Würfel und Zeilen antworten gleich, wie oft auch verdoppelt ist."""

from collections import Counter

import pytest

from beratung import leistung as einlesen
from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.leistung import Lauf
from beratung.models import Lieferungsteil, Monatswert
from berichte import leistung
from berichte.datensaetze import Auswahl
from berichte.lage import lage

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]


def test_wuerfel_und_zeilen_antworten_gleich():
    vorher = leistung.zeilen()
    leistung.fuellen(Lauf(zeilen=4 * vorher, jahre=4, schritte=()))
    assert Lieferungsteil.objects.filter(ist_gueltig=True, monat__year=2021).count() == 48
    assert leistung.zeilen() >= 4 * vorher
    fragen = leistung.rohfragen()

    hier = lage(Auswahl(leistung.ZEITRAUM, mit_vergleich=True))
    roh = Counter()
    for quelle, monat, anzahl in fragen["monate"]:
        roh[quelle, monat] += anzahl
    for quelle in Quelle:
        reihe = hier.reihe(Zaehleinheit.NEUZUGANG, quelle).werte
        assert {m.erster: n for m, n in reihe.items()} == {tag: n for (q, tag), n in roh.items() if q == quelle}

    felder = Counter()
    for _, einheit, feld, jahr, anzahl in fragen["beratungsfeld"]:
        felder[einheit, feld, jahr] += anzahl
    for posten in hier.verteilung(Zaehleinheit.BERATUNG, Merkmal.BERATUNGSFELD).posten:
        je_jahr = [felder["beratung", posten.schluessel, jahr] for jahr in (2024, 2023)]
        assert [posten.paar.heute, posten.paar.frueher] == je_jahr


def test_ein_verlorener_monat_fiele_auf():
    leistung.fuellen(Lauf(zeilen=0, jahre=3, schritte=()))
    zellen = Monatswert.objects.filter(ebene=Ebene.STADT, zaehleinheit=Zaehleinheit.NEUZUGANG, merkmal="")
    assert zellen.filter(monat__year=2022).count() == zellen.filter(monat__year=2023).count() == 24


def test_beide_messungen_haben_dieselben_griffe():
    for messung in (einlesen, leistung):
        laeufe = messung.laeufe(1000, 5)
        assert {schritt for lauf in laeufe for schritt in lauf.schritte} == set(messung.SCHRITTE)
    schritt = {"kuerzeste": 0.1, "kuerzeste_bereich": 0.1, "abfragen": 17, "bytes_gepackt": 15_000}
    ziele = leistung.ziele({"klein": schritt, "gross": schritt, "rohzeilen": {"kuerzeste": 0.5}}, 1000)
    assert [ziel.ist_erreicht for ziel in ziele] == [False, True, True, True, True]
