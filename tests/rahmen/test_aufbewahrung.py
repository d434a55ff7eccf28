"""Aufbewahrung mit vorgestellter Uhr: was verfallen ist, ist weg, alles andere unverändert, und die Seiten sagen es."""

import io
import json
import os
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, models, transaction
from django.utils import timezone

from beratung.lieferungen.uebernahme import annehmen
from beratung.lieferungen.zaehlzeilen import MODELLE
from beratung.models import Lieferung, Lieferungsteil, Monatswert
from beratung.pruefung.zusammenhang import einheiten_des_teils
from dresden_senioren import umgebung
from dresden_senioren.datenschutz import aufbewahrung
from dresden_senioren.datenschutz.aufbewahrung import FRISTEN, Dauer
from dresden_senioren.datenschutz.zugriffsbuch import festhalten
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag, Zugriff
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.settings import BASE_DIR
from massnahmen.models import GespeicherteAnsicht, Massnahme, Sachstandsart, Stelle
from tests.beratung.conftest import FALL, FALLKOPF, als_csv, lade, pruefe

pytestmark = pytest.mark.django_db
# Der letzte Monat der Vorführung ist September 2024; das ist 25 Monate danach.
SPAETER = datetime(2026, 10, 31, 12, tzinfo=UTC)
ZELLE = [feld.name for feld in Monatswert._meta.concrete_fields]


def zeilen() -> int:
    return sum(modell.objects.count() for modell in MODELLE.values())


def anzahlen(ergebnisse) -> dict[str, int]:
    return {e.frist.schluessel: e.anzahl for e in ergebnisse if e.anzahl}


def kennzahlen() -> str:
    ausgabe = io.StringIO()
    call_command(
        "kennzahlen", "--von", "2024-01", "--bis", "2024-09", "--vergleich", "vorjahr", "--json", stdout=ausgabe
    )
    return ausgabe.getvalue()


def rufe_auf(*angaben) -> tuple[int, str]:
    ausgabe = io.StringIO()
    try:
        call_command("aufbewahrung", *angaben, stdout=ausgabe)
    except CommandError as fehler:
        return fehler.returncode, ausgabe.getvalue()
    return 0, ausgabe.getvalue()


@pytest.fixture
def uhr(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: SPAETER)


# --- Zählzeilen ------------------------------------------------------------------------------------------------------


def test_der_monat_auf_der_grenze_bleibt():
    """Ende September 2026 ist der September 2024 noch keine 24 Monate vorbei, der August 2024 schon."""
    aufbewahrung.anwenden(datetime(2026, 9, 30, 12, tzinfo=UTC))
    ohne = set(Lieferungsteil.objects.exclude(zeilen_geloescht_am=None).values_list("monat", flat=True))
    assert max(ohne) == datetime(2024, 8, 1).date()
    assert MODELLE["neuzugang"].objects.filter(teil__monat="2024-09-01").exists()


def test_gelieferte_summen_zaehlen_auch_ohne_zeilen_als_geliefert():
    kopf = ["Monat", "Zähleinheit", "Beratungsstelle", "Stadtteil", "Merkmal", "Ausprägung", "Anzahl"]
    datei = als_csv(kopf, ["2025-09", "Information", "", "", "", "", "7"])
    (teil,) = lade(datei).teile.all()
    davor = einheiten_des_teils(teil)
    aufbewahrung.anwenden(SPAETER + timedelta(days=366))
    teil.refresh_from_db()
    assert teil.zeilen_geloescht_am
    assert einheiten_des_teils(teil) == davor == {"information"}


def test_vergessene_vorschau_wird_verworfen_und_eine_junge_nicht():
    lieferung = annehmen(pruefe(als_csv(FALLKOPF, FALL)), von=None)
    assert "vorschauen" not in anzahlen(aufbewahrung.anwenden(timezone.now() + timedelta(days=89)))
    assert anzahlen(aufbewahrung.anwenden(timezone.now() + timedelta(days=91)))["vorschauen"] == 1
    lieferung.refresh_from_db()
    assert lieferung.status == "verworfen"
    assert not MODELLE["neuzugang"].objects.filter(teil__lieferung=lieferung).exists()


