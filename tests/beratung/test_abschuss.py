"""Ein Importprozess, der an beliebiger Stelle getötet wird, hinterlässt den alten oder den neuen Monat, nie etwas
dazwischen; und von mehreren, die denselben Monat zugleich übernehmen, gewinnt genau einer.

`ABSCHUESSE=150` wiederholt den ersten Versuch so oft wie im Ziel (sicherheit.md R1); sonst genügen wenige."""

import hashlib
import math
import os
import random
import subprocess
import sys
import time
from collections import Counter

import dj_database_url
import pytest
from django.db.utils import ConnectionHandler

from dresden_senioren.settings import BASE_DIR
from tests.conftest import eigene_datenbank

from .conftest import LEISTUNGSKOPF, SEPTEMBER, als_csv, leistung

pytestmark = [pytest.mark.langsam]

ABSCHUESSE = int(os.environ.get("ABSCHUESSE", "14"))
ZEILEN = """
SELECT t.art, t.inhaltssumme, count(l.id), coalesce(sum(l.anzahl), 0) FROM beratung_lieferungsteil t
LEFT JOIN beratung_leistung l ON l.teil_id = t.id WHERE t.monat = '2025-09-01' AND t.ist_gueltig
GROUP BY t.art, t.inhaltssumme ORDER BY t.art
"""
WUERFEL = """
SELECT ebene, gebiet, zaehleinheit, merkmal, auspraegung, anzahl FROM beratung_monatswert
WHERE monat = '2025-09-01' ORDER BY 1, 2, 3, 4, 5, 6
"""


