"""Die Rechte als Tabelle: jede Adresse × Methode × Person hat eine erwartete Antwort, fremde und fehlende Objekte auch.

Was in keiner Zeile steht, lässt den Test scheitern; wer in einer Zeile nicht steht, wird abgewiesen.
"""

from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, get_resolver, path, resolve

from dresden_senioren.models import Benutzer

from .rechte import TABELLE
from .rechteadressen import kaputte_angaben, routen
from .rechtezeilen import ADMIN, ANGEMELDETE, Zeile

pytestmark = pytest.mark.django_db


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


# --- Angaben, die keine sind -----------------------------------------------------------------------------------------

FEHLENDE = [zeile for zeile in TABELLE if zeile.objekt == "fehlend"]


def eigene(url_name: str) -> str:
    """Eine Objektart, die es bei dieser Adresse gibt."""
    return next(z.objekt for z in TABELLE if z.url_name == url_name and z.objekt not in {"", "fremd", "fehlend"})


def abweichungen_bei_unsinn(zeile: Zeile, angaben, clients) -> dict[str, object]:
    """Wie bei einem fehlenden Objekt, für jede Person; was keine Adresse ist, ist für alle gleich keine: 404.

    Auch wer nicht angemeldet ist, erfährt aus keiner Antwort, ob es ein Objekt gibt.
    """
    ergebnis = {}
    for kaputt in kaputte_angaben(zeile.url_name, angaben(zeile.url_name, eigene(zeile.url_name))):
        try:
            gemeint = resolve(unquote(kaputt)).view_name
        except Resolver404:
            gemeint = None
        if gemeint == zeile.url_name:
            schlecht = abweichungen(zeile, kaputt, clients)
        elif gemeint:
            continue  # eine andere Adresse; sie hat ihre eigenen Zeilen
        else:
            codes = {name: getattr(clients[name], zeile.methode)(kaputt).status_code for name in ("anonym", "leitung")}
            schlecht = {name: code for name, code in codes.items() if code != 404}
        if schlecht:
            ergebnis[kaputt[:120]] = schlecht
    return ergebnis


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", FEHLENDE, ids=str)
def test_unsinn_in_der_adresse_ist_wie_nicht_vorhanden(zeile, angaben, clients):
    assert abweichungen_bei_unsinn(zeile, angaben, clients) == {}


def test_die_pruefung_bemerkt_eine_seite_die_am_unsinn_scheitert(angaben, clients, monkeypatch):
    zeile = next(zeile for zeile in FEHLENDE if str(zeile) == "get kennzahl fehlend")
    monkeypatch.setattr(
        "berichte.views.auswertung.katalog.KennzahlView.get", lambda self, request, kennzahl: HttpResponse()
    )
    assert abweichungen_bei_unsinn(zeile, angaben, clients)


# --- Die Tabelle ist vollständig -------------------------------------------------------------------------------------


def _ohne_zeile(namen: set[str]) -> set[tuple[str, str]]:
    return {(name, methode) for name in namen for methode in ("get", "post")} - {
        (zeile.url_name, zeile.methode) for zeile in TABELLE
    }


def _ohne_objekt(namen: set[str], tabelle: list[Zeile]) -> set[tuple[str, str, str]]:
    """Adressen mit Angaben, denen zu einer Methode, die es gibt, das vorhandene oder das fehlende Objekt fehlt."""
    ergebnis = set()
    for name in namen:
        for methode in ("get", "post"):
            zeilen = {z.objekt: z.code for z in tabelle if (z.url_name, z.methode) == (name, methode)}
            if set(zeilen.values()) == {405}:
                continue
            if "fehlend" not in zeilen:
                ergebnis.add((name, methode, "fehlend"))
            if not set(zeilen) - {"", "fehlend", "fremd"}:
                ergebnis.add((name, methode, "eigen"))
    return ergebnis


MIT_ANGABEN = {name for name, route in routen(get_resolver()).items() if route.angaben}


def test_jede_adresse_steht_in_der_tabelle():
    assert _ohne_zeile(set(routen(get_resolver()))) == set()


def test_jede_adresse_mit_angaben_hat_vorhandenes_und_fehlendes():
    assert _ohne_objekt(MIT_ANGABEN, TABELLE) == set()


def test_eine_neue_adresse_faellt_auf():
    class Mehr:
        url_patterns = [path("neu/<int:pk>/", lambda request: None, name="neu")]

    neu = routen(Mehr)
    assert (set(neu), neu["neu"].angaben.keys()) == ({"neu"}, {"pk"})
    assert _ohne_zeile(set(neu)) == {("neu", "get"), ("neu", "post")}
    nur_eigene = [Zeile("neu", "get", ADMIN, 200, "eigen"), Zeile("neu", "post", ADMIN, 405, "eigen")]
    assert _ohne_objekt({"neu"}, nur_eigene) == {("neu", "get", "fehlend")}
