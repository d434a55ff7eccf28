"""Eine kleine Installation zum Sichern; läuft als eigener Prozess in der Datenbank aus DATABASE_URL."""

import hashlib
import json
from contextlib import contextmanager
from datetime import date
from io import StringIO

from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, transaction
from django.test import Client
from django.urls import reverse

from beratung.eingang import ablage as eingang
from berichte.akten import auftraege, festgeschrieben
from berichte.akten.festschreiben import festschreiben
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Berichtsauftrag, Festschreibung
from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR
from dresden_senioren.sicherung.zugaenge import schnappschuss
from massnahmen.models import Stelle

# Was in keiner Sicherung stehen darf: Hochgeladenes, sein Name, Anmeldungen.
GEHEIMES = ("Geheime-Fallakte", "Vorname;Nachname;Erna;Geheimfrau", "geheime-sitzung")
BLEIBENDES = "Amt für wiedererkennbare Angelegenheiten"


def fuellen() -> None:
    """Stammdaten, Fachplan, zwei Lieferungen, ein festgeschriebener Bericht samt Datei; dazu, was nicht bleibt."""
    call_command("einrichten")
    call_command("loaddata", "beispielstellen", verbosity=0)
    for quelle in ("seniora", "fmg"):
        datei = BASE_DIR / "fixtures" / "beispiellieferungen" / f"{quelle}_2024-01.xlsx"
        call_command(
            "lieferung_einlesen", str(datei), quelle=quelle, monat="2024-01", stdout=StringIO(), stderr=StringIO()
        )
    leitung = Benutzer.objects.create_user("leitung", rolle="leitung")
    Stelle.objects.create(name=BLEIBENDES)
    akte = Berichtsakte.objects.create(
        art="massnahmen", fassung=Fassung.INTERN.value, stichtag=date(2024, 1, 31), angelegt_von=leitung
    )
    festschreiben(akte, von=leitung)
    auftraege.beauftragen(akte, "csv", von=leitung)
    auftraege.arbeiten()
    name, inhalt, sitzung = GEHEIMES
    eingang.einreichen(SimpleUploadedFile(f"{name}.csv", inhalt.encode()), von=leitung)
    ablage = SessionStore()
    ablage["merke"] = sitzung
    ablage.save()


def bericht() -> None:
    """Die Datei des festgeschriebenen Berichts, heruntergeladen wie im Browser, und die Prüfsummen dazu."""
    auftrag, fest = Berichtsauftrag.objects.get(), Festschreibung.objects.get()
    festgeschrieben.inhalt(fest)  # scheitert, wenn er nicht mehr zu seiner Prüfsumme passt
    client = Client(SERVER_NAME="localhost")
    client.force_login(Benutzer.objects.get(username="leitung"))
    antwort = client.get(reverse("berichtsauftrag_datei", args=[auftrag.pk]))
    print(
        json.dumps(
            [antwort.status_code, hashlib.sha256(antwort.content).hexdigest(), auftrag.sha256, fest.inhaltssumme]
        )
    )


def naechste_nummern() -> None:
    """Neues bekommt Nummern, die noch frei sind."""
    Stelle.objects.create(name="nach dem Wiederherstellen")
    Group.objects.create(name="nach dem Wiederherstellen")


# --- ein Paar, das immer zusammen geschrieben wird --------------------------------------------------------------------


@transaction.atomic
def paar_schreiben(nr: int | str) -> None:
    Group.objects.create(name=f"Paar {nr}")
    Stelle.objects.create(name=f"Paar {nr}")


def paare_schreiben() -> None:
    """Bis der Aufrufer die Eingabe schließt; die erste Zeile sagt, dass es losgeht."""
    import select
    import sys

    nr = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        nr += 1
        paar_schreiben(nr)
        if nr == 1:
            print("los", flush=True)
    print(nr)


def zwischen_zwei_tabellen() -> None:
    """Zwischen dem Lesen beider Tabellen schreibt jemand: einmal im Schnappschuss gelesen, einmal ohne."""
    ergebnis = {}
    for name, zugang in (("schnappschuss", schnappschuss), ("ohne", _gewoehnlich)):
        with zugang() as alias:
            gruppen = Group.objects.using(alias).count()
            paar_schreiben(f"zwischen {name}")
            ergebnis[name] = [gruppen, Stelle.objects.using(alias).filter(name__startswith="Paar").count()]
    print(json.dumps(ergebnis))


@contextmanager
def _gewoehnlich():
    yield DEFAULT_DB_ALIAS
