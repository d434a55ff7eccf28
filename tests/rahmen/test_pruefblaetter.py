"""Die Prüfblätter der Informationssicherheit: vollständig, begründet, und jeder Nachweis ist da."""

import csv
import re
from collections import Counter

import pytest

from dresden_senioren.settings import BASE_DIR

ORDNER = BASE_DIR / "betrieb" / "pruefblaetter"
STATUS = {"erfüllt", "teilweise", "offen", "entfällt"}
# ASVS 5.0.0 hat 70 Punkte der Stufe 1 und 183 der Stufe 2; von Stufe 3 stehen hier die zwölf, die hier zählen.
UMFANG = {"1": 70, "2": 183, "3": 12}


def maengel(zeilen: list[dict]) -> list[str]:
    funde = [f"{z['id']}: Status {z['status']!r}" for z in zeilen if z["status"] not in STATUS]
    funde += [f"{z['id']}: ohne Begründung" for z in zeilen if z["status"] != "erfüllt" and not z["begruendung"]]
    funde += [f"{z['id']}: ohne Nachweis" for z in zeilen if z["status"] != "entfällt" and not z["nachweis"]]
    funde += [f"{z['id']}: {pfad} fehlt" for z in zeilen for pfad in z["nachweis"].split() if not _gibt_es(pfad)]
    funde += [f"{z['id']}: offen auf Stufe 1" for z in zeilen if (z["stufe"], z["status"]) == ("1", "offen")]
    funde += [f"{nr}: doppelt" for nr, wie_oft in Counter(z["id"] for z in zeilen).items() if wie_oft > 1]
    if sum(z["status"] == "offen" for z in zeilen) > 5:
        funde.append("mehr als fünf offen")
    return funde


def _gibt_es(pfad: str) -> bool:
    return (BASE_DIR / pfad).exists()


@pytest.fixture
def asvs() -> list[dict]:
    with (ORDNER / "asvs.csv").open(encoding="utf-8", newline="") as datei:
        return list(csv.DictReader(datei, delimiter=";"))


def test_asvs_ist_vollstaendig_und_belegt(asvs):
    assert maengel(asvs) == []
    assert Counter(zeile["stufe"] for zeile in asvs) == UMFANG


@pytest.mark.parametrize(
    ("feld", "wert"),
    [("status", ""), ("nachweis", "tests/gibt_es_nicht.py"), ("nachweis", ""), ("status", "offen"), ("id", "1.1.2")],
)
def test_die_pruefung_bemerkt_einen_mangel(asvs, feld, wert):
    zeile = next(z for z in asvs if (z["stufe"], z["status"]) == ("1", "erfüllt"))
    zeile[feld] = wert
    assert maengel(asvs) != []


@pytest.mark.parametrize(("blatt", "mindestens"), [("grundschutz.md", 30), ("ziele.md", 25)])
def test_jeder_pfad_im_blatt_ist_da(blatt, mindestens):
    text = (ORDNER / blatt).read_text(encoding="utf-8")
    pfade = set(re.findall(r"`([\w.]+/[\w./]+|[\w-]+\.(?:md|txt|toml|sh))`", text))
    assert len(pfade) > mindestens
    assert {pfad for pfad in pfade if not _gibt_es(pfad)} == set()
    assert not _gibt_es("tests/gibt_es_nicht.py")
