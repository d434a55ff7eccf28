"""Die Rechte als Tabelle: jede Adresse × Methode × Person hat eine erwartete Antwort, fremde und fehlende Objekte auch.

Was in keiner Zeile steht, lässt den Test scheitern; wer in einer Zeile nicht steht, wird abgewiesen.
"""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse
from django.utils import timezone

from beratung.models import (
    Lieferung,
)
from dresden_senioren.models import Benutzer
from massnahmen.models import (
    Fachplan,
    Formularversand,
    Massnahme,
    Stelle,
)
from massnahmen.runden import runde_eroeffnen, runde_schliessen

from .rechte import TABELLE
from .rechteobjekte import (
    aktenzeilen,
    auftragszeilen,
    auswertungszeilen,
    barrierezeilen,
    hilfezeilen,
    kalenderzeilen,
    personenzeilen,
    pflegezeilen,
    stammdatenzeilen,
    werkbankzeilen,
)
from .rechtezeilen import ADMIN, ANGEMELDETE, IDENTITAETEN, Zeile

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def runden(welt_des_moduls):
    """Eine geschlossene und eine offene Sachstandsrunde über alle Maßnahmen: Objektart → Angaben der Adresse."""
    angaben = {"fachplan": Fachplan.objects.get(), "stichtag": timezone.localdate(), "frist": timezone.localdate()}
    alle = Massnahme.objects.all()
    geschlossen = runde_eroeffnen(bezeichnung="Erste", massnahmen=alle, von=None, **angaben)
    runde_schliessen(runde=geschlossen, von=None)
    offen = runde_eroeffnen(bezeichnung="Zweite", massnahmen=alle, von=None, **angaben)
    stand, kein_stand = (geschlossen.pk, 1), (offen.pk, 1)
    return {"offen": offen.pk, "geschlossen": geschlossen.pk, "stand": stand, "kein_stand": kein_stand}


@pytest.fixture(scope="module")
def adresse(runden):
    """Url-Name und Objektart → Adresse."""
    massnahmen = {
        "eigen": Massnahme.objects.filter(stellen__name="Sozialamt").first().pk,
        "fremd": Massnahme.objects.exclude(stellen__name="Sozialamt").first().pk,
        "fehlend": 999_999,
    } | runden
    pflege = pflegezeilen(massnahmen)
    lieferungen = {"eigen": Lieferung.objects.first().pk, "fehlend": 999_999}
    kalender = kalenderzeilen() | stammdatenzeilen()
    formulare = {"fehlend": 999_999} | {
        art: Formularversand.objects.create(
            stelle=Stelle.objects.get(name=name),
            fachplan=Fachplan.objects.get(),
            format="xlsx",
            erstellt_von=Benutzer.objects.get(username="leitung"),
        ).pk
        for art, name in (("eigen", "Sozialamt"), ("fremd", "Gesundheitsamt"))
    }
    links = {"fehlend": ("MQ", "nie-versandt")}
    bilder = {"eigen": (2024, "seniora"), "fehlend": (1999, "seniora")}

    formate = {"eigen": ("csv",), "fehlend": ("exe",)}

    werkbank = werkbankzeilen()

    auswertungen = (
        auswertungszeilen() | auftragszeilen() | aktenzeilen() | barrierezeilen() | personenzeilen() | hilfezeilen()
    )

    def bauen(zeile: Zeile) -> str:
        if zeile.url_name == "massnahmen_ausgabe":
            return reverse(zeile.url_name, args=formate[zeile.objekt])
        app, _, name = zeile.url_name.partition(":")
        objekte = {"massnahmen": massnahmen, "beratung": lieferungen}.get(app, bilder)
        objekte = (kalender if app == "beratung" else pflege).get(name, objekte)
        objekte = auswertungen.get(zeile.url_name, werkbank.get(zeile.url_name, objekte))
        if zeile.url_name == "kennwort_setzen":
            objekte = links
        if "formular_" in zeile.url_name:
            objekte = formulare
        angaben = objekte[zeile.objekt] if zeile.objekt else ()
        return reverse(zeile.url_name, args=angaben if isinstance(angaben, tuple) else (angaben,))

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


def abweichungen(zeile: Zeile, adresse: str, clients: dict[str, Client]) -> dict[str, tuple[int, int]]:
    """Identität → (bekommen, erwartet), wo beides verschieden ist."""
    codes = {name: getattr(client, zeile.methode)(adresse, zeile.daten).status_code for name, client in clients.items()}
    if zeile.url_name == "anmelden":  # Wer angemeldet ist, wird zur Startseite geleitet statt abgewiesen.
        codes |= {name: 403 for name in ANGEMELDETE if codes[name] == 302}
    return {name: (code, soll) for name, code in codes.items() if code != (soll := zeile.erwartet(name))}


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", TABELLE, ids=str)
def test_jede_zeile_haelt(zeile, adresse, clients):
    assert abweichungen(zeile, adresse(zeile), clients) == {}


def test_die_tabelle_bemerkt_ein_zu_weites_recht(adresse, clients, monkeypatch):
    zeile = Zeile("protokoll", "get", ADMIN, 200)
    monkeypatch.setattr(Benutzer, "darf", lambda self, recht: True)
    assert set(abweichungen(zeile, adresse(zeile), clients)) == {
        "ohne_rolle",
        "sachbearbeitung",
        "koordination",
        "leitung",
    }


def test_entzogenes_recht_gilt_bei_der_naechsten_anfrage(clients):
    client = clients["administration"]
    assert client.get("/protokoll/").status_code == 200
    # Mit der Rolle endet die Sitzung; nach neuer Anmeldung fehlt das Recht.
    Benutzer.objects.filter(username="administration").update(rolle="sachbearbeitung")
    assert client.get("/protokoll/").status_code == 302
    client.force_login(Benutzer.objects.get(username="administration"))
    assert client.get("/protokoll/").status_code == 403


def _namen(aufloeser, vorn="") -> set[str]:
    namen = set()
    for muster in aufloeser.url_patterns:
        if isinstance(muster, URLResolver):
            namen |= _namen(muster, f"{vorn}{muster.namespace}:" if muster.namespace else vorn)
        else:
            namen.add(f"{vorn}{muster.name}")
    return namen


def _ohne_zeile(namen: set[str]) -> set[tuple[str, str]]:
    return {(name, methode) for name in namen for methode in ("get", "post")} - {
        (zeile.url_name, zeile.methode) for zeile in TABELLE
    }


def test_jede_adresse_steht_in_der_tabelle():
    assert _ohne_zeile(_namen(get_resolver())) == set()


def test_eine_neue_adresse_faellt_auf():
    class Mehr:
        url_patterns = [path("neu/", lambda request: None, name="neu")]

    assert _ohne_zeile(_namen(Mehr)) == {("neu", "get"), ("neu", "post")}
