"""Dateien fließen: egal wie groß, in welcher Reihenfolge und in welchen Blöcken, die Zahlen sind dieselben."""

import io
import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beratung.kern.lesen.einlesen import pruefsumme
from beratung.kern.zaehlen import zaehlen
from beratung.kern.zaehlung import Art, Quelle
from beratung.lieferungen.uebernahme import annehmen, uebernehmen, verwerfen
from beratung.lieferungen.zaehlzeilen import gezaehlter_inhalt
from beratung.models import Haeufigkeit, Leistung
from beratung.pruefung.datei import pruefen
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.kern.zeitraum import Monat

from .conftest import FALL, FALLKOPF, LEISTUNGSKOPF, SEPTEMBER, als_csv, codes, faelle, lade, leistung, pruefe, wuerfel

pytestmark = pytest.mark.django_db


def viele_leistungen(anzahl: int) -> list[list[str]]:
    wahl = random.Random(2024)  # noqa: S311
    arten, orte = ("Beratung", "Krisenintervention", "Information/Zuständigkeitsprüfung"), ("92", "93", "07", "")
    return [
        leistung(wahl.choice(arten), stadtteil=wahl.choice(orte), anzahl=wahl.choice(["", "1", "3"]),
                 kennung=wahl.choice(["", *(f"F{n}" for n in range(40))]))
        for _ in range(anzahl)
    ]  # fmt: skip


def test_reihenfolge_und_blockgrenzen_aendern_keine_zahl(monkeypatch):
    zeilen = viele_leistungen(1500)
    am_stueck = pruefe(als_csv(LEISTUNGSKOPF, *zeilen)).teile[Art.LEISTUNGEN]
    monkeypatch.setattr(zaehlen, "GRUPPEN_HOECHSTENS", 3)
    monkeypatch.setattr(zaehlen, "FAELLE_HOECHSTENS", 100)
    monkeypatch.setattr(zaehlen, "BLOCK", 7)
    zerlegt = pruefe(als_csv(LEISTUNGSKOPF, *zeilen[::-1])).teile[Art.LEISTUNGEN]
    assert len(zerlegt.inhalt["leistung"]) > len(am_stueck.inhalt["leistung"])
    assert (zerlegt.zellen, zerlegt.inhaltssumme) == (am_stueck.zellen, am_stueck.inhaltssumme)
    assert zerlegt.ohne_kennung == am_stueck.ohne_kennung > 0


def test_in_bloecken_gezaehltes_wird_genauso_uebernommen_und_gelesen(monkeypatch):
    zeilen = viele_leistungen(700)
    lade(als_csv(LEISTUNGSKOPF, *zeilen))
    vorher = wuerfel()
    monkeypatch.setattr(zaehlen, "GRUPPEN_HOECHSTENS", 3)
    pruefung = pruefe(als_csv(LEISTUNGSKOPF, *zeilen, zeilen[0]))
    lieferung = annehmen(pruefung, von=None)
    wartend = gezaehlter_inhalt(lieferung.teile.get())
    uebernehmen(lieferung, von=None, begruendung="Test")
    assert gezaehlter_inhalt(lieferung.teile.get()) == wartend
    assert len({tuple(zeile[:-1]) for zeile in wartend["leistung"]}) == len(wartend["leistung"])
    assert sum(wuerfel().values()) > sum(vorher.values())


def test_eine_zahl_mehr_ergibt_eine_andere_pruefsumme():
    eine, andere = (pruefe(als_csv(LEISTUNGSKOPF, leistung(anzahl=n))).teile[Art.LEISTUNGEN] for n in ("1", "2"))
    assert eine.inhaltssumme != andere.inhaltssumme


def test_verworfenes_laesst_keine_zeilen_zurueck():
    vorher = Leistung.objects.count(), Haeufigkeit.objects.count()
    lieferung = annehmen(pruefe(als_csv(LEISTUNGSKOPF, *viele_leistungen(50))), von=None)
    assert Leistung.objects.count() > vorher[0] and Haeufigkeit.objects.count() > vorher[1]
    verwerfen(lieferung, von=None)
    assert (Leistung.objects.count(), Haeufigkeit.objects.count()) == vorher


