"""Entzogenes gilt bei der nächsten Anfrage: die alte Sitzung ist zu Ende, und eine neue hat das Recht nicht mehr."""

import pytest
from django.test import Client
from django.urls import reverse

from beratung.models import Planungsbereich
from beratung.stammdaten.dienste import koordination_zuordnen
from berichte.akten import auftraege
from dresden_senioren.models import Benutzer
from dresden_senioren.personen.angaben import angaben, aus_marke, marke
from dresden_senioren.personen.dienste import abschalten, aendern, sitzungen_beenden
from massnahmen.models import Massnahme, Stelle
from massnahmen.plan.pflegedienste import personen_zuordnen
from tests.berichte.aktenhilfen import akte

pytestmark = pytest.mark.django_db

ABGEWIESEN = {302, 403, 404}


def neue_angaben(wer: Benutzer, von: Benutzer, **neu) -> None:
    aendern(person=wer, neu=neu, grundlage=aus_marke(marke(angaben(wer))), von=von)


def sitzung(wer: Benutzer) -> Client:
    client = Client()
    client.force_login(wer)
    return client


EIGENE = "eigene Maßnahme"
# Wer, welche Seite, was die Administration tut, was danach eine neue Sitzung dort bekommt (None: keine Anmeldung).
ENTZOGEN = {
    "Rolle geändert": ("leitung", "/ueberblick/", lambda wer, von: neue_angaben(wer, von, rolle="koordination"), 403),
    "Rolle genommen": ("koordination", "/berichte/", lambda wer, von: neue_angaben(wer, von, rolle=""), 403),
    "Stelle genommen": ("sachbearbeitung", EIGENE, lambda wer, von: neue_angaben(wer, von, stellen=[]), 404),
    "Stelle dort genommen": (
        "sachbearbeitung",
        EIGENE,
        lambda wer, von: personen_zuordnen(stelle=Stelle.objects.get(name="Sozialamt"), personen=[], von=von),
        404,
    ),
    "Planungsbereich genommen": (
        "koordination",
        "/auswertung/bereich/cotta/",
        lambda wer, von: neue_angaben(wer, von, planungsbereiche=[]),
        404,
    ),
    "Planungsbereich dort genommen": (
        "koordination",
        "/auswertung/bereich/cotta/",
        lambda wer, von: koordination_zuordnen(
            bereich=Planungsbereich.objects.get(kuerzel="cotta"), personen=[], von=von
        ),
        404,
    ),
    "abgeschaltet": ("leitung", "/ueberblick/", lambda wer, von: abschalten(person=wer, von=von), None),
    "Sitzungen beendet": ("leitung", "/ueberblick/", lambda wer, von: sitzungen_beenden(person=wer, von=von), 200),
}


def _pfad(pfad: str) -> str:
    if pfad != EIGENE:
        return pfad
    eigene = Massnahme.objects.filter(stellen__name="Sozialamt").first()
    return reverse("massnahmen:zeile_bearbeiten", args=[eigene.pk])


@pytest.mark.parametrize(("rolle", "pfad", "entziehen", "danach"), ENTZOGEN.values(), ids=list(ENTZOGEN))
def test_schon_die_naechste_anfrage_ist_abgewiesen(person, rolle, pfad, entziehen, danach):
    wer, adresse = person(rolle), _pfad(pfad)
    alte, unbeteiligte = sitzung(wer), sitzung(person("administration"))
    assert alte.get(adresse).status_code == 200
    entziehen(wer, person("administration"))
    antwort = alte.get(adresse)
    assert antwort.status_code in ABGEWIESEN
    assert antwort.url.startswith("/anmelden/")  # die Sitzung selbst ist zu Ende
    assert alte.post(adresse, {}).status_code in ABGEWIESEN
    assert unbeteiligte.get("/personen/").status_code == 200
    if danach is not None:
        assert sitzung(Benutzer.objects.get(pk=wer.pk)).get(adresse).status_code == danach


def ausgeliefert_nach(entziehen: str, person, monkeypatch) -> list[int]:
    """Antworten auf die Frage nach einer Datei, während deren Entstehen der Person etwas entzogen wurde: in der
    alten Sitzung und in einer neuen."""
    leitung, administration = person("leitung"), person("administration")
    auftrag = auftraege.beauftragen(akte(), "csv", von=leitung)
    setzen = auftraege.setzen

    def waehrenddessen_entzogen(*angaben_):
        ENTZOGEN[entziehen][2](leitung, administration)
        return setzen(*angaben_)

    alte = sitzung(leitung)
    adresse = reverse("berichtsauftrag_datei", args=[auftrag.pk])
    monkeypatch.setattr(auftraege, "setzen", waehrenddessen_entzogen)
    auftraege.arbeiten()
    auftrag.refresh_from_db()
    assert auftrag.zustand == "fertig"  # die Datei gibt es, nur bekommt sie niemand
    neue = sitzung(Benutzer.objects.get(pk=leitung.pk))
    return [client.get(adresse).status_code for client in (alte, neue)]


@pytest.mark.parametrize("entziehen", ["Rolle geändert", "abgeschaltet"])
def test_eine_datei_die_noch_entsteht_wird_nicht_ausgeliefert(person, entziehen, monkeypatch):
    assert set(ausgeliefert_nach(entziehen, person, monkeypatch)) <= set(ABGEWIESEN)


def test_eine_trotzdem_ausgelieferte_datei_faellt_auf(person, monkeypatch):
    """Die Sitzung endet nicht mit der Rolle, und nach dem Recht fragt niemand mehr."""
    monkeypatch.setattr(Benutzer, "_get_session_auth_hash", lambda self, secret=None: "immer derselbe")
    monkeypatch.setattr(Benutzer, "darf", lambda self, recht: True)
    assert ausgeliefert_nach("Rolle geändert", person, monkeypatch) == [200, 200]


def test_ohne_entzug_kommt_dieselbe_datei_an(person):
    leitung = person("leitung")
    auftrag = auftraege.beauftragen(akte(), "csv", von=leitung)
    auftraege.arbeiten()
    assert sitzung(leitung).get(reverse("berichtsauftrag_datei", args=[auftrag.pk])).status_code == 200


def test_ein_auftrag_nach_dem_entzug_scheitert(person):
    leitung = person("leitung")
    auftrag = auftraege.beauftragen(akte(), "csv", von=leitung)
    abschalten(person=leitung, von=person("administration"))
    auftraege.arbeiten()
    auftrag.refresh_from_db()
    assert (auftrag.zustand, auftrag.inhalt) == ("gescheitert", None)
