"""Ein Importprozess, der an beliebiger Stelle getötet wird, hinterlässt den alten oder den neuen Monat, nie etwas
dazwischen; und von mehreren, die denselben Monat zugleich übernehmen, gewinnt genau einer.

Wo ein Prozess stirbt oder wartet, ist ein gezählter Befehl an die Datenbank, nie eine Frage der Zeit.
`ABSCHUESSE=150` wiederholt den ersten Versuch so oft wie im Ziel (sicherheit.md R1); sonst genügen wenige."""

import hashlib
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
from .importprozess import Importprozess

pytestmark = [pytest.mark.langsam]

ABSCHUESSE = int(os.environ.get("ABSCHUESSE", "14"))
ALTES_GILT_NICHT_MEHR = 'UPDATE "beratung_lieferungsteil"'
ALTE_ZELLEN_FORT = 'DELETE FROM "beratung_monatswert"'
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

    def lies_ein(self, fassung: int, **halt) -> Importprozess:
        angaben = [str(self.dateien[fassung]), "--quelle=seniora", f"--monat={SEPTEMBER}", "--bestaetigen=Versuch"]
        return Importprozess(self.umgebung, ["einlesen", *angaben], **halt)

    def uebernimm(self, fassung: int, *, kaputt: bool = False) -> list[str]:
        """Ganz durchlaufen lassen; gibt die Befehle an die Datenbank."""
        prozess = self.lies_ein(fassung, kaputt=kaputt)
        rueckgabe, satz = prozess.zu_ende()
        assert rueckgabe == 0, satz
        return prozess.befehle

    def nimm_an(self, fassung: int) -> str:
        rueckgabe, satz = Importprozess(self.umgebung, ["annehmen", str(self.dateien[fassung])]).zu_ende()
        assert rueckgabe == 0, satz
        return satz

    def stand(self) -> str:
        """Prüfsumme dessen, was gilt: Teile mit ihren Zeilen und der Würfel."""
        summe = hashlib.sha256()
        with self.verbindung.cursor() as zeiger:
            for sql in (ZEILEN, WUERFEL):
                zeiger.execute(sql)
                summe.update(repr(zeiger.fetchall()).encode())
        self.verbindung.close()
        return summe.hexdigest()

    def beide_staende(self) -> list[str]:
        """Der Stand nach jeder der beiden Fassungen; danach gilt die zweite."""
        staende = []
        for fassung in range(2):
            self.uebernimm(fassung)
            staende.append(self.stand())
        return staende


def _leistungen(fassung: int) -> bytes:
    arten = ("Beratung", "Krisenintervention")
    zeilen = [
        leistung(arten[nr % 2], stadtteil=str(92 + nr % 5), anzahl=str(1 + nr % (3 + fassung))) for nr in range(400)
    ]
    return als_csv(LEISTUNGSKOPF, *zeilen)


@pytest.fixture(scope="module")
def versuch(tmp_path_factory, django_db_blocker):
    ordner = tmp_path_factory.mktemp("abschuss")
    with eigene_datenbank(ordner) as adresse, django_db_blocker.unblock():
        aufbau = Versuch(ordner, adresse)
        aufbau.richte_ein()
        yield aufbau


def haltestelle(nr: int, befehle: list[str]) -> int:
    """Vor welchem Befehl der nr-te stirbt: von zehn zwei erst am Ende (0), einer irgendwo, sieben, nachdem die alte
    Fassung abgelöst und ehe die neue fertig ist."""
    ab = 1 if nr % 10 == 3 else mitten_im_schreiben(befehle)
    return 0 if nr % 5 == 4 else ab + nr * (len(befehle) + 1 - ab) // ABSCHUESSE


def mitten_im_schreiben(befehle: list[str]) -> int:
    """Nummer des Befehls nach dem, der die alte Fassung ablöst."""
    return next(nr for nr, befehl in enumerate(befehle, 2) if befehl.startswith(ALTES_GILT_NICHT_MEHR))


