"""Was jemand am eigenen Gerät einstellt, gilt auch hier: weniger Bewegung, kräftige Farben, dunkel, auf Papier."""

import pytest

from .barrieren import NUR_SQLITE, eigene, gezeichnet

pytestmark = [pytest.mark.browser, NUR_SQLITE]
SEITEN = [
    ("sachbearbeitung", "/massnahmen/"),
    ("leitung", "/massnahmen/1/"),
    ("leitung", "/ueberblick/"),
    ("koordination", "/auswertung/bereich/cotta/"),
    ("administration", "/beratung/kalender/"),
    ("administration", "/beratung/lieferungen/neu/"),
    ("leitung", "/berichte/"),
]
BEWEGTES = """() => [...document.querySelectorAll('*')].filter(e => ['', '::before', '::after'].some(teil => {
  const stil = getComputedStyle(e, teil || null);
  const dauer = (stil.transitionDuration + ',' + stil.animationDuration).split(',').map(parseFloat);
  return (stil.transitionProperty !== 'none' && Math.max(...dauer) > 0) || stil.animationName !== 'none'
    || stil.scrollBehavior === 'smooth';
})).map(e => e.outerHTML.slice(0, 100))"""
# Zustände sind Wörter, nicht nur Farben: was die Marken sagen, und dass ihre Umrandung gemalt wird.
MARKEN = (
    "() => [...document.querySelectorAll('.marke')].map(m => [m.innerText.trim(), getComputedStyle(m).borderStyle])"
)


def besuche(seite_des_moduls, rolle, pfad):
    blatt = seite_des_moduls(rolle)
    blatt.set_viewport_size({"width": 1280, "height": 900})
    blatt.goto(pfad)
    gezeichnet(blatt)
    return blatt


@pytest.mark.parametrize(("rolle", "pfad"), SEITEN, ids=str)
def test_wer_weniger_bewegung_will_hat_keine(seite_des_moduls, rolle, pfad):
    blatt = besuche(seite_des_moduls, rolle, pfad)
    blatt.emulate_media(reduced_motion="reduce")
    assert blatt.evaluate(BEWEGTES) == []
    blatt.emulate_media(reduced_motion="no-preference")
    assert blatt.evaluate(BEWEGTES) or rolle == "koordination", "Gegenprobe: sonst gibt es Übergänge"


@pytest.mark.parametrize(("rolle", "pfad"), SEITEN, ids=str)
def test_bedienelemente_heben_sich_ab(seite_des_moduls, rolle, pfad):
    assert eigene(besuche(seite_des_moduls, rolle, pfad), "bedienelemente") == {}


def test_ein_blasses_feld_faellt_auf(seite_des_moduls):
    blatt = besuche(seite_des_moduls, "sachbearbeitung", "/massnahmen/")
    blatt.evaluate(
        "() => { const s = new CSSStyleSheet(); s.replaceSync('#id_text { border-color: #ccc !important }');"
        " document.adoptedStyleSheets = [s]; }"
    )
    assert any("id_text" in mangel for mangel in eigene(blatt, "bedienelemente")["bedienelemente"])


@pytest.mark.parametrize(
    "einstellung", [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"media": "print"}], ids=str
)
def test_zustaende_bleiben_lesbar(seite_des_moduls, einstellung):
    blatt = besuche(seite_des_moduls, "leitung", "/massnahmen/")
    vorher = blatt.evaluate(MARKEN)
    blatt.emulate_media(**einstellung)
    nachher = blatt.evaluate(MARKEN)
    blatt.emulate_media(forced_colors="none", color_scheme="light", media="screen")
    assert vorher == nachher and all(wort and rand == "solid" for wort, rand in nachher)


def test_auf_papier_steht_alles_und_nichts_zum_druecken(seite_des_moduls):
    blatt = besuche(seite_des_moduls, "koordination", "/auswertung/bereich/cotta/")
    blatt.emulate_media(media="print")
    assert not blatt.get_by_role("button", name="Abmelden").is_visible()
    assert not blatt.get_by_role("navigation", name="Hauptnavigation").is_visible()
    assert blatt.locator(".grosse-zahl").first.is_visible() and blatt.locator(".diagramm").first.is_visible()
    blatt.emulate_media(media="screen")


def test_gewaehlte_antwort_und_fokus_bei_erzwungenen_farben(seite_des_moduls):
    blatt = besuche(seite_des_moduls, "leitung", "/berichte/neu/zwischenbericht/")
    blatt.emulate_media(forced_colors="active")
    blatt.focus("input[type=radio]:checked")
    punkt, umriss = blatt.evaluate(
        "() => { const e = document.activeElement;"
        " return [getComputedStyle(e, '::before').borderTopWidth, getComputedStyle(e).outlineColor]; }"
    )
    blatt.emulate_media(forced_colors="none")
    assert punkt == "6px", "ein Hintergrund verschwindet bei erzwungenen Farben"
    assert umriss != "rgba(0, 0, 0, 0)"


def test_ein_breites_bild_passt_auf_das_blatt(seite_des_moduls):
    blatt = besuche(seite_des_moduls, "leitung", "/ueberblick/")
    breite = "() => document.querySelector('.diagramm .main-svg').getBoundingClientRect().width"
    assert blatt.evaluate(breite) > 640, "Gegenprobe: am Bildschirm ist es breiter"
    blatt.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    blatt.wait_for_function(f"({breite})() <= 640")
    blatt.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    blatt.wait_for_function(f"({breite})() > 640")


def test_flaechen_der_diagramme_haben_umrisse(seite_des_moduls):
    """Nebeneinander liegende Flächen trennt eine dunkle Linie, nicht nur die Farbe."""
    blatt = besuche(seite_des_moduls, "leitung", "/ueberblick/")
    striche = blatt.locator(".bars path").evaluate_all("pfade => pfade.map(p => getComputedStyle(p).strokeWidth)")
    assert striche and all(float(breite.removesuffix("px")) >= 1 for breite in striche)
