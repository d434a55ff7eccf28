"""Unsinn in der Frage einer Adresse (`?seite=x`): keine Seite scheitert daran, welche Angabe sie auch liest."""

import pytest
from django.http import HttpResponse

from .mitschrift import mitschreiben
from .rechte import TABELLE

pytestmark = pytest.mark.django_db

UNSINN = ("x", "-1", "1" * 5_000)
SEITEN = list({z.url_name: z for z in TABELLE if z.methode == "get" and z.darf and z.code in {200, 302}}.values())


@pytest.fixture
def gelesen(monkeypatch):
    return mitschreiben(monkeypatch, "django.core.handlers.wsgi.QueryDict")


def gescheitert(client, adresse: str, gelesen: set[str]) -> dict[str, int]:
    client.raise_request_exception = False
    gelesen.clear()
    client.get(adresse, {"unbekannt": "1"})
    fragen = [{name: unsinn} for name in sorted(gelesen - {"unbekannt"}) for unsinn in UNSINN]
    fragen += [{name: ["\0", "1", "2024-99"]} for name in sorted(gelesen - {"unbekannt"})]
    codes = {str(frage)[:80]: client.get(adresse, frage).status_code for frage in fragen}
    return {frage: code for frage, code in codes.items() if code >= 500}


@pytest.mark.langsam
@pytest.mark.parametrize("zeile", SEITEN, ids=str)
def test_keine_seite_scheitert_an_unsinn_in_der_frage(zeile, adresse, clients, gelesen):
    assert gescheitert(clients[zeile.darf[-1]], adresse(zeile), gelesen) == {}


def test_eine_seite_die_scheitert_faellt_auf(clients, gelesen, monkeypatch):
    monkeypatch.setattr(
        "dresden_senioren.personen.konto.KontoView.get",
        lambda self, request: HttpResponse(int(request.GET.get("seite", "1"))),
    )
    assert "{'seite': 'x'}" in gescheitert(clients["leitung"], "/konto/", gelesen)
