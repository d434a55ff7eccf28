"""`manage.py pruefe`: Jede Prüfung ist zufrieden, solange alles stimmt, und bemerkt einen eingebauten Fehler."""

import json
import socket
import stat
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django_otp.plugins.otp_totp.models import TOTPDevice

from beratung.models import Neuzugang
from dresden_senioren import umgebung
from dresden_senioren.auslieferung import einsammeln
from dresden_senioren.datenschutz import aufbewahrung
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.zustand import gesundheit, pruefungen
from dresden_senioren.zustand.pruefungen import Aufwand, Pruefung, fehler, gesamturteil, gut, warnung

from . import test_pruefe_daten
from .pruefhilfen import FEHLER, OK, WARNUNG, gilt, urteil, vor

pytestmark = pytest.mark.django_db


# --- Einstellungen, Rechner, Dateien ---------------------------------------------------------------------------------


def test_einstellungen(settings):
    gilt("einstellungen", WARNUNG, "Vorführbetrieb")
    settings.VORFUEHRUNG = False
    gilt("einstellungen", WARNUNG, "security.W")  # TLS ist in den Tests aus
    settings.CSRF_FAILURE_VIEW = "gibt.es.nicht"
    gilt("einstellungen", FEHLER, "security.E102")


def test_geheimnisse(tmp_path, monkeypatch):
    datei = tmp_path / "geheim"
    datei.write_text("sehr geheim")
    datei.chmod(0o640)
    monkeypatch.setattr(umgebung, "GEHEIMNISDATEIEN", [])
    monkeypatch.setenv("PROBE_FILE", str(datei))
    assert umgebung.geheimnis("PROBE", datei=tmp_path / "keine") == "sehr geheim"
    gilt("geheimnisse", OK, "nicht für alle")
    datei.chmod(stat.S_IRUSR | stat.S_IROTH)
    gilt("geheimnisse", FEHLER, "geheim")


def test_zeitzone(settings):
    gilt("zeitzone", OK, "deutsche Zeit")
    settings.TIME_ZONE = "UTC"
    gilt("zeitzone", FEHLER, "nicht in deutscher Zeit")


def test_email(settings):
    settings.EMAIL_HOST = ""
    gilt("email", WARNUNG, "Kein Mailserver")
    settings.EMAIL_HOST = "127.0.0.1"
    gilt("email", OK, "eingestellt")