def test_wie_viele_zeilen_erlaubt_sind_sagt_die_einstellung(settings):
    settings.DATEI_ZEILEN_HOECHSTENS = 300
    (befund,) = pruefe(faelle(300)).befunde
    assert befund.code == "E13" and "mehr als 300 Zeilen" in befund.meldung
    assert codes(pruefe(faelle(299))) == []


@pytest.mark.parametrize("anzahl", [255, 256, 257, 511, 512, 513])
def test_summenzeile_wird_an_jeder_blockgrenze_erkannt(anzahl):
    leer = [""] * (len(FALLKOPF) - 2)
    pruefung = pruefe(als_csv(FALLKOPF, *[FALL] * anzahl, ["Gesamt", str(anzahl), *leer], [""] * 8, []))
    assert (codes(pruefung), pruefung.summen, pruefung.gelesen) == ([], {"neuzugang": anzahl}, anzahl)


def test_zeilennummern_stimmen_auch_nach_leeren_zeilen_und_vielen_bloecken():
    zeilen = [FALL] * 700
    zeilen[100:103] = [[""] * 8, [" ", "\u00a0"], []]
    zeilen[650] = [*FALL[:3], "200", *FALL[4:]]
    (befund,) = pruefe(als_csv(FALLKOPF, *zeilen)).befunde
    assert (befund.code, befund.zeilen) == ("P08", (652,))


def test_befund_nennt_die_ersten_zeilen_und_die_ganze_anzahl():
    pruefung = pruefe(als_csv(FALLKOPF, *[[*FALL[:3], "200", *FALL[4:]]] * 1000))
    (befund,) = pruefung.befunde
    assert (befund.anzahl, befund.zeilen) == (1000, tuple(range(2, 12)))
    assert (pruefung.gelesen, pruefung.fehlerhaft) == (1000, 1000)


def test_fortschritt_wird_gemeldet_und_die_datei_bleibt_offen():
    gemeldet, datei = [], io.BytesIO(faelle(12_000))
    pruefung = pruefen(
        datei=datei, dateiname="x.csv", quelle=Quelle.SENIORA, monat=SEPTEMBER, profil=profil_finden("standard"),
        heute=date(2025, 12, 10), fortschritt=gemeldet.append,
    )  # fmt: skip
    assert [zahl // 5000 for zahl in gemeldet] == [1, 2]
    assert pruefsumme(datei, hoechstens=10**9) == pruefung.sha256


@pytest.mark.parametrize("rest", range(3))
def test_umlaut_an_der_stueckgrenze(rest):
    """Die Datei wird in Stücken von 1 MiB angesehen; ein Umlaut aus zwei Bytes darf dazwischen liegen."""
    kopf, zeile = als_csv(FALLKOPF), als_csv([*FALL[:2], "Löbtau-Nord", *FALL[3:]])
    platz = (1 << 20) - rest - zeile.index("ö".encode()) - len(kopf)
    fall = als_csv(FALL)
    inhalt = kopf + b"\n" * (platz % len(fall)) + fall * (platz // len(fall)) + zeile
    assert inhalt.rindex("ö".encode()) == (1 << 20) - rest
    assert codes(pruefe(inhalt)) == []


def test_ein_monat_kostet_nicht_mehr_wenn_jahre_daneben_stehen():
    def kosten() -> tuple[int, int]:
        pruefung = pruefe(faelle(40 + len(gezaehlt)), monat=SEPTEMBER)
        with CaptureQueriesContext(connection) as abfragen:
            lieferung = uebernehmen(annehmen(pruefung, von=None), von=None, begruendung="Test")
        return len(abfragen), lieferung.teile.get().monatswerte.count()

    gezaehlt: list = []
    lade(faelle(39))
    gezaehlt.append(kosten())
    for jahr in range(2015, 2025):
        for monat in (3, 9):
            zeilen = [[f"{jahr}-{monat:02}", *FALL[1:]]] * 50
            lade(als_csv(FALLKOPF, *zeilen), monat=Monat(jahr, monat))
    gezaehlt.append(kosten())
    assert gezaehlt[0] == gezaehlt[1]
