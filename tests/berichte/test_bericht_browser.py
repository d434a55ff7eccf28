"""Die Seite „Berichte“ in einem wirklichen Browser: schmal bedienbar, barrierefrei, und die Datei kommt an."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("breite", [320, 1280])
def test_seite_ist_barrierefrei_und_rollt_nicht_waagerecht(seite, breite):
    blatt = seite("leitung", breite=breite)
    blatt.goto("/berichte/")
    ergebnis = Axe().run(blatt, options={"runOnly": WCAG})
    assert not ergebnis.response["violations"], ergebnis.generate_report()
    assert blatt.evaluate("document.documentElement.scrollWidth") <= breite


def test_bericht_ist_mit_der_tastatur_herunterzuladen(seite):
    blatt = seite("leitung")
    blatt.goto("/berichte/")
    blatt.focus("input[name=format][value=pdf]")
    blatt.keyboard.press("ArrowDown")
    assert blatt.is_checked("input[name=format][value=docx]")
    with blatt.expect_download() as ankunft:
        blatt.keyboard.press("Enter")
    assert ankunft.value.suggested_filename == "Zwischenbericht_2024-09-30_intern-Sozialdaten.docx"
    assert Path(ankunft.value.path()).read_bytes().startswith(b"PK")