def test_mailserver(settings):
    settings.EMAIL_HOST = ""
    gilt("mailserver", WARNUNG, "Kein Mailserver")
    settings.EMAIL_HOST = "127.0.0.1"
    gilt("mailserver", OK, "nimmt die Anmeldung an")
    with socket.socket() as besetzt:  # gebunden, aber niemand hört zu
        besetzt.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = besetzt.getsockname()[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        gilt("mailserver", FEHLER, "ConnectionRefusedError")


def test_plattenplatz(monkeypatch):
    monkeypatch.setattr(gesundheit, "PLATZ_KNAPP", 0)
    gilt("plattenplatz", OK, "frei")
    monkeypatch.setattr(gesundheit, "PLATZ_KNAPP", 1.01)
    monkeypatch.setattr(gesundheit, "FREI_MINDESTENS", 0)
    gilt("plattenplatz", WARNUNG, "Nur noch")
    monkeypatch.setattr(gesundheit, "FREI_MINDESTENS", 1.01)
    gilt("plattenplatz", FEHLER, "Nur noch")


def test_was_gesundheit_prueft_gehoert_dazu(settings, tmp_path):
    """Die Fehler selbst baut test_gesundheit.py ein; hier, dass sie ankommen."""
    assert set(gesundheit.PRUEFUNGEN) <= set(pruefungen.angemeldete())
    gilt("datenverzeichnis", OK, "beschreibbar")
    (tmp_path / "datei").touch()
    settings.DATEN = tmp_path / "datei"
    gilt("datenverzeichnis", FEHLER, "nicht beschreibbar")


def test_bedingungen():
    gilt("bedingungen", OK, "gelten")
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            zeiger.execute("ALTER TABLE massnahmen_stelle ADD CONSTRAINT ungeprueft CHECK (id > 0) NOT VALID")
        else:
            zeiger.execute("INSERT INTO beratung_lieferfrist (traeger_id, gilt_ab, tag, monate_danach) "
                           "VALUES (999999, '2024-01-01', 10, 1)")  # fmt: skip
    gilt("bedingungen", FEHLER, "ungeprueft" if connection.vendor == "postgresql" else "999999")


def test_protokollschutz():
    if connection.vendor == "sqlite":
        gilt("protokollschutz", OK, "ergänzt nur")
        return
    gilt("protokollschutz", WARNUNG, "dürfte das Protokoll ändern")
    with connection.cursor() as zeiger:
        zeiger.execute("CREATE ROLE probe_anwendung")
        zeiger.execute("GRANT SELECT, INSERT ON dresden_senioren_protokolleintrag TO probe_anwendung")
        zeiger.execute("SET LOCAL ROLE probe_anwendung")
    gilt("protokollschutz", OK, "nur ergänzen")


def test_liegen_gebliebenes(settings):
    gilt("liegen_gebliebenes", OK, "nichts")
    vergessen = settings.DATEN / "eingang" / "fallliste.xlsx"
    vergessen.parent.mkdir(parents=True)
    vergessen.touch()
    gilt("liegen_gebliebenes", WARNUNG, "fallliste.xlsx")


def test_statisches(settings, tmp_path):
    ziel = {"OPTIONS": {"location": str(tmp_path / "ziel")}}
    settings.STATIC_ROOT = tmp_path / "ziel"
    (tmp_path / "quelle").mkdir()
    (tmp_path / "quelle" / "eigenes.css").write_text("p { margin: 0 }")
    settings.STATICFILES_DIRS = [tmp_path / "quelle"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": settings.STORAGES["staticfiles"] | ziel}
    gilt("statisches", FEHLER, "fehlen")
    einsammeln.einsammeln()
    gilt("statisches", OK, "aktuell")
    (tmp_path / "quelle" / "eigenes.css").write_text("p { margin: 10px }")
    gilt("statisches", FEHLER, "anderen Fassung")


# --- Personen --------------------------------------------------------------------------------------------------------


def test_rechte():
    gilt("rechte", OK, "darunter eine Administration")
    Benutzer.objects.create_user("ohne")
    gilt("rechte", WARNUNG, "keine Rolle")
    Benutzer.objects.filter(username="administration").update(is_active=False)
    gilt("rechte", FEHLER, "keine aktive Administration")


def test_zweiter_faktor(settings):
    settings.ZWEITER_FAKTOR = False
    gilt("zweiter_faktor", WARNUNG, "ausgeschaltet")
    settings.ZWEITER_FAKTOR = True
    leitung, administration = (Benutzer.objects.get(username=n) for n in ("leitung", "administration"))
    TOTPDevice.objects.create(user=leitung, confirmed=True)
    TOTPDevice.objects.create(user=administration, confirmed=False)
    gilt("zweiter_faktor", WARNUNG, "verlangt: administration.")
    TOTPDevice.objects.update(confirmed=True)
    gilt("zweiter_faktor", OK, "hat ihn")


def test_fehlversuche():
    for nr in range(5):
        assert urteil("fehlversuche") is OK, nr
        protokolliere(Ereignis.ANMELDUNG_GESCHEITERT, von=None)
    gilt("fehlversuche", WARNUNG, "5 gescheiterte")
    vor(Protokolleintrag.objects.all(), "zeitpunkt", timedelta(hours=25))
    gilt("fehlversuche", OK, "0 gescheiterte")


def test_fristen(settings):
    gilt("fristen", OK, "Vorführung")
    settings.VORFUEHRUNG = False
    aufbewahrung.anwenden()
    gilt("fristen", OK, "gelöscht")
    protokolliere(Ereignis.ANMELDUNG, von=None)
    jahre = timedelta(days=31 * settings.AUFBEWAHRUNG_PROTOKOLL_MONATE)
    vor(Protokolleintrag.objects.filter(ereignis=Ereignis.ANMELDUNG), "zeitpunkt", jahre)
    gilt("fristen", FEHLER, "Einträge des Protokolls")
    aufbewahrung.anwenden()
    gilt("fristen", OK, "gelöscht")


def test_sicherung():
    protokolliere(Ereignis.ANMELDUNG, von=None)
    vor(Protokolleintrag.objects.all(), "zeitpunkt", timedelta(hours=1))
    gilt("sicherung", WARNUNG, "Noch nie")
    vor(Protokolleintrag.objects.all(), "zeitpunkt", timedelta(hours=27))
    gilt("sicherung", FEHLER, "Noch nie")
    protokolliere(Ereignis.SICHERUNG_ERSTELLT, von=None, gegenstand="eine.zip")
    gilt("sicherung", OK, "Zuletzt gesichert")
    vor(Protokolleintrag.objects.filter(ereignis=Ereignis.SICHERUNG_ERSTELLT), "zeitpunkt", timedelta(hours=25))
    assert urteil("sicherung") is OK
    vor(Protokolleintrag.objects.filter(ereignis=Ereignis.SICHERUNG_ERSTELLT), "zeitpunkt", timedelta(hours=27))
    gilt("sicherung", FEHLER, "länger her als 26 Stunden")


# --- das Ganze -------------------------------------------------------------------------------------------------------

IN_GESUNDHEIT = {p.schluessel for p in gesundheit.PRUEFUNGEN} - {"plattenplatz"}
ANDERSWO = {"freigegebene_zahlen", "angriff"} | IN_GESUNDHEIT  # test_freigabe_befehle.py, test_gesundheit.py


def test_zu_jeder_pruefung_gehoert_ein_eingebauter_fehler():
    geprueft = {name.removeprefix("test_") for name in (*globals(), *vars(test_pruefe_daten))}
    assert {p.schluessel for p in pruefungen.angemeldete()} - geprueft == ANDERSWO


def test_eine_gescheiterte_pruefung_haelt_die_uebrigen_nicht_auf(monkeypatch, caplog):
    def stuerzt_ab():
        raise RuntimeError("mit Einzelheiten")

    monkeypatch.setitem(pruefungen._ANGEMELDET, "probe", Pruefung("probe", "Geht es?", stuerzt_ab, Aufwand.SCHNELL))
    ergebnisse = {p.schluessel: e for p, e in pruefungen.ausfuehren(Aufwand.SCHNELL)}
    assert ergebnisse["probe"].urteil is FEHLER and "Einzelheiten" not in ergebnisse["probe"].text
    assert ergebnisse["zeitzone"].urteil is OK


def test_das_schlimmste_urteil_zaehlt():
    faelle = {OK: [gut("")], WARNUNG: [gut(""), warnung("", "")], FEHLER: [warnung("", ""), fehler("", ""), gut("")]}
    for erwartet, einzelne in faelle.items():
        assert gesamturteil([(None, eines) for eines in einzelne]) is erwartet
    assert gesamturteil([]) is OK


def test_befehl_endet_mit_1_nur_bei_fehlern():
    ausgabe = StringIO()
    call_command("pruefe", "--json", stdout=ausgabe)
    ergebnis = json.loads(ausgabe.getvalue())
    assert ergebnis["ergebnis"] == "warnung"
    assert {"schluessel", "frage", "ergebnis", "text", "abhilfe"} == set(ergebnis["pruefungen"][0])
    Neuzugang.objects.filter(pk=Neuzugang.objects.first().pk).update(beratungsstelle_id=999_999)
    ausgabe = StringIO()
    with pytest.raises(SystemExit) as ende:
        call_command("pruefe", stdout=ausgabe)
    assert ende.value.code == 1
    assert "Fehler      Gehört jede Zählzeile zu einer Stelle? 1 Zählzeilen" in ausgabe.getvalue()
    assert ausgabe.getvalue().rstrip().endswith("Warnungen.")


def test_die_seite_sagt_was_ist_und_zeigt_zuerst_was_zu_tun_ist(angemeldet):
    protokolliere(Ereignis.SICHERUNG_ERSTELLT, von=None, gegenstand="eine.zip")
    vor(Protokolleintrag.objects.filter(ereignis=Ereignis.SICHERUNG_ERSTELLT), "zeitpunkt", timedelta(days=3))
    seite = angemeldet("administration").get("/zustand/").content.decode()
    assert "Etwas stimmt nicht" in seite and "Zuletzt gesichert am" in seite
    assert (
        seite.index("Sind die Daten gesichert?")
        < seite.index("Gehen E-Mails hinaus?")
        < seite.index("Gilt ein Fachplan?")
    )
    assert "Stimmt der Würfel" not in seite  # dauert zu lange für eine Seite


def test_die_seite_schreibt_nichts(angemeldet):
    client = angemeldet("administration")
    vorher = Protokolleintrag.objects.count()
    with connection.execute_wrapper(_nur_lesen):
        assert client.get("/zustand/").status_code == 200
    assert Protokolleintrag.objects.count() == vorher


def _nur_lesen(ausfuehren, sql, werte, viele, kontext):
    """Nur die Sitzung selbst merkt sich den Besuch."""
    assert sql.split()[0] in {"SELECT", "PRAGMA", "SAVEPOINT", "RELEASE"} or "django_session" in sql, sql
    return ausfuehren(sql, werte, viele, kontext)
