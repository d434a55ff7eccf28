"""Was Browser über die Richtlinie melden: erkannt oder verworfen, nie abgeschrieben."""

import json

import pytest
from django.test import Client

from .zeilenpruefung import maengel

pytestmark = pytest.mark.django_db
BEFUND = {
    "document-uri": "https://senioren.example/massnahmen/?q=Erika%20Mustermann",
    "violated-directive": "script-src 'self'",
    "blocked-uri": "https://boese.example/a.js?erika@example.org",
}


def _melden(inhalt, art="application/csp-report") -> int:
    koerper = inhalt if isinstance(inhalt, (str, bytes)) else json.dumps(inhalt)
    return Client(enforce_csrf_checks=True).post("/csp-bericht/", koerper, content_type=art).status_code


@pytest.mark.parametrize(
    ("anders", "angaben"),
    [
        ({}, {"richtlinie": "script-src", "blockiert": "https", "seite": "massnahmen:liste"}),
        (
            {"effective-directive": "style-src-attr", "blocked-uri": "inline"},
            {"richtlinie": "style-src-attr", "blockiert": "inline", "seite": "massnahmen:liste"},
        ),
        (
            {"document-uri": "https://senioren.example/Erika/"},
            {"richtlinie": "script-src", "blockiert": "https", "seite": "unbekannt"},
        ),
    ],
)
def test_eine_meldung_wird_eine_zeile(protokollzeilen, anders, angaben):
    assert _melden({"csp-report": BEFUND | anders}) == 204
    zeile = json.loads(protokollzeilen[0])
    assert (zeile["ereignis"], zeile["angaben"]) == ("csp_verstoss", angaben)


@pytest.mark.parametrize(
    "inhalt",
    [
        "", "kein json", "[]", "[1, null]", '{"csp-report": 7}', '{"csp-report": {}}', b"\xff\xfe\x00", '{"a": NaN}',
        '{"csp-report": {"violated-directive": "Erika Mustermann", "document-uri": "Erika", "blocked-uri": ["x"]}}',
        '{"csp-report": {"document-uri": "http://[::1", "blocked-uri": "http://[x"}}',
        json.dumps({"csp-report": {"document-uri": "\r\n{} Erika", "effective-directive": "\x1b[31m"}}),
    ],
)  # fmt: skip
def test_was_keine_ist_wird_nicht_abgeschrieben(protokollzeilen, inhalt):
    assert _melden(inhalt) == 204
    assert len(protokollzeilen) <= 2
    assert all(maengel(zeile) == [] and "Erika" not in zeile for zeile in protokollzeilen)


def test_zu_grosse_meldung():
    assert _melden("x" * 17_000) == 413