# --- Bücher, die nur ergänzt werden ----------------------------------------------------------------------------------


def test_aus_den_buechern_verschwindet_nur_verfallenes(person):
    leitung = person("leitung")
    protokolliere(Ereignis.ANMELDUNG, von=leitung)
    festhalten(leitung, art=Zugriff.Art.ANGESEHEN, seite="stadt_dashboard", auswahl={}, stand="")
    kurz_davor = timezone.now() + timedelta(days=364)
    aufbewahrung.anwenden(kurz_davor)
    assert Protokolleintrag.objects.filter(benutzer="leitung").exists()
    assert Zugriff.objects.exists()
    for modell in (Protokolleintrag, Zugriff):  # am Buch selbst geht es nicht
        with pytest.raises(TypeError, match="nur ergänzt"):
            modell.objects.all().delete()
    aufbewahrung.anwenden(timezone.now() + timedelta(days=367))
    assert not Protokolleintrag.objects.filter(benutzer="leitung").exists()
    assert not Zugriff.objects.exists()


UMGEHUNGEN = re.compile(r"models\.QuerySet\(|_raw_delete|_base_manager")
ERLAUBT = {
    "dresden_senioren/datenschutz/aufbewahrung.py",
    "dresden_senioren/datenschutz/fristen.py",
    "dresden_senioren/post.py",  # nimmt die eben geschriebene eigene Zeile zurück, wenn die E-Mail nicht hinausging
    "dresden_senioren/sicherung/tabellen.py",  # liest nur
}


def umgehende(quellen: dict[str, str]) -> set[str]:
    """Dateien, die an den Büchern vorbei löschen oder ändern könnten."""
    return {name for name, text in quellen.items() if UMGEHUNGEN.search(text)} - ERLAUBT


def test_nur_die_aufbewahrung_kommt_an_der_sperre_vorbei():
    apps = ("dresden_senioren", "massnahmen", "beratung", "berichte")
    pfade = [pfad for app in apps for pfad in (BASE_DIR / app).rglob("*.py")]
    quellen = {pfad.relative_to(BASE_DIR).as_posix(): pfad.read_text(encoding="utf-8") for pfad in pfade}
    assert umgehende(quellen) == set()
    assert umgehende({"berichte/x.py": "models.QuerySet(Protokolleintrag).delete()"}) == {"berichte/x.py"}


def loeschen_verbieten(tabelle: str) -> None:
    """Was die Datenbank der Rolle des Anwendungsservers verbietet."""
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            zeiger.execute("CREATE ROLE nur_ergaenzen")
            zeiger.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO nur_ergaenzen")
            zeiger.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO nur_ergaenzen")
            zeiger.execute(f"REVOKE UPDATE, DELETE ON {tabelle} FROM nur_ergaenzen")
            zeiger.execute("SET LOCAL ROLE nur_ergaenzen")
        else:
            zeiger.execute(
                f"CREATE TRIGGER nur_ergaenzen BEFORE DELETE ON {tabelle} BEGIN SELECT RAISE(ABORT, 'verboten'); END"
            )


def test_ohne_das_recht_zu_loeschen_sagt_der_befehl_was_zu_tun_ist(person, uhr, capsys):
    Protokolleintrag.objects.bulk_create([Protokolleintrag(ereignis=Ereignis.ANMELDUNG)])
    models.QuerySet(Protokolleintrag).update(zeitpunkt=SPAETER - timedelta(days=900))
    with transaction.atomic():
        loeschen_verbieten(Protokolleintrag._meta.db_table)
        rueckgabe, text = rufe_auf("--json")
        ergebnis = {f["schluessel"]: f for f in json.loads(text)["fristen"]}
        transaction.set_rollback(True)
    assert rueckgabe == 1
    assert "mit der Rolle ausführen, der die Tabellen gehören" in ergebnis["protokoll"]["fehler"]
    assert ergebnis["zaehlzeilen"]["anzahl"] > 10_000, "was an einer Frist scheitert, hält die anderen nicht auf"


# --- Personen --------------------------------------------------------------------------------------------------------


