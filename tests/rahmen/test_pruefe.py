"""`manage.py pruefe`: Jede Prüfung ist zufrieden, solange alles stimmt, und bemerkt einen eingebauten Fehler."""

import json
import socket
import stat
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

import beratung.selbstpruefung
from beratung.models import Beratungsstelle, Eingang, Lieferungsteil, Monatswert, Neuzugang
from berichte.festschreiben import festschreiben
from berichte.models import Berichtsakte, Berichtsauftrag, Festschreibung, Quartalsnotiz
from dresden_senioren import einsammeln, gesundheit, pruefungen, umgebung
from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.pruefungen import Aufwand, Pruefung, Urteil, fehler, gesamturteil, gut, warnung
from dresden_senioren.selbstpruefung import AUS_GESUNDHEIT
from massnahmen.models import Abschlusszeile, Fachplan, Massnahme
from massnahmen.runden import runde_eroeffnen, runde_schliessen

pytestmark = pytest.mark.django_db
OK, WARNUNG, FEHLER = Urteil.OK, Urteil.WARNUNG, Urteil.FEHLER


def urteil(schluessel: str) -> Urteil:
    return pruefungen.eine(schluessel).urteil


def gilt(schluessel: str, erwartet: Urteil, wort: str) -> None:
    """Urteil und Satz; wo etwas nicht stimmt, steht auch die Abhilfe da."""
    ergebnis = pruefungen.eine(schluessel)
    assert (ergebnis.urteil, wort in ergebnis.text) == (erwartet, True), ergebnis
    assert bool(ergebnis.abhilfe) == (erwartet is not OK)


def vor(zeilen, feld: str, abstand: timedelta) -> None:
    """Als wäre es so lange her; am Schutz der Bücher vorbei."""
    zeilen.model._base_manager.filter(pk__in=list(zeilen.values_list("pk", flat=True))).update(
        **{feld: timezone.now() - abstand}
    )


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


def test_email_und_mailserver(settings):
    settings.EMAIL_HOST = ""
    gilt("email", WARNUNG, "Kein Mailserver")
    gilt("mailserver", WARNUNG, "Kein Mailserver")
    settings.EMAIL_HOST = "127.0.0.1"
    gilt("email", OK, "eingestellt")
    gilt("mailserver", OK, "nimmt die Anmeldung an")
    with socket.socket() as besetzt:  # gebunden, aber niemand hört zu
        besetzt.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = besetzt.getsockname()[1]
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        gilt("mailserver", FEHLER, "ConnectionRefusedError")


def test_plattenplatz(monkeypatch):
    monkeypatch.setattr("dresden_senioren.selbstpruefung.PLATZ_KNAPP", 0)
    gilt("plattenplatz", OK, "frei")
    monkeypatch.setattr("dresden_senioren.selbstpruefung.PLATZ_KNAPP", 1.01)
    monkeypatch.setattr(gesundheit, "FREI_MINDESTENS", 0)
    gilt("plattenplatz", WARNUNG, "Nur noch")
    monkeypatch.setattr(gesundheit, "FREI_MINDESTENS", 1.01)
    gilt("plattenplatz", FEHLER, "Nur noch")


def test_was_gesundheit_prueft_gehoert_dazu(settings, tmp_path):
    """Die Fehler selbst baut test_gesundheit.py ein; hier, dass sie ankommen."""
    assert {p.schluessel for p in AUS_GESUNDHEIT} == {p.schluessel for p in gesundheit.PRUEFUNGEN} - {"plattenplatz"}
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


# --- Beratung --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ebene", ["stadt", "planungsbereich"])
def test_wuerfel(ebene):
    gilt("wuerfel", OK, "3 Monate")
    zellen = Monatswert.objects.filter(ebene=ebene, merkmal="", quelle="seniora", monat=date(2024, 9, 1))
    zelle = zellen.first()
    Monatswert.objects.filter(pk=zelle.pk).update(anzahl=zelle.anzahl + 1)
    gilt("wuerfel", FEHLER, "September 2024")


def test_wuerfel_ganz():
    gilt("wuerfel_ganz", OK, "stimmen")
    Neuzugang.objects.filter(teil__ist_gueltig=True, teil__monat=date(2023, 3, 1)).first().delete()
    assert urteil("wuerfel") is OK  # die Stichprobe sieht nur die jüngsten
    gilt("wuerfel_ganz", FEHLER, "März 2023")


def test_wuerfel_ohne_zeilen():
    """Nach Frist gelöschte Zeilen sind kein Fehler."""
    teile = Lieferungsteil.objects.filter(monat__lt=date(2024, 1, 1))
    Neuzugang.objects.filter(teil__in=teile).delete()
    teile.update(zeilen_geloescht_am=timezone.now())
    gilt("wuerfel_ganz", OK, "stimmen")


def test_geltende_teile():
    gilt("geltende_teile", OK, "gelten")
    Lieferungsteil.objects.filter(pk=Lieferungsteil.objects.filter(ist_gueltig=True).first().pk).update(
        ist_gueltig=False
    )
    gilt("geltende_teile", FEHLER, "nicht gelten")


