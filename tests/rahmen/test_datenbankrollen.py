"""Die Rolle der Anwendung kann ihre Arbeit und sonst nichts: kein Protokoll ändern, keine Tabelle anlegen."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from beratung.models import Lieferung
from berichte.akten import auftraege
from berichte.models import Berichtsakte
from dresden_senioren.datenbank import rechte
from dresden_senioren.datenbank.ergaenzbar import wird_nur_ergaenzt
from dresden_senioren.models import Benutzer, Protokolleintrag
from tests.beratung.eingangshilfen import GUT, dateien, hochladen
from tests.conftest import KENNWORT
from tests.umgebung import POSTGRESQL

pytestmark = pytest.mark.django_db
nur_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="Rollen gibt es nur in PostgreSQL.")
PROTOKOLL = Protokolleintrag._meta.db_table


# --- welche Rechte, aus den Modellen ---------------------------------------------------------------------------------


def test_jede_tabelle_hat_ihre_rechte():
    tabellen = set(connection.introspection.table_names())
    assert tabellen - set(rechte.rechte()) == set()


def test_was_nur_ergaenzt_wird():
    nur_ergaenzt = {t for t, darf in rechte.rechte().items() if darf == rechte.ERGAENZEN}
    assert {t for t in nur_ergaenzt if not t.startswith("massnahmen_historical")} >= {
        PROTOKOLL, "massnahmen_sachstandsmeldung", "massnahmen_terminuebersteuerung", "massnahmen_befundentscheidung",
        "massnahmen_rundenabschluss", "massnahmen_abschlusszeile", "beratung_monatsstand", "beratung_kontrollzahl",
        "berichte_festschreibung", "berichte_botschaftsfassung", "berichte_bekanntezahl",
    }  # fmt: skip
    assert wird_nur_ergaenzt(Protokolleintrag) and not wird_nur_ergaenzt(Benutzer)


def test_die_lesende_rolle_sieht_keine_person_keine_sitzung_und_keine_datei():
    lesbar = set(rechte.lesbare())
    assert "beratung_monatswert" in lesbar
    assert not any(wort in tabelle for tabelle in lesbar for wort in ("benutzer", "session", "protokoll", "eingang"))


@pytest.mark.parametrize("name", ['x"; DROP TABLE y; --', "", "Groß", "a b"])
def test_kein_rollenname(name):
    with pytest.raises(rechte.KeinRollenname):
        list(rechte.anweisungen(anwendung="app", lesen=name or "-"))


def test_auf_sqlite_sagt_der_befehl_warum_nicht():
    if not POSTGRESQL:
        with pytest.raises(CommandError, match="nur in PostgreSQL"):
            call_command("datenbankrechte", anwendung="app")


# --- die Arbeit unter der Rolle --------------------------------------------------------------------------------------


@pytest.fixture
def als_rolle(db):
    """`als_rolle("lesen")` → bis zum Ende des Tests mit nur deren Rechten."""

    def werden(art):
        with connection.cursor() as zeiger:
            for name in ("probe_app", "probe_lesen"):
                zeiger.execute(f"CREATE ROLE {name}")
            call_command("datenbankrechte", anwendung="probe_app", lesen="probe_lesen", ausfuehren=True)
            zeiger.execute(f"SET LOCAL ROLE probe_{art}")

    return werden


def abgewiesen(anweisung: str) -> bool:
    """Ob genau das Recht fehlt; jeder andere Fehler ist einer des Tests."""
    try:
        with transaction.atomic(), connection.cursor() as zeiger:
            zeiger.execute(anweisung)
            transaction.set_rollback(True)
    except DatabaseError as fehler:
        assert "permission denied" in str(fehler), fehler
        return True
    return False


VERBOTEN = {
    "Protokoll ändern": "UPDATE dresden_senioren_protokolleintrag SET benutzer = 'niemand'",
    "Protokoll löschen": "DELETE FROM dresden_senioren_protokolleintrag",
    "Protokoll leeren": "TRUNCATE dresden_senioren_protokolleintrag",
    "Sachstandsbuch ändern": "UPDATE massnahmen_sachstandsmeldung SET erlaeuterung = ''",
    "Festschreibung löschen": "DELETE FROM berichte_festschreibung",
    "Tabelle anlegen": "CREATE TABLE fremd (x int)",
    "Migration vortäuschen": "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'y', now())",
}


@nur_postgresql
@pytest.mark.parametrize("was", VERBOTEN)
def test_die_anwendung_kann_nicht(als_rolle, was):
    als_rolle("app")
    assert abgewiesen(VERBOTEN[was])


@nur_postgresql
@pytest.mark.parametrize("was", VERBOTEN)
def test_gegenprobe_der_eigner_kann(was):
    assert not abgewiesen(VERBOTEN[was])


@nur_postgresql
def test_die_lesende_rolle_liest_zahlen_und_schreibt_nichts(als_rolle):
    als_rolle("lesen")
    assert not abgewiesen("SELECT count(*) FROM beratung_monatswert")
    assert abgewiesen("DELETE FROM beratung_monatswert")
    assert abgewiesen("SELECT password FROM dresden_senioren_benutzer")


@nur_postgresql
def test_nur_der_eigner_vergibt_rechte(als_rolle):
    als_rolle("app")
    with pytest.raises(CommandError, match="nicht der Eigner"):
        call_command("datenbankrechte", anwendung="probe_app", ausfuehren=True)


@nur_postgresql
def test_die_ganze_arbeit_geht_mit_der_rolle_der_anwendung(als_rolle):
    """Anmelden, Datei hochladen und übernehmen, Bericht bestellen und herunterladen."""
    als_rolle("app")
    client = Client()
    assert client.post("/anmelden/", {"username": "administration", "password": KENNWORT}).status_code == 302
    hochladen(client, ("a.csv", GUT), quelle="seniora", monat="2025-09")
    lieferung = Lieferung.objects.latest("pk")
    adresse = reverse("beratung:lieferung_uebernehmen", args=[lieferung.pk])
    assert client.post(adresse, {"text": "erste Lieferung"}).status_code == 302
    assert lieferung.teile.filter(ist_gueltig=True).exists() and dateien() == []
    client.post("/abmelden/")

    assert client.post("/anmelden/", {"username": "leitung", "password": KENNWORT}).status_code == 302
    client.post(reverse("bericht_anlegen", args=["zwischenbericht"]), {"stichtag": "2024-09-30", "fassung": "intern"})
    akte = Berichtsakte.objects.latest("pk")
    auftrag = auftraege.beauftragen(akte, "csv", von=Benutzer.objects.get(username="leitung"))
    assert auftraege.arbeiten() == 1
    assert client.get(reverse("berichtsauftrag_datei", args=[auftrag.pk])).status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert Protokolleintrag.objects.filter(ereignis="bericht_erstellt").exists()
