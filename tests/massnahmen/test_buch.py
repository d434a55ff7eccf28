"""Das Buch überall: Stand zum Stichtag, was sich geändert hat, zwei Uhren, gesetzte Terminlage."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dresden_senioren.kern.aenderungen import NICHT_AUFGEZEICHNET, Fassung, wechsel
from dresden_senioren.models import Protokolleintrag
from massnahmen.liste.uebersicht import eigene_massnahmen
from massnahmen.models import Sachstandsart, Terminuebersteuerung
from massnahmen.sachstand.melden import sachstand_bestaetigen, sachstand_melden, terminlage_setzen

from .menge import zweitausend_anlegen
from .seitentext import marken, nummern, text

pytestmark = pytest.mark.django_db
LISTE, AENDERUNGEN = "/massnahmen/", "/massnahmen/aenderungen/"


def melden(m, schluessel, von, **angaben):
    art = Sachstandsart.objects.get(schluessel=schluessel)
    return sachstand_melden(massnahme=m, sachstandsart=art, grundlage=m.meldung.pk, von=von, **angaben)


@pytest.fixture
def gemeldet(massnahme, person):
    """1.1.1. ist seit dem 1. Mai 2023 abgeschlossen, gemeldet von der Sachbearbeitung."""
    angaben = {"erlaeuterung": "Bericht liegt vor", "gueltig_ab": date(2023, 5, 1)}
    return melden(massnahme("1.1.1."), "abgeschlossen", person("sachbearbeitung"), **angaben)


# --- Stand zum Stichtag -----------------------------------------------------------------------------------------------


def test_liste_zum_stichtag_zeigt_den_damaligen_stand_und_nichts_zum_aendern(angemeldet, gemeldet):
    client = angemeldet("sachbearbeitung")
    damals = client.get(LISTE, {"stichtag": "2023-04-30"})
    assert "Stand vom 30.04.2023" in text(damals)
    assert "49 von 49 Maßnahmen: Stand 30.04.2023" in text(damals)
    assert marken(damals).count("abgeschlossen") == 0
    assert "Bericht liegt vor" not in text(damals)
    assert "massnahmen__aendern" not in damals.content.decode()
    assert 'name="massnahme"' not in damals.content.decode()
    danach = client.get(LISTE, {"stichtag": "2023-05-01", "sachstand": "abgeschlossen"})
    assert nummern(danach) == ["1.1.1."]
    assert client.get(LISTE).content.decode().count("massnahmen__aendern") == 39


def test_vor_dem_plan_ist_nichts_gemeldet(angemeldet):
    seite = text(angemeldet("leitung").get(LISTE, {"stichtag": "2022-06-01"}))
    assert seite.count("nicht gemeldet") == 49 + 1  # einmal als Wahl im Filter


@pytest.mark.parametrize("tag", ["2999-01-01", "1066-10-14", "0000-00-00", "unsinn", "2023-02-30", "9999-12-31"])
def test_unmoeglicher_stichtag_steht_am_feld(angemeldet, tag):
    antwort = angemeldet("leitung").get(LISTE, {"stichtag": tag})
    assert antwort.status_code == 200
    assert 'id="id_stichtag_error"' in antwort.content.decode()
    assert nummern(antwort) == []


# fachwissen §1: rechnerisch überfällig und Beginn verstrichen, an ihren Tagen.
UEBERFAELLIG = {"1.1.1.", "2.2.2.", "4.1.1.", "4.1.2."}
BEGINN = {"1.1.5.", "3.1.1.", "3.2.2.", "3.2.3.", "3.2.6.", "4.2.2.", "5.2.1.", "6.1.1."}


def test_terminlisten_des_fachwissens_am_tag_des_beschlusses(angemeldet):
    client = angemeldet("leitung")
    stichtag = {"stichtag": "2022-06-30"}
    assert set(nummern(client.get(LISTE, stichtag | {"terminlage": "ueberfaellig"}))) == UEBERFAELLIG
    assert set(nummern(client.get(LISTE, stichtag | {"terminlage": "beginn_ueberschritten"}))) == BEGINN


# --- Was hat sich geändert --------------------------------------------------------------------------------------------


def test_aenderungen_zeigen_alt_und_neu_mit_person(angemeldet, gemeldet):
    antwort = angemeldet("leitung").get(AENDERUNGEN, {"seit": "2023-05-01", "bis": "2023-05-01"})
    inhalt = antwort.content.decode()
    assert '<del><span class="kern-sr-only">vorher: </span>begonnen</del>' in inhalt
    assert '<ins><span class="kern-sr-only">jetzt: </span>abgeschlossen</ins>' in inhalt
    assert "Sabine Beispiel" in text(antwort)
    assert "2 Änderungen an 1 Maßnahme" in text(antwort)  # Sachstand und Erläuterung
    davor = angemeldet("leitung").get(AENDERUNGEN, {"seit": "2023-01-01", "bis": "2023-04-30"})
    assert "In diesem Zeitraum hat niemand etwas geändert" in text(davor)


def test_rueckwirkend_gemeldetes_erscheint_auch_am_tag_der_erfassung(angemeldet, gemeldet):
    heute = timezone.localdate().isoformat()
    assert "2 Änderungen" in text(angemeldet("leitung").get(AENDERUNGEN, {"seit": heute, "bis": heute}))


def test_papiertabelle_und_bestaetigung_sind_keine_aenderung(angemeldet, massnahme, person):
    m = massnahme("1.1.1.")
    sachstand_bestaetigen(massnahme=m, grundlage=m.meldung.pk, von=person("sachbearbeitung"))
    assert "Keine Änderung" in text(angemeldet("leitung").get(AENDERUNGEN, {"seit": "2020-01-01"}))


@pytest.mark.parametrize(
    "abfrage",
    [{"seit": "x"}, {"seit": "2999-01-01"}, {"seit": "2024-02-01", "bis": "2024-01-01"}, {"bis": "9999-12-31"}],
)
def test_unmoeglicher_zeitraum_steht_am_feld(angemeldet, abfrage):
    antwort = angemeldet("leitung").get(AENDERUNGEN, abfrage)
    assert antwort.status_code == 200
    assert "kern-error" in antwort.content.decode()


def _fassung(stunde, felder, **angaben):
    return Fassung(datetime(2024, 1, 1, stunde, tzinfo=UTC), "Person", felder, **{"ist_im_zeitraum": True} | angaben)


def test_fassungen_werden_wechsel():
    a, b = _fassung(1, {"Text": "alt", "Art": "x"}, ist_im_zeitraum=False), _fassung(2, {"Text": "neu", "Art": "x"})
    assert [(w.feld, w.alt, w.neu) for w in wechsel([a, b])] == [("Text", "alt", "neu")]
    assert [(w.alt, w.neu) for w in wechsel([_fassung(1, {"Text": "da"}, ist_anfang=True)])] == [("", "da")]
    weg = _fassung(3, {})
    assert [(w.feld, w.neu) for w in wechsel([b, weg])][2:] == [("Text", ""), ("Art", "")]
    # Ohne Vorgängerin ist der alte Wert unbekannt, nicht leer.
    assert [w.alt for w in wechsel([b])] == [NICHT_AUFGEZEICHNET] * 2
    assert list(wechsel([])) == []


@pytest.mark.langsam
def test_zahl_der_abfragen_der_aenderungen_haengt_nicht_an_der_menge(angemeldet, person):
    from massnahmen.models import Massnahme, Sachstandsmeldung

    client, laufend = angemeldet("leitung"), Sachstandsart.objects.get(schluessel="laufend")
    with CaptureQueriesContext(connection) as bei_49:
        client.get(AENDERUNGEN)
    zweitausend_anlegen()
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(
            massnahme=m, sachstandsart=laufend, gueltig_ab=timezone.localdate(), erfasst_von=person("sachbearbeitung")
        )
        for m in Massnahme.objects.filter(nr__startswith="9.")
    )
    with CaptureQueriesContext(connection) as bei_2049:
        antwort = client.get(AENDERUNGEN)
    assert "2.000 Änderungen an 2.000 Maßnahmen" in text(antwort)
    assert "Seite 1 von 40" in text(antwort)
    assert len(bei_49) == len(bei_2049) <= 24


# --- Zwei Uhren -------------------------------------------------------------------------------------------------------


def test_zwei_uhren_in_liste_und_detail(angemeldet, massnahme, person):
    m = massnahme("1.1.1.")
    melden(m, "laufend", None)  # schreibt eine Maschine: ändert, bestätigt aber nicht
    adresse = reverse("massnahmen:detail", args=[m.pk])
    client = angemeldet("leitung")
    heute = f"{timezone.localdate():%d.%m.%Y}"
    assert f"zuletzt geändert {heute} zuletzt fachlich bestätigt noch nie" in text(client.get(adresse))
    m = massnahme("1.1.1.")
    sachstand_bestaetigen(massnahme=m, grundlage=m.meldung.pk, von=person("sachbearbeitung"))
    assert f"zuletzt fachlich bestätigt {heute}" in text(client.get(adresse))
    zeile = text(client.get(LISTE, {"text": "1.1.1."}))
    assert f"geändert {heute} bestätigt {heute}" in zeile
    # Bestätigen stellt nur die zweite Uhr.
    n = massnahme("1.1.2.")
    sachstand_bestaetigen(massnahme=n, grundlage=n.meldung.pk, von=person("sachbearbeitung"))
    assert f"geändert 02.06.2022 bestätigt {heute}" in text(client.get(LISTE, {"text": "1.1.2."}))
    assert "bestätigt noch nie" in text(client.get(LISTE, {"text": "1.1.2.", "stichtag": "2023-01-01"}))


# --- Befehl -----------------------------------------------------------------------------------------------------------


def befehl(*angaben):
    ausgabe = StringIO()
    call_command("massnahmen_stand", *angaben, "--json", stdout=ausgabe)
    return json.loads(ausgabe.getvalue())


def test_befehl_massnahmen_stand(gemeldet):
    stand = befehl("--stichtag", "2023-05-01", "--seit", "2023-01-01")
    assert len(stand["liste"]) == 49
    eins = stand["liste"][0]
    assert eins["nr"] == "1.1.1."
    assert (eins["sachstand"], eins["terminlage"]) == ("abgeschlossen", "ohne_termin")
    assert (eins["zuletzt_bestaetigt"], eins["stellen"][0]) == ("2023-05-01", "Sozialamt")
    assert eins["phasen"] == [{"art": "zeitraum", "von": "2020-01-01", "bis": "2021-12-31"}]
    assert stand["liste"][1]["zuletzt_bestaetigt"] is None
    sachstand, erlaeuterung = stand["geaendert"]
    assert {k: sachstand[k] for k in ("nr", "feld", "alt", "neu", "von")} == {
        "nr": "1.1.1.",
        "feld": "Sachstand",
        "alt": "begonnen",
        "neu": "abgeschlossen",
        "von": "Sabine Beispiel",
    }
    assert datetime.fromisoformat(sachstand["am"])
    assert (erlaeuterung["feld"], erlaeuterung["alt"]) == ("Erläuterung", "")
    davor = befehl("--stichtag", "2023-04-30")
    assert davor["liste"][0]["sachstand"] == "begonnen"
    assert "geaendert" not in davor


def test_befehl_weist_falschen_gebrauch_ab():
    morgen = (timezone.localdate() + timedelta(days=1)).isoformat()
    for angaben in (["--stichtag", morgen], ["--stichtag", "2023-01-01", "--seit", "2023-02-01"]):
        with pytest.raises(CommandError) as fehler:
            befehl(*angaben)
        assert fehler.value.returncode == 2
    with pytest.raises(CommandError):
        befehl("--seit", "gestern")


# --- Terminlage von Hand ----------------------------------------------------------------------------------------------


def setzen(client, m, **daten):
    return client.post(reverse("massnahmen:terminlage_setzen", args=[m.pk]), daten)


def test_gesetzte_terminlage_gilt_ueberall_und_steht_neben_der_berechneten(angemeldet, massnahme, person):
    m, client = massnahme("1.1.1."), angemeldet("leitung")
    vorher = eigene_massnahmen(person("sachbearbeitung"), stichtag=timezone.localdate()).ueberfaellig
    assert setzen(client, m, lage="im_plan", grund="Verlängert durch Beschluss").status_code == 302
    seite = text(client.get(reverse("massnahmen:detail", args=[m.pk])))
    assert "Von Hand gesetzt: im Plan (berechnet: überfällig)" in seite
    assert "Verlängert durch Beschluss" in seite
    assert "Lothar Beispiel" in seite
    assert "1.1.1." not in nummern(client.get(LISTE, {"terminlage": "ueberfaellig"}))
    assert "1.1.1." in nummern(client.get(LISTE, {"terminlage": "im_plan"}))
    assert eigene_massnahmen(person("sachbearbeitung"), stichtag=timezone.localdate()).ueberfaellig == vorher - 1
    # Am Stichtag davor gilt noch die Rechnung.
    assert "1.1.1." in nummern(client.get(LISTE, {"terminlage": "ueberfaellig", "stichtag": "2024-01-01"}))
    assert Protokolleintrag.objects.filter(ereignis="terminlage_gesetzt", gegenstand="1.1.1.").exists()
    assert "vorher: wie berechnet → jetzt: im Plan: Verlängert durch Beschluss" in text(client.get(AENDERUNGEN))
    assert setzen(client, m, lage="berechnet", grund="Beschluss aufgehoben").status_code == 302
    assert "1.1.1." in nummern(client.get(LISTE, {"terminlage": "ueberfaellig"}))
    assert Terminuebersteuerung.objects.count() == 2
    assert "Beschluss aufgehoben" in text(client.get(AENDERUNGEN))


@pytest.mark.parametrize(
    "daten", [{"lage": "im_plan"}, {"lage": "im_plan", "grund": "  "}, {"lage": "x", "grund": "y"}]
)
def test_ohne_grund_bleibt_die_rechnung(angemeldet, massnahme, daten):
    antwort = setzen(angemeldet("leitung"), massnahme("1.1.1."), **daten)
    assert antwort.status_code == 422
    assert "kern-error" in antwort.content.decode()
    assert not Terminuebersteuerung.objects.exists()
    with pytest.raises(ValidationError):
        terminlage_setzen(massnahme=massnahme("1.1.1."), lage="im_plan", grund=" ", von=None)


def test_beendetes_laesst_sich_nicht_uebersteuern(massnahme, gemeldet):
    m = massnahme("1.1.1.")
    terminlage_setzen(massnahme=m, lage="ueberfaellig", grund="Versuch", von=None)
    assert massnahme("1.1.1.").terminbild(timezone.localdate()).lage == "ohne_termin"


def test_uebersteuerungen_werden_nur_ergaenzt(massnahme):
    zeile = terminlage_setzen(massnahme=massnahme("1.1.1."), lage="im_plan", grund="Grund", von=None)
    for versuch in (zeile.save, zeile.delete, Terminuebersteuerung.objects.all().delete):
        with pytest.raises(TypeError, match="nur ergänzt"):
            versuch()
    with pytest.raises(TypeError, match="nur ergänzt"):
        Terminuebersteuerung.objects.update(grund="gefälscht")