def test_abgeschaltete_person_verliert_alles_ausser_dem_namen_an_amtshandlungen():
    angaben = {"first_name": "Ada", "last_name": "Muster", "rolle": "sachbearbeitung", "is_active": False}
    handelnd = Benutzer.objects.create_user("ada", email="ada@example.org", **angaben)
    stumm = Benutzer.objects.create_user("bea", email="bea@example.org", **angaben)
    aktiv = Benutzer.objects.create_user("cem", email="cem@example.org", **(angaben | {"is_active": True}))
    massnahme, art = Massnahme.objects.first(), Sachstandsart.objects.first()
    massnahme.meldungen.create(sachstandsart=art, gueltig_ab=timezone.localdate(), erfasst_von=handelnd)
    for person in (handelnd, stumm, aktiv):
        Stelle.objects.first().benutzer.add(person)
        GespeicherteAnsicht.objects.create(benutzer=person, name="meine", abfrage="")
    assert "personen" not in anzahlen(aufbewahrung.anwenden(timezone.now() + timedelta(days=350)))
    assert anzahlen(aufbewahrung.anwenden(timezone.now() + timedelta(days=370)))["personen"] == 2
    handelnd.refresh_from_db()
    stumm.refresh_from_db()
    aktiv.refresh_from_db()
    assert handelnd.anzeigename == "Ada Muster"
    assert (stumm.first_name, stumm.last_name) == ("", "")
    for person in (handelnd, stumm):
        assert person.username == f"ehemals-{person.pk}"
        assert (person.email, person.rolle, person.has_usable_password()) == ("", "", False)
        assert not person.stellen.exists()
        assert not person.ansichten.exists()
    assert (aktiv.username, aktiv.stellen.count(), aktiv.ansichten.count()) == ("cem", 1, 1)
    assert "personen" not in anzahlen(aufbewahrung.anwenden(timezone.now() + timedelta(days=400)))


def test_wer_eben_erst_abgeschaltet_wurde_wird_noch_nicht_geleert():
    alt = timezone.now() - timedelta(days=500)
    Benutzer.objects.create_user("dora", is_active=False, date_joined=alt, last_login=alt)
    protokolliere(Ereignis.STAMMDATEN_GEPFLEGT, von=None, gegenstand="dora")
    assert "personen" not in anzahlen(aufbewahrung.pruefen())


# --- Reste und Einstellungen -----------------------------------------------------------------------------------------


