"""„Heute“ ist der Tag in Dresden, eine Stunde ist eine Stunde: Jahreswechsel und beide Zeitumstellungen.

Gestellt wird nur die Uhr; sie geht in Weltzeit, wie die des Servers."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from beratung.eingang import ablage
from beratung.kalender import lieferkalender
from beratung.kern.kalender.lieferlage import Lage
from beratung.kern.zaehlung import Quelle
from beratung.lieferungen.uebernahme import annehmen, uebernehmen
from beratung.models import Eingang, Traeger
from beratung.pruefung.datei import pruefen
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.settings import BASE_DIR
from massnahmen.models import Massnahme, Sachstandsart
from massnahmen.sachstand.melden import sachstand_melden
from tests.beratung.conftest import FALL, FALLKOPF, als_csv

pytestmark = pytest.mark.django_db
JANUAR = Monat(2025, 1)
VOR_MITTERNACHT, NACH_MITTERNACHT = "2024-12-31 22:59", "2024-12-31 23:30"  # in Dresden 23:59 und 0:30 am 1. Januar


@pytest.fixture
def uhr(monkeypatch):
    """`uhr("2024-12-31 23:30")` stellt sie auf diesen Augenblick in Weltzeit."""

    def stellen(wann: str) -> datetime:
        jetzt = datetime.fromisoformat(wann).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: jetzt)
        return jetzt

    return stellen


def lieferung_des_januars():
    zeile = [str(JANUAR), *FALL[1:]]
    return pruefen(
        datei=io.BytesIO(als_csv(FALLKOPF, zeile)), dateiname="a.csv", quelle=Quelle.SENIORA, monat=JANUAR,
        profil=profil_finden("standard"),
    )  # fmt: skip


@pytest.mark.parametrize(("wann", "zukunft"), [(VOR_MITTERNACHT, True), (NACH_MITTERNACHT, False)])
def test_der_januar_beginnt_um_mitternacht_in_dresden(uhr, wann, zukunft):
    uhr(wann)
    codes = {befund.code for befund in lieferung_des_januars().befunde}
    assert ("P54" in codes, "P57" in codes) == (zukunft, not zukunft), "in der Zukunft, danach ein Teilmonat"
    assert (lieferkalender.jahre()[-1] == 2025) is not zukunft


def test_uebernommen_nach_mitternacht_ist_uebernommen_am_ersten_januar(uhr, angemeldet):
    uhr(NACH_MITTERNACHT)
    lieferung = uebernehmen(annehmen(lieferung_des_januars(), von=None), von=None, begruendung="Test")
    seite = angemeldet("administration").get(f"/beratung/lieferungen/{lieferung.pk}/").content.decode()
    assert "01.01.2025" in seite and "31.12.2024" not in seite


@pytest.mark.parametrize(("wann", "tag"), [(VOR_MITTERNACHT, date(2024, 12, 31)), (NACH_MITTERNACHT, date(2025, 1, 1))])
def test_ein_sachstand_gilt_ab_dem_tag_in_dresden(uhr, wann, tag):
    uhr(wann)
    massnahme = Massnahme.objects.mit_termin().get(nr="7.1.1.")
    art = Sachstandsart.objects.get(schluessel="laufend")
    angaben = {"massnahme": massnahme, "sachstandsart": art, "grundlage": massnahme.meldung.pk, "von": None}
    assert sachstand_melden(erlaeuterung="Test", **angaben).gueltig_ab == tag


@pytest.mark.parametrize(
    ("wann", "faellig_bis", "ist_ueberfaellig"),
    [
        (VOR_MITTERNACHT, date(2024, 12, 31), False),
        (NACH_MITTERNACHT, date(2024, 12, 31), True),
        ("2026-03-29 00:59", date(2026, 3, 29), False),  # eine Minute vor der Umstellung auf Sommerzeit
        ("2026-03-28 23:01", date(2026, 3, 28), True),
        ("2025-10-26 00:30", date(2025, 10, 26), False),  # halb drei, zum ersten Mal
        ("2025-10-26 22:59", date(2025, 10, 26), False),
        ("2025-10-26 23:00", date(2025, 10, 26), True),
    ],
)
def test_ueberfaellig_ist_erst_der_tag_danach(uhr, angemeldet, wann, faellig_bis, ist_ueberfaellig):
    massnahme = Massnahme.objects.get(nr="4.1.1.")
    massnahme.phasen.update(bis=faellig_bis, von=faellig_bis - timedelta(days=30))
    uhr(wann)
    seite = angemeldet("leitung").get("/massnahmen/?text=4.1.1.").content.decode()
    assert "1 von 49 Maßnahmen" in seite
    assert ("überfällig</span>" in seite.partition("<tbody")[2]) == ist_ueberfaellig


@pytest.mark.parametrize(("wann", "lage"), [("2025-01-10 22:59", Lage.NICHT_FAELLIG), ("2025-01-10 23:00", Lage.FEHLT)])
def test_die_lieferfrist_endet_um_mitternacht_in_dresden(uhr, wann, lage):
    """Der Dezember ist am 10. Januar fällig."""
    uhr(wann)
    traeger = Traeger.objects.get(name="Beispielträger Elbe e. V.")
    (blatt,) = lieferkalender.traegerblaetter(Zeitraum(Monat(2024, 12), Monat(2024, 12)), traeger=traeger)
    assert {eine.lage for _, lagen in blatt.zeilen for eine in lagen} == {lage}


@pytest.mark.parametrize("beginn", ["2026-03-29 00:30", "2025-10-26 00:30"])
def test_eine_stunde_im_eingang_ist_auch_bei_der_zeitumstellung_eine_stunde(uhr, person, beginn):
    anfang = uhr(beginn)
    datei = SimpleUploadedFile("a.csv", als_csv(FALLKOPF, FALL))
    eingang = ablage.einreichen(datei, von=person("administration"))
    for minuten, liegt_noch in ((59, True), (61, False)):
        uhr(f"{anfang + timedelta(minutes=minuten):%Y-%m-%d %H:%M}")
        ablage.aufraeumen()
        assert (Eingang.objects.get(pk=eingang.pk).zustand == "wartet") is liegt_noch


EIGENE_UHR = re.compile(r"\b(?:date|datetime)\.(?:today|now|utcnow)\(|\bnow\(\)\.date\(\)|\btime\.localtime\(")


def fragt_die_falsche_uhr(text: str) -> bool:
    return bool(EIGENE_UHR.search(text))


def test_nirgends_wird_die_uhr_des_servers_gefragt():
    """Sie geht in Weltzeit; „heute“ sagt nur timezone.localdate()."""
    pakete = ("dresden_senioren", "massnahmen", "beratung", "berichte")
    dateien = [pfad for paket in pakete for pfad in (BASE_DIR / paket).rglob("*.py")]
    assert [str(pfad) for pfad in dateien if fragt_die_falsche_uhr(pfad.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("zeile", ["heute = date.today()", "jetzt = datetime.now()", "tag = timezone.now().date()"])
def test_die_falsche_uhr_faellt_auf(zeile):
    assert fragt_die_falsche_uhr(zeile)
