"""Was der Browser selbst druckt: kein Blatt nur für den Fuß, jede Summe einmal, breite Tabellen quer."""

from io import BytesIO

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser
FUSS = "Beratungszahlen bis"
HOCH_UND_ZUGEKLAPPT = """@media print {
  body { page: auto !important; }
  .massnahmen details::details-content { content-visibility: hidden !important; }
}"""


def gedruckt(blatt) -> PdfReader:
    return PdfReader(BytesIO(blatt.pdf(prefer_css_page_size=True)))


def liegt_quer(druck: PdfReader) -> bool:
    return all(s.mediabox.width > s.mediabox.height for s in druck.pages)


def text_von(druck: PdfReader) -> str:
    return " ".join(" ".join(s.extract_text() for s in druck.pages).split())


def letztes_ohne_fuss(druck: PdfReader) -> str:
    return druck.pages[-1].extract_text().split(FUSS)[0].strip()


@pytest.mark.parametrize(
    ("rolle", "pfad"),
    [("administration", "/beratung/kalender/"), ("leitung", "/ueberblick/"), ("leitung", "/auswertung/stadt/")],
)
def test_der_fuss_steht_nicht_allein_auf_einem_blatt(seite, rolle, pfad):
    blatt = seite(rolle)
    blatt.goto(pfad)
    assert letztes_ohne_fuss(gedruckt(blatt))
    blatt.evaluate("document.querySelector('.fuss').style.breakBefore = 'page'")
    assert not letztes_ohne_fuss(gedruckt(blatt))


def test_die_summe_steht_am_ende_der_tabelle(seite):
    blatt = seite("leitung")
    blatt.goto("/ueberblick/")

    def wie_oft() -> int:
        return sum(s.extract_text().count("Alle Handlungsfelder") for s in gedruckt(blatt).pages)

    assert wie_oft() == 1
    blatt.evaluate("document.querySelector('tfoot').style.display = 'table-footer-group'")
    assert wie_oft() > 1


def test_die_massnahmenliste_liegt_quer_und_zeigt_alle_schritte(seite):
    blatt = seite("leitung")
    blatt.goto("/massnahmen/")
    druck = gedruckt(blatt)
    assert liegt_quer(druck)
    verborgen = blatt.locator(".massnahmen__schritte details li").first
    assert not verborgen.is_visible()
    anfang = " ".join(verborgen.text_content().split()[:2])
    assert anfang in text_von(druck)
    # Gegenprobe: ein Blatt, das niemand dreht, und Schritte, die auch auf Papier zugeklappt bleiben.
    blatt.evaluate("regel => document.styleSheets[0].insertRule(regel)", HOCH_UND_ZUGEKLAPPT)
    druck = gedruckt(blatt)
    assert not liegt_quer(druck) and anfang not in text_von(druck)
