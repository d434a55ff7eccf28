"""Bericht als Bausteine, und die Tür: keine Ausgabe nimmt Zahlen an, die nicht freigegeben sind."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace
from types import SimpleNamespace

import pytest

from berichte.ausgabe import AUSGABEN
from berichte.kern.abbildungen import beschreibung
from berichte.kern.abbildungen.diagramm import Reihe
from berichte.kern.akten.bericht import Abbildung, Absatz, Abschnitt, Bericht, Kapitel, Schritt, Zahlentabelle
from berichte.kern.geheimhaltung import (
    Fassung,
    FassungVerweigert,
    Freigabe,
    Kennzeichnung,
    OhneFreigabe,
    auspacken,
    freigeben,
)

from . import muster

KENNZEICHNUNG = Kennzeichnung(Fassung.WEITERGABE, "zur Weitergabe", "")


def test_kapitel_abbildungen_und_tabellen_werden_fortlaufend_nummeriert():
    nummern = [nummer for nummer, _ in muster.bericht().nummeriert if nummer]
    assert nummern == [
        *("1", "Abbildung 1", "2", "Tabelle 1", "3", "3.1", "Abbildung 2", "Tabelle 2", "4"),
    ]


def test_ein_neues_kapitel_beginnt_die_abschnitte_neu():
    bausteine = (Kapitel("A"), Abschnitt("a"), Abschnitt("b"), Kapitel("B"), Abschnitt("c"))
    bericht = Bericht("T", "U", "H", muster.bericht().stichtag, "D", bausteine)
    assert [nummer for nummer, _ in bericht.nummeriert] == ["1", "1.1", "1.2", "2", "2.1"]


@pytest.mark.parametrize(("titel", "bausteine"), [(" ", (Kapitel("A"),)), ("T", ()), ("T", (Absatz("zu früh"),))])
def test_bericht_ohne_titel_oder_ohne_kapitel_entsteht_nicht(titel, bausteine):
    with pytest.raises(ValueError, match=r"Titel|Kapitel"):
        Bericht(titel, "U", "H", muster.bericht().stichtag, "D", bausteine)


def test_bericht_ist_unveraenderlich():
    with pytest.raises(FrozenInstanceError):
        muster.bericht().titel = "anders"


def test_schritt_nennt_eigene_verantwortung_und_laufzeit_nur_wo_es_sie_gibt():
    assert Schritt("Fachtag", "Seniorenbeirat", "2022").zusatz == "(Seniorenbeirat; 2022)"
    assert Schritt("Fachtag").zusatz == ""


# --- Die Tür ---------------------------------------------------------------------------------------------------------


def test_intern_geht_durch_die_tuer():
    bericht = muster.bericht()
    inhalt, kennzeichnung = auspacken(freigeben(bericht, Fassung.INTERN, abruf="Maria Müller"))
    assert inhalt == bericht
    assert (kennzeichnung.kennzeichen, kennzeichnung.abruf) == ("intern – Sozialdaten", "Maria Müller")


def test_was_keine_sozialdaten_enthaelt_heisst_auch_so():
    bericht = replace(muster.bericht(), bausteine=(Kapitel("Maßnahmen"),))
    assert freigeben(bericht, Fassung.INTERN, abruf="wer").kennzeichnung.kennzeichen == "ohne Sozialdaten"
    assert freigeben(bericht, Fassung.WEITERGABE).kennzeichnung.abruf == ""


def test_weitergabe_wird_mit_einem_satz_verweigert():
    with pytest.raises(FassungVerweigert, match="fehlen geschützte Zahlen"):
        freigeben(muster.bericht(), Fassung.WEITERGABE)


@pytest.mark.parametrize("ausgabe", AUSGABEN.values(), ids=AUSGABEN)
@pytest.mark.parametrize(
    "umgehung",
    [
        muster.bericht,
        lambda: SimpleNamespace(_Freigabe__inhalt=muster.bericht(), kennzeichnung=KENNZEICHNUNG),
        lambda: None,
    ],
    ids=["nackter Bericht", "Nachbau", "nichts"],
)
def test_keine_ausgabe_nimmt_etwas_ohne_freigabe(ausgabe, umgehung):
    with pytest.raises(OhneFreigabe):
        ausgabe.setzen(umgehung())


def test_eine_freigabe_laesst_sich_nicht_selbst_ausstellen_beerben_oder_umschreiben():
    with pytest.raises(OhneFreigabe):
        Freigabe(muster.bericht(), KENNZEICHNUNG)
    with pytest.raises(OhneFreigabe):
        type("Eigene", (Freigabe,), {})
    freigabe = freigeben(muster.bericht(), Fassung.INTERN)
    with pytest.raises(OhneFreigabe):
        freigabe.kennzeichnung = KENNZEICHNUNG
    with pytest.raises(OhneFreigabe):
        copy.copy(freigabe)
    with pytest.raises(OhneFreigabe):
        pickle.dumps(freigabe)


# --- Textalternative -------------------------------------------------------------------------------------------------


def test_gestapelt_nennt_je_balken_nur_was_vorkommt():
    reihen = (Reihe("begonnen", (3, 0), "aktiv"), Reihe("laufend", (0, 0), "aktiv"))
    text = beschreibung.gestapelt(reihen, ("1. Feld", "2. Feld"), bezeichnung="Handlungsfeld")
    assert "1. Feld: 3 begonnen. 2. Feld: keine." in text


def test_unter_jeder_zahl_stehen_zeitraum_einheit_quelle_und_stand():
    for baustein in muster.bericht().bausteine:
        match baustein:
            case Abbildung(inhalt) | Zahlentabelle(inhalt):
                satz = inhalt.darunter[0]
                assert all(wort in satz for wort in ("Zeitraum:", "Einheit:", "Quelle:", "Stand:"))
    assert (
        muster.vergleich().darunter[1] == "Zeichen: – = genau null · x = Angabe nicht sinnvoll · fehlt = nicht gemeldet"
    )
