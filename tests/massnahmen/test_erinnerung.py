"""Erinnern: erst gezeigt, dann gesendet, je Person und Tag einmal."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from dresden_senioren.models import Protokolleintrag
from massnahmen.models import Erinnerung, Stelle
from massnahmen.runden.ablauf import stellvertretung_eintragen

from .rundenhilfen import bestaetigen, heute
from .seitentext import text

pytestmark = pytest.mark.django_db
MEINE = "/massnahmen/rueckmeldungen/"


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
    assert "Eingeladen: Gerda Gesund und Sabine Beispiel." in text(antwort)
    assert sorted(nachricht.to for nachricht in mail.outbox) == [
        ["gesund@dresden.example"],
        ["sachbearbeitung@dresden.example"],
    ]
    assert mail.outbox[0].reply_to == ["leitung@dresden.example"]  # wer „Antworten“ drückt, schreibt der Leitung
    assert Protokolleintrag.objects.get(ereignis="erinnerung_gesendet").angaben["gesendet"] == [
        "gesund",
        "sachbearbeitung",
    ]
    noch_einmal = client.get(adresse)
    assert "Sabine Beispiel: hat heute schon eine E-Mail bekommen" in text(noch_einmal)
    assert client.post(adresse, {"stand": stand_der_vorschau(seite)}).status_code == 409
    assert len(mail.outbox) == 2
    with pytest.raises(IntegrityError), transaction.atomic():  # auch die Datenbank lässt keine zweite zu
        Erinnerung.objects.create(runde=runde, empfaenger=gesundheitsamt, tag=heute(), text="")


def test_die_erste_e_mail_laedt_ein_jede_weitere_erinnert(eroeffnen, angemeldet, person, gesundheitsamt):
    runde = eroeffnen()
    client, adresse = angemeldet("leitung"), f"/massnahmen/runden/{runde.pk}/"
    assert "Einladen" in text(client.get(adresse))
    einladung = text(client.get(f"{adresse}erinnern/"))
    assert "Zur Runde einladen" in einladung
    assert "bitten wir Sie um 39 Rückmeldungen bis zum" in einladung
    gestern = heute() - timedelta(days=1)
    Erinnerung.objects.create(runde=runde, empfaenger=person("sachbearbeitung"), tag=gestern, text="")
    assert "Erinnern" in text(client.get(adresse))
    erinnerung = text(client.get(f"{adresse}erinnern/"))
    assert "An offene Rückmeldungen erinnern" in erinnerung
    assert "sind noch 39 Rückmeldungen offen, bis zum" in erinnerung
    assert "bitten wir Sie um" in erinnerung  # wer später dazukam, wird eingeladen


def test_nach_der_frist_steht_das_faellige_hinter_einem_komma(eroeffnen, angemeldet):
    gestern = heute() - timedelta(days=1)
    runde = eroeffnen(stichtag=gestern, frist=gestern)
    einladung = text(angemeldet("leitung").get(f"/massnahmen/runden/{runde.pk}/erinnern/"))
    assert f"bitten wir Sie um 39 Rückmeldungen, fällig seit dem {gestern:%d.%m.%Y}:" in einladung


def test_wer_keinen_zugang_hat_bekommt_ein_formular(eroeffnen, angemeldet):
    client, tu = angemeldet("leitung"), Stelle.objects.get(name="TU Dresden")
    seite = client.get(f"/massnahmen/runden/{eroeffnen().pk}/erinnern/").content.decode()
    adresse = f"/massnahmen/formulare/?stelle={tu.pk}"
    assert f'href="{adresse}#erstellen"' in seite
    assert f'<option value="{tu.pk}" selected>' in client.get(adresse).content.decode()
    assert client.get("/massnahmen/formulare/?stelle=x").status_code == 200


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


def test_die_runde_sagt_wer_bescheid_weiss_und_was_zu_tun_ist(eroeffnen, angemeldet):
    client, adresse = angemeldet("leitung"), f"/massnahmen/runden/{eroeffnen().pk}/"
    seite = client.get(adresse)
    stellen = seite.context["stand"].wartende
    assert "Noch niemand hat eine E-Mail bekommen." in text(seite)
    assert f"{len(stellen) - 1} von {len(stellen)} Stellen" in text(seite)  # nur das Sozialamt hat jemanden mit Zugang
    assert "TU Dresden niemand mit Zugang" in text(seite) and "Sozialamt niemand" not in text(seite)
    erinnern = f"{adresse}erinnern/"
    antwort = client.post(erinnern, {"stand": stand_der_vorschau(client.get(erinnern))}, follow=True)
    assert "Letzte E-Mail an die Gefragten am" in text(antwort) and "Noch niemand hat" not in text(antwort)
