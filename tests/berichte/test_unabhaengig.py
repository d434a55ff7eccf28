"""Jede Zahl der Auswertung gegen eine zweite Zählung derselben Dateien, die nichts von der Anwendung benutzt."""

import ast
import json
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from beratung.kern.zaehlung import Merkmal, Quelle, Zaehleinheit
from beratung.models import Monatswert, Planungsbereich
from berichte.datensaetze import Auswahl
from berichte.kern.kennzahlen import JE_ZAEHLEINHEIT
from berichte.lage import lage
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import unabhaengig

pytestmark = [pytest.mark.django_db, pytest.mark.langsam]
BEREICHE = ("Altstadt", "Blasewitz", "Cotta", "Klotzsche", "Leuben", "Loschwitz", "Neustadt", "Pieschen", "Plauen",
            "Prohlis")  # fmt: skip
QUELLEN = {"seniora": ("seniora",), "fmg": ("fmg",), "zusammen": ("seniora", "fmg")}
HEUTE, FRUEHER = ("2024-01", "2024-09"), ("2023-01", "2023-09")


@pytest.fixture(scope="module")
def gezaehlt():
    return unabhaengig.zaehlen()


def erwartet(gezaehlt, zeitraum, quelle, bereich) -> dict[tuple, int]:
    """(Zähleinheit, Merkmal, Ausprägung) → Anzahl."""
    alle = unabhaengig.summe(gezaehlt, *zeitraum, QUELLEN[quelle])
    return {tuple(rest): anzahl for (ort, *rest), anzahl in alle.items() if ort == bereich}


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


def test_die_zweite_zaehlung_benutzt_nichts_von_der_anwendung():
    baum = ast.parse(Path(unabhaengig.__file__).read_text(encoding="utf-8"))
    importe = [knoten for knoten in ast.walk(baum) if isinstance(knoten, ast.Import | ast.ImportFrom)]
    assert all(not getattr(knoten, "level", 0) for knoten in importe)
    namen = {getattr(knoten, "module", None) or name.name for knoten in importe for name in knoten.names}
    assert {name.partition(".")[0] for name in namen} <= sys.stdlib_module_names


def test_alle_planungsbereiche_sind_dabei():
    assert set(Planungsbereich.objects.values_list("name", flat=True)) == set(BEREICHE)


@pytest.mark.parametrize("quelle", QUELLEN)
@pytest.mark.parametrize("bereich", ["", *BEREICHE])
def test_lage_zaehlt_wie_die_dateien(gezaehlt, quelle, bereich):
    heute, frueher = aus_der_lage(quelle, bereich)
    assert len(heute) > 80
    assert heute == erwartet(gezaehlt, HEUTE, quelle, bereich)
    assert frueher == erwartet(gezaehlt, FRUEHER, quelle, bereich)


@pytest.mark.parametrize("quelle", QUELLEN)
def test_lage_ohne_vorjahr_zaehlt_wie_die_dateien(gezaehlt, quelle):
    heute, frueher = aus_der_lage(quelle, "", FRUEHER)
    assert (heute, frueher) == (erwartet(gezaehlt, FRUEHER, quelle, ""), {})


def test_der_vergleich_bemerkt_eine_einzige_falsche_zelle(gezaehlt):
    falsch = Monatswert.objects.filter(
        ebene="planungsbereich", gebiet="leuben", merkmal=Merkmal.BERATUNGSORT, quelle="fmg", monat="2023-05-01"
    ).first()
    falsch.anzahl += 1
    falsch.save()
    heute, frueher = aus_der_lage("zusammen", "Leuben")
    assert heute == erwartet(gezaehlt, HEUTE, "zusammen", "Leuben")
    richtig = erwartet(gezaehlt, FRUEHER, "zusammen", "Leuben")
    assert len(dict(frueher.items() - richtig.items())) == 1


def test_befehl_zaehlt_wie_die_dateien(gezaehlt):
    ausgabe = StringIO()
    call_command("kennzahlen", von="2024-01", bis="2024-09", vergleich="vorjahr", json=True, stdout=ausgabe)
    heute = {quelle: unabhaengig.summe(gezaehlt, *HEUTE, einzelne) for quelle, einzelne in QUELLEN.items()}
    frueher = {quelle: unabhaengig.summe(gezaehlt, *FRUEHER, einzelne) for quelle, einzelne in QUELLEN.items()}
    gesehen = set()
    for wert in json.loads(ausgabe.getvalue())["werte"]:
        ist_stadtteil = wert["gebiet"].startswith("Stadtteil ")
        if wert["beratungsstelle"] or ist_stadtteil:
            continue
        ort = "" if wert["gebiet"] == "Stadt" else wert["gebiet"].removeprefix("Planungsbereich ")
        schluessel = (ort, wert["zaehleinheit"], wert["merkmal"] or "", wert["auspraegung"] or "")
        assert wert["wert"] == heute[wert["quelle"]].get(schluessel, 0), schluessel
        assert wert["vergleichswert"] == frueher[wert["quelle"]].get(schluessel, 0), schluessel
        gesehen.add((wert["quelle"], *schluessel))
    assert gesehen >= {(quelle, *schluessel) for quelle, summen in heute.items() for schluessel in summen}
