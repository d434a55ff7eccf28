"""Einen Träger an fehlende Monate erinnern: der Text, und gesendet wird nur das Gezeigte, einmal am Tag."""

import pytest
from django.core import mail
from django.urls import reverse

from beratung.kalender import erinnerungen
from beratung.models import Traeger
from dresden_senioren.models import Protokolleintrag

pytestmark = pytest.mark.django_db


@pytest.fixture
def elbe():
    traeger = Traeger.objects.get(name="Beispielträger Elbe e. V.")
    traeger.email = "statistik@elbe.example"
    traeger.save()
    return traeger


def test_erinnerung_nennt_stellen_monate_und_fristen(elbe, person):
    entwurf = erinnerungen.entwurf(elbe, von=person("administration"))
    assert "Seniorenberatung Altstadt (Beispiel), Seniorenberatung Cotta (Beispiel)" in entwurf.brief.text
    assert ": Oktober bis Dezember 2024" in entwurf.brief.text and "fällig vom 10.11.2024" in entwurf.brief.text
    assert "Anna Beispiel" in entwurf.brief.text and "Nullmeldung" in entwurf.brief.text
    assert entwurf.mailto.startswith("mailto:statistik@elbe.example?subject=Seniorenberatung%3A%20")
    assert "%0A" in entwurf.mailto and " " not in entwurf.mailto


def test_gesendet_wird_das_gezeigte_und_nur_einmal_am_tag(elbe, angemeldet):
    administration = angemeldet("administration")
    adresse = reverse("beratung:traeger_erinnern", args=[elbe.pk])
    stand = administration.get(adresse).context["entwurf"].stand
    assert administration.post(adresse, {"stand": "alt"}).status_code == 409
    assert not mail.outbox
    assert administration.post(adresse, {"stand": stand}).status_code == 302
    assert administration.post(adresse, {"stand": stand}).status_code == 409
    (nachricht,) = mail.outbox
    assert nachricht.to == ["statistik@elbe.example"] and elbe.erinnerungen.get().text == nachricht.body
    assert Protokolleintrag.objects.filter(ereignis="liefererinnerung_gesendet").count() == 1
    assert "Heute ist dieser Träger schon erinnert worden." in administration.get(adresse).content.decode()


def test_scheitert_der_versand_bleibt_der_tag_frei(elbe, angemeldet, monkeypatch):
    def scheitern(self, *args, **kwargs):
        raise OSError("kein Mailserver")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", scheitern)
    administration = angemeldet("administration")
    adresse = reverse("beratung:traeger_erinnern", args=[elbe.pk])
    antwort = administration.post(adresse, {"stand": administration.get(adresse).context["entwurf"].stand})
    assert antwort.status_code == 409 and "Mailserver" in antwort.content.decode()
    assert not elbe.erinnerungen.exists()


def test_ohne_adresse_bleibt_der_text_zum_kopieren(angemeldet):
    traeger = Traeger.objects.get(name="Beispielträger Heide e. V.")
    html = angemeldet("administration").get(reverse("beratung:traeger_erinnern", args=[traeger.pk])).content.decode()
    assert "Keine E-Mail-Adresse hinterlegt" in html and "E-Mail senden" not in html and "mailto:?subject" in html
