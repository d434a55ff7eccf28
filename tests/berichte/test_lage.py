"""Die Lage zählt dasselbe wie der Befehl `kennzahlen`, in gleich vielen Abfragen für jeden Ausschnitt."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from berichte.abbildungen.jahresvergleich import jahresvergleich
from berichte.abbildungen.regelkarte import karte_der_lage, regelkarte
from berichte.kern.tabelle import Zeichen
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.zahlen import datensaetze
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

pytestmark = pytest.mark.django_db
NEUN_MONATE = Zeitraum(Monat(2024, 1), Monat(2024, 9))
AUFTEILUNGEN = [
    (Zaehleinheit.NEUZUGANG, Merkmal.FALLHERKUNFT),
    (Zaehleinheit.NEUZUGANG, Merkmal.ALTERSGRUPPE_GESCHLECHT),
    (Zaehleinheit.BERATUNG, Merkmal.HAUPTBERATUNGSFELD),
    (Zaehleinheit.FALL, Merkmal.HAEUFIGKEIT),
]


@pytest.mark.parametrize("quelle", [None, *Quelle])
@pytest.mark.parametrize("bereich", [None, "cotta"])
def test_zaehlt_wie_die_kennzahlen(quelle, bereich):
    auswahl = Auswahl(NEUN_MONATE, quelle, bereich, mit_vergleich=True)
    hier, genau = lage(auswahl), datensaetze.fuer_auswahl(auswahl)
    zellen = [z for z in genau.zellen if (z.zaehleinheit, z.merkmal) in AUFTEILUNGEN
              and (z.ebene, z.gebiet) == (auswahl.gesamtzahl(z.zaehleinheit).ebene, bereich or "")]  # fmt: skip
    zellen += [z for z in genau.zellen if z.ebene is Ebene.STADTTEIL and z.zaehleinheit is Zaehleinheit.NEUZUGANG
               and not z.merkmal]  # fmt: skip
    assert len(zellen) > 50
    for zelle in zellen:
        vergleich = Vergleich("", genau.summenreihe(zelle, hier.quellen), NEUN_MONATE)
        paar = hier.paar(zelle)
        assert (paar.heute, paar.frueher) == (vergleich.wert.wert, vergleich.vergleichswert.wert), zelle


@pytest.mark.parametrize(("einheit", "merkmal"), AUFTEILUNGEN)
def test_aufteilungen_ergeben_die_gesamtzahl(einheit, merkmal):
    verteilung = lage(Auswahl(NEUN_MONATE)).verteilung(einheit, merkmal)
    assert verteilung.posten and verteilung.gesamt.heute
    assert (verteilung.nicht_aufgeteilt.heute, verteilung.nicht_aufgeteilt.frueher) == (0, 0)


def test_bereich_ohne_fall_im_monat_hat_null_und_nicht_nichts_gemeldet():
    Monatswert.objects.filter(ebene=Ebene.PLANUNGSBEREICH, gebiet="cotta", zaehleinheit=Zaehleinheit.FALL,
                              monat="2024-05-01", quelle=Quelle.FMG).delete()  # fmt: skip
    reihe = lage(Auswahl(NEUN_MONATE, Quelle.FMG, "cotta")).reihe(Zaehleinheit.FALL)
    assert reihe.werte[Monat(2024, 5)] == 0
    assert len(reihe.gemeldet(NEUN_MONATE)) == 9


def test_fehlende_quelle_ist_nicht_null():
    Lieferungsteil.objects.filter(quelle=Quelle.FMG).update(ist_gueltig=False)
    zusammen, gefoerdert = lage(Auswahl(NEUN_MONATE)), lage(Auswahl(NEUN_MONATE, Quelle.SENIORA))
    assert zusammen.vergleich(Zaehleinheit.NEUZUGANG).wert is None
    assert zusammen.verteilung(Zaehleinheit.NEUZUGANG, Merkmal.FALLHERKUNFT).gesamt.heute is None
    assert gefoerdert.vergleich(Zaehleinheit.NEUZUGANG).wert.wert == 3080


def test_gleich_viele_abfragen_fuer_jeden_ausschnitt(django_assert_num_queries):
    zehn_jahre = Zeitraum(Monat(2015, 1), Monat(2024, 12))
    with CaptureQueriesContext(connection) as abfragen:
        lage(Auswahl(NEUN_MONATE))
    assert len(abfragen) <= 10
    for auswahl in (Auswahl(zehn_jahre), Auswahl(zehn_jahre, Quelle.FMG, "cotta")):
        with django_assert_num_queries(len(abfragen)):
            lage(auswahl)


def test_teilmonat_wird_gezeigt_und_nicht_verglichen():
    """Am 20. September gelieferte Septemberzahlen stehen da, aber kein Vergleich zählt sie mit; genannt ist es auch."""
    voll = lage(Auswahl(NEUN_MONATE, Quelle.SENIORA)).vergleich(Zaehleinheit.NEUZUGANG)
    Lieferung.objects.filter(quelle=Quelle.SENIORA, monat=date(2024, 9, 1)).update(eingegangen_am=date(2024, 9, 20))
    hier = lage(Auswahl(NEUN_MONATE, Quelle.SENIORA))
    vergleich, september = hier.vergleich(Zaehleinheit.NEUZUGANG), Monat(2024, 9)
    assert vergleich.reihe.werte == voll.reihe.werte
    assert vergleich.wert.wert == voll.wert.wert - voll.reihe.werte[september]
    assert vergleich.verglichen == "01–08/2024"
    assert sum(p.paar.heute for p in hier.verteilung(*AUFTEILUNGEN[0]).posten) == vergleich.wert.wert
    satz = "September 2024 ist ein Teilmonat (gefördert eingegangen am 20.09.2024): gezeigt, aber nicht verglichen."
    assert satz in hier.herkunft(Zaehleinheit.NEUZUGANG).fussnoten
    bild = jahresvergleich(hier)
    assert satz in bild.tabelle.darunter
    name, _, neu, differenz, prozent = bild.tabelle.zeilen[8]
    gezeigt = ("September (Teilmonat)", voll.reihe.werte[september], Zeichen.NICHT_SINNVOLL, Zeichen.NICHT_SINNVOLL)
    assert (name, neu, differenz, prozent) == gezeigt
    assert september not in karte_der_lage(hier).reihe.werte, "ein halber Monat ist kein schlechter"
    karte = regelkarte(hier)
    assert karte.tabelle.zeilen[-1][1] == karte.diagramm.reihen[0].werte[-1] == voll.reihe.werte[september]
    assert karte.tabelle.zeilen[-1][-1] == "Teilmonat, kein Urteil"
