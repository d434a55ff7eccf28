"""Der gedruckte Quartalsbericht, wie ihn ein wirklicher Browser setzt."""

from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser


def test_gedruckt_ist_es_ein_blatt_ohne_navigation(seite):
    blatt = seite("leitung")
    blatt.goto("/auswertung/quartal/s-striesen/2024-Q3/")
    blatt.get_by_role("heading", name="Notiz zum Quartalsgespräch").wait_for()
    gedruckt = PdfReader(BytesIO(blatt.pdf(prefer_css_page_size=True)))
    text = gedruckt.pages[0].extract_text()
    assert len(gedruckt.pages) == 1
    assert "Auslastung" in text and "intern – Sozialdaten" in text and "2024-Q3" in text
    assert "Abmelden" not in text and "Notiz speichern" not in text
