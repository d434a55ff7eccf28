"""Festschrift: Was festgeschrieben ist, kommt genau so zurück, und jede Änderung daran fällt auf."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

import pytest

from beratung.kern.zaehlung import Zustand
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Ereignis, Reihe
from berichte.kern.akten import festschrift
from berichte.kern.akten.bericht import Abbildung, Botschaft, Zahlentabelle
from berichte.kern.akten.festschrift import (
    TYPEN,
    FestschriftUnlesbar,
    als_json,
    aus_json,
    inhaltssumme,
    summe,
    typen_in,
)
from berichte.kern.tabelle import Format, Schutz, Zeichen

from .muster import HERKUNFT, MONATE, bericht, vergleich, verlauf

BOTSCHAFT = Botschaft(
    "monate", "Beratungsfälle", "Es werden mehr.", ("von 2.535 auf 3.080",), ("Dank an alle",), ("Mai ansehen",),
    ("mehr Stunden",), ("3.2.1. Angebote abstimmen",), ist_vorschlag=True,
)  # fmt: skip


def voller_bericht():
    """Jeder Baustein, jede Diagrammart, jedes Feld mit einem Wert, der nicht seine Vorgabe ist."""
    herkunft = replace(HERKUNFT, zustand="vorläufig", fussnoten=("* geschätzt",), schutz=Schutz.GESCHUETZT)
    werte = tuple(Decimal(f"{nr}.5") for nr in range(12))
    reihen = (
        Reihe("Frauen", werte, "aktuell", tuple(list(Zustand)[nr % 3] for nr in range(12)), (3, 4)),
        Reihe("Männer", (*range(11), Zeichen.GEHEIM), "vorjahr"),
    )
    diagramme = [
        Diagramm(art, f"Befund {art}", MONATE, "Monat", reihen, herkunft, "Text", Format.PROZENT, (Ereignis(2, "neu"),))
        for art in Diagrammart
    ]
    tabelle = replace(vergleich(), zustaende={(1, 2): Zustand.VORLAEUFIG, (0, 1): Zustand.GEPRUEFT}, herkunft=herkunft)
    weitere = (BOTSCHAFT, *map(Abbildung, diagramme), Zahlentabelle(tabelle))
    return replace(bericht(), bausteine=(*bericht().bausteine, *weitere), freigabe=7, ist_kurz=True)


def ueber_die_datenbank(inhalt: dict) -> dict:
    """Wie ihn die Datenbank zurückgibt: als Text, mit anderer Reihenfolge der Schlüssel."""
    umgekehrt = {schluessel: inhalt[schluessel] for schluessel in reversed(inhalt)}
    return json.loads(json.dumps(umgekehrt, sort_keys=True))


def test_alles_kommt_zurueck_wie_es_war():
    vorher = voller_bericht()
    nachher = aus_json(ueber_die_datenbank(als_json(vorher)))
    assert nachher == vorher
    assert list(map(type, nachher.bausteine)) == list(map(type, vorher.bausteine))
    zellen = [
        zelle
        for b in nachher.bausteine
        if isinstance(b, Zahlentabelle)
        for zeile in b.tabelle.zeilen
        for zelle in zeile
    ]
    assert Zeichen.FEHLT in zellen and all(type(z) in (str, int, Decimal, Zeichen) for z in zellen)
    assert inhaltssumme(nachher) == inhaltssumme(vorher)


def test_im_vollen_bericht_kommt_jeder_typ_vor():
    """Wer einen Baustein ergänzt, ergänzt hier ein Beispiel; sonst bewiese die Rundreise nichts über ihn."""
    text = json.dumps(als_json(voller_bericht()))
    assert {name for name in TYPEN if f'"{name}"' not in text} == set()


def test_jedes_feld_wirkt_auf_die_pruefsumme():
    """Ein Feld, das die Festschrift nicht mitnimmt, fiele hier auf."""
    gefunden = {type(wert): wert for wert in _datensaetze(voller_bericht())}
    for typ, wert in gefunden.items():
        geschrieben = festschrift._schreiben(wert)
        assert geschrieben.keys() - {"@"} == {feld.name for feld in fields(typ)}, typ


def _datensaetze(wert):
    if isinstance(wert, tuple):
        for teil in wert:
            yield from _datensaetze(teil)
    elif hasattr(wert, "__dataclass_fields__"):
        yield wert
        for feld in fields(wert):
            yield from _datensaetze(getattr(wert, feld.name))


def test_pruefsumme_haengt_am_inhalt_und_nicht_an_der_reihenfolge():
    eins, zwei = voller_bericht(), voller_bericht()
    assert inhaltssumme(eins) == inhaltssumme(zwei) == summe(ueber_die_datenbank(als_json(eins)))
    umgedreht = replace(vergleich(), zustaende={(1, 2): Zustand.VORLAEUFIG, (0, 1): Zustand.GEPRUEFT})
    gerade = replace(umgedreht, zustaende=dict(reversed(umgedreht.zustaende.items())))
    assert festschrift._schreiben(umgedreht) == festschrift._schreiben(gerade)
    assert inhaltssumme(replace(eins, freigabe=8)) != inhaltssumme(eins)


def test_pruefsumme_ist_auf_jedem_rechner_dieselbe():
    """Von Hand: SHA-256 über {"a":null,"\\u00e4":["\\u201e","x",0,true]}."""
    erwartet = "0941cf5bc26808dd58008ac114a64dd2ff84b06f12b093956b192a1a708f5ff5"
    assert summe({"ä": ["„", "x", 0, True], "a": None}) == erwartet


def test_eine_null_ist_weder_fehlend_noch_falsch():
    reihe = Reihe("2024", (0, Zeichen.FEHLT, Decimal("0.0")), "aktuell")
    zurueck = festschrift._lesen(ueber_die_datenbank(festschrift._schreiben(reihe)))
    assert [repr(wert) for wert in zurueck.werte] == [repr(wert) for wert in reihe.werte]


@pytest.mark.parametrize(
    ("stoere", "satz"),
    [
        (lambda f: f | {"format": 2}, "in Version 2 festgeschrieben; diese Anwendung liest Version 1"),
        (lambda f: [], "in Version None"),
        (lambda f: {"format": 1}, "unvollständig oder verändert"),
        (lambda f: {"format": 1, "bericht": "x"}, "kein Bericht"),
        (lambda f: f | {"bericht": f["bericht"] | {"farbe": "rot"}}, "passt nicht (Bericht: farbe)"),
        (lambda f: f | {"bericht": f["bericht"] | {"untertitel": {"@": "Neues"}}}, "enthält „Neues“"),
        (lambda f: f | {"bericht": f["bericht"] | {"stichtag": {"@": "date", "=": "gestern"}}}, "unvollständig"),
        (lambda f: f | {"bericht": {k: v for k, v in f["bericht"].items() if k != "titel"}}, "(Bericht: titel)"),
        (lambda f: f | {"bericht": f["bericht"] | {"titel": " "}}, "braucht einen Titel"),
    ],
)  # fmt: skip
def test_was_nicht_passt_wird_mit_einem_satz_abgelehnt(stoere, satz):
    with pytest.raises(FestschriftUnlesbar) as fehler:
        aus_json(stoere(als_json(voller_bericht())))
    assert satz in str(fehler.value)


def test_ein_spaeter_ergaenztes_feld_hat_seine_vorgabe():
    """Ein Bericht von früher bleibt lesbar, wenn ein Baustein inzwischen mehr kann."""
    alt = als_json(voller_bericht())
    del alt["bericht"]["freigabe"]
    assert aus_json(alt) == replace(voller_bericht(), freigabe=None)


def test_nur_vorgesehene_werte_werden_festgeschrieben():
    for wert in (1.5, object(), Fremd(1)):
        with pytest.raises(TypeError, match="festschreiben"):
            festschrift._schreiben(verlauf_mit(wert))


@dataclass(frozen=True)
class Fremd:
    """Ein Datensatz, den kein Bericht kennt."""

    wert: int


def verlauf_mit(wert):
    erste, *weitere = verlauf().reihen
    return replace(verlauf(), reihen=(replace(erste, werte=(wert, *erste.werte[1:])), *weitere))


@dataclass(frozen=True)
class MitUnbekanntem:
    masse: Mapping[str, complex]


@dataclass(frozen=True)
class Kapitel:
    """Heißt wie der Baustein."""


@dataclass(frozen=True)
class MitNamensvetter:
    fremdes: Kapitel
    eigenes: TYPEN["Kapitel"]


def test_ein_feld_mit_unbekanntem_typ_faellt_beim_laden_auf():
    with pytest.raises(TypeError, match=r"MitUnbekanntem\.masse: .*complex"):
        typen_in(MitUnbekanntem)
    with pytest.raises(TypeError, match="Zwei Typen heißen Kapitel"):
        typen_in(MitNamensvetter)