def test_reste_des_hochladens_verschwinden_nach_einer_stunde(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    alt, jung, fremd = (tmp_path / name for name in ("tmpa.upload.csv", "tmpb.upload.csv", "anderes.csv"))
    for datei in (alt, jung, fremd):
        datei.write_bytes(b"x")
        vor_zwei_stunden = timezone.now().timestamp() - 7200
        if datei != jung:
            os.utime(datei, (vor_zwei_stunden, vor_zwei_stunden))
    assert anzahlen(aufbewahrung.anwenden())["zwischenablage"] == 1
    assert {datei.name for datei in tmp_path.iterdir() if datei.is_file()} == {jung.name, fremd.name}


def test_monate_zaehlen_auch_ueber_kurze_monate(settings):
    settings.AUFBEWAHRUNG_PROTOKOLL_MONATE = 13
    dauer = Dauer("Monate", "AUFBEWAHRUNG_PROTOKOLL_MONATE")
    assert dauer.vor(datetime(2025, 3, 31, tzinfo=UTC)) == datetime(2024, 2, 29, tzinfo=UTC)
    assert dauer.in_worten == "13 Monate"
    assert Dauer("Tage", fest=1).in_worten == "1 Tag"


def test_null_monate_sind_keine_frist(monkeypatch):
    monkeypatch.setenv("AUFBEWAHRUNG_ZEILEN_MONATE", "0")
    with pytest.raises(ImproperlyConfigured, match="mindestens 1"):
        umgebung.zahl("AUFBEWAHRUNG_ZEILEN_MONATE", vorgabe=24, mindestens=1)


# --- 25 Monate danach; ab hier ist die Vorführung eine andere --------------------------------------------------------


@pytest.fixture(scope="module")
def danach(welt_des_moduls, django_db_blocker):
    """Die Vorführung, nachdem der Befehl 25 Monate später gelaufen ist; davor eine Summe, was galt."""
    with django_db_blocker.unblock():
        davor = {"zellen": list(Monatswert.objects.order_by("pk").values_list(*ZELLE)), "kennzahlen": kennzahlen()}
        davor["probe"], davor["zeilen"] = anzahlen(aufbewahrung.pruefen(SPAETER)), zeilen()
        davor["nach_der_probe"] = zeilen()
        davor["geloescht"] = anzahlen(aufbewahrung.anwenden(SPAETER))
    return davor


def test_keine_zeile_mehr_und_jede_zelle_wie_davor(danach):
    assert zeilen() == 0
    assert danach["zeilen"] > 10_000
    assert danach["nach_der_probe"] == danach["zeilen"] == danach["probe"]["zaehlzeilen"]
    assert danach["geloescht"]["zaehlzeilen"] == danach["zeilen"]
    assert list(Monatswert.objects.order_by("pk").values_list(*ZELLE)) == danach["zellen"]
    assert kennzahlen() == danach["kennzahlen"]


def test_zweiter_lauf_aendert_nichts_und_das_protokoll_nennt_nur_anzahlen(danach, uhr):
    eintraege = Protokolleintrag.objects.filter(ereignis=Ereignis.AUFBEWAHRUNG_ANGEWENDET)
    assert [e.angaben for e in eintraege] == [danach["geloescht"]]
    rueckgabe, text = rufe_auf("--json")
    fristen = json.loads(text)["fristen"]
    assert rueckgabe == 0
    assert {f["schluessel"] for f in fristen} == set(FRISTEN)
    assert not any(f["anzahl"] or f["fehler"] for f in fristen)
    assert eintraege.count() == 1


def test_gegenprobe_sagt_dass_es_nichts_mehr_zu_zaehlen_gibt(danach, angemeldet):
    seite = angemeldet("koordination").get("/auswertung/bereich/cotta/herkunft/neuzugaenge/?nachzaehlen=1")
    text = seite.content.decode()
    assert seite.status_code == 200
    assert "Nicht mehr nachzuzählen: Januar bis September 2023" in text
    assert "stimmt überein" not in text
    assert "Abweichungen" not in text


def test_ruecknahme_sagt_warum_nicht(danach, angemeldet):
    client, lieferung = angemeldet("administration"), Lieferung.objects.filter(status="uebernommen").first()
    adresse = f"/beratung/lieferungen/{lieferung.pk}/"
    assert "lässt sich nicht mehr zurücknehmen" in client.get(adresse).content.decode()
    antwort = client.post(f"{adresse}zuruecknehmen/", {"text": "falsch"}, follow=True)
    assert "Die Zählzeilen von Lieferung" in antwort.content.decode()
    lieferung.refresh_from_db()
    assert lieferung.status == "uebernommen"
    with pytest.raises(CommandError, match="lässt sich nicht mehr zurücknehmen"):
        call_command("lieferung_zuruecknehmen", lieferung.pk, "--grund", "falsch")


def test_berichtigung_eines_alten_monats_geht_ohne_zeilenvergleich(danach, angemeldet):
    client, monat = angemeldet("administration"), Monat(2024, 9)
    datei = als_csv(FALLKOPF, *[["2024-09", *FALL[1:]]] * 3)
    neue = annehmen(pruefe(datei, monat=monat), von=None)
    text = client.get(f"/beratung/lieferungen/{neue.pk}/").content.decode()
    assert "Die bisherigen Zählzeilen dieses Monats sind gelöscht" in text
    antwort = client.post(
        f"/beratung/lieferungen/{neue.pk}/uebernehmen/",
        {"text": "Nachlieferung", "stand": re.search(r'name="stand" value="([^"]*)"', text)[1]},
        follow=True,
    )
    assert "Übernommen" in antwort.content.decode()
    assert "lässt sich nicht mehr zurücknehmen" in client.get(f"/beratung/lieferungen/{neue.pk}/").content.decode()
