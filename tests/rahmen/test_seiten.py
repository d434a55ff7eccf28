"""Jede Seite im wirklichen Browser: ohne Barrieren nach axe, auf 320 Pixeln ohne Querrollen, mit Tastatur bedienbar."""

import pytest
from playwright.sync_api import expect

from .barrieren import (
    BAU,
    DARSTELLUNG,
    NUR_SQLITE,
    STIL_SETZEN,
    barrieren,
    eigene,
    maengel,
)

pytestmark = pytest.mark.browser

SEITEN = [
    (None, "/anmelden/"),
    (None, "/anmelden/vergessen/"),
    ("sachbearbeitung", "/konto/kennwort/"),
    ("sachbearbeitung", "/konto/zweiter-faktor/"),
    ("sachbearbeitung", "/konto/zweiter-faktor/einrichten/"),
    (None, "/hilfe/"),
    ("koordination", "/hilfe/"),
    (None, "/hilfe/lieferung/"),
    (None, "/hilfe/suche/?q=lieferung"),
    (None, "/hilfe/suche/?q=sachstnd"),
    (None, "/hilfe/nachschlagen/pruefregeln/"),
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
    ("administration", "/zustand/"),
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
    ("leitung", "/berichte/freigaben/bekannte-zahlen/1/zuruecknehmen/"),
    ("administration", "/berichte/vorlage/"),
    ("koordination", "/berichte/neu/"),
    ("leitung", "/berichte/neu/zwischenbericht/"),
    ("koordination", "/berichte/neu/quartal/"),
]


@NUR_SQLITE
@pytest.mark.parametrize(("rolle", "pfad"), SEITEN, ids=str)
def test_seite_ohne_barrieren(seite_des_moduls, rolle, pfad):
    blatt = seite_des_moduls(rolle)
    blatt.goto(pfad)
    assert maengel(blatt) == {}
    assert blatt.vorfaelle == []


FEHLER = {
    "label": "<input type=text>",
    "ueberschriften": "<h4>Lücke</h4>",
    "bilder": "<svg width=9 height=9><rect width=9 height=9></rect></svg>",
    "klickbares": "<div class=knopf>Speichern</div>",
    "namen": "<button aria-label=Sichern>Speichern</button>",
    "tabellen": "<table><tr><td>1</td></tr></table>",
    "diagrammschrift": "<div role=img aria-label=B><svg><rect width=99 height=99></rect><text y=9>a</text></svg></div>",
    "quer": "<div class=breit>x</div>",
    "abgeschnitten": "<p class=eng>Von diesem Satz ist nur der Anfang zu sehen.</p>",
    "ueberlappt": "<p class=hoch>Eine Zeile</p><p class=drauf>Darüber</p>",
    "gequetscht": "<p class=spalte>davor und danach ist nicht dasselbe gezählt</p>",
    "verdeckt": "<div class=davor></div><p><a href=#inhalt>Link</a></p>",
    "color-contrast": "<p class=blass>Blasse Schrift</p>",
    "color-contrast, unentschieden (Element has a 1:1": "<p class=weg>Weiß auf Weiß</p>",
    "color-contrast, unentschieden (Element's background": "<p class=bunt>Schrift auf einem Bild</p>",
}
FEHLERSTIL = """.knopf { cursor: pointer } .breit { width: 2000px }
.eng { width: 9rem; overflow: hidden; white-space: nowrap }
.spalte { width: 1.2em; overflow-wrap: anywhere }
.drauf { margin-top: -2.5rem } .davor { position: fixed; inset: 0; background: white; z-index: 9 }
.blass { color: #aaa } .weg { color: white }
.bunt { background-image: linear-gradient(white, silver) }"""


@pytest.mark.parametrize("art", FEHLER)
def test_die_pruefung_bemerkt_barrieren(seite_des_moduls, art):
    blatt = seite_des_moduls(None)
    blatt.goto("/barrierefreiheit/danke/")
    blatt.evaluate(STIL_SETZEN, FEHLERSTIL)
    blatt.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", FEHLER[art])
    assert art in {**eigene(blatt, *BAU, *DARSTELLUNG, "verdeckt")} or any(
        b.startswith(art) for b in barrieren(blatt, streng=True)
    )


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
    assert "422" in blatt.vorfaelle.pop()  # die abgewiesene Eingabe, von der Konsole gemeldet
    assert barrieren(blatt) == []
