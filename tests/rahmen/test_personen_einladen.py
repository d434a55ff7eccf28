"""Die Administration lädt ein: der Link geht per E-Mail oder steht einmal da, und jede Angabe stimmt."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dresden_senioren.models import Benutzer, Ereignis, Protokolleintrag
from dresden_senioren.personen.dienste import freier_anmeldename
from tests.conftest import KENNWORT

from .personenhilfen import MARIA, eintraege

pytestmark = pytest.mark.django_db

NEU = "/personen/neu/"
EIN_LINK = re.compile(r"\w+-[0-9a-f]{20,}")


def test_ohne_mailserver_steht_der_link_einmal_auf_der_seite_und_nie_im_protokoll(admin, settings, sozialamt):
    settings.EMAIL_IST_EINGERICHTET = True  # wie in der Vorführung: E-Mails gehen nur ins Protokoll des Servers
    antwort = admin.post(NEU, MARIA | {"rolle": "sachbearbeitung", "stellen": [sozialamt.pk]})
    link = antwort.context["link"]
    person = Benutzer.objects.get(username="maria.mueller")
    assert antwort.status_code == 200
    assert link in antwort.content.decode()
    assert not person.has_usable_password()
    assert list(person.stellen.all()) == [sozialamt]
    for eintrag in Protokolleintrag.objects.all():
        assert not EIN_LINK.search(f"{eintrag.gegenstand} {eintrag.angaben}")
    assert EIN_LINK.search(link)  # Gegenprobe
    assert eintraege(person, Ereignis.PERSON_EINGELADEN)[0].benutzer == "administration"
    assert eintraege(person, Ereignis.LINK_UEBERGEBEN) and not eintraege(person, Ereignis.KENNWORT_LINK_GESENDET)
    assert link not in admin.get(reverse("person_detail", args=[person.pk])).content.decode()
    # Mit dem Link kommt man an: die Seite zum Setzen des Kennworts.
    assert Client().get(link, follow=True).status_code == 200


def test_mit_mailserver_geht_der_link_nur_per_email(admin, settings):
    settings.EMAIL_IST_EINGERICHTET, settings.EMAIL_HOST = True, "mail.dresden.example"
    antwort = admin.post(NEU, MARIA | {"rolle": "leitung"}, follow=True)
    (nachricht,) = mail.outbox
    link = re.search(r"https?://\S+", nachricht.body).group()
    assert nachricht.to == [MARIA["email"]]
    assert "gesendet" in antwort.content.decode()
    assert link not in antwort.content.decode()


def test_wer_noch_zu_nichts_gehoert_faellt_auf(admin):
    admin.post(NEU, MARIA | {"rolle": "koordination"})
    person = Benutzer.objects.get(username="maria.mueller")
    html = admin.get(reverse("person_detail", args=[person.pk])).content.decode()
    assert "Ohne sie hat die Person mit dieser Rolle nichts zu tun." in html


def test_ohne_rolle_eingeladen_sieht_man_nur_start_hilfe_und_konto(admin):
    admin.post(NEU, MARIA)
    client = Client()
    client.force_login(Benutzer.objects.get(username="maria.mueller"))
    start = client.get("/").content.decode()
    assert "noch keine Rolle" in start
    assert client.get("/konto/").status_code == client.get("/hilfe/").status_code == 200
    assert {client.get(pfad).status_code for pfad in ("/massnahmen/", "/personen/", "/berichte/")} == {403}


@pytest.mark.parametrize(
    ("aenderung", "feld"),
    [
        ({"email": "LEITUNG@Dresden.example"}, "email"),
        ({"email": "keine"}, "email"),
        ({"email": ""}, "email"),
        ({"last_name": " "}, "last_name"),
        ({"username": "Leitung"}, "username"),
        ({"username": "a b"}, "username"),
        ({"rolle": "kaiser"}, "rolle"),
        ({"rolle": "leitung", "stellen": "1"}, "stellen"),
        ({"rolle": "sachbearbeitung", "planungsbereiche": "1"}, "planungsbereiche"),
        ({"rolle": "", "stellen": "1"}, "stellen"),
        ({"rolle": "sachbearbeitung", "stellen": "999999"}, "stellen"),
    ],
    ids=str,
)
def test_was_nicht_stimmt_steht_am_feld_und_legt_niemanden_an(admin, aenderung, feld):
    vorher = Benutzer.objects.count()
    antwort = admin.post(NEU, MARIA | {"rolle": "sachbearbeitung"} | aenderung)
    assert antwort.status_code == 422
    assert list(antwort.context["form"].errors) == [feld]
    assert Benutzer.objects.count() == vorher


def test_anmeldename_entsteht_aus_dem_namen_und_ist_frei(db):
    assert freier_anmeldename("Änne-Marie", "Groß Söhnle") == "aenne-marie.gross-soehnle"
    Benutzer.objects.create_user("anna.beispiel")
    Benutzer.objects.create_user("anna.beispiel2")
    assert freier_anmeldename("Anna", "Beispiel") == "anna.beispiel3"
    assert freier_anmeldename("Ольга", "张") == "person"


def test_anmeldenamen_und_adressen_gibt_es_auch_fuer_die_datenbank_nur_einmal(maria):
    andere = Benutzer.objects.create_user("Andere", email="andere@dresden.example")
    assert andere.username == "andere"
    for feld, wert in (("username", "MARIA"), ("email", "Maria.Mueller@dresden.example")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Benutzer.objects.filter(pk=andere.pk).update(**{feld: wert})
    Benutzer.objects.create_user("ohne_adresse")
    Benutzer.objects.create_user("auch_ohne_adresse")


def test_gross_und_klein_ist_beim_anmelden_gleich(maria):
    assert Client().post("/anmelden/", {"username": "MARIA", "password": KENNWORT}).status_code == 302


def test_jede_schreibung_des_namens_zaehlt_als_derselbe_versuch(maria):
    client, namen = Client(), ["maria", "MARIA", "Maria", " mArIa "]
    versuche = [client.post("/anmelden/", {"username": name, "password": "falsch"}) for name in (namen * 3)[:11]]
    assert [antwort.status_code for antwort in versuche] == [422] * 10 + [429]


def test_der_befehl_legt_ueber_denselben_weg_an(capsys):
    angaben_ = {"vorname": "Maria", "nachname": "Müller", "email": MARIA["email"]}
    call_command("benutzer_anlegen", "Mueller", rolle="administration", **angaben_)
    kennwort = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    person = Benutzer.objects.get(username="mueller")
    assert person.check_password(kennwort)
    (eintrag,) = eintraege(person, Ereignis.PERSON_EINGELADEN)
    assert (eintrag.benutzer, eintrag.angaben["aenderungen"]["Rolle"]) == ("", ["", "Administration"])
    for name, email in (("MUELLER", ""), ("zweite", MARIA["email"].upper())):
        with pytest.raises(CommandError):
            call_command("benutzer_anlegen", name, rolle="leitung", email=email)
