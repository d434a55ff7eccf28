"""Auslastung und Quartalsbericht: nur gemeldete Monate, nichts Unbekanntes als null, nichts Ungleiches verglichen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.auswertung import quartalstabellen
from berichte.kern.auswertung.auslastung import auslastung
from berichte.kern.auswertung.quartalsbericht import Quartalsbericht, beratungen_je_fall
from berichte.kern.tabelle import Herkunft, Zeichen
from berichte.kern.zahlen.vergleich import Monatsreihe
from dresden_senioren.kern.zeitraum import Monat, Quartal

Q3 = Quartal(2024, 3)
HERKUNFT = Herkunft("07–09/2024", "Fälle", "Seniora.App", "14.10.2024")


@dataclass
class Zeile:
    vzae: Decimal | None
    soll_quartal: int | None
    gueltig_von: date | None = None
    gueltig_bis: date | None = None


def neuzugaenge(**werte):
    """`m07=28` ist Juli 2024, `v07=21` Juli 2023."""
    jahre = {"m": 2024, "v": 2023}
    monate = {Monat(jahre[name[0]], int(name[1:])): wert for name, wert in werte.items()}
    return Monatsreihe(Zaehleinheit.NEUZUGANG, monate)


def bericht(reihe, *ausstattungen, quartal=Q3, **weitere):
    leer = {einheit: Monatsreihe(einheit, {}) for einheit in Zaehleinheit}
    return Quartalsbericht("Stelle", quartal, leer | {reihe.zaehleinheit: reihe} | weitere, ausstattungen)


def test_volles_quartal_gegen_soll_und_vzae():
    stand = auslastung(Q3, neuzugaenge(m07=28, m08=31, m09=20), [Zeile(Decimal("1.75"), 80)])
    assert (stand.ist.wert, stand.soll, stand.vzae) == (79, 80, Decimal("1.75"))
    assert (stand.prozent, stand.faelle_je_vzae) == (Decimal("98.8"), Decimal("45.1"))
    assert stand.ist_vollstaendig


def test_fehlender_monat_misst_am_soll_der_gemeldeten():
    stand = auslastung(Q3, neuzugaenge(m07=28, m09=20), [Zeile(Decimal("2"), 60)])
    assert stand.meldestand == "2 von 3 Monaten gemeldet" and not stand.ist_vollstaendig
    assert (stand.soll, stand.prozent) == (40, Decimal("120.0"))


def test_gemeldete_null_ist_ein_monat():
    stand = auslastung(Q3, neuzugaenge(m07=0, m08=0, m09=0), [Zeile(Decimal("1"), 30)])
    assert (stand.ist_vollstaendig, stand.prozent, stand.faelle_je_vzae) == (True, 0, 0)


@pytest.mark.parametrize("zeilen", [[], [Zeile(None, None)], [Zeile(Decimal("1"), 30, gueltig_von=date(2024, 8, 1))]])
def test_was_nicht_hinterlegt_ist_gibt_kein_verhaeltnis(zeilen):
    stand = auslastung(Q3, neuzugaenge(m07=28, m08=31, m09=20), zeilen)
    assert (stand.soll, stand.vzae, stand.prozent, stand.faelle_je_vzae) == (None, None, None, None)
    assert stand.messwerte == ("nicht hinterlegt", "x", "nicht hinterlegt", "x")


def test_soll_und_vzae_null_teilen_nicht():
    stand = auslastung(Q3, neuzugaenge(m07=1, m08=1, m09=1), [Zeile(Decimal("0"), 0)])
    assert (stand.prozent, stand.faelle_je_vzae) == (None, None)


def test_wechsel_im_quartal_zaehlt_je_monat():
    zeilen = [
        Zeile(Decimal("1"), 30, gueltig_bis=date(2024, 7, 31)),
        Zeile(Decimal("2.5"), 60, gueltig_von=date(2024, 8, 1)),
    ]
    stand = auslastung(Q3, neuzugaenge(m07=10, m08=20, m09=20), zeilen)
    assert (stand.soll, stand.vzae, stand.prozent) == (50, 2, 100)


def test_zuerst_steht_wer_nicht_gemeldet_hat_dann_wer_weit_vom_soll_ist():
    soll = [Zeile(Decimal("1"), 30)]
    faelle = {
        "nichts": auslastung(Q3, neuzugaenge(), soll),
        "teilweise": auslastung(Q3, neuzugaenge(m07=10), soll),
        "weit darueber": auslastung(Q3, neuzugaenge(m07=20, m08=20, m09=20), soll),
        "darunter": auslastung(Q3, neuzugaenge(m07=5, m08=10, m09=10), soll),
        "ohne soll": auslastung(Q3, neuzugaenge(m07=5, m08=5, m09=5), []),
    }
    assert sorted(faelle, key=lambda name: faelle[name].rang) == list(faelle)


def test_saetze_nennen_beide_vergleiche_das_soll_und_den_zufall():
    eine = neuzugaenge(m04=30, m05=30, m06=24, m07=28, m08=31, m09=20, v07=21, v08=24, v09=22)
    erster, zweiter = bericht(eine, Zeile(Decimal("1.75"), 80)).saetze
    assert erster.startswith(
        "Im 3. Quartal 2024 gab es 79 Neuzugänge: 5 weniger als im 2. Quartal 2024 (84) und 12 mehr als im 3. Quartal "
        "2023 (67)."
    )
    assert "kann das Zufall sein" in erster
    assert zweiter == "Das sind 98,8\u00a0% des Solls von 80 Fällen und 45,1 Fälle je VzÄ bei 1,75 VzÄ."
    deutlich = neuzugaenge(m07=90, m08=90, m09=90, v07=40, v08=40, v09=40)
    assert "mehr, als der Zufall erklärt" in bericht(deutlich).saetze[0]


def test_saetze_sagen_was_fehlt():
    erster, zweiter, dritter = bericht(neuzugaenge(m07=28, m09=20, v07=21, v08=24)).saetze
    assert erster.startswith(
        "In 07/2024 und 09/2024 gab es 48 Neuzugänge: 7 mehr als in 07/2023, verglichen mit 07/2024"
    )
    assert zweiter == "Soll und VzÄ sind nicht hinterlegt."
    assert dritter.startswith("2 von 3 Monaten gemeldet: August 2024 fehlt. Neuzugänge, Soll und VzÄ gelten nur")
    assert bericht(neuzugaenge()).saetze == ["Für das 3. Quartal 2024 ist noch nichts gemeldet."]


def zellen(tabelle):
    return {zeile[0]: zeile[1:] for zeile in tabelle.zeilen}


def test_veraenderung_nur_ueber_gemeinsame_monate_und_prozent_nur_bei_grossen_zahlen():
    eine = neuzugaenge(m04=30, m05=30, m06=30, m07=5, m08=5, m09=5, v09=9)
    tabelle = quartalstabellen.kennzahlen(bericht(eine, Zeile(Decimal("1"), 30)), HERKUNFT)
    assert zellen(tabelle)["Neuzugänge"] == (15, 90, "−75", 9, "−4 *")
    assert zellen(tabelle)["gemeldete Monate"] == ("3 von 3", "3 von 3", "", "1 von 3", "")
    assert zellen(tabelle)["Auslastung"][-1] is Zeichen.NICHT_SINNVOLL, "ein Monat ist kein Quartal"
    assert any(note.startswith("* verglichen") for note in tabelle.darunter)


def test_fehlende_monate_sind_in_der_tabelle_keine_null():
    tabelle = quartalstabellen.kennzahlen(bericht(neuzugaenge(m07=5)), HERKUNFT)
    assert zellen(tabelle)["Beratungen"][0] is Zeichen.FEHLT
    assert zellen(tabelle)["Beratungen je Fall"][0] is Zeichen.FEHLT
    assert zellen(tabelle)["VzÄ"] == ("nicht hinterlegt",) * 2 + (Zeichen.NICHT_SINNVOLL, "nicht hinterlegt", "x")
    monate = zellen(quartalstabellen.monate(bericht(neuzugaenge(m07=5, v08=7)), HERKUNFT))
    assert monate["Neuzugänge"] == (5, Zeichen.FEHLT, Zeichen.FEHLT)
    assert monate["Neuzugänge 2023"] == (Zeichen.FEHLT, 7, Zeichen.FEHLT)


def test_beratungen_je_fall_nur_aus_monaten_mit_fallkennung():
    def reihe(einheit, *werte):
        return Monatsreihe(einheit, {Monat(2024, 7 + nr): wert for nr, wert in enumerate(werte) if wert is not None})

    reihen = {
        Zaehleinheit.BERATUNG: reihe(Zaehleinheit.BERATUNG, 30, 900, 12),
        Zaehleinheit.FALL: reihe(Zaehleinheit.FALL, 15, None, 6),
    }
    assert beratungen_je_fall(reihen, Q3) == Decimal("2.00")  # 42 Beratungen, 21 Fälle
    assert beratungen_je_fall(reihen, Quartal(2024, 2)) is None
