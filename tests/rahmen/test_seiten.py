"""Jede Seite im wirklichen Browser: ohne Barrieren nach axe, auf 320 Pixeln ohne Querrollen, mit Tastatur bedienbar."""

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SEITEN = [
    (None, "/anmelden/"),
    (None, "/anmelden/vergessen/"),
    (None, "/anmelden/kennwort/MQ/nie-versandt/"),
    ("sachbearbeitung", "/konto/kennwort/"),
    ("sachbearbeitung", "/konto/zweiter-faktor/"),
    ("sachbearbeitung", "/konto/zweiter-faktor/einrichten/"),
    (None, "/hilfe/"),
    (None, "/barrierefreiheit/"),
    (None, "/datenschutz/"),
    ("koordination", "/meine-zugriffe/"),
    ("koordination", "/meine-zugriffe/?von=2024-12-01&bis=2024-01-01"),
    ("administration", "/meine-zugriffe/?was=protokoll"),
    (None, "/barrierefreiheit/melden/?seite=/hilfe/"),
    (None, "/barrierefreiheit/danke/"),
    ("administration", "/barrieremeldungen/"),
    ("sachbearbeitung", "/"),
    ("koordination", "/"),
    ("administration", "/"),
    ("leitung", "/"),
    ("sachbearbeitung", "/massnahmen/"),
    ("sachbearbeitung", "/massnahmen/?text=gibtesnicht"),
    ("sachbearbeitung", "/massnahmen/1/"),
    ("leitung", "/massnahmen/1/"),
    ("leitung", "/massnahmen/pflege/"),
    ("leitung", "/massnahmen/pflege/massnahme/1/"),
    ("leitung", "/massnahmen/pflege/massnahme/neu/1/"),
    ("leitung", "/massnahmen/pflege/haushaltsbetrag/neu/1/"),
    ("leitung", "/massnahmen/pflege/ziel/1/loeschen/"),
    ("leitung", "/massnahmen/pflege/ziel/1/"),
    ("leitung", "/massnahmen/pflege/ziel/1/ausser-kraft/"),
    ("leitung", "/massnahmen/pflege/ziel/1/zusammenfuehren/?mit=2"),
    ("leitung", "/massnahmen/pflege/fortschreiben/1/"),
    ("leitung", "/massnahmen/1/ausser-kraft/"),
    ("leitung", "/massnahmen/1/zusammenfuehren/?mit=2"),
    ("leitung", "/massnahmen/?ausser_kraft=on"),
    ("administration", "/massnahmen/stellen/"),
    ("administration", "/massnahmen/stellen/1/personen/"),
    ("administration", "/massnahmen/sachstandsarten/"),
    ("administration", "/massnahmen/pflege/sachstandsart/1/"),
    ("sachbearbeitung", "/massnahmen/pflege/schritt/1/"),
    ("sachbearbeitung", "/massnahmen/rueckmeldungen/"),
    ("sachbearbeitung", "/massnahmen/vertretung/"),
    ("leitung", "/massnahmen/1/?stichtag=2023-06-30"),
    ("leitung", "/massnahmen/runden/"),
    ("leitung", "/massnahmen/runden/neu/"),
    ("leitung", "/massnahmen/runden/stellvertretungen/"),
    ("leitung", "/ueberblick/"),
    ("leitung", "/massnahmen/formulare/"),
    ("sachbearbeitung", "/massnahmen/formulare/"),
    ("leitung", "/massnahmen/planpruefung/"),
    ("administration", "/massnahmen/planpruefung/?regel=schreibweise"),
    ("leitung", "/massnahmen/planpruefung/?zeigen=entschieden"),
    ("leitung", "/massnahmen/?stichtag=2023-06-30"),
    ("leitung", "/massnahmen/?stichtag=2999-01-01"),
    ("leitung", "/massnahmen/aenderungen/"),
    ("leitung", "/massnahmen/aenderungen/?seit=2999-01-01"),
    ("sachbearbeitung", "/massnahmen/mehrere/?massnahme=1&massnahme=2"),
    ("leitung", "/massnahmen/mehrere/?massnahme=1&massnahme=2"),
    ("koordination", "/massnahmen/ansichten/neu/?sachstand=begonnen"),
    ("koordination", "/auswertung/bereich/cotta/"),
    ("koordination", "/auswertung/bereich/cotta/?von=2024-12&bis=2023-01&quelle=quatsch"),
    ("leitung", "/auswertung/bereich/"),
    ("leitung", "/auswertung/bereich/klotzsche/?von=2022-01&bis=2022-12"),
    ("leitung", "/auswertung/stadt/"),
    ("koordination", "/auswertung/monatsentwicklung/"),
    ("koordination", "/auswertung/monatsentwicklung/?jahr=2023"),
    ("koordination", "/auswertung/monatsentwicklung/?jahr=unsinn"),
    ("koordination", "/auswertung/kennzahlen/"),
    ("koordination", "/auswertung/kennzahlen/neuzugaenge/"),
    ("leitung", "/auswertung/kennzahlen/anteil_unbekannt/"),
    ("koordination", "/auswertung/bereich/cotta/herkunft/beratungen/?nachzaehlen=1"),
    ("leitung", "/auswertung/stadt/herkunft/neuzugaenge/?merkmal=geschlecht&auspraegung=divers"),
    ("leitung", "/auswertung/stadt/herkunft/faelle_je_vzae/"),
    ("leitung", "/auswertung/quartal/"),
    ("koordination", "/auswertung/quartal/?quartal=2031-Q1"),
    ("koordination", "/auswertung/quartal/s-cotta/2024-Q3/"),
    ("leitung", "/auswertung/quartal/s-striesen/2023-Q3/"),
    ("koordination", "/auswertung/bereich/cotta/briefe/"),
    ("koordination", "/auswertung/bereich/cotta/brief/2024-09/"),
    ("leitung", "/auswertung/bereich/cotta/brief/2024-09/senden/"),
    ("administration", "/beratung/lieferungen/"),
    ("administration", "/beratung/lieferungen/neu/"),
    ("administration", "/beratung/lieferungen/1/"),
    ("administration", "/beratung/lieferungen/?status=verworfen"),
    ("administration", "/beratung/lieferungen/1/eingang/"),
    ("administration", "/beratung/kalender/"),
    ("leitung", "/beratung/kalender/?jahr=2023"),
    ("leitung", "/beratung/kalender/seniora/2024-09/"),
    ("administration", "/beratung/kalender/mehrere/?von=2024-01&bis=2024-12"),
    ("administration", "/beratung/kalender/nullmeldung/?stelle=s-cotta&monat=2024-10"),
    ("administration", "/beratung/kalender/traeger/1/"),
    ("administration", "/beratung/kalender/traeger/1/erinnern/"),
    ("administration", "/beratung/befunde/"),
    ("administration", "/beratung/pruefregeln/"),
    ("administration", "/beratung/lieferungen/eingang/"),
    ("administration", "/beratung/lieferungen/profile/"),
    ("administration", "/beratung/lieferungen/profile/seniora/"),
    *(
        ("administration", f"/beratung/stammdaten/{pfad}")
        for pfad in (
            "stelle/",
            "stelle/1/",
            "stelle/neu/",
            "stelle/1/bearbeiten/",
            "stelle/ausstattung/neu/1/",
            "stelle/ausstattung/1/bearbeiten/",
            "stelle/ausstattung/1/loeschen/",
            "stelle/ausstattung/tabelle/",
            "stelle/stellengebiet/neu/1/",
            "traeger/",
            "planungsbereich/",
            "planungsbereich/1/",
            "planungsbereich/1/koordination/",
            "planungsbereich/gebietszuordnung/neu/35/",
            "katalogwert/?merkmal=beratungsfeld",
            "katalogwert/1/bearbeiten/",
            "ereignis/",
            "ereignis/neu/",
            "bevoelkerung/",
            "bevoelkerung/tabelle/",
            "grenzen/",
        )
    ),
    ("administration", "/protokoll/"),
    ("administration", "/personen/"),
    ("administration", "/personen/?text=gibtesnicht"),
    ("administration", "/personen/neu/"),
    ("administration", "/personen/1/"),
    ("administration", "/personen/1/bearbeiten/"),
    ("administration", "/personen/1/abschalten/"),
    ("sachbearbeitung", "/konto/"),
    ("leitung", "/berichte/"),
    ("administration", "/berichte/freigaben/"),
    ("leitung", "/berichte/freigaben/neu/"),
    ("leitung", "/berichte/freigaben/bekannte-zahlen/"),
    ("administration", "/berichte/vorlage/"),
    ("koordination", "/berichte/neu/"),
    ("leitung", "/berichte/neu/zwischenbericht/"),
    ("koordination", "/berichte/neu/quartal/"),
]
REGELN = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"],
    }
}


