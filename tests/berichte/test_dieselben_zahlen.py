"""In jedem Format stehen dieselben Zahlen: jede Datei wird geschrieben, wieder geöffnet und verglichen."""

from dataclasses import replace

import pytest

from berichte.ausgabe import AUSGABEN
from berichte.kern.akten.bericht import Zahlentabelle
from berichte.kern.geheimhaltung import Fassung, freigeben

from . import muster
from .lesen import LESER, Gelesen, erwartet

BERICHT = muster.vollstaendig(anzahl_massnahmen=12)


def test_jedes_format_wird_zurueckgelesen():
    assert set(AUSGABEN) <= set(LESER)


@pytest.fixture(scope="module", params=AUSGABEN)
def gelesen(request) -> tuple[str, Gelesen]:
    inhalt = AUSGABEN[request.param].setzen(freigeben(BERICHT, Fassung.INTERN))
    return request.param, LESER[request.param](inhalt)


def _fehlende(gelesen: Gelesen) -> list[str]:
    """Was in der Datei anders steht als im Bericht."""
    soll = erwartet(BERICHT)
    fehlt = [] if soll.text in gelesen.text else [soll.text]
    if gelesen.reihen:
        fehlt += [f"Abbildung: {ist} statt {reihe}" for ist, reihe in _paare(gelesen.reihen, soll.reihen)]
    if gelesen.werte:
        fehlt += [f"Tabelle: {ist} statt {werte}" for ist, werte in _paare(gelesen.werte, soll.werte)]
    else:
        fehlt += [str(zeile) for tabelle in soll.zeilen for zeile in tabelle if not _steht_da(zeile, gelesen)]
    nummern = gelesen.nummern or [nr for nr in soll.nummern if nr in gelesen.text]
    return fehlt + ([] if nummern == soll.nummern else [f"Maßnahmen {nummern}"])


def _paare(ist: list, soll: list) -> list[tuple]:
    """Was nicht gleich ist."""
    return [(a, b) for a, b in zip(ist, soll, strict=True) if a != b]


def _steht_da(zeile: list[str], gelesen: Gelesen) -> bool:
    if not gelesen.zeilen:
        return " ".join(filter(None, zeile)).replace("\u00a0", " ") in gelesen.text
    gleichnamige = [kandidat for tabelle in gelesen.zeilen for kandidat in tabelle if kandidat[0] == zeile[0]]
    return zeile in gleichnamige or set(zeile) <= {zelle for kandidat in gleichnamige for zelle in kandidat}


def test_jede_datei_hat_alle_zahlen_des_berichts(gelesen):
    assert _fehlende(gelesen[1]) == []


def test_der_vergleich_bemerkt_eine_andere_zahl(gelesen):
    """Eine Zelle der letzten Tabelle und ein Wert im ersten Diagramm anders: mindestens eins davon fällt auf."""
    name, _ = gelesen
    *davor, tabelle, hinweis, kapitel, punkte = BERICHT.bausteine
    anders = replace(tabelle.tabelle, zeilen=(("Januar", 241, 340, tabelle.tabelle.zeilen[0][3]),
                                              *tabelle.tabelle.zeilen[1:]))  # fmt: skip
    davor = [b for b in davor if b != tabelle]
    gefaelscht = replace(BERICHT, bausteine=(*davor, *[Zahlentabelle(anders)] * 2, hinweis, kapitel, punkte))
    datei = AUSGABEN[name].setzen(freigeben(gefaelscht, Fassung.INTERN))
    assert _fehlende(LESER[name](datei))
