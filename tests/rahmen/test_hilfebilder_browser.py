"""Kein Bild der Hilfe lügt: Wovon die Anleitung spricht, steht auf der wirklichen Seite noch an dieser Stelle."""

import pytest

from dresden_senioren.hilfe.bilder import BILDER, BREITE, Bild
from dresden_senioren.management.commands.hilfebilder import ausschnitt

pytestmark = pytest.mark.browser
ALLE = [bild for gruppe in BILDER.values() for bild in gruppe]


def fehlende(blatt, bild: Bild) -> list[str]:
    """Texte, die nicht (mehr) im Ausschnitt stehen."""
    feld = ausschnitt(blatt, bild)
    return [text for text in bild.zeigt if not any(_liegt_in(k, feld) for k in _kaesten(blatt, text))]


def _kaesten(blatt, text: str) -> list[dict]:
    stellen = (
        blatt.locator("main").get_by_text(text).all() + blatt.locator("main").get_by_role("button", name=text).all()
    )
    return [kasten for stelle in stellen if (kasten := stelle.bounding_box())]


def _liegt_in(kasten: dict, feld: dict) -> bool:
    return feld["y"] <= kasten["y"] <= feld["y"] + feld["height"]


def test_jedes_bild_zeigt_was_die_anleitung_sagt(seite):
    gelogen = {}
    for rolle in {bild.rolle: None for bild in ALLE}:
        blatt = seite(rolle, breite=BREITE)
        for bild in (bild for bild in ALLE if bild.rolle == rolle):
            blatt.goto(bild.pfad)
            if texte := fehlende(blatt, bild):
                gelogen[bild.name] = texte
    assert gelogen == {}


def test_ein_bild_das_luegt_faellt_auf(seite):
    blatt = seite(None, breite=BREITE)
    blatt.goto("/anmelden/")
    gelogen = Bild("x", None, "/anmelden/", 420, "…", ("Anmelden", "Gibt es nicht"))
    assert fehlende(blatt, gelogen) == ["Gibt es nicht"]
    assert fehlende(blatt, Bild("x", None, "/anmelden/", 10, "…", ("Kennwort vergessen",))) == ["Kennwort vergessen"]