def barrieren(blatt) -> list[str]:
    befund = Axe().run(blatt, options=REGELN).response["violations"]
    return [f"{regel['id']}: {knoten['html'][:120]}" for regel in befund for knoten in regel["nodes"]]


def ueberschriften_mit_luecke(blatt) -> list[int]:
    """Die Stufen, wenn nicht genau eine h1 am Anfang steht oder eine Stufe übersprungen wird; sonst leer."""
    stufen = [int(h[1]) for h in blatt.eval_on_selector_all("h1,h2,h3,h4,h5,h6", "hs => hs.map(h => h.tagName)")]
    ist_sauber = stufen[:1] == [1] and stufen.count(1) == 1 and all(b <= a + 1 for a, b in pairwise(stufen))
    return [] if ist_sauber else stufen


def unbenannte_bilder(blatt) -> int:
    """Was axe nicht bemerkt: ein Bild als SVG ohne Rolle und Namen."""
    return (
        blatt.locator("svg:not([aria-hidden=true]):not([role=img][aria-label])")
        .locator("visible=true")
        .evaluate_all("bilder => bilder.filter(b => !b.closest('[role=img][aria-label],[aria-hidden=true]')).length")
    )


@pytest.mark.parametrize(("rolle", "pfad"), SEITEN, ids=str)
def test_seite_ohne_barrieren(seite, rolle, pfad):
    blatt = seite(rolle)
    blatt.goto(pfad)
    blatt.wait_for_load_state("networkidle")
    assert barrieren(blatt) == []
    assert ueberschriften_mit_luecke(blatt) == []
    assert unbenannte_bilder(blatt) == 0
    blatt.set_viewport_size({"width": 320, "height": 800})
    assert blatt.evaluate("document.documentElement.scrollWidth") <= 320
    assert barrieren(blatt) == []


