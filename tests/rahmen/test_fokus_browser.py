"""Wer mit der Tastatur geht, sieht auf jeder Seite und an jeder Stelle, wo er gerade ist, und kommt überall hin."""

from pathlib import Path

import pytest

from dresden_senioren.rollen import ROLLEN

from .barrieren import SKRIPT
from .test_seiten import SEITEN

pytestmark = [pytest.mark.browser, pytest.mark.langsam]
TASTEN_AUF_EINMAL, TASTEN_HOECHSTENS = 25, 1500
BEOBACHTEN = Path(__file__).with_name("fokus.js").read_text(encoding="utf-8").strip().removesuffix(";")


def rundgang(blatt) -> dict:
    """Mit der Tabulatortaste einmal um die Seite: wo nichts zu sehen ist (`ohne`), wohin man nicht kommt (`nie`),
    und wo es im Text rückwärts geht (`zurueck`)."""
    blatt.evaluate(f"() => ({BEOBACHTEN})({SKRIPT})")
    for _ in range(TASTEN_HOECHSTENS // TASTEN_AUF_EINMAL):
        for _ in range(TASTEN_AUF_EINMAL):
            blatt.keyboard.press("Tab")
        if blatt.evaluate("window.fokus.fertig"):
            return blatt.evaluate("window.fokus.ergebnis()")
    raise AssertionError("Die Tabulatortaste kommt nicht wieder am Anfang an.")


@pytest.mark.parametrize("rolle", [None, *ROLLEN], ids=str)
def test_der_fokus_ist_ueberall_zu_sehen(seite, rolle):
    blatt, maengel = seite(rolle), {}
    for pfad in (pfad for wer, pfad in SEITEN if wer == rolle):
        blatt.goto(pfad)
        ergebnis = rundgang(blatt)
        if ergebnis["ohne"] or ergebnis["nie"] or ergebnis["zurueck"]:
            maengel[pfad] = ergebnis
    assert not maengel


STIL = "const s = new CSSStyleSheet(); document.adoptedStyleSheets.push(s); s.replaceSync('{}')"
RAHMEN = ".tabelle-rahmen:focus-visible"


@pytest.mark.parametrize(
    ("fehler", "art"),
    [
        (STIL.format(RAHMEN + " { outline: none !important }"), "ohne"),
        (STIL.format(RAHMEN + " { outline: 1px solid black !important }"), "ohne"),
        (STIL.format(RAHMEN + " { outline-color: #bbb !important }"), "ohne"),
        ("document.querySelector('.tabelle-rahmen').inert = true", "nie"),
        ("document.querySelector('.tabelle-rahmen').tabIndex = 1", "zurueck"),
    ],
    ids=["ohne Umriss", "zu dünn", "zu blass", "nie", "zurück"],
)
def test_der_rundgang_bemerkt_was_fehlt(seite_des_moduls, fehler, art):
    blatt = seite_des_moduls("koordination")
    blatt.goto("/auswertung/quartal/")
    blatt.evaluate(f"() => {{ {fehler} }}")
    ergebnis = rundgang(blatt)
    assert ergebnis[art]
    assert art == "zurueck" or any("tabelle-rahmen" in element for element in ergebnis[art])
