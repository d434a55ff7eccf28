"""Die Tür für Arbeitsmappen: gelesen wird in einem Kindprozess, und was ihn umbringt, ist ein gewöhnlicher Mangel."""

import subprocess
import sys

import pytest

from dresden_senioren.kern import mappe
from dresden_senioren.kern.archiv import Archivfehler, Mangel
from tests.beratung.conftest import FALL, FALLKOPF
from tests.beratung.kaputte_dateien import BLATT, GUT_XLSX, blatt, umgebaut


@pytest.fixture(scope="module")
def gross() -> bytes:
    """Zulässig, aber viel: 40.000 Zeilen mit 60 Zellen."""
    return umgebaut(ersetze={BLATT: blatt(("<row>" + "<c><v>1</v></c>" * 60 + "</row>") * 40_000)})


def mangel(inhalt: bytes = GUT_XLSX) -> Mangel:
    with pytest.raises(Archivfehler) as fehler:
        mappe.blaetter_lesen(inhalt)
    return fehler.value.mangel


def test_liest_zeilen_aus_text():
    (faelle,) = mappe.blaetter_lesen(GUT_XLSX)
    assert (faelle.name, faelle.zeilen) == ("Fälle", [FALLKOPF, FALL])


@pytest.mark.langsam
def test_zu_viel_speicher_ist_ein_mangel(monkeypatch, gross):
    monkeypatch.setattr(mappe, "SPEICHER", 100 << 20)
    assert mangel(gross) in {Mangel.BESCHAEDIGT, Mangel.UNGEWOEHNLICH}


@pytest.mark.langsam
def test_zu_viel_rechenzeit_ist_ein_mangel(monkeypatch, gross):
    monkeypatch.setattr(mappe, "SEKUNDEN", 1)
    assert mangel(gross) is Mangel.UNGEWOEHNLICH


def test_ein_haengendes_kind_ist_ein_mangel(monkeypatch, tmp_path):
    haengt = tmp_path / "haengt"
    haengt.write_text("#!/bin/sh\nexec sleep 600\n")
    haengt.chmod(0o700)
    monkeypatch.setattr(mappe.sys, "executable", str(haengt))
    monkeypatch.setattr(mappe, "NOTBREMSE", 0.1)
    assert mangel() is Mangel.UNGEWOEHNLICH


def test_ein_gestorbenes_kind_ist_ein_mangel(monkeypatch):
    monkeypatch.setattr(mappe.sys, "executable", "/bin/false")
    assert mangel() is Mangel.BESCHAEDIGT


def test_zu_lange_antwort_wird_nicht_gelesen(monkeypatch):
    monkeypatch.setattr(mappe, "ANTWORT_HOECHSTENS", 10)
    assert mangel() is Mangel.UNGEWOEHNLICH


def test_weder_die_anwendung_laedt_den_leser_noch_das_kind_django():
    geladen = "import sys; print([m for m in ('python_calamine', 'lxml', 'django') if m in sys.modules])"
    for modul, erwartet in (("mappe", "[]"), ("mappenleser", "['python_calamine']")):
        befehl = [sys.executable, "-c", f"import dresden_senioren.kern.{modul}; {geladen}"]
        assert subprocess.check_output(befehl, text=True).strip() == erwartet