class Versuch:
    """Eine eigene Datenbank und zwei Fassungen desselben Monats."""

    def __init__(self, ordner, adresse: str):
        eigenes = {"DATABASE_URL": adresse, "DATENVERZEICHNIS": str(ordner), "VORFUEHRUNG": "1"}
        self.umgebung = os.environ | eigenes
        self.verbindung = ConnectionHandler({"default": dj_database_url.parse(adresse)})["default"]
        self.dateien = [ordner / f"fassung{nr}.csv" for nr in range(2)]
        for nr, datei in enumerate(self.dateien):
            datei.write_bytes(_leistungen(nr))

    def richte_ein(self) -> None:
        for angaben in (["migrate"], ["loaddata", "kataloge", "zuordnungsprofile"],
                        ["gebiete_einlesen", "fixtures/stadtteile.csv"], ["loaddata", "beispielstellen"]):  # fmt: skip
            befehl = [sys.executable, "-W", "ignore", "manage.py", *angaben]
            subprocess.run(befehl, cwd=BASE_DIR, env=self.umgebung, check=True, stdout=subprocess.DEVNULL)

    def beginne(self, *angaben: str, kaputt: bool = False) -> tuple[subprocess.Popen, int]:
        """Der Prozess und das Ende der Leitung, über die er seine Schritte meldet."""
        lesen, schreiben = os.pipe()
        befehl = [sys.executable, "-W", "ignore", "-m", "tests.beratung.importeur", *(["--kaputt"] * kaputt), *angaben]
        prozess = subprocess.Popen(
            befehl, cwd=BASE_DIR, env=self.umgebung | {"LEITUNG": str(schreiben)}, pass_fds=[schreiben],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        os.close(schreiben)
        return prozess, lesen

    def lies_ein(self, fassung: int, *, kaputt: bool = False) -> tuple[subprocess.Popen, int]:
        angaben = ["--quelle=seniora", f"--monat={SEPTEMBER}", "--bestaetigen=Versuch"]
        return self.beginne("einlesen", str(self.dateien[fassung]), *angaben, kaputt=kaputt)

    def stand(self) -> str:
        """Prüfsumme dessen, was gilt: Teile mit ihren Zeilen und der Würfel."""
        summe = hashlib.sha256()
        with self.verbindung.cursor() as zeiger:
            for sql in (ZEILEN, WUERFEL):
                zeiger.execute(sql)
                summe.update(repr(zeiger.fetchall()).encode())
        self.verbindung.close()
        return summe.hexdigest()

    def uebernimm(self, fassung: int) -> tuple[str, int]:
        """Ganz durchlaufen lassen; gibt den Stand danach und die Zahl der Schritte."""
        prozess, leitung = self.lies_ein(fassung)
        schritte = _lies_bis(leitung)
        os.close(leitung)
        _, fehler = prozess.communicate()
        assert prozess.returncode == 0, fehler
        return self.stand(), schritte

    def nimm_an(self, fassung: int) -> str:
        prozess, leitung = self.beginne("annehmen", str(self.dateien[fassung]))
        nummer, fehler = prozess.communicate()
        os.close(leitung)
        assert prozess.returncode == 0, fehler
        return nummer.strip()


def _leistungen(fassung: int) -> bytes:
    arten = ("Beratung", "Krisenintervention")
    zeilen = [
        leistung(arten[nr % 2], stadtteil=str(92 + nr % 5), anzahl=str(1 + nr % (3 + fassung))) for nr in range(400)
    ]
    return als_csv(LEISTUNGSKOPF, *zeilen)


def _lies_bis(leitung: int, schritte: float = math.inf) -> int:
    """Wartet, bis so viele Schritte gemeldet sind oder der Prozess fertig ist; gibt die Zahl der Schritte."""
    gemeldet = 0
    while gemeldet < schritte and os.read(leitung, 1) not in {b"", b"!"}:
        gemeldet += 1
    return gemeldet


@pytest.fixture(scope="module")
def versuch(tmp_path_factory, django_db_blocker):
    ordner = tmp_path_factory.mktemp("abschuss")
    with eigene_datenbank(ordner) as adresse, django_db_blocker.unblock():
        aufbau = Versuch(ordner, adresse)
        aufbau.richte_ein()
        yield aufbau


def abschiessen(versuch: Versuch, abschuesse: int, *, kaputt: bool = False) -> Counter:
    """Tötet Importe an zufälligen Stellen und zählt, was danach gilt: alt, neu oder etwas dazwischen."""
    wuerfel = random.Random(2024)  # noqa: S311
    ergebnis, gilt = Counter(), None
    for _ in range(abschuesse):
        if gilt is None:
            (erster, _), (zweiter, schritte) = versuch.uebernimm(0), versuch.uebernimm(1)
            staende, gilt = [erster, zweiter], 1
        prozess, leitung = versuch.lies_ein(1 - gilt, kaputt=kaputt)
        # Etwa jeder fünfte darf fertig werden; die anderen sterben nach einem zufälligen Schritt.
        erreicht = _lies_bis(leitung, wuerfel.randrange(2, int(schritte * 1.2) + 2))
        time.sleep(wuerfel.random() / 500)
        prozess.kill()
        prozess.communicate()
        os.close(leitung)
        ergebnis["fertig" if erreicht >= schritte else "mittendrin"] += 1
        stand = versuch.stand()
        ergebnis["neu" if stand == staende[1 - gilt] else "alt" if stand == staende[gilt] else "dazwischen"] += 1
        gilt = staende.index(stand) if stand in staende else None
    return ergebnis


def test_getoeteter_import_hinterlaesst_den_alten_oder_den_neuen_monat(versuch):
    ergebnis = abschiessen(versuch, ABSCHUESSE)
    print(ergebnis)
    assert ergebnis["dazwischen"] == 0, ergebnis
    # Sonst beweist der Versuch nichts: einige müssen fertig geworden, die meisten mitten in der Arbeit gestorben sein.
    assert ergebnis["fertig"] >= 0.1 * ABSCHUESSE and ergebnis["neu"] > 0, ergebnis
    assert ergebnis["mittendrin"] >= 0.5 * ABSCHUESSE and ergebnis["alt"] > 0, ergebnis


def test_der_aufbau_bemerkt_einen_import_ohne_transaktion(versuch):
    assert abschiessen(versuch, 14, kaputt=True)["dazwischen"] > 0


def zugleich(versuch: Versuch, nummern: list[str], *, kaputt: bool = False) -> list[tuple[int, str]]:
    """Alle übernehmen im selben Augenblick; Rückgabewert und Satz von jedem."""
    prozesse = [versuch.beginne("uebernehmen", nummer, kaputt=kaputt) for nummer in nummern]
    for _, leitung in prozesse:
        _lies_bis(leitung, 2)  # hat seine Lieferung geladen und wartet auf den Start
    for prozess, _ in prozesse:
        prozess.stdin.write("los\n")
        prozess.stdin.flush()
    ergebnisse = []
    for prozess, leitung in prozesse:
        satz, _ = prozess.communicate()
        os.close(leitung)
        ergebnisse.append((prozess.returncode, satz.strip()))
    return ergebnisse


def test_von_vieren_die_dasselbe_uebernehmen_gewinnt_genau_einer(versuch):
    stand, _ = versuch.uebernimm(0)
    versuch.uebernimm(1)
    ergebnisse = zugleich(versuch, [versuch.nimm_an(0)] * 4)
    assert sorted(rueckgabe for rueckgabe, _ in ergebnisse) == [0, 1, 1, 1]
    assert all("schon übernommen" in satz for rueckgabe, satz in ergebnisse if rueckgabe)
    assert versuch.stand() == stand


def test_der_aufbau_bemerkt_eine_uebernahme_ohne_sperre(versuch):
    stand, _ = versuch.uebernimm(0)
    for _ in range(10):
        versuch.uebernimm(1)
        ergebnisse = zugleich(versuch, [versuch.nimm_an(0)] * 4, kaputt=True)
        if [rueckgabe for rueckgabe, _ in ergebnisse].count(0) != 1 or versuch.stand() != stand:
            return
    pytest.fail("Vier Übernahmen ohne Sperre sind nie aufgefallen; der Aufbau sieht nicht hin.")
