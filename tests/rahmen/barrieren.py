"""Eine Seite auf Barrieren prüfen: axe in jeder Breite und mit erzwungenen Farben, dazu, was axe nicht bemerkt.

Die eigenen Prüfungen stehen in barrieren.js, was axe offen lässt und wir entschieden haben, in unklares.py.
"""

import os
from dataclasses import asdict
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from .unklares import UNKLAR

# Die Seiten hängen nicht von der Datenbank ab, und jede Prüfung kostet Sekunden.
NUR_SQLITE = pytest.mark.skipif(
    os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="Die Seiten sind auf jeder Datenbank dieselben; geprüft werden sie auf SQLite.",
)
REGELN = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"],
    },
    "resultTypes": ["violations", "incomplete"],
}
SKRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8").strip().removesuffix(";")
BREITEN, FARBEN = (1280, 320), ("none", "active")
BAU = ("ueberschriften", "bilder", "klickbares", "tabellen", "namen", "rahmen", "diagrammschrift")
DARSTELLUNG = ("quer", "abgeschnitten", "ueberlappt", "gequetscht")
# Name → Breite, Schriftgröße des Browsers in Pixeln, Textabstände nach WCAG 1.4.12. 320 ist auch 1280 bei 400 %.
ANSICHTEN = {
    "breit": (1280, 16, False),
    "schmal oder 400 %": (320, 16, False),
    "doppelte Schrift": (1280, 32, False),
    "Textabstände, breit": (1280, 16, True),
    "Textabstände, schmal": (320, 16, True),
}
TEXTABSTAENDE = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }"
    "p { margin-bottom: 2em !important }"
)
STIL_SETZEN = """css => {
  const stil = new CSSStyleSheet();
  stil.replaceSync(css);
  document.adoptedStyleSheets = [stil];
}"""


GEZEICHNET = """async () => {
  const ende = performance.now() + 120_000;  // nur damit ein Fehler nicht hängt
  const fertig = f => f.dataset.gezeichnet
    && Math.abs(f.querySelector('.main-svg').getBoundingClientRect().width - f.clientWidth) < 2;
  const alle = [...document.querySelectorAll('[data-diagramm]')].filter(f => f.checkVisibility());
  while (!alle.every(fertig)) {
    if (performance.now() > ende) throw new Error('Ein Diagramm wird nicht fertig.');
    await new Promise(requestAnimationFrame);
  }
}"""


def barrieren(blatt, *, streng: bool = False) -> list[str]:
    """Was axe verletzt sieht; `streng`: auch, was es nicht entscheiden kann und wir nicht entschieden haben."""
    if not blatt.evaluate("'axe' in window"):
        blatt.evaluate(Axe().axe_script)
    gezeichnet(blatt)
    angaben = [REGELN, [asdict(zeile) for zeile in UNKLAR], streng]
    return blatt.evaluate(f"angaben => {SKRIPT}.axePruefung(...angaben)", angaben)


def eigene(blatt, *pruefungen: str) -> dict[str, list[str]]:
    """Name der Prüfung in barrieren.js → Mängel; nur, was Mängel hat."""
    gezeichnet(blatt)
    ruf = f"namen => {{ const pruefungen = {SKRIPT}; return namen.map(name => pruefungen[name]()) }}"
    ergebnisse = blatt.evaluate(ruf, list(pruefungen))
    return {name: maengel[:5] for name, maengel in zip(pruefungen, ergebnisse, strict=True) if maengel}


def ueberschriften_mit_luecke(blatt) -> list[str]:
    return eigene(blatt, "ueberschriften").get("ueberschriften", [])


def unbenannte_bilder(blatt) -> int:
    return len(eigene(blatt, "bilder").get("bilder", []))


def gezeichnet(blatt) -> None:
    """Wartet, bis jedes Diagramm da ist und die Breite seines Platzes hat; Plotly zeichnet nach einer Weile neu."""
    blatt.evaluate(GEZEICHNET)


def darstellung(blatt) -> dict[str, dict]:
    """Ansicht → Mängel der Darstellung: Querrollen, Abgeschnittenes, Überlappendes, Gequetschtes."""
    browser = blatt.context.new_cdp_session(blatt)
    gefunden = {}
    for name, (breite, schrift, mit_abstaenden) in ANSICHTEN.items():
        blatt.set_viewport_size({"width": breite, "height": 900})
        browser.send("Page.setFontSizes", {"fontSizes": {"standard": schrift, "fixed": schrift}})
        blatt.evaluate(STIL_SETZEN, TEXTABSTAENDE if mit_abstaenden else "")
        if maengel := eigene(blatt, *DARSTELLUNG):
            gefunden[name] = maengel
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    browser.detach()
    blatt.evaluate(STIL_SETZEN, "")
    return gefunden


def maengel(blatt) -> dict[str, object]:
    """Alles an der offenen Seite: Bau, Darstellung, Fokus, und axe in jeder Breite und mit erzwungenen Farben."""
    gefunden = {}
    for breite in BREITEN:
        blatt.set_viewport_size({"width": breite, "height": 900})
        if blatt.locator("[data-diagramm]").count():
            blatt.reload()  # gleich in dieser Breite gezeichnet; sonst fiele die Prüfung in das Neuzeichnen
        gefunden |= eigene(blatt, *BAU)
        for farben in FARBEN:
            blatt.emulate_media(forced_colors=farben)
            if verstoesse := barrieren(blatt, streng=True):
                gefunden[f"axe {breite} {farben}"] = verstoesse
        blatt.emulate_media(forced_colors="none")
    gefunden |= darstellung(blatt)
    for breite in reversed(BREITEN):
        blatt.set_viewport_size({"width": breite, "height": 900})
        gefunden |= {f"{name} {breite}": was for name, was in eigene(blatt, "verdeckt").items()}
    return gefunden
