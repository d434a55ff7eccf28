"""Beschädigte, fremde und unpassende Sicherungen werden abgelehnt, und nichts davon bleibt liegen."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from dresden_senioren.sicherung import SicherungFehler, archiv, rotation, sichern, umfang, wiederherstellen
from dresden_senioren.sicherung.rotation import Plan, zu_behalten

from .sicherungsdatei import neue_summen, umschreiben

pytestmark = pytest.mark.langsam
STELLEN = 20


@pytest.fixture(scope="module", autouse=True)
def nach_dem_browser():
    """Hat in diesem Prozess schon ein Browser gearbeitet, läuft dessen Ereignisschleife noch; Django hielte das für
    asynchronen Code."""
    with pytest.MonkeyPatch.context() as m:
        m.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def sicherung(django_db_setup, django_db_blocker, tmp_path_factory):
    """Die Sicherung einer eben erst angelegten Datenbank mit ein paar Zeilen."""
    pfad = tmp_path_factory.mktemp("heil") / "heil.zip"
    with django_db_blocker.unblock(), wiederherstellen.vorlaeufige() as alias, archiv.schreiben(pfad) as ablage:
        MigrationExecutor(connections[alias]).migrate(umfang.des_programms().letzte)
        Group.objects.using(alias).bulk_create(Group(name=f"Gruppe {nr}") for nr in range(100))
        sichern.schreiben(alias, ablage)
    return pfad


@pytest.fixture
def ohne_spuren(django_db_setup, django_db_blocker, tmp_path, monkeypatch):
    """Was zur Probe eingelesen wird, hinterlässt keine Datei und kein Schema."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    with django_db_blocker.unblock():
        yield
        assert list((tmp_path / "tmp").iterdir()) == []
        if connection.vendor == "postgresql":
            with connection.cursor() as zeiger:
                zeiger.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'probe%%'")
                assert zeiger.fetchone() == (0,)
        connection.close()


def test_heile_sicherung_wird_angenommen(sicherung, ohne_spuren):
    """Gegenprobe zu allem, was folgt."""
    assert wiederherstellen.probe(sicherung).zeilen == 100