def test_getoeteter_import_hinterlaesst_den_alten_oder_den_neuen_monat(versuch):
    """Jeder zweite der angehaltenen darf noch weiter und stirbt irgendwo in seinem Befehl oder beim Festschreiben."""
    staende, befehle = versuch.beide_staende(), versuch.uebernimm(0)
    gilt, ergebnis, wuerfel = 0, Counter(), random.Random(2024)  # noqa: S311
    for nr in range(ABSCHUESSE):
        halt = haltestelle(nr, befehle)
        prozess = versuch.lies_ein(1 - gilt, halt=halt)
        haelt = prozess.bis_zum_halt()
        if haelt and nr % 2:
            prozess.weiter()
            time.sleep(wuerfel.random() / 500)
        prozess.toete()
        stand = versuch.stand()
        assert stand in staende, f"getötet vor {prozess.befehle[-1]}"
        wo = "am Ende" if not haelt else "im Schreiben" if halt >= mitten_im_schreiben(befehle) else "davor"
        ergebnis[wo, "alt" if stand == staende[gilt] else "neu"] += 1
        gilt = staende.index(stand)
    print(ergebnis)
    # Sonst bewiese der Versuch nichts: ein Zehntel muss fertig geworden, die Hälfte mitten im Schreiben gestorben sein.
    assert ergebnis["am Ende", "neu"] >= ABSCHUESSE // 10 and ergebnis["am Ende", "alt"] == 0, ergebnis
    assert ergebnis["im Schreiben", "alt"] >= ABSCHUESSE // 2, ergebnis


def toete_zwischen_alten_und_neuen_zellen(versuch: Versuch, *, kaputt: bool) -> str:
    """Der Stand danach. Die erste Fassung soll die zweite ersetzen."""
    gleiche = versuch.uebernimm(0, kaputt=kaputt)
    versuch.uebernimm(1)
    danach = next(nr for nr, befehl in enumerate(gleiche, 1) if befehl.startswith(ALTE_ZELLEN_FORT)) + 1
    prozess = versuch.lies_ein(0, halt=danach, kaputt=kaputt)
    assert prozess.bis_zum_halt() and prozess.befehle[-2].startswith(ALTE_ZELLEN_FORT)
    prozess.toete()
    return versuch.stand()


def test_zwischen_alten_und_neuen_zellen_getoetet_gelten_die_alten(versuch):
    _, zweiter = versuch.beide_staende()
    assert toete_zwischen_alten_und_neuen_zellen(versuch, kaputt=False) == zweiter


def test_der_aufbau_bemerkt_einen_import_ohne_transaktion(versuch):
    staende = versuch.beide_staende()
    assert toete_zwischen_alten_und_neuen_zellen(versuch, kaputt=True) not in staende


def bereit(versuch: Versuch, nummer: str, **halt) -> list[Importprozess]:
    """Vier Prozesse, die dieselbe Lieferung geladen haben und auf den Start warten."""
    prozesse = [Importprozess(versuch.umgebung, ["uebernehmen", nummer], **halt) for _ in range(4)]
    assert all(prozess.bis_zum_halt() for prozess in prozesse)
    return prozesse


def test_von_vieren_die_dasselbe_uebernehmen_gewinnt_genau_einer(versuch):
    erster, _ = versuch.beide_staende()
    prozesse = bereit(versuch, versuch.nimm_an(0))
    for prozess in prozesse:
        prozess.weiter()
    ergebnisse = [prozess.zu_ende() for prozess in prozesse]
    assert sorted(rueckgabe for rueckgabe, _ in ergebnisse) == [0, 1, 1, 1]
    assert all("schon übernommen" in satz for rueckgabe, satz in ergebnisse if rueckgabe)
    assert versuch.stand() == erster


def test_der_aufbau_bemerkt_eine_uebernahme_ohne_sperre(versuch):
    """Alle vier haben ungesperrt gelesen, dass die Lieferung noch wartet, ehe einer nach dem anderen schreibt."""
    erster, _ = versuch.beide_staende()
    einer = Importprozess(versuch.umgebung, ["uebernehmen", versuch.nimm_an(0)], kaputt=True)
    einer.bis_zum_halt()
    einer.weiter()
    assert einer.zu_ende()[0] == 0 and versuch.stand() == erster, "allein gelingt es auch ohne Sperre"
    erstes_schreiben = next(nr for nr, befehl in enumerate(einer.befehle, 1) if not befehl.startswith("SELECT"))
    versuch.uebernimm(1)

    prozesse = bereit(versuch, versuch.nimm_an(0), halt=erstes_schreiben, kaputt=True)
    for prozess in prozesse:
        prozess.weiter()
    assert all(prozess.bis_zum_halt() for prozess in prozesse)
    for prozess in prozesse:
        prozess.weiter()
        prozess.bis_zum_halt()
    ergebnisse = [prozess.zu_ende()[0] for prozess in prozesse]
    assert ergebnisse.count(0) != 1 or versuch.stand() != erster
