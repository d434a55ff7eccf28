"""Alle Abbildungen der Stadt im wirklichen Browser. Fremde Anfragen, Meldungen der Konsole und Verstöße gegen die
Sicherheitsrichtlinie scheitern schon in der Vorrichtung `seite`."""

import pytest

pytestmark = pytest.mark.browser
ADRESSE = "/auswertung/stadt/?von=2024-01&bis=2024-09"
ALLE_GEZEICHNET = """() => {
  const flaechen = [...document.querySelectorAll('[data-diagramm]')];
  return flaechen.length > 0 && flaechen.every(flaeche => flaeche.dataset.gezeichnet);
}"""


@pytest.mark.parametrize("breite", [320, 1280])
def test_alle_sind_gezeichnet_und_nichts_rollt_quer(seite, breite):
    blatt = seite("leitung", breite=breite)
    blatt.goto(ADRESSE)
    blatt.wait_for_function(ALLE_GEZEICHNET)
    assert blatt.evaluate("document.documentElement.scrollWidth") <= breite
    assert blatt.locator(".kachelkarte svg:visible").count() == 1
    for flaeche in blatt.locator("[data-diagramm]").all():
        hoch = flaeche.bounding_box()["height"]
        assert flaeche.locator(".main-svg").first.bounding_box()["height"] == pytest.approx(hoch, abs=1)


def test_deutsch_ohne_werkzeugleiste_und_ohne_wolke(seite):
    blatt = seite("leitung")
    blatt.goto(ADRESSE)
    blatt.wait_for_function(ALLE_GEZEICHNET)
    assert blatt.locator(".modebar-btn").count() == 0
    gezeichnet = "".join(blatt.locator("[data-gezeichnet] svg").all_text_contents())
    assert not any(falsch in gezeichnet for falsch in ("NaN", "undefined", "null", "None"))
    einstellungen = blatt.evaluate(
        "[...document.querySelectorAll('[data-gezeichnet]')].map(f => [f._context.locale, f._context.showSendToCloud,"
        " f._context.plotlyServerURL, f._fullLayout.separators])"
    )
    assert {tuple(eine) for eine in einstellungen} == {("de", False, "", ",.")}
    assert "29,3\u00a0%" in blatt.locator("section[aria-labelledby=felder] .bartext").all_text_contents()


def test_ohne_javascript_stehen_alle_bilder_da(seite):
    blatt = seite("leitung", java_script_enabled=False)
    blatt.goto(ADRESSE)
    bilder = blatt.locator(".diagramm img")
    assert bilder.count() >= 10
    for bild in bilder.all():
        antwort = blatt.request.get(bild.get_attribute("src"))
        assert (antwort.status, antwort.headers["content-type"]) == (200, "image/svg+xml")
    assert blatt.locator(".kachelkarte svg:visible").count() == 1


def test_das_grosse_skript_laedt_nur_wo_etwas_gezeichnet_ist(seite):
    blatt = seite("leitung")
    blatt.goto("/massnahmen/")
    assert blatt.locator("script[src*=plotly]").count() == 0
    blatt.goto(ADRESSE)
    assert blatt.locator("script[src*=plotly]").count() == 1