def test_geltende_teile_ohne_lieferung():
    teil = Lieferungsteil.objects.filter(ist_gueltig=True).first()
    type(teil.lieferung).objects.filter(pk=teil.lieferung_id).update(status="zurueckgenommen")
    gilt("geltende_teile", FEHLER, "keiner übernommenen")


def test_zeilen_ohne_stelle():
    gilt("zeilen_ohne_stelle", OK, "Jede Zählzeile")
    Neuzugang.objects.filter(pk=Neuzugang.objects.first().pk).update(beratungsstelle_id=999_999)
    gilt("zeilen_ohne_stelle", FEHLER, "1 Zählzeilen")


@pytest.mark.parametrize(
    ("heute", "erwartet", "wort"),
    [
        (date(2024, 10, 31), OK, "Keine Lieferung"),
        (date(2024, 11, 10), OK, "Keine Lieferung"),  # der Tag der Frist selbst
        (date(2024, 11, 11), WARNUNG, "Oktober 2024"),
    ],
    ids=str,
)
def test_lieferverzug(monkeypatch, heute, erwartet, wort):
    monkeypatch.setattr(beratung.selbstpruefung.timezone, "localdate", lambda: heute)
    gilt("lieferverzug", erwartet, wort)


def test_wartende_dateien(person):
    eingang = Eingang.objects.create(dateiname="a.csv", groesse=1, sha256="0", eingereicht_von=person("administration"))
    gilt("wartende_dateien", OK, "Keine")
    vor(Eingang.objects.filter(pk=eingang.pk), "eingereicht_am", timedelta(minutes=16))
    gilt("wartende_dateien", WARNUNG, "1 hochgeladene")


# --- Maßnahmen und Berichte ------------------------------------------------------------------------------------------


def test_fachplan():
    gilt("fachplan", OK, "49 Maßnahmen")
    Massnahme.objects.update(ausser_kraft_seit=date(2020, 1, 1))
    gilt("fachplan", WARNUNG, "Kein Fachplan")


def test_abschluesse(person):
    runde = runde_eroeffnen(
        fachplan=Fachplan.objects.aktueller(), bezeichnung="Herbst", stichtag=date(2024, 9, 30),
        frist=date(2024, 10, 31), massnahmen=Massnahme.objects.all(), von=person("leitung"),
    )  # fmt: skip
    runde_schliessen(runde=runde, von=person("leitung"))
    gilt("abschluesse", OK, "1 Abschlüsse")
    Abschlusszeile._base_manager.filter(reihenfolge=1).update(sachstand="abgeschlossen")
    gilt("abschluesse", FEHLER, "Herbst")


def test_festschreibungen(person):
    akte = Berichtsakte.objects.create(art="massnahmen", fassung="intern", stichtag=date(2024, 9, 30))
    fest = festschreiben(akte, von=person("leitung"))
    gilt("festschreibungen", OK, "1 festgeschriebene")
    inhalt = json.loads(json.dumps(fest.inhalt).replace("Sozialamt", "Sportamt"))
    assert inhalt != fest.inhalt
    Festschreibung._base_manager.filter(pk=fest.pk).update(inhalt=inhalt)
    gilt("festschreibungen", FEHLER, "Version 1")


def test_textketten(person):
    eine, andere = Beratungsstelle.objects.all()[:2]
    angaben = {"quartal": date(2024, 7, 1), "von": person("leitung")}
    erste = Quartalsnotiz.objects.create(beratungsstelle=eine, text="eins", **angaben)
    zweite = Quartalsnotiz.objects.create(beratungsstelle=eine, text="zwei", vorige=erste, **angaben)
    gilt("textketten", OK, "schließen aneinander an")
    Quartalsnotiz._base_manager.filter(pk=zweite.pk).update(beratungsstelle=andere)
    gilt("textketten", FEHLER, "1 Texte")


def test_wartende_auftraege(person):
    akte = Berichtsakte.objects.create(art="massnahmen", fassung="intern", stichtag=date(2024, 9, 30))
    auftrag = Berichtsauftrag.objects.create(akte=akte, format="csv", angefordert_von=person("leitung"))
    gilt("wartende_auftraege", OK, "Nichts wartet")
    vor(Berichtsauftrag.objects.filter(pk=auftrag.pk), "angefordert_am", timedelta(minutes=16))
    gilt("wartende_auftraege", WARNUNG, "1 Berichte warten")
    Berichtsauftrag.objects.update(zustand="gescheitert")
    gilt("wartende_auftraege", WARNUNG, "gescheitert")


# --- das Ganze -------------------------------------------------------------------------------------------------------

# Wo der eingebaute Fehler anderswo steht.
ANDERSWO = {"freigegebene_zahlen", "angriff", *(p.schluessel for p in gesundheit.PRUEFUNGEN)}


def test_zu_jeder_pruefung_gehoert_ein_eingebauter_fehler():
    geprueft = {name.removeprefix("test_").removesuffix("_und_mailserver") for name in globals() if name[:5] == "test_"}
    assert {p.schluessel for p in pruefungen.angemeldete()} - geprueft - ANDERSWO == {"mailserver"}  # bei „email“


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
    assert sql.split()[0] in {"SELECT", "PRAGMA"}, sql
    return ausfuehren(sql, werte, viele, kontext)