def test_die_pruefung_bemerkt_barrieren(seite):
    blatt = seite(None)
    blatt.goto("/hilfe/")
    blatt.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('beforeend',
            '<h4>Lücke</h4><input type=text><svg width=9 height=9><rect width=9 height=9></rect></svg>')"""
    )
    assert any("label" in barriere for barriere in barrieren(blatt))
    assert ueberschriften_mit_luecke(blatt)
    assert unbenannte_bilder(blatt) == 1


def test_sprunglink_fuehrt_zum_inhalt(seite):
    blatt = seite(None)
    blatt.goto("/hilfe/")
    blatt.keyboard.press("Tab")
    expect(blatt.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    blatt.keyboard.press("Enter")
    expect(blatt.locator("#inhalt")).to_be_focused()


def test_anmelden_nur_mit_der_tastatur(seite):
    blatt = seite(None)
    blatt.goto("/anmelden/")
    expect(blatt.locator("#id_username")).to_be_focused()
    blatt.keyboard.type("leitung")
    blatt.keyboard.press("Tab")
    blatt.keyboard.type("falsches-kennwort")
    blatt.keyboard.press("Enter")
    meldung = blatt.locator("[role=alert]")
    meldung.wait_for()
    expect(meldung).to_contain_text("Benutzername oder Kennwort ist falsch")
    assert barrieren(blatt) == []
