"""Was ein eigener Prozess im Versuchshaus tut: `python -m tests.verlaesslich.vorgaenge [--kaputt] VORGANG Angaben`.

Gemeldet und angehalten wird wie im Importeur (tests/beratung/importeur.py). Mit --kaputt fehlt absichtlich der Schutz,
um den es geht: Der Versuchsaufbau muss das merken."""

# ruff: noqa: E402  – erst Django, dann was es braucht

import os
import re
import sys
from contextlib import nullcontext
from functools import partial
from hashlib import sha256
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dresden_senioren.settings")
django.setup()

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.views.generic import TemplateView

from berichte.akten import erstellen
from berichte.arten import Berichtswunsch
from berichte.kern.akten.festschrift import inhaltssumme
from berichte.kern.geheimhaltung import Fassung
from berichte.views.auswertung import dashboard
from dresden_senioren import post
from dresden_senioren.management.commands.einrichten import Command
from dresden_senioren.models import Benutzer
from dresden_senioren.sicherung import tabellen
from dresden_senioren.sicherung import wiederherstellen as wiederherstellung
from dresden_senioren.sicherung.zugaenge import zugang
from massnahmen.models import Fachplan, Massnahme, Sachstandsrunde, Stelle
from massnahmen.runden import erinnerungen
from massnahmen.runden.ablauf import runde_eroeffnen
from tests.beratung.importeur import einlesen, main, schritt

from . import platte, wettlauf

KAPUTT = "--kaputt" in sys.argv
PERSONEN = ("adler", "biber", "dachs", "elster")


def einrichten() -> int:
    """Stammdaten, Fachplan, Beratungsstellen, eine Leitung und eine offene Runde mit vier Zuständigen."""
    call_command("migrate", verbosity=0)
    Command().fuellen(vorfuehrung=False)
    call_command("loaddata", "beispielstellen", verbosity=0)
    leitung = Benutzer.objects.create_user("leitung", rolle="leitung", email="leitung@dresden.example")
    sozialamt = Stelle.objects.get(name="Sozialamt")
    for name in PERSONEN:
        sozialamt.benutzer.add(Benutzer.objects.create_user(name, rolle="sachbearbeitung", email=f"{name}@x.example"))
    heute = timezone.localdate()
    angaben = {"bezeichnung": "Versuch", "stichtag": heute, "frist": heute, "von": leitung}
    runde_eroeffnen(fachplan=Fachplan.objects.get(), massnahmen=Massnahme.objects.filter(stellen=sozialamt), **angaben)
    return 0


# --- Berichte --------------------------------------------------------------------------------------------------------


def berichten() -> int:
    """Die Maßnahmen als CSV; sagt die Inhaltssumme. Kaputt: Jede Abfrage sieht den Stand ihres eigenen Beginns."""
    if KAPUTT:
        erstellen.ein_stand = nullcontext
    wunsch = Berichtswunsch(stichtag=timezone.localdate(), fassung=Fassung.INTERN)
    bericht, _ = erstellen.erstelle_bericht(art="massnahmen", wunsch=wunsch, dateiformat="csv")
    print(inhaltssumme(bericht))
    return 0


def ansehen(person: str, pfad: str) -> int:
    """Eine Seite abrufen; sagt ihre Inhaltssumme. Kaputt: Jede Abfrage sieht den Stand ihres eigenen Beginns."""
    if KAPUTT:
        dashboard.DashboardView.get = TemplateView.get
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    client.force_login(Benutzer.objects.get(username=person))
    antwort = client.get(pfad)
    fest = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", antwort.content.decode())
    print(antwort.status_code, sha256(fest.encode()).hexdigest())
    return 0


# --- Sicherungen -----------------------------------------------------------------------------------------------------


def wiederherstellen(datei: str) -> int:
    """Vor jeder Tabelle lässt sich anhalten. Kaputt: gleich an Ort und Stelle, ohne Transaktion."""
    schreiben = tabellen.schreiben

    def vorher_melden(modell, *angaben):
        schritt(modell._meta.label)
        return schreiben(modell, *angaben)

    tabellen.schreiben = vorher_melden
    if KAPUTT:
        wiederherstellung._leere = partial(zugang, wiederherstellung.ALIAS)
    call_command("wiederherstellung", datei)
    return 0


# --- E-Mails ---------------------------------------------------------------------------------------------------------

HINEIN, HINAUS = "E-Mail geht hinaus", "E-Mail ist hinaus"


class Briefkasten(BaseEmailBackend):
    """Legt jede E-Mail als Zeile ab; davor und danach lässt sich anhalten."""

    def send_messages(self, nachrichten):
        for nachricht in nachrichten:
            schritt(HINEIN)
            with open(os.environ["BRIEFKASTEN"], "a") as kasten:
                kasten.write(f"{nachricht.to[0].partition('@')[0]}\n")
            schritt(HINAUS)
        return len(nachrichten)


def erinnern() -> int:
    """An die offene Runde erinnern. Kaputt: Eintrag und E-Mail in einer Transaktion."""
    settings.EMAIL_BACKEND = f"{Briefkasten.__module__}.{Briefkasten.__name__}"
    if KAPUTT:
        erst_der_eintrag = post.sende_einmal
        post.transaction = SimpleNamespace(atomic=lambda **_: nullcontext())
        erinnerungen.sende_einmal = transaction.atomic(erst_der_eintrag)
    runde, leitung = Sachstandsrunde.objects.get(), Benutzer.objects.get(username="leitung")
    gezeigt = erinnerungen.vorschau(runde, adresse="https://x.example", von=leitung).stand
    erinnerungen.erinnern(runde=runde, gezeigt=gezeigt, adresse="https://x.example", von=leitung)
    return 0


VORGAENGE = {
    "einrichten": einrichten,
    "einlesen": einlesen,
    "erinnern": erinnern,
    "berichten": berichten,
    "ansehen": ansehen,
    "sichern": partial(call_command, "sicherung"),
    "wiederherstellen": wiederherstellen,
    "uebernahmen": partial(wettlauf.uebernahmen, kaputt=KAPUTT),
    "volle_datenbank": partial(platte.volle_datenbank, kaputt=KAPUTT),
    "volle_platte": platte.volle_platte,
    "meldungen": partial(wettlauf.meldungen, kaputt=KAPUTT),
}

if __name__ == "__main__":
    sys.exit(main([angabe for angabe in sys.argv[1:] if angabe != "--kaputt"], VORGAENGE))
