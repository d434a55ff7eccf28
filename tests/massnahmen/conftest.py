"""Was die Tests der Maßnahmen teilen: die wirkliche Tabelle, ein Leser ohne Datenbank, eine Maßnahme nach ihrer Nr."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dresden_senioren.models import Benutzer
from dresden_senioren.settings import BASE_DIR
from massnahmen.kern.einlesen import plan_einlesen
from massnahmen.kern.stellen import Stellenverzeichnis
from massnahmen.models import Beteiligung, Fachplan, Massnahme, Phase, Sachstandsart, Sachstandsmeldung, Stelle, Ziel
from massnahmen.runden.ablauf import runde_eroeffnen

KOPF = "\t".join(
    [
        "Nr.",
        "Beschreibung, Beispiele Schritte zur Umsetzung",
        "Verantwortung, weitere Beteiligte",
        "Termin oder Laufzeit",
        "Haushaltsrelevanz ja/ nein",
        "Sachstand",
        "ggf. Erläuterung zum Sachstand",
    ]
)
GLIEDERUNG = f"{KOPF}\n1. Feld\n1.1. Ziel: Wort halten\n"


@pytest.fixture(scope="session")
def tabelle() -> bytes:
    return (BASE_DIR / "fixtures" / "fachplan_2021.txt").read_bytes()


@pytest.fixture(scope="session")
def lesen():
    """`lesen(bytes oder text)` → Leseergebnis mit den Stammdaten aus fixtures/, ohne Datenbank."""
    zeilen = [
        zeile
        for datei in ("sachstandsarten", "stellen")
        for zeile in json.loads((BASE_DIR / "fixtures" / f"{datei}.json").read_text("utf-8"))
    ]
    sachstaende = [z["fields"]["bezeichnung"] for z in zeilen if z["model"] == "massnahmen.sachstandsart"]
    namen = {z["pk"]: z["fields"]["name"] for z in zeilen if z["model"] == "massnahmen.stelle"}
    schreibweisen = {name: [name] for name in namen.values()}
    for z in zeilen:
        if z["model"] == "massnahmen.stellenalias":
            schreibweisen.setdefault(z["fields"]["schreibweise"], []).append(namen[z["fields"]["stelle"]])
    stellen = Stellenverzeichnis(schreibweisen)

    def lesen(inhalt):
        daten = inhalt if isinstance(inhalt, bytes) else inhalt.encode()
        return plan_einlesen(daten, sachstaende=sachstaende, stellen=stellen)

    return lesen


@pytest.fixture
def massnahme(db):
    """`massnahme("1.1.1.")` → die Maßnahme des eingelesenen Fachplans, mit allem für eine Seite."""
    return lambda nr: Massnahme.objects.mit_angaben().get(nr=nr)


@pytest.fixture
def viele_massnahmen(db):
    """2.000 Maßnahmen der „Stelle mit 2000“ unter einem eigenen Ziel, mit Phase und Sachstand."""
    ziel = Ziel.objects.first()
    stelle = Stelle.objects.create(name="Stelle mit 2000")
    art = Sachstandsart.objects.get(bezeichnung="noch nicht begonnen")
    neue = Massnahme.objects.bulk_create(
        Massnahme(
            ziel=ziel, nr=f"9.{i // 100 + 1}.{i % 100 + 1}.", beschreibung=f"Maßnahme {i}", laufzeit_wortlaut="2022"
        )
        for i in range(2000)
    )
    Beteiligung.objects.bulk_create(
        Beteiligung(massnahme=m, stelle=stelle, rolle="federfuehrend", reihenfolge=1) for m in neue
    )
    Phase.objects.bulk_create(
        Phase(massnahme=m, reihenfolge=1, art="zeitpunkt", von=date(2022, 1, 1), bis=date(2022, 12, 31)) for m in neue
    )
    Sachstandsmeldung.objects.bulk_create(
        Sachstandsmeldung(massnahme=m, sachstandsart=art, gueltig_ab=date(2022, 6, 2)) for m in neue
    )
    return neue


@pytest.fixture
def eroeffnen(person):
    """`eroeffnen(["1.1.1."])` → eine offene Runde; ohne Nummern über alle Maßnahmen."""

    def eroeffnen(nummern=None, bezeichnung="Sachstand 2026", **anders):
        massnahmen = Massnahme.objects.filter(nr__in=nummern) if nummern else Massnahme.objects.all()
        angaben = {"stichtag": timezone.localdate(), "frist": timezone.localdate() + timedelta(days=14)} | anders
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
    """`als(benutzer)` → ein Client, der als diese Person angemeldet ist."""

    def anmelden(benutzer):
        client = Client()
        client.force_login(benutzer)
        return client

    return anmelden
