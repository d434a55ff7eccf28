"""Die Seite in einem wirklichen Browser. Fremde Anfragen und Verstöße gegen die Sicherheitsrichtlinie scheitern schon
in der Vorrichtung `seite`."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ADRESSE = "/auswertung/monatsentwicklung/?jahr=2024"


@pytest.mark.parametrize("breite", [320, 390, 1280])
def test_drei_diagramme_ohne_waagerechtes_rollen(seite, breite):
    blatt = seite("leitung", breite=breite)
    blatt.goto(ADRESSE)
    blatt.wait_for_function("document.querySelectorAll('[data-gezeichnet]').length === 3")
    assert blatt.locator(".diagramm .scatterlayer .trace").count() == 6
    assert blatt.evaluate("document.documentElement.scrollWidth") <= breite


def test_zahlen_im_diagramm_sind_deutsch_und_nichts_fuehrt_hinaus(seite):
    blatt = seite("koordination")
    blatt.goto(ADRESSE)
    blatt.wait_for_function("document.querySelectorAll('[data-gezeichnet]').length === 3")
    assert blatt.locator(".modebar-btn").count() == 0
    einstellung = blatt.evaluate("document.querySelector('[data-gezeichnet]')._context")
    assert (einstellung["showSendToCloud"], einstellung["plotlyServerURL"]) == (False, "")
    blatt.locator(".diagramm .nsewdrag").last.hover()
    blatt.wait_for_selector(".hoverlayer .hovertext, .hoverlayer .legend")
    assert blatt.locator("text=NaN").count() == 0


def test_barrierefreiheit(seite):
    blatt = seite("leitung")
    blatt.goto(ADRESSE)
    blatt.wait_for_function("document.querySelectorAll('[data-gezeichnet]').length === 3")
    ergebnis = Axe().run(blatt, options={"runOnly": WCAG})
    assert not ergebnis.response["violations"], ergebnis.generate_report()


def test_ohne_javascript_stehen_bilder_und_tabellen_da(seite):
    blatt = seite("leitung", java_script_enabled=False)
    blatt.goto(ADRESSE)
    bilder = blatt.locator(".diagramm img")
    assert bilder.count() == 3
    for bild in bilder.all():
        assert bild.bounding_box()["height"] > 100
        antwort = blatt.request.get(bild.get_attribute("src"))
        assert antwort.status == 200
        assert antwort.headers["content-type"] == "image/svg+xml"
    assert blatt.locator("table").count() == 3


def test_die_waechter_der_browserseite_schlagen_an(seite):
    """Absichtlich falsch: ein style-Attribut und eine Anfrage nach draußen müssen als Vorfälle auffallen."""
    blatt = seite("leitung")
    blatt.goto(ADRESSE)
    with blatt.expect_console_message(lambda meldung: "style" in meldung.text):
        blatt.evaluate("document.body.setAttribute('style', 'color: red')")
    with blatt.expect_console_message(lambda meldung: "fremd.invalid" in meldung.text):
        blatt.evaluate("fetch('https://fremd.invalid/').catch(() => null)")
    assert any("style" in vorfall for vorfall in blatt.vorfaelle)
    assert any("fremd.invalid" in vorfall for vorfall in blatt.vorfaelle)
    blatt.vorfaelle.clear()