def test_abgeschnitten_an_zwanzig_stellen(sicherung, tmp_path):
    inhalt = sicherung.read_bytes()
    kaputt = tmp_path / "kaputt.zip"
    for stelle in range(STELLEN):
        kaputt.write_bytes(inhalt[: len(inhalt) * stelle // STELLEN])
        with pytest.raises(archiv.Beschaedigt, match="abgeschnitten"), archiv.lesen(kaputt):
            pass
    kaputt.write_bytes(inhalt[:-1])
    with pytest.raises(archiv.Beschaedigt), archiv.lesen(kaputt):
        pass


def test_jedes_gekippte_zeichen_faellt_auf(sicherung, tmp_path):
    """Auch eines, das ZIP selbst nicht bemerkt, in den Zeitangaben, dem Siegel, am Ende."""
    inhalt = sicherung.read_bytes()
    kaputt = tmp_path / "kaputt.zip"
    for stelle in (*(len(inhalt) * nr // STELLEN for nr in range(STELLEN)), 10, len(inhalt) - 1, len(inhalt) - 70):
        kaputt.write_bytes(inhalt[:stelle] + bytes([inhalt[stelle] ^ 1]) + inhalt[stelle + 1 :])
        with pytest.raises(archiv.Beschaedigt), archiv.lesen(kaputt):
            pass


def test_etwas_anderes_ist_keine_sicherung(tmp_path):
    fremd = tmp_path / "fremd.zip"
    for inhalt in (b"", b"x", b"PK\x05\x06" + bytes(18), os.urandom(1000)):
        fremd.write_bytes(inhalt)
        with pytest.raises(archiv.Beschaedigt), archiv.lesen(fremd):
            pass


def test_veraenderte_zeilen_fallen_auf_auch_bei_gueltigem_siegel(sicherung, tmp_path, ohne_spuren):
    def anders(modell, zeilen):
        return [z.replace(b'Gruppe 7"', b'Gruppe X"') for z in zeilen]

    mit_alter_summe = umschreiben(sicherung, tmp_path / "a.zip", zeilen=anders)
    with pytest.raises(archiv.Beschaedigt, match=r"auth\.group\.jsonl"):
        wiederherstellen.probe(mit_alter_summe)


def test_verglichen_wird_was_wirklich_in_der_datenbank_steht(sicherung, tmp_path, ohne_spuren):
    """Stimmen auch die Prüfsummen der Datei, bleibt die der Tabelle."""

    def eine_weniger(modell, zeilen):
        return zeilen[:-1]

    gekuerzt = umschreiben(sicherung, tmp_path / "a.zip", neue_summen, eine_weniger)
    with pytest.raises(SicherungFehler, match=r"auth\.group: Eingelesen sind 99 Zeilen, gesichert waren 100"):
        wiederherstellen.probe(gekuerzt)


@pytest.mark.parametrize(
    ("aendern", "meldung"),
    [
        (lambda a: a["migrationen"]["beratung"].append("0002_zukunft"), "beratung.0002_zukunft ist hier unbekannt"),
        (lambda a: a["tabellen"][0]["spalten"].append("neue"), "sieht hier anders aus"),
        (lambda a: a["tabellen"].pop(), "sieht hier anders aus"),
        (lambda a: a.update(format=2), "im Format 2"),
    ],
    ids=["neuere Migration", "andere Spalten", "fehlende Tabelle", "anderes Format"],
)
def test_was_nicht_zum_programm_passt_wird_abgelehnt(sicherung, tmp_path, ohne_spuren, aendern, meldung):
    with pytest.raises(SicherungFehler, match=meldung):
        wiederherstellen.probe(umschreiben(sicherung, tmp_path / "anders.zip", aendern))


def test_aeltere_sicherung_wird_nachgezogen(sicherung, tmp_path, ohne_spuren):
    """Wie aus einem Programm, das `sessions` noch nicht kannte."""

    def aelter(angaben):
        del angaben["migrationen"]["sessions"], angaben["ausgelassen"]["sessions.session"]

    ergebnis = wiederherstellen.probe(umschreiben(sicherung, tmp_path / "alt.zip", aelter))
    assert (ergebnis.nachgezogen, ergebnis.zeilen) == (1, 100)


def test_datenbank_eines_neueren_programms_wird_nicht_gesichert(ohne_spuren):
    with wiederherstellen.vorlaeufige() as alias:
        buch = MigrationRecorder(connections[alias])
        buch.ensure_schema()
        for app, name in [*umfang.des_programms().letzte, ("beratung", "0002_zukunft")]:
            buch.record_applied(app, name)
        with pytest.raises(SicherungFehler, match=r"beratung\.0002_zukunft ist hier unbekannt"):
            umfang.der_datenbank(alias)


# --- Rotation ---------------------------------------------------------------------------------------------------------


def taeglich(tage: int) -> list[datetime]:
    """Jede Nacht um drei, die letzte am 22.11.2026."""
    letzte = datetime(2026, 11, 22, 3, 0)
    return [letzte - timedelta(days=tag) for tag in range(tage)]


def test_sieben_tage_fuenf_wochen_zwoelf_monate():
    behalten = zu_behalten(taeglich(500), Plan(7, 5, 12))
    # Der 22.11. ist ein Sonntag: die jüngste jeder Woche ist die vom Sonntag, die jüngste jedes Monats vom letzten Tag.
    sonntage = {datetime(2026, 11, tag, 3) for tag in (22, 15, 8, 1)} | {datetime(2026, 10, 25, 3)}
    monatsenden = {z for z in taeglich(365) if (z + timedelta(days=1)).day == 1 and z > datetime(2025, 12, 1)}
    assert behalten == {*taeglich(7), *sonntage, *monatsenden}
    assert len(monatsenden) == 11  # der zwölfte Monat ist der laufende
    assert zu_behalten(behalten, Plan(7, 5, 12)) == behalten  # ein zweiter Lauf löscht nichts


def test_ohne_monate_ist_nach_35_tagen_nichts_mehr_da():
    alter = {max(taeglich(500)) - zeitpunkt for zeitpunkt in zu_behalten(taeglich(500), Plan(7, 5, 0))}
    assert max(alter) <= timedelta(days=35)


def test_nach_einer_pause_bleiben_die_alten():
    alte = [datetime(2020, 1, tag, 3) for tag in (1, 2, 3)]
    assert zu_behalten([*alte, datetime(2026, 11, 22)], Plan(7, 0, 0)) == {*alte, datetime(2026, 11, 22)}
    assert zu_behalten([], Plan(7, 5, 12)) == set()


@pytest.mark.parametrize("text", ["", "7", "7/5", "7/5/12/1", "a/b/c", "-1/5/12", "0/0/0"])
def test_unsinniger_plan(text):
    with pytest.raises(ValueError, match="kein Plan"):
        Plan.lesen(text)


def test_geloescht_wird_nur_eigenes(tmp_path):
    for zeitpunkt in taeglich(10):
        (tmp_path / zeitpunkt.strftime(rotation.MUSTER)).touch()
    (tmp_path / "senioren_2026-11-01_030000.zip.age").touch()  # auch verschlüsselte veralten
    fremde = ["senioren.zip", "senioren_2020-01-01.zip", "wichtig.txt", "senioren_2026-11-22_030000.zip.doc"]
    for name in (*fremde, ".senioren_neu.zip.ab12.teil", ".senioren_alt.zip.ab12.teil"):
        (tmp_path / name).touch()
    vorgestern = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(tmp_path / ".senioren_alt.zip.ab12.teil", (vorgestern, vorgestern))
    geloescht = rotation.aufraeumen(tmp_path, Plan(3, 0, 0))
    assert [datei.name for datei in geloescht][1:] == sorted(z.strftime(rotation.MUSTER) for z in taeglich(10)[3:])
    uebrig = {datei.name for datei in tmp_path.iterdir()}
    assert uebrig == {*fremde, ".senioren_neu.zip.ab12.teil", *(z.strftime(rotation.MUSTER) for z in taeglich(3))}
