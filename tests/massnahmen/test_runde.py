"""Eine Sachstandsrunde führen: eröffnen, schließen und festhalten, wieder öffnen; viele Maßnahmen."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dresden_senioren.models import Protokolleintrag
from massnahmen.models import (
    Abschlusszeile,
    Handlungsfeld,
    Massnahme,
    Sachstandsmeldung,
    Sachstandsrunde,
    Stelle,
    Wiedereroeffnung,
    Ziel,
)
from massnahmen.runden.ablauf import runde_schliessen, runde_wieder_oeffnen
from massnahmen.runden.stand import eigene_rueckmeldungen, rundenstand

from .rundenhilfen import antworten_von, art, bestaetigen, heute, melden
from .seitentext import text

pytestmark = pytest.mark.django_db
MEINE = "/massnahmen/rueckmeldungen/"


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
    for satz in ("Bitte ausfüllen.", "Das ist kein Datum", "Die Frist ist schon vorbei"):
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


def test_wer_geantwortet_hat_liest_den_festgehaltenen_stand_und_kommt_von_den_rueckmeldungen_hin(
    eroeffnen, angemeldet, person
):
    sabine, client = person("sachbearbeitung"), angemeldet("sachbearbeitung")
    runde, meine = eroeffnen(), "/massnahmen/rueckmeldungen/"
    melden("1.1.1.", "laufend", sabine, "Meine Antwort")
    stand = f"/massnahmen/runden/{runde.pk}/stand/1/"
    assert stand not in client.get(meine).content.decode()
    assert client.get(stand).status_code == 404, "vor dem Schließen ist nichts festgehalten"
    angemeldet("leitung").post(f"/massnahmen/runden/{runde.pk}/schliessen/")
    assert f'href="{stand}"' in client.get(meine).content.decode()
    seite = client.get(stand)
    assert "Meine Antwort" in text(seite)
    # Wer geantwortet hat und wer nicht, sieht nur, wer die Runde führt.
    assert "Rückmeldung</th>" not in seite.content.decode() and "fortschritt__satz" not in seite.content.decode()
    bei_der_leitung = angemeldet("leitung").get(stand).content.decode()
    assert "Rückmeldung</th>" in bei_der_leitung and "fortschritt__satz" in bei_der_leitung
    # Lesen, nicht führen: kein Weg zu Seiten, die ihr nicht offenstehen.
    assert not re.search(r'href="/massnahmen/runden/', seite.content.decode())
    assert client.get(f"/massnahmen/runden/{runde.pk}/").status_code == 403


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


@pytest.mark.langsam
def test_gleich_viele_abfragen_mit_49_und_2000_massnahmen(eroeffnen, angemeldet, person, django_assert_max_num_queries):
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
