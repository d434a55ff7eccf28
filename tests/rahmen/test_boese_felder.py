"""Unsinn in den Feldern eines Formulars: Keine Adresse, die etwas annimmt, scheitert daran.

Gesendet wird, was jemand ausfüllen würde, in jedem Feld einmal Unsinn; welche Felder gelesen werden, auch die, die in
keinem Formular stehen, schreibt die Anfrage selbst mit.
"""

from datetime import date
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.urls import reverse

from .absenden import schreibende
from .mitschrift import mitschreiben
from .rechte import TABELLE
from .schreibmitschrift import wirkung
from .test_zugestecktes import angaben_fuer

pytestmark = pytest.mark.django_db

MEGABYTE = b"1" * 1_000_000
UNSINN = {
    "Nullzeichen": b"a\0b",
    "halbes Zeichen": b"\xed\xa0\x80",
    "riesige Zahl": b"9" * 400,
    "kleinste Zahl": b"-9223372036854775809",
    "keine Zahl": b"NaN",
    "anderer Typ": b"[]",
    "Tag, den es nicht gibt": b"2024-02-31",
    "Umbruch": b"\r\n\x0b\xe2\x80\xae",
}
ALLE = {modell._meta.db_table for modell in apps.get_models(include_auto_created=True)}  # keine wird verglichen
SCHREIBENDE = list({zeile.url_name: zeile for zeile in schreibende(TABELLE)}.values())


@pytest.fixture
def gelesen(monkeypatch):
    return mitschreiben(monkeypatch, "django.http.request.QueryDict")


def sendung(daten: dict, unsinn: dict[str, bytes]) -> bytes:
    """Wie ein Browser es schickte, und danach Bytes, die keiner schickte; von gleichen Feldern gilt das letzte."""
    gewoehnlich = {name: wert for name, wert in daten.items() if isinstance(wert, (str, int, list))}
    return "&".join(
        [urlencode(gewoehnlich, doseq=True), *(f"{feld}={quote_from_bytes(wert)}" for feld, wert in unsinn.items())]
    ).encode()


def gescheitert(client, adresse: str, daten: dict, gelesen: set[str]) -> dict[str, int]:
    """Feld und Unsinn → Antwort, wo der Server scheitert."""
    client.raise_request_exception = False

    def code(unsinn: dict[str, bytes]) -> int:
        angaben = {"content_type": "application/x-www-form-urlencoded"}
        antwort = wirkung(lambda: client.post(adresse, sendung(daten, unsinn), **angaben), ALLE)
        return antwort[0]

    gelesen.clear()
    code({})
    felder = sorted((gelesen | daten.keys()) - {"csrfmiddlewaretoken"})
    codes = {f"{art} überall": code(dict.fromkeys(felder, wert)) for art, wert in UNSINN.items()}
    codes |= {f"ein Megabyte in {feld}": code({feld: MEGABYTE}) for feld in felder[:1]}
    # Wo ein Feld das andere aufhält, käme der Unsinn nie bis in die Datenbank.
    codes |= {f"riesige Zahl in {feld}": code({feld: UNSINN["riesige Zahl"]}) for feld in felder}
    return {was: antwort for was, antwort in codes.items() if antwort >= 500}


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", SCHREIBENDE, ids=str)
def test_kein_formular_scheitert_an_unsinn(zeile, adresse, clients, gelesen):
    client, ziel = clients[zeile.darf[-1]], adresse(zeile)
    assert gescheitert(client, ziel, angaben_fuer(client, ziel, zeile), gelesen) == {}


@pytest.mark.parametrize("lesen", [int, date.fromisoformat, "{:d}".format])
def test_ein_formular_das_scheitert_faellt_auf(clients, gelesen, monkeypatch, lesen):
    def post(self, request):
        lesen(request.POST.get("nummer", ""))
        return HttpResponse()

    monkeypatch.setattr("dresden_senioren.hilfe.seiten.RundgangBeendenView.post", post)
    assert any("in nummer" in was for was in gescheitert(clients["leitung"], reverse("rundgang_beenden"), {}, gelesen))
