"""Die Sachstandsrunde: eröffnen, antworten, erinnern, schließen, wieder öffnen; wer was darf und sieht."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dresden_senioren.models import Benutzer, Protokolleintrag
from massnahmen.dienste import sachstand_bestaetigen, sachstand_melden
from massnahmen.models import (
    Abschlusszeile,
    Erinnerung,
    Fachplan,
    Handlungsfeld,
    Massnahme,
    Sachstandsart,
    Sachstandsmeldung,
    Sachstandsrunde,
    Stelle,
    Stellvertretung,
    Wiedereroeffnung,
    Ziel,
)
from massnahmen.runden import runde_eroeffnen, runde_schliessen, runde_wieder_oeffnen, stellvertretung_eintragen
from massnahmen.rundenstand import eigene_rueckmeldungen, rundenstand

from .seitentext import text

pytestmark = pytest.mark.django_db
MEINE = "/massnahmen/rueckmeldungen/"


def heute():
    return timezone.localdate()


def art(schluessel):
    return Sachstandsart.objects.get(schluessel=schluessel)


@pytest.fixture
def eroeffnen(person):
    def eroeffnen(nummern=None, bezeichnung="Sachstand 2026", **anders):
        massnahmen = Massnahme.objects.filter(nr__in=nummern) if nummern else Massnahme.objects.all()
        angaben = {"stichtag": heute(), "frist": heute() + timedelta(days=14)} | anders
        return runde_eroeffnen(
            fachplan=Fachplan.objects.get(),
            bezeichnung=bezeichnung,
            massnahmen=massnahmen,
            von=person("leitung"),
            **angaben,
        )

    return eroeffnen


@pytest.fixture
def gesundheitsamt():
    """Eine zweite Sachbearbeitung, an einer anderen Stelle."""
    person = Benutzer.objects.create_user(
        "gesund", rolle="sachbearbeitung", first_name="Gerda", last_name="Gesund", email="gesund@dresden.example"
    )
    Stelle.objects.get(name="Gesundheitsamt").benutzer.add(person)
    return person


@pytest.fixture
def als():
    def anmelden(benutzer):
        client = Client()
        client.force_login(benutzer)
        return client

    return anmelden


def melden(nr, schluessel, von, erlaeuterung="Text"):
    m = Massnahme.objects.mit_termin().get(nr=nr)
    return sachstand_melden(
        massnahme=m, sachstandsart=art(schluessel), erlaeuterung=erlaeuterung, grundlage=m.meldung.pk, von=von
    )


def bestaetigen(nr, von):
    m = Massnahme.objects.mit_termin().get(nr=nr)
    return sachstand_bestaetigen(massnahme=m, grundlage=m.meldung.pk, von=von)


def antworten_von(runde):
    return {m.nr: m.antwort.value for m in Massnahme.objects.filter(runden=runde).mit_antwort()}


# --- Antworten kommen aus dem Sachstandsbuch --------------------------------------------------------------------------


def test_zeilen_im_sachstandsbuch_sind_antworten_gleich_wo_sie_entstehen(eroeffnen, person, angemeldet):
    sabine = person("sachbearbeitung")
    davor = bestaetigen("1.1.4.", sabine)
    runde = eroeffnen(["1.1.1.", "1.1.2.", "1.1.3.", "1.1.4."])
    assert davor.runde is None
    assert melden("1.1.1.", "laufend", sabine).runde == runde
    m = Massnahme.objects.mit_termin().get(nr="1.1.2.")
    adresse = reverse("massnahmen:sachstand_bestaetigen", args=[m.pk])  # die Detailseite
    angemeldet("sachbearbeitung").post(adresse, {"grundlage": m.meldung.pk})
    assert bestaetigen("2.1.1.", sabine).runde is None  # gehört nicht zur Runde
    assert antworten_von(runde) == {
        "1.1.1.": "beantwortet",
        "1.1.2.": "bestaetigt",
        "1.1.3.": "offen",
        "1.1.4.": "offen",
    }
    bestaetigen("1.1.1.", sabine)
    assert antworten_von(runde)["1.1.1."] == "beantwortet"  # eine Bestätigung danach nimmt die Antwort nicht zurück


def test_fortschritt_je_stelle_und_handlungsfeld(eroeffnen, person):
    runde = eroeffnen()
    bestaetigen("1.1.2.", person("sachbearbeitung"))
    melden("1.1.1.", "laufend", person("sachbearbeitung"))
    stand = rundenstand(runde)
    assert stand.fortschritt.satz == "2 von 49 beantwortet"
    assert len(stand.offene) == 47
    assert [t.fortschritt.gesamt for t in stand.je_handlungsfeld] == [5, 7, 9, 5, 5, 3, 1, 14]
    assert stand.je_handlungsfeld[0].fortschritt.offen == 3
    sozialamt = next(t for t in stand.je_stelle if t.name == "Sozialamt")
    assert (sozialamt.fortschritt.beantwortet, sozialamt.fortschritt.bestaetigt, sozialamt.fortschritt.offen) == (
        1,
        1,
        37,
    )


# --- Eröffnen ---------------------------------------------------------------------------------------------------------


def angaben(**anders):
    return {
        "bezeichnung": "Herbst",
        "stichtag": heute().isoformat(),
        "frist": (heute() + timedelta(days=20)).isoformat(),
    } | anders


def test_eroeffnen_erst_nach_der_vorschau(angemeldet):
    client = angemeldet("leitung")
    feld = Handlungsfeld.objects.get(nr="3.")
    daten = angaben(handlungsfelder=[feld.pk], aktion="eroeffnen")
    vorschau = client.post("/massnahmen/runden/neu/", daten)  # ohne gesehen zu haben, was gefragt wird
    assert vorschau.status_code == 200
    assert "Vorschau: 9 Maßnahmen" in text(vorschau)
    assert "niemand mit Zugang" in text(vorschau)
    assert not Sachstandsrunde.objects.exists()
    gezeigt = re.search(r'name="gezeigt" value="(\w+)"', vorschau.content.decode())[1]
    anders = client.post("/massnahmen/runden/neu/", angaben(aktion="eroeffnen", gezeigt=gezeigt))
    assert "Vorschau: 49 Maßnahmen" in text(anders)  # inzwischen geändert: erst wieder zeigen
    antwort = client.post("/massnahmen/runden/neu/", daten | {"gezeigt": gezeigt}, follow=True)
    runde = Sachstandsrunde.objects.get()
    assert runde.massnahmen.count() == 9
    assert "0 von 9 beantwortet" in text(antwort)
    assert Protokolleintrag.objects.filter(ereignis="runde_eroeffnet", gegenstand="Herbst").exists()


def test_beendetes_wird_nicht_gefragt_und_stellen_schraenken_ein(angemeldet, person):
    melden("1.1.1.", "abgeschlossen", person("sachbearbeitung"))
    client = angemeldet("leitung")
    assert "Vorschau: 48 Maßnahmen" in text(client.post("/massnahmen/runden/neu/", angaben()))
    stelle = Stelle.objects.get(name="Sozialamt")
    assert "Vorschau: 38 Maßnahmen" in text(client.post("/massnahmen/runden/neu/", angaben(stellen=[stelle.pk])))


def test_formular_nennt_jeden_fehler_am_feld_und_behaelt_die_eingabe(angemeldet):
    gestern = (heute() - timedelta(days=1)).isoformat()
    antwort = angemeldet("leitung").post(
        "/massnahmen/runden/neu/", {"bezeichnung": "", "stichtag": "x", "frist": gestern}
    )
    assert antwort.status_code == 422
    for satz in ("Dieses Feld ist zwingend erforderlich", "Das ist kein Datum", "Die Frist ist schon vorbei"):
        assert satz in text(antwort)
    assert f'value="{gestern}"' in antwort.content.decode()


def test_nur_eine_offene_runde_je_fachplan(eroeffnen, angemeldet):
    runde = eroeffnen()
    with pytest.raises(ValidationError, match="schon die Runde „Sachstand 2026“ offen"):
        eroeffnen(bezeichnung="Noch eine")
    antwort = angemeldet("leitung").post("/massnahmen/runden/neu/", angaben())
    assert antwort.status_code == 422
    assert "ist schon die Runde „Sachstand 2026“ offen" in text(antwort)
    with pytest.raises(IntegrityError), transaction.atomic():  # auch an allen Formularen vorbei
        Sachstandsrunde.objects.create(fachplan=runde.fachplan, bezeichnung="Dritte", stichtag=heute(), frist=heute())


# --- Meine offenen Rückmeldungen --------------------------------------------------------------------------------------


def test_meine_rueckmeldungen_zeigen_nur_eigene_der_runde(eroeffnen, angemeldet, gesundheitsamt, als):
    assert "Zurzeit ist nichts zu beantworten" in text(angemeldet("sachbearbeitung").get(MEINE))
    eroeffnen()
    assert "0 von 39 beantwortet" in text(angemeldet("sachbearbeitung").get(MEINE))
    eigene = eigene_rueckmeldungen(gesundheitsamt)
    assert 0 < eigene.count() < 39
    seite = als(gesundheitsamt).get(MEINE)
    assert f"0 von {eigene.count()} beantwortet" in text(seite)
    fremd = Massnahme.objects.exclude(pk__in=eigene.values("pk")).first()
    assert als(gesundheitsamt).get(f"{MEINE}{fremd.pk}/").status_code == 404
    assert als(gesundheitsamt).post(f"{MEINE}{fremd.pk}/", {"bestaetigen": "1"}).status_code == 404


def test_antworten_fuehrt_zur_naechsten_und_fuellt_den_letzten_text_vor(eroeffnen, angemeldet, person, massnahme):
    melden("1.1.1.", "laufend", person("sachbearbeitung"), "Erster Stand & Text")
    runde = eroeffnen(["1.1.1.", "1.1.2.", "1.1.3."], stichtag=heute() - timedelta(days=10))
    client, m = angemeldet("sachbearbeitung"), massnahme("1.1.2.")
    seite = client.get(f"{MEINE}{massnahme('1.1.1.').pk}/")
    assert "Erster Stand &amp; Text</textarea>" in seite.content.decode()
    daten = {"sachstandsart": art("abgeschlossen").pk, "erlaeuterung": "fertig", "grundlage": m.meldung.pk}
    antwort = client.post(f"{MEINE}{m.pk}/", daten)
    assert antwort.url == f"{MEINE}{massnahme('1.1.3.').pk}/"
    meldung = massnahme("1.1.2.").meldung
    assert (meldung.runde, meldung.erlaeuterung) == (runde, "fertig")
    assert meldung.gueltig_ab == runde.stichtag  # der Sachstand zum Stichtag
    weiter = client.post(antwort.url, {"bestaetigen": "1", "grundlage": massnahme("1.1.3.").meldung.pk})
    assert weiter.url == f"{MEINE}{massnahme('1.1.1.').pk}/"  # am Ende von vorn
    letzte = client.post(weiter.url, {"bestaetigen": "1", "grundlage": massnahme("1.1.1.").meldung.pk}, follow=True)
    assert "3 von 3 beantwortet" in text(letzte)
    assert "Alles beantwortet" in text(letzte)


def test_unveraendert_gespeichert_ist_bestaetigt(eroeffnen, angemeldet, person, massnahme):
    melden("1.1.1.", "laufend", person("sachbearbeitung"), "Zeile eins\nZeile zwei")
    eroeffnen(["1.1.1."])
    m = massnahme("1.1.1.")
    daten = {"sachstandsart": art("laufend").pk, "erlaeuterung": "Zeile eins\r\nZeile zwei", "grundlage": m.meldung.pk}
    angemeldet("sachbearbeitung").post(f"{MEINE}{m.pk}/", daten)
    assert massnahme("1.1.1.").meldung.ist_bestaetigung


def test_mehr_felder_als_gefragt_aendern_nichts(eroeffnen, angemeldet, massnahme):
    eroeffnen(["1.1.1."])
    m = massnahme("1.1.1.")
    daten = {
        "sachstandsart": art("laufend").pk,
        "erlaeuterung": "x",
        "grundlage": m.meldung.pk,
        "beschreibung": "gekapert",
        "gueltig_ab": "2020-01-01",
        "erfasst_von": "1",
        "runde": "",
    }
    angemeldet("sachbearbeitung").post(f"{MEINE}{m.pk}/", daten)
    neu = massnahme("1.1.1.")
    assert neu.beschreibung == m.beschreibung
    assert (neu.meldung.erfasst_von.username, neu.meldung.gueltig_ab) == ("sachbearbeitung", heute())
    assert neu.meldung.runde is not None


def test_fehler_und_zusammenstoss_verlieren_nichts(eroeffnen, angemeldet, person, massnahme):
    eroeffnen(["1.1.1."])
    client, m = angemeldet("sachbearbeitung"), massnahme("1.1.1.")
    daten = {"sachstandsart": art("entfallen").pk, "erlaeuterung": "", "grundlage": m.meldung.pk}
    ohne_grund = client.post(f"{MEINE}{m.pk}/", daten)
    assert ohne_grund.status_code == 422
    assert "Bitte begründen Sie den Sachstand" in text(ohne_grund)
    melden("1.1.1.", "laufend", person("sachbearbeitung"), "inzwischen")
    stoss = client.post(f"{MEINE}{m.pk}/", daten | {"erlaeuterung": "meins"})
    assert stoss.status_code == 409
    assert "inzwischen" in text(stoss)
    assert "meins" in text(stoss)
    veraltet = client.post(f"{MEINE}{m.pk}/", {"bestaetigen": "1", "grundlage": m.meldung.pk}, follow=True)
    assert "Nicht bestätigt" in text(veraltet)


# --- Stellvertretung --------------------------------------------------------------------------------------------------


def test_vertretung_sieht_und_beantwortet_nur_in_ihrer_zeit(eroeffnen, person, gesundheitsamt, als, angemeldet):
    eroeffnen()
    eigene = eigene_rueckmeldungen(gesundheitsamt).count()
    morgen = heute() + timedelta(days=1)
    leitung = angemeldet("leitung")
    daten = {
        "abwesend": person("sachbearbeitung").pk,
        "vertretung": gesundheitsamt.pk,
        "von_tag": heute(),
        "bis_tag": morgen,
    }
    assert leitung.post("/massnahmen/stellvertretungen/", daten).status_code == 302
    assert eigene_rueckmeldungen(gesundheitsamt).count() > max(eigene, 38)
    seite = als(gesundheitsamt).get(MEINE)
    assert f"Sie vertreten Sabine Beispiel bis {morgen:%d.%m.%Y}." in text(seite)
    fremd = Massnahme.objects.exclude(stellen__name="Gesundheitsamt").filter(stellen__name="Sozialamt").first()
    grundlage = Massnahme.objects.mit_termin().get(pk=fremd.pk).meldung.pk
    als(gesundheitsamt).post(f"{MEINE}{fremd.pk}/", {"bestaetigen": "1", "grundlage": grundlage})
    assert Sachstandsmeldung.objects.latest("pk").erfasst_von == gesundheitsamt
    eintrag = Stellvertretung.objects.get()
    leitung.post(f"/massnahmen/stellvertretungen/{eintrag.pk}/beenden/")
    assert eigene_rueckmeldungen(gesundheitsamt).count() == eigene
    assert Massnahme.objects.meldbar_fuer(gesundheitsamt).filter(pk=fremd.pk).count() == 0


@pytest.mark.parametrize(("von", "bis"), [(-5, -1), (1, 5)])
def test_vertretung_gilt_weder_vorher_noch_nachher(person, gesundheitsamt, von, bis):
    eigene = Massnahme.objects.meldbar_fuer(gesundheitsamt).count()
    stellvertretung_eintragen(
        abwesend=person("sachbearbeitung"),
        vertretung=gesundheitsamt,
        von_tag=heute() + timedelta(days=von),
        bis_tag=heute() + timedelta(days=bis),
        von=None,
    )
    assert Massnahme.objects.meldbar_fuer(gesundheitsamt).count() == eigene


def test_vertretung_gibt_niemandem_mehr_als_die_abwesende_person_hatte(person, gesundheitsamt):
    eigene = Massnahme.objects.meldbar_fuer(gesundheitsamt).count()
    sabine = person("sachbearbeitung")
    stellvertretung_eintragen(abwesend=sabine, vertretung=gesundheitsamt, von_tag=heute(), bis_tag=heute(), von=None)
    Benutzer.objects.filter(pk=sabine.pk).update(rolle="koordination")
    assert Massnahme.objects.meldbar_fuer(gesundheitsamt).count() == eigene


def test_stellvertretung_prueft_ihre_angaben(angemeldet, person):
    sabine = person("sachbearbeitung").pk
    daten = {"abwesend": sabine, "vertretung": sabine, "von_tag": heute(), "bis_tag": heute() - timedelta(days=1)}
    antwort = angemeldet("leitung").post("/massnahmen/stellvertretungen/", daten)
    assert antwort.status_code == 422
    assert "Niemand vertritt sich selbst" in text(antwort)
    assert "Der letzte Tag liegt vor dem ersten" in text(antwort)
    fremd = angemeldet("leitung").post("/massnahmen/stellvertretungen/", daten | {"vertretung": person("leitung").pk})
    assert fremd.status_code == 422  # Leitung meldet nicht und kann darum nicht vertreten


# --- Erinnern ---------------------------------------------------------------------------------------------------------


def stand_der_vorschau(seite):
    return re.search(r'name="stand" value="(\w+)"', seite.content.decode())[1]


def test_erinnerung_wird_gezeigt_und_je_person_und_tag_einmal_gesendet(eroeffnen, angemeldet, gesundheitsamt):
    runde = eroeffnen()
    client, adresse = angemeldet("leitung"), f"/massnahmen/runden/{runde.pk}/erinnern/"
    seite = client.get(adresse)
    assert mail.outbox == []
    for erwartet in (
        "An Sabine Beispiel <sachbearbeitung@dresden.example>",
        "Sachstand 2026: 39 Rückmeldungen bis",
        "- und 24 weitere",
        "http://testserver/massnahmen/rueckmeldungen/",
        "TU Dresden : niemand mit Zugang",
    ):
        assert erwartet.replace(" :", ":") in text(seite).replace(" :", ":")
    antwort = client.post(adresse, {"stand": stand_der_vorschau(seite)}, follow=True)
    assert "Erinnert: Gerda Gesund und Sabine Beispiel." in text(antwort)
    assert sorted(nachricht.to for nachricht in mail.outbox) == [
        ["gesund@dresden.example"],
        ["sachbearbeitung@dresden.example"],
    ]
    assert Protokolleintrag.objects.get(ereignis="erinnerung_gesendet").angaben["gesendet"] == [
        "gesund",
        "sachbearbeitung",
    ]
    noch_einmal = client.get(adresse)
    assert "Sabine Beispiel: heute schon erinnert" in text(noch_einmal)
    assert client.post(adresse, {"stand": stand_der_vorschau(seite)}).status_code == 409
    assert len(mail.outbox) == 2
    with pytest.raises(IntegrityError), transaction.atomic():  # auch die Datenbank lässt keine zweite zu
        Erinnerung.objects.create(runde=runde, empfaenger=gesundheitsamt, tag=heute(), text="")


def test_gesendet_wird_nur_was_gezeigt_wurde(eroeffnen, angemeldet, person):
    runde = eroeffnen()
    client, adresse = angemeldet("leitung"), f"/massnahmen/runden/{runde.pk}/erinnern/"
    stand = stand_der_vorschau(client.get(adresse))
    bestaetigen("1.1.1.", person("sachbearbeitung"))
    antwort = client.post(adresse, {"stand": stand})
    assert antwort.status_code == 409
    assert "Noch nicht gesendet" in text(antwort)
    assert "38 Rückmeldungen" in text(antwort)
    assert mail.outbox == []


def test_statt_der_abwesenden_person_wird_die_vertretung_erinnert(eroeffnen, angemeldet, person, gesundheitsamt):
    runde = eroeffnen()
    stellvertretung_eintragen(
        abwesend=person("sachbearbeitung"), vertretung=gesundheitsamt, von_tag=heute(), bis_tag=heute(), von=None
    )
    seite = angemeldet("leitung").get(f"/massnahmen/runden/{runde.pk}/erinnern/")
    assert "Darunter sind Maßnahmen, bei denen Sie Sabine Beispiel vertreten." in text(seite)
    assert "An Sabine Beispiel" not in text(seite)


def test_gescheiterter_versand_hinterlaesst_keinen_eintrag(eroeffnen, angemeldet, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False  # dort nimmt niemand an
    runde = eroeffnen()
    client, adresse = angemeldet("leitung"), f"/massnahmen/runden/{runde.pk}/erinnern/"
    antwort = client.post(adresse, {"stand": stand_der_vorschau(client.get(adresse))}, follow=True)
    assert "Nicht gesendet: Sabine Beispiel" in text(antwort)
    assert not Erinnerung.objects.exists()


def test_ohne_mailserver_sagt_es_die_seite(eroeffnen, angemeldet, settings):
    settings.EMAIL_IST_EINGERICHTET = False
    seite = angemeldet("leitung").get(f"/massnahmen/runden/{eroeffnen().pk}/erinnern/")
    assert "Kein Mailserver eingerichtet" in text(seite)
    assert 'name="stand"' not in seite.content.decode()


# --- Schließen, wieder öffnen -----------------------------------------------------------------------------------------


def test_schliessen_haelt_den_stand_fest_und_nichts_spaeteres_aendert_ihn(eroeffnen, angemeldet, person):
    sabine, client = person("sachbearbeitung"), angemeldet("leitung")
    runde = eroeffnen()
    melden("1.1.1.", "laufend", sabine, "Stand beim Schließen")
    bestaetigt = client.get(f"/massnahmen/runden/{runde.pk}/schliessen/")
    assert "48 Maßnahmen ohne Antwort" in text(bestaetigt)
    antwort = client.post(f"/massnahmen/runden/{runde.pk}/schliessen/", follow=True)
    for erwartet in (
        "1 von 49 beantwortet",
        "Stand beim Schließen",
        "Unverändert seit dem Schließen",
        "Lothar Beispiel",
    ):
        assert erwartet in text(antwort)
    abschluss = runde.abschluesse.get()
    assert abschluss.zeilen.count() == 49
    assert Protokolleintrag.objects.get(ereignis="runde_geschlossen").angaben["offen"] == 48
    assert melden("1.1.1.", "abgeschlossen", sabine, "später").runde is None
    Massnahme.objects.filter(nr="1.1.1.").update(beschreibung="umformuliert")
    stand = client.get(f"/massnahmen/runden/{runde.pk}/stand/1/")
    assert "umformuliert" not in text(stand)
    assert "später" not in text(stand)
    assert "Unverändert seit dem Schließen" in text(stand)
    assert client.post(f"/massnahmen/runden/{runde.pk}/schliessen/").status_code == 404


@pytest.mark.parametrize("spalte", ["erlaeuterung", "sachstand", "antwort", "beschreibung"])
def test_pruefsumme_bemerkt_jede_nachtraegliche_aenderung(eroeffnen, angemeldet, spalte):
    runde = eroeffnen(["1.1.1.", "1.1.2."])
    abschluss = runde_schliessen(runde=runde, von=None)
    zeile = abschluss.zeilen.first()
    with pytest.raises(TypeError):
        abschluss.zeilen.update(**{spalte: "gefälscht"})
    with connection.cursor() as zeiger:
        zeiger.execute(f"UPDATE massnahmen_abschlusszeile SET {spalte} = 'x' WHERE id = %s", [zeile.pk])  # noqa: S608
    assert not abschluss.ist_unversehrt
    seite = angemeldet("leitung").get(f"/massnahmen/runden/{runde.pk}/stand/1/")
    assert "Dieser Stand wurde nachträglich verändert" in text(seite)


def test_wieder_oeffnen_verlangt_einen_grund_und_loescht_nichts(eroeffnen, angemeldet, person):
    runde, client = eroeffnen(["1.1.1.", "1.1.2."]), angemeldet("leitung")
    melden("1.1.1.", "laufend", person("sachbearbeitung"), "erste Antwort")
    runde_schliessen(runde=runde, von=person("leitung"))
    adresse = f"/massnahmen/runden/{runde.pk}/wieder-oeffnen/"
    ohne = client.post(adresse, {"begruendung": "  "})
    assert ohne.status_code == 422
    assert "Bitte begründen Sie" in text(ohne)
    client.post(adresse, {"begruendung": "Gesundheitsamt fehlt noch"})
    runde.refresh_from_db()
    assert runde.ist_offen
    assert antworten_von(runde)["1.1.1."] == "beantwortet"  # die Antwort von vorher zählt weiter
    bestaetigen("1.1.2.", person("sachbearbeitung"))
    zweiter = runde_schliessen(runde=runde, von=person("leitung"))
    assert zweiter.nummer == 2
    assert [a.zeilen.filter(antwort="offen").count() for a in runde.abschluesse.all()] == [1, 0]
    seite = text(client.get(f"/massnahmen/runden/{runde.pk}/"))
    assert "Gesundheitsamt fehlt noch" in seite
    assert "Stand beim 1. Schließen" in seite
    assert Protokolleintrag.objects.get(ereignis="runde_wiedereroeffnet").angaben["begruendung"]
    for modell in (Abschlusszeile, Wiedereroeffnung):
        with pytest.raises(TypeError):
            modell.objects.all().delete()


def test_wieder_oeffnen_geht_nicht_neben_einer_offenen(eroeffnen, angemeldet):
    runde = eroeffnen()
    runde_schliessen(runde=runde, von=None)
    eroeffnen(bezeichnung="Neue")
    with pytest.raises(ValidationError, match="„Neue“ offen"):
        runde_wieder_oeffnen(runde=runde, begruendung="x", von=None)
    antwort = angemeldet("leitung").post(f"/massnahmen/runden/{runde.pk}/wieder-oeffnen/", {"begruendung": "x"})
    assert antwort.status_code == 422


# --- Menge ------------------------------------------------------------------------------------------------------------


def viele(anzahl):
    ziel, sozialamt = Ziel.objects.first(), Stelle.objects.get(name="Sozialamt")
    neue = Massnahme.objects.bulk_create(
        Massnahme(ziel=ziel, nr=f"9.{i}", beschreibung=f"Weitere {i}") for i in range(anzahl)
    )
    Massnahme.stellen.through.objects.bulk_create(
        Massnahme.stellen.through(massnahme=m, stelle=sozialamt, rolle="beteiligt", reihenfolge=1) for m in neue
    )
    begonnen = art("begonnen")
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(massnahme=m, sachstandsart=begonnen, gueltig_ab=heute()) for m in neue
    )


def test_gleich_viele_abfragen_mit_49_und_2000_massnahmen(eroeffnen, angemeldet, person, django_assert_max_num_queries):
    from django.test.utils import CaptureQueriesContext

    def abfragen(seiten):
        zahlen = {}
        for rolle, pfad in seiten:
            client = angemeldet(rolle)
            with CaptureQueriesContext(
                connection,
            ) as mitschrift:
                assert client.get(pfad).status_code == 200
            zahlen[pfad] = len(mitschrift)
        return zahlen

    def seiten(runde):
        offene = eigene_rueckmeldungen(person("sachbearbeitung")).first()
        return [
            ("sachbearbeitung", MEINE),
            ("sachbearbeitung", f"{MEINE}{offene.pk}/"),
            ("sachbearbeitung", "/"),
            ("leitung", f"/massnahmen/runden/{runde.pk}/"),
            ("leitung", f"/massnahmen/runden/{runde.pk}/erinnern/"),
            ("leitung", f"/massnahmen/runden/{runde.pk}/schliessen/"),
            ("leitung", "/massnahmen/runden/"),
            ("leitung", "/ueberblick/"),
            ("leitung", "/massnahmen/?rueckmeldung=offen&frische=nie"),
        ]

    runde = eroeffnen()
    vorher = abfragen(seiten(runde))
    viele(1951)
    runde.massnahmen.set(Massnahme.objects.all())
    assert abfragen(seiten(runde)) == vorher
    assert max(vorher.values()) <= 25
    with django_assert_max_num_queries(60):  # geschrieben wird in Blöcken, nicht je Zeile
        abschluss = runde_schliessen(runde=runde, von=None)
    stand = [("leitung", f"/massnahmen/runden/{runde.pk}/stand/{abschluss.nummer}/"), ("leitung", "/ueberblick/")]
    assert max(abfragen(stand).values()) <= 25
