"""Die Messung misst dasselbe auf beiden Wegen: Würfel und Zeilen antworten gleich, wie oft auch verdoppelt ist."""

from collections import Counter

import pytest

from beratung import leistung as einlesen
from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.leistung import Lauf
from beratung.models import Lieferungsteil, Monatswert
from berichte.arten import BERICHTSARTEN
from berichte.ausgabe import AUSGABEN
from berichte.leistung import bericht, dashboard
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]


def test_wuerfel_und_zeilen_antworten_gleich():
    vorher = dashboard.zeilen()
    dashboard.fuellen(Lauf(zeilen=4 * vorher, jahre=4, schritte=()))
    assert Lieferungsteil.objects.filter(ist_gueltig=True, monat__year=2021).count() == 48
    assert dashboard.zeilen() >= 4 * vorher
    fragen = dashboard.rohfragen()

    hier = lage(Auswahl(dashboard.ZEITRAUM, mit_vergleich=True))
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
    dashboard.fuellen(Lauf(zeilen=0, jahre=3, schritte=()))
    zellen = Monatswert.objects.filter(ebene=Ebene.STADT, zaehleinheit=Zaehleinheit.NEUZUGANG, merkmal="")
    assert zellen.filter(monat__year=2022).count() == zellen.filter(monat__year=2023).count() == 24


def test_alle_messungen_haben_dieselben_griffe():
    for messung in (einlesen, dashboard, bericht):
        laeufe = messung.laeufe(1000, 5)
        assert {schritt for lauf in laeufe for schritt in lauf.schritte} == set(messung.SCHRITTE)
    schritt = {"kuerzeste": 0.1, "kuerzeste_bereich": 0.1, "abfragen": 17, "bytes_gepackt": 15_000}
    schritt |= {f"cpu_{seite}_{zustand}": 0.03 for seite in ("stadt", "bereich") for zustand in ("kalt", "warm")}
    ziele = dashboard.ziele({"klein": schritt, "gross": schritt, "rohzeilen": {"kuerzeste": 0.5}}, 1000)
    assert [ziel.ist_erreicht for ziel in ziele] == [False, True, True, True, True, *[False] * 4]


def test_die_messung_der_berichte_nennt_jedes_ziel(tmp_path):
    schritte = {name: {"kuerzeste": 0.5} for name in bericht.SCHRITTE}
    schritte["schutz"] |= {"runden_s": 19.0, "angriff_s": 61.0}
    ziele = {ziel.satz: ziel.ist_erreicht for ziel in bericht.ziele(schritte, 0)}
    assert ziele["Zwischenbericht als PDF, vom Befehl bis zur Datei, s"]
    assert ziele["Zwischenbericht als PDF ÷ bloßer Satz derselben Seiten"]
    assert not ziele["Zwischenbericht als PDF, warm, s"]
    assert ziele["ein Jahr kontrolliert runden, s"] and not ziele["ein Jahr angreifen, s"]
    assert len(ziele) == 8
    assert all(art in BERICHTSARTEN and f in AUSGABEN for f, art in bericht.ARTEN.items())
    assert bericht.messen("csv", tmp_path)["bytes"] > 10_000
