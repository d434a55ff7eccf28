"""Meine Rückmeldungen: antworten, bestätigen, die nächste; für andere vertretungsweise."""

from datetime import timedelta

import pytest

from dresden_senioren.models import Benutzer
from massnahmen.models import (
    Massnahme,
    Sachstandsmeldung,
    Stellvertretung,
)
from massnahmen.runden.ablauf import stellvertretung_eintragen
from massnahmen.runden.stand import eigene_rueckmeldungen

from .rundenhilfen import art, heute, melden
from .seitentext import text

pytestmark = pytest.mark.django_db
MEINE = "/massnahmen/rueckmeldungen/"


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
    assert massnahme("1.1.3.").meldung.gueltig_ab == runde.stichtag  # bestätigt gilt wie beantwortet
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
    assert stoss.context["in_runde"]
    nochmal = daten | {
        "erlaeuterung": "meins",
        "gueltig_ab": heute().isoformat(),
        "grundlage": massnahme("1.1.1.").meldung.pk,
    }
    gespeichert = client.post(f"/massnahmen/{m.pk}/sachstand/", nochmal | {"in_runde": "1"}, follow=True)
    assert gespeichert.redirect_chain == [(MEINE, 302)]  # weiter in der Runde, nicht auf die Seite der Maßnahme
    assert "1 von 1 beantwortet" in text(gespeichert)
    veraltet = client.post(f"{MEINE}{m.pk}/", {"bestaetigen": "1", "grundlage": m.meldung.pk}, follow=True)
    assert "Nicht bestätigt" in text(veraltet)


def test_gelten_lassen_fuehrt_weiter_und_wer_geantwortet_hat_steht_da(eroeffnen, angemeldet, person, massnahme):
    eroeffnen(["1.1.1.", "1.1.2."])
    client, m, folgende = angemeldet("sachbearbeitung"), massnahme("1.1.1."), massnahme("1.1.2.")
    melden("1.1.1.", "laufend", person("sachbearbeitung"), "inzwischen")
    meins = {"sachstandsart": art("laufend").pk, "erlaeuterung": "meins", "grundlage": m.meldung.pk}
    stoss = client.post(f"{MEINE}{m.pk}/", meins)
    assert "Diesen Stand gelten lassen und weiter" in text(stoss)
    assert f'href="{MEINE}{folgende.pk}/"' in stoss.content.decode()
    antwortseite = text(client.get(f"{MEINE}{m.pk}/"))
    assert "Für diese Runde ist 1.1.1. schon beantwortet: neu gemeldet von Sabine Beispiel." in antwortseite
    assert "Weiter zur nächsten offenen" in antwortseite
    assert f"neu gemeldet von Sabine Beispiel am {heute():%d.%m.%Y}" in text(client.get(f"{MEINE}?zeigen=alle"))


def test_nach_der_frist_bittet_niemand_mehr_bis_gestern(eroeffnen, angemeldet, massnahme):
    runde = eroeffnen(["1.1.1."], stichtag=heute() - timedelta(days=10))
    client, m = angemeldet("sachbearbeitung"), massnahme("1.1.1.")
    for frist, satz in ((heute(), "bitte bis"), (heute() - timedelta(days=1), "fällig seit dem")):
        type(runde).objects.update(frist=frist)
        for seite in ("/", MEINE, f"{MEINE}{m.pk}/", f"/massnahmen/{m.pk}/"):
            assert f"{satz} {frist:%d.%m.%Y}" in text(client.get(seite)), seite


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
    assert leitung.post("/massnahmen/runden/stellvertretungen/", daten).status_code == 302
    assert eigene_rueckmeldungen(gesundheitsamt).count() > max(eigene, 38)
    seite = als(gesundheitsamt).get(MEINE)
    assert f"Sie vertreten Sabine Beispiel bis {morgen:%d.%m.%Y}." in text(seite)
    fremd = Massnahme.objects.exclude(stellen__name="Gesundheitsamt").filter(stellen__name="Sozialamt").first()
    grundlage = Massnahme.objects.mit_termin().get(pk=fremd.pk).meldung.pk
    als(gesundheitsamt).post(f"{MEINE}{fremd.pk}/", {"bestaetigen": "1", "grundlage": grundlage})
    assert Sachstandsmeldung.objects.latest("pk").erfasst_von == gesundheitsamt
    eintrag = Stellvertretung.objects.get()
    leitung.post(f"/massnahmen/runden/stellvertretungen/{eintrag.pk}/beenden/")
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
    antwort = angemeldet("leitung").post("/massnahmen/runden/stellvertretungen/", daten)
    assert antwort.status_code == 422
    assert "Niemand vertritt sich selbst" in text(antwort)
    assert "Der letzte Tag liegt vor dem ersten" in text(antwort)
    fremd = angemeldet("leitung").post(
        "/massnahmen/runden/stellvertretungen/", daten | {"vertretung": person("leitung").pk}
    )
    assert fremd.status_code == 422  # Leitung meldet nicht und kann darum nicht vertreten


def test_sachbearbeitung_nennt_ihre_eigene_vertretung_und_keine_fremde(angemeldet, person, gesundheitsamt, als):
    sabine, seite = angemeldet("sachbearbeitung"), "/massnahmen/vertretung/"
    daten = {"vertretung": gesundheitsamt.pk, "von_tag": heute(), "bis_tag": heute(), "abwesend": gesundheitsamt.pk}
    assert "Eingetragen: Gerda Gesund für Sabine Beispiel." in text(sabine.post(seite, daten, follow=True))
    eintrag = Stellvertretung.objects.get()
    assert (eintrag.abwesend, eintrag.vertretung) == (person("sachbearbeitung"), gesundheitsamt)
    assert sabine.post(seite, daten | {"vertretung": person("sachbearbeitung").pk}).status_code == 422
    # Wer vertritt, sieht sie dort nicht und beendet sie nicht.
    assert "für Sabine" not in text(als(gesundheitsamt).get(seite))
    assert als(gesundheitsamt).post(f"{seite}{eintrag.pk}/beenden/").status_code == 404
    assert "Beendet" in text(sabine.post(f"{seite}{eintrag.pk}/beenden/", follow=True))
    assert not Stellvertretung.objects.exists()
