"""Die Welt zur Rechtetabelle: zu jeder Zeile die Adresse, zu jeder Identität eine Sitzung; je Modul einmal angelegt."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beratung.models import Lieferung
from dresden_senioren.models import Benutzer
from massnahmen.models import Fachplan, Formularversand, Massnahme, Stelle
from massnahmen.runden.ablauf import runde_eroeffnen, runde_schliessen

from .rechteobjekte import (
    aktenzeilen,
    auftragszeilen,
    auswertungszeilen,
    barrierezeilen,
    hilfezeilen,
    kalenderzeilen,
    persoenliche_zeilen,
    personenzeilen,
    pflegezeilen,
    stammdatenzeilen,
    werkbankzeilen,
)
from .rechtezeilen import IDENTITAETEN, Zeile


def rundenzeilen() -> dict:
    """Eine geschlossene und eine offene Sachstandsrunde über alle Maßnahmen."""
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": timezone.localdate(), "frist": timezone.localdate()}
    alle = Massnahme.objects.all()
    geschlossen = runde_eroeffnen(bezeichnung="Erste", massnahmen=alle, von=None, **angaben)
    runde_schliessen(runde=geschlossen, von=None)
    offen = runde_eroeffnen(bezeichnung="Zweite", massnahmen=alle, von=None, **angaben)
    return {"offen": offen.pk, "geschlossen": geschlossen.pk}


def formularversand() -> dict:
    """Ein versandtes Formular der eigenen und eines einer fremden Stelle."""
    von, plan = Benutzer.objects.get(username="leitung"), Fachplan.objects.get()
    return {"fehlend": 999_999} | {
        art: Formularversand.objects.create(
            stelle=Stelle.objects.get(name=name), fachplan=plan, format="xlsx", erstellt_von=von
        ).pk
        for art, name in (("eigen", "Sozialamt"), ("fremd", "Gesundheitsamt"))
    }


@pytest.fixture(scope="module")
def angaben(welt_des_moduls):
    """Url-Name und Objektart → die Angaben der Adresse."""
    runden = rundenzeilen()
    massnahmen = {
        "eigen": Massnahme.objects.filter(stellen__name="Sozialamt").first().pk,
        "fremd": Massnahme.objects.exclude(stellen__name="Sozialamt").first().pk,
        "fehlend": 999_999,
    } | runden
    bilder = {"eigen": (2024, "seniora"), "fehlend": (1999, "seniora")}
    ohne_app = {
        "massnahmen": massnahmen,
        "beratung": {"eigen": Lieferung.objects.first().pk, "fehlend": 999_999},
    }
    pflege = pflegezeilen(massnahmen)
    pflege["runde_stand"] = {"eigen": (runden["geschlossen"], 1), "fehlend": (runden["offen"], 1)}
    kalender, formulare = kalenderzeilen() | stammdatenzeilen(), formularversand()
    einzeln = werkbankzeilen() | {"massnahmen_ausgabe": {"eigen": ("csv",), "fehlend": ("exe",)}}
    for zeilen in (auswertungszeilen, auftragszeilen, aktenzeilen, barrierezeilen, personenzeilen, hilfezeilen):
        einzeln |= zeilen()
    einzeln |= persoenliche_zeilen()

    def nachschlagen(url_name: str, objekt: str) -> tuple:
        app, _, name = url_name.partition(":")
        objekte = (kalender if app == "beratung" else pflege).get(name, ohne_app.get(app, bilder))
        objekte = einzeln.get(url_name, objekte)
        if "formular_" in url_name:
            objekte = formulare
        gefunden = objekte[objekt] if objekt else ()
        return gefunden if isinstance(gefunden, tuple) else (gefunden,)

    return nachschlagen


@pytest.fixture(scope="module")
def adresse(angaben):
    """Zeile → Adresse."""

    def bauen(zeile: Zeile) -> str:
        return reverse(zeile.url_name, args=angaben(zeile.url_name, zeile.objekt))

    return bauen


@pytest.fixture(scope="module")
def sitzungen(welt_des_moduls):
    """Identität → Sitzung im Browser, wie sie nach der Anmeldung ist."""
    Benutzer.objects.create_user("ohne_rolle")
    abgeschaltet = Benutzer.objects.create_user("abgeschaltet", rolle="leitung")
    ergebnis = {"anonym": ""}
    for name in IDENTITAETEN[1:]:
        client = Client()
        client.force_login(Benutzer.objects.get(username=name))
        ergebnis[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    # Mit laufender Sitzung abgeschaltet: gilt ab der nächsten Anfrage.
    abgeschaltet.is_active = False
    abgeschaltet.save()
    return ergebnis


@pytest.fixture
def clients(sitzungen):
    """Je Test neue: eine Abmeldung darf den nächsten nicht treffen."""
    ergebnis = {name: Client() for name in sitzungen}
    for name, client in ergebnis.items():
        client.cookies[settings.SESSION_COOKIE_NAME] = sitzungen[name]
    return ergebnis
