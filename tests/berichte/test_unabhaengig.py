"""Jede Zahl der Auswertung gegen eine zweite Zählung derselben Dateien, die nichts von der Anwendung benutzt."""

import ast
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from beratung.kern.zaehlung import Merkmal, Quelle, Zaehleinheit
from beratung.models import Monatswert, Planungsbereich
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.zahlen.datensaetze import Auswahl
from berichte.zahlen.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import unabhaengig
from .tabellenleser import html

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
BEREICHE = ("Altstadt", "Blasewitz", "Cotta", "Klotzsche", "Leuben", "Loschwitz", "Neustadt", "Pieschen", "Plauen",
            "Prohlis")  # fmt: skip
QUELLEN = {"seniora": ("seniora",), "fmg": ("fmg",), "zusammen": ("seniora", "fmg")}
EIGENE = ("unabhaengig", "zweitrechnung", "zweitregeln", "zweitstellen")
HEUTE, FRUEHER = ("2024-01", "2024-09"), ("2023-01", "2023-09")


@cache
def je_ort(zeitraum, quelle) -> dict[str, dict[tuple, int]]:
    """Ort → (Zähleinheit, Merkmal, Ausprägung) → Anzahl."""
    ergebnis = defaultdict(dict)
    for (ort, *schluessel), anzahl in unabhaengig.summe(unabhaengig.zaehlen(), *zeitraum, QUELLEN[quelle]).items():
        ergebnis[ort][tuple(schluessel)] = anzahl
    return ergebnis


def aus_der_lage(quelle, bereich, zeitraum=HEUTE) -> tuple[dict, dict]:
    """Dieselben Schlüssel aus der Lage: heute und früher."""
    auswahl = Auswahl(
        Zeitraum(*map(Monat.lesen, zeitraum)),
        quelle=next((q for q in Quelle if q.value == quelle), None),
        planungsbereich=bereich.lower() or None,
        mit_vergleich=True,
    )
    hier = lage(auswahl)
    heute, frueher = {}, {}
    for einheit in Zaehleinheit:
        verteilungen = [hier.verteilung(einheit, merkmal) for merkmal in JE_ZAEHLEINHEIT[einheit].merkmale]
        paare = {(einheit, "", ""): verteilungen[0].gesamt}
        for merkmal, verteilung in zip(JE_ZAEHLEINHEIT[einheit].merkmale, verteilungen, strict=True):
            paare |= {(einheit, merkmal, posten.name): posten.paar for posten in verteilung.posten}
        heute |= {schluessel: paar.heute for schluessel, paar in paare.items() if paar.heute}
        frueher |= {schluessel: paar.frueher for schluessel, paar in paare.items() if paar.frueher}
    return heute, frueher


@pytest.mark.parametrize("modul", EIGENE)
def test_die_zweite_zaehlung_benutzt_nichts_von_der_anwendung(modul):
    baum = ast.parse((Path(unabhaengig.__file__).parent / f"{modul}.py").read_text(encoding="utf-8"))
    for knoten in ast.walk(baum):
        if isinstance(knoten, ast.ImportFrom) and knoten.level:
            assert {knoten.module, *(name.name for name in knoten.names)} & {*EIGENE}
        elif isinstance(knoten, ast.Import | ast.ImportFrom):
            namen = {getattr(knoten, "module", None) or name.name for name in knoten.names}
            assert {name.partition(".")[0] for name in namen} <= sys.stdlib_module_names


def test_alle_planungsbereiche_sind_dabei():
    assert set(Planungsbereich.objects.values_list("name", flat=True)) == set(BEREICHE)


@pytest.mark.parametrize("quelle", QUELLEN)
@pytest.mark.parametrize("bereich", ["", *BEREICHE])
def test_lage_zaehlt_wie_die_dateien(quelle, bereich):
    heute, frueher = aus_der_lage(quelle, bereich)
    assert len(heute) > 80
    assert heute == je_ort(HEUTE, quelle)[bereich]
    assert frueher == je_ort(FRUEHER, quelle)[bereich]


@pytest.mark.parametrize("quelle", QUELLEN)
def test_lage_ohne_vorjahr_zaehlt_wie_die_dateien(quelle):
    heute, frueher = aus_der_lage(quelle, "", FRUEHER)
    assert (heute, frueher) == (je_ort(FRUEHER, quelle)[""], {})


def test_der_vergleich_bemerkt_eine_einzige_falsche_zelle():
    falsch = Monatswert.objects.filter(
        ebene="planungsbereich", gebiet="leuben", merkmal=Merkmal.BERATUNGSORT, quelle="fmg", monat="2023-05-01"
    ).first()
    falsch.anzahl += 1
    falsch.save()
    heute, frueher = aus_der_lage("zusammen", "Leuben")
    assert heute == je_ort(HEUTE, "zusammen")["Leuben"]
    richtig = je_ort(FRUEHER, "zusammen")["Leuben"]
    assert len(dict(frueher.items() - richtig.items())) == 1


def der_stadt(quelle: str) -> str:
    return f"/auswertung/stadt/?von=2024-01&bis=2024-09&quelle={quelle}&vergleich=vorjahr"


@pytest.mark.parametrize(
    ("quelle", "zeile"),
    [
        ("seniora", ("Summe 01–09", "2.535 p", "3.080 p", "+545", "+21,5 %")),
        ("fmg", ("Summe 01–09", "1.571 p", "1.281 p", "−290", "−18,5 %")),
        ("zusammen", ("Summe 01–09", "4.106 p", "4.361 p", "+255", "+6,2 %")),
    ],
)
def test_die_zahlen_der_folien_stehen_auf_dem_dashboard(angemeldet, quelle, zeile):
    gezeigt = html(angemeldet("leitung").get(der_stadt(quelle)))
    assert zeile in next(tabelle.zeilen for tabelle in gezeigt if tabelle.titel.startswith("Beratungsfälle"))


def test_die_hauptberatungsfelder_der_folie_17_stehen_auf_dem_dashboard(angemeldet):
    antwort = angemeldet("leitung").get(der_stadt("zusammen"))
    felder = next(tabelle.zeilen for tabelle in html(antwort) if tabelle.titel == "Beratungsfelder")
    assert {zeile[0]: zeile[-1] for zeile in felder[:-1]} == {
        "Pflege und Gesundheit": "29,3 %",
        "Sonstige": "26,4 %",
        "Gesundheitliche und soziale Problemlagen": "24,8 %",
        "Sozialrechtliche Leistungen": "16,6 %",
        "Freizeit, Bildung, Kultur": "3,0 %",
    }
    assert "die Anteile 01–09/2024 ergeben zusammen 100,1\u00a0%." in antwort.content.decode()
