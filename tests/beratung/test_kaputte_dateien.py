"""Kaputtes, Feindliches und nur Seltsames: immer ein Satz, nie ein Absturz, nie etwas halb gespeichert.

Jede Datei geht durch Browseransicht und Befehl. Befunde aus dem Zusammenhang (P50 und höher) hängen vom Bestand ab und
zählen nur, wo ein Fall sie nennt."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from beratung.kern.zaehlung import Art
from beratung.lieferungen.uebernahme import annehmen, zuruecknehmen
from beratung.lieferungen.zaehlzeilen import gezaehlter_inhalt
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.settings import BASE_DIR

from . import kaputte_dateien
from .conftest import (
    FALL,
    FALLKOPF,
    LEISTUNGSKOPF,
    SEPTEMBER,
    als_csv,
    faelle,
    lade,
    leistung,
    pruefe,
    ruf_auf,
    wuerfel,
)
from .hochladen import lade_hoch
from .kaputte_dateien import EIGENE_TESTS, FAELLE, GUT, SCHWER, Ausgang, faelle_csv, fall
from .mappenbau import GUT_XLSX

pytestmark = pytest.mark.django_db
# Unbekanntes Layout oder unbekannte Werte: statt der Ablehnung darf auch die Frage nach der Zuordnung kommen.
ZUORDENBAR = {"E12", "E14", "P03", "P07", "P09", "P20", "P22"}


def bestand() -> tuple:
    return Lieferung.objects.count(), Lieferungsteil.objects.count(), Monatswert.objects.count()


def der_datei(befunde: list[dict]) -> set[str]:
    """Codes der Befunde an der Datei selbst."""
    return {befund["code"] for befund in befunde if befund["code"] < "P50"}


def erfuellt(fall_, befunde: list[dict]) -> bool:
    genannt = {befund["code"] for befund in befunde}
    return set(fall_.codes) <= genannt and (fall_.wird_abgelehnt or der_datei(befunde) <= set(fall_.codes))


def test_jede_nummer_von_1_bis_78_ist_geprueft():
    eigene = {nr: name for nr, name in EIGENE_TESTS.items() if name in globals()}
    assert eigene == EIGENE_TESTS
    assert {f.nr for f in FAELLE} - {0} | eigene.keys() == set(range(1, 79))
    assert len({str(f) for f in FAELLE}) == len(FAELLE)


@pytest.mark.langsam
@pytest.mark.parametrize("fall_", FAELLE, ids=str)
def test_befehl(fall_, tmp_path):
    datei, vorher = tmp_path / "datei.xlsx", bestand()
    datei.write_bytes(fall_.inhalt)
    angaben = [datei, "--quelle", "seniora", "--monat", fall_.monat]
    rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", *angaben)
    if fall_.ausgang is Ausgang.W:
        assert (rueckgabe, ergebnis["ergebnis"]) == (1, "abgelehnt") and bestand() == vorher
    if not fall_.wird_abgelehnt:
        rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", *angaben, "--bestaetigen", "Test")
        assert rueckgabe == 0 and ergebnis["ergebnis"] in {"uebernommen", "unveraendert"}
        assert fall_.neuzugaenge in (None, ergebnis["summen"]["neuzugang"])
    else:
        assert (rueckgabe, ergebnis["ergebnis"], ergebnis["lieferung"]) == (1, "abgelehnt", None)
        assert bestand() == vorher
        assert ergebnis["zeilen"]["uebernommen"] == 0
        assert ergebnis["zeilen"]["abgelehnt"] == ergebnis["zeilen"]["gelesen"]
    assert erfuellt(fall_, ergebnis["befunde"]), ergebnis["befunde"]


@pytest.mark.langsam
@pytest.mark.parametrize("fall_", FAELLE, ids=str)
def test_seite(fall_, administration, settings):
    settings.EINGANG_SOFORT_BIS = 64 << 20  # auch große Dateien gleich in der Anfrage lesen
    vorher = bestand()
    antwort = lade_hoch(administration, fall_.inhalt, monat=fall_.monat)
    if not fall_.wird_abgelehnt:
        if antwort.fragt_nach_zuordnung and ZUORDENBAR.issuperset(fall_.codes):
            return
        assert antwort.lieferung.status == Lieferung.Status.GEPRUEFT
        assert antwort.lieferung.braucht_begruendung or fall_.ausgang is Ausgang.OK
        assert erfuellt(fall_, antwort.lieferung.befunde), antwort.lieferung.befunde
        assert fall_.neuzugaenge in (None, antwort.lieferung.summen.get("neuzugang"))
        return
    assert bestand() == vorher
    if ZUORDENBAR.issuperset(fall_.codes) and antwort.fragt_nach_zuordnung:
        return
    assert antwort.ist_abgelehnt and 'name="datei"' in antwort.seite
    assert all(f"({code})" in antwort.seite for code in fall_.codes)


def test_die_pruefung_bemerkt_eine_datei_die_durchrutscht(administration, settings):
    """Gegenprobe: eine gute Datei, als feindlich eingetragen, fällt in beiden Wegen auf."""
    falsch = kaputte_dateien.Fall(0, "in Wahrheit gut", Ausgang.X, ("E05",), GUT)
    with pytest.raises(AssertionError):
        test_seite(falsch, administration, settings)


# --- Nummern mit eigenem Weg ------------------------------------------------------------------------------------------


def test_zu_grosse_datei(administration, settings, tmp_path):
    """Nr. 25. Statt eines nackten 413 kommt die Seite mit dem Satz; das Zwischengespeicherte ist weg."""
    settings.DATEI_HOECHSTGROESSE = 100
    zwischenlager = tmp_path / "zwischenlager"
    zwischenlager.mkdir()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE, settings.FILE_UPLOAD_TEMP_DIR = 0, str(zwischenlager)
    assert [b.code for b in pruefe(b"x" * 101).befunde] == ["E02"]
    antwort = lade_hoch(administration, b"x" * 101)
    assert antwort.ist_abgelehnt and "größer als" in antwort.seite
    assert list(zwischenlager.iterdir()) == []


def test_sprung_gegenueber_dem_vormonat(administration):
    """Nr. 64: fragt nach, lehnt nicht ab."""
    lade(als_csv(FALLKOPF, *[fall(Monat="2025-08")] * 100), monat=Monat(2025, 8))
    antwort = lade_hoch(administration, faelle(40))
    assert antwort.lieferung.braucht_begruendung
    assert "P52" in {befund["code"] for befund in antwort.lieferung.befunde}


def test_dieselbe_datei_noch_einmal(administration, tmp_path):
    """Nr. 65: 0 Änderungen, auf beiden Wegen."""
    lieferung, vorher = lade(GUT), bestand()
    datei = tmp_path / "datei.csv"
    datei.write_bytes(GUT)
    rueckgabe, ergebnis = ruf_auf("lieferung_einlesen", datei, "--quelle", "seniora", "--monat", SEPTEMBER)
    assert (rueckgabe, ergebnis["ergebnis"], ergebnis["lieferung"]) == (0, "unveraendert", lieferung.pk)
    assert lade_hoch(administration, GUT).lieferung == lieferung
    assert bestand() == vorher


def test_dieselben_zahlen_in_anderer_reihenfolge_und_unter_anderem_namen(administration):
    """Nr. 66."""
    andere = fall(Alter="71", Geschlecht="m")
    lieferung, vorher = lade(faelle_csv(FALL, andere, FALL)), bestand()
    assert lade_hoch(administration, faelle_csv(andere, FALL, FALL), "anders.csv").lieferung == lieferung
    assert bestand() == vorher


def test_berichtigter_export_ersetzt_genau_die_geaenderten_zeilen():
    """Nr. 67: drei von zehn Zeilen anders; ersetzt wird ganz, rückgängig geht es ganz."""
    alt = lade(faelle(10))
    zeilen_alt, wuerfel_alt = gezaehlter_inhalt(alt.teile.get())["neuzugang"], wuerfel()
    neu = lade(faelle_csv(*[FALL] * 7, *[fall(Alter="64")] * 3))
    anzahl = {zeile[2]: zeile[-1] for zeile in gezaehlter_inhalt(neu.teile.get())["neuzugang"]}
    assert zeilen_alt[0][-1] == 10 and anzahl == {"80-84": 7, "60-64": 3}
    assert wuerfel()["seniora", "stadt", "", "neuzugang", "", ""] == 10
    zuruecknehmen(neu, von=None, grund="Test")
    assert wuerfel() == wuerfel_alt


def test_fallkennung_aus_einem_frueheren_monat():
    """Nr. 69: Eine Fallkennung wird nie gespeichert, also lässt sich auch nie sagen, dass es sie schon gab."""
    august = [["2025-08", *zeile[1:]] for zeile in [leistung(kennung="F-1")]]
    lade(als_csv(LEISTUNGSKOPF, *august), monat=Monat(2025, 8))
    pruefung = pruefe(als_csv(LEISTUNGSKOPF, leistung(kennung="F-1")))
    assert not pruefung.hat_fehler and pruefung.teile[Art.LEISTUNGEN].summen["beratung"] == 1


BOESE_NAMEN = ["../../x.csv", "<script>alert(1)</script>.csv", "\u202egnp.csv", "a\nb.csv", "x;rm -rf.csv"]


@pytest.mark.parametrize("name", [*BOESE_NAMEN, "a" * 300 + ".csv"])
def test_dateinamen_sind_nur_text(name, administration):
    """Nr. 78: Ein Name benennt nie einen Ort auf der Platte; gezeigt wird er als Text."""
    for lieferung in (annehmen(pruefe(GUT, dateiname=name), von=None), lade_hoch(administration, GUT, name).lieferung):
        seite = administration.get(f"/beratung/lieferungen/{lieferung.pk}/").content.decode()
        assert "<script>alert" not in seite
        assert len(lieferung.dateiname) <= 200 and not {"\u202e", "\n"} & set(lieferung.dateiname)


@pytest.mark.langsam
def test_viele_verschiedene_fehler_sprengen_die_seite_nicht():
    zeilen = [[*FALL[:2], f"Nirgends {n}", *FALL[3:]] for n in range(5000)]
    pruefung = pruefe(als_csv(FALLKOPF, *zeilen))
    assert len(pruefung.befunde) == 101
    assert pruefung.befunde[-1].anzahl == 4900


# --- Speicher und Rechenzeit -----------------------------------------------------------------------------------------

# Was eine feindliche Datei mehr kosten darf als eine gewöhnliche (sicherheit.md S2): Rechenzeit und Arbeitsspeicher.
MEHR_SEKUNDEN, MEHR_SPEICHER = 5, 300 << 20


@dataclass(frozen=True)
class Lauf:
    """Ein Prozess samt seinem Leser; `speicher`: der größere von beiden, Bytes."""

    rueckgabe: int
    ausgabe: str
    fehler: str
    sekunden: float
    speicher: int

    def kostet_zu_viel(self, gewoehnlich: "Lauf") -> list[str]:
        sekunden, speicher = self.sekunden - gewoehnlich.sekunden, self.speicher - gewoehnlich.speicher
        gefunden = [f"{sekunden:.1f} s mehr Rechenzeit"] * (sekunden > MEHR_SEKUNDEN)
        return gefunden + [f"{speicher >> 20} MB mehr Speicher"] * (speicher > MEHR_SPEICHER)


@pytest.fixture(scope="module")
def umgebung(tmp_path_factory):
    """Eine eigene kleine Installation; die Befehle darin laufen in frischen Prozessen."""
    ordner = tmp_path_factory.mktemp("installation")
    eigenes = {"DATABASE_URL": f"sqlite:///{ordner / 'db.sqlite3'}", "DATENVERZEICHNIS": str(ordner)}
    umgebung = os.environ | eigenes
    for befehl in (
        "migrate -v0",
        "loaddata -v0 kataloge zuordnungsprofile",
        "gebiete_einlesen fixtures/stadtteile.csv",
        "loaddata -v0 beispielstellen",
    ):
        aufruf = [sys.executable, "manage.py", *befehl.split()]
        subprocess.run(aufruf, cwd=BASE_DIR, env=umgebung, check=True, capture_output=True)
    return umgebung


def _gemessen(umgebung, *befehl) -> Lauf:
    aufruf = [sys.executable, "-m", "tests.beratung.verbrauch", *befehl]
    lauf = subprocess.run(aufruf, cwd=BASE_DIR, env=umgebung, capture_output=True, text=True, check=False)
    fehler, _, verbrauch = lauf.stderr.rstrip().rpartition("\n")
    return Lauf(lauf.returncode, lauf.stdout, fehler, *json.loads(verbrauch))


def _gelesen(inhalt: bytes, ordner, umgebung) -> Lauf:
    datei = ordner / "datei"
    datei.write_bytes(inhalt)
    angaben = ["--quelle", "seniora", "--monat", "2025-09", "--pruefen", "--json"]
    return _gemessen(umgebung, "manage.py", "lieferung_einlesen", str(datei), *angaben)


@pytest.fixture(scope="module")
def gewoehnlich(umgebung, tmp_path_factory) -> Lauf:
    lauf = _gelesen(GUT_XLSX, tmp_path_factory.mktemp("gewoehnlich"), umgebung)
    assert lauf.rueckgabe == 0, lauf.fehler
    return lauf


@pytest.mark.langsam
@pytest.mark.parametrize("fall_", SCHWER, ids=str)
def test_schweres_endet_bald_und_sparsam_mit_seinem_befund(fall_, gewoehnlich, umgebung, tmp_path):
    lauf = _gelesen(fall_.inhalt, tmp_path, umgebung)
    assert lauf.rueckgabe == 1, lauf.fehler[-500:]
    assert erfuellt(fall_, json.loads(lauf.ausgabe)["befunde"])
    assert lauf.kostet_zu_viel(gewoehnlich) == []


@pytest.mark.langsam
def test_die_messung_bemerkt_einen_gierigen_leser(gewoehnlich, umgebung):
    """Gegenprobe: Wer sich auspackt, was er bekommt, fällt am Speicher auf; wer ewig rechnet, an der Rechenzeit."""
    bytes_, sekunden = gewoehnlich.speicher + MEHR_SPEICHER + (50 << 20), gewoehnlich.sekunden + MEHR_SEKUNDEN + 2
    gierig = f"import time; b'x' * {bytes_}\nwhile time.process_time() < {sekunden}: pass"
    gefunden = _gemessen(umgebung, "-c", gierig).kostet_zu_viel(gewoehnlich)
    assert len(gefunden) == 2, gefunden


@pytest.mark.langsam
def test_die_schranke_haelt_auch_was_die_maschine_lahmlegte(umgebung):
    lauf = _gemessen(umgebung, "-c", "bytearray(4 << 30)")
    assert "MemoryError" in lauf.fehler and not lauf.ausgabe
