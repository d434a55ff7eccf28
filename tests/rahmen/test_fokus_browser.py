"""Wer mit der Tastatur geht, sieht auf jeder Seite und an jeder Stelle, wo er gerade ist, und kommt überall hin."""

import pytest

from dresden_senioren.rollen import ROLLEN

from .test_seiten import SEITEN

pytestmark = [pytest.mark.browser, pytest.mark.langsam]
TASTEN_AUF_EINMAL, TASTEN_HOECHSTENS = 25, 1500
# Merkt sich zu jedem Element, das den Fokus bekommt, ob es einen Umriss oder einen neuen Schatten hat.
BEOBACHTEN = """() => {
  const stil = new CSSStyleSheet();
  stil.replaceSync('*, ::after { transition: none !important }');
  document.adoptedStyleSheets.push(stil);
  const bedienbar = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const alle = [...document.querySelectorAll(bedienbar)].filter(
    e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0 && e.type !== 'radio');
  const ruhe = new Map(alle.map(e => [e, getComputedStyle(e).boxShadow]));
  const gesehen = new Set();
  window.fokus = {fertig: false, ohne: [], gesehen, alle};
  document.addEventListener('focusin', ereignis => {
    const e = ereignis.target, s = getComputedStyle(e);
    if (gesehen.has(e)) { window.fokus.fertig = true; return; }
    gesehen.add(e);
    const umriss = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
    if (!umriss && (s.boxShadow === 'none' || s.boxShadow === ruhe.get(e))) window.fokus.ohne.push(e);
  });
}"""
ERGEBNIS = """() => {
  const nennen = e => e.outerHTML.slice(0, 120);
  const {alle, gesehen, ohne} = window.fokus;
  return {ohne: ohne.map(nennen), nie: alle.filter(e => !gesehen.has(e)).map(nennen), anzahl: gesehen.size};
}"""


def rundgang(blatt) -> dict:
    """Mit der Tabulatortaste einmal um die Seite: wo nichts zu sehen ist (`ohne`) und wohin man nicht kommt (`nie`)."""
    blatt.evaluate(BEOBACHTEN)
    for _ in range(TASTEN_HOECHSTENS // TASTEN_AUF_EINMAL):
        for _ in range(TASTEN_AUF_EINMAL):
            blatt.keyboard.press("Tab")
        if blatt.evaluate("window.fokus.fertig"):
            return blatt.evaluate(ERGEBNIS)
    raise AssertionError("Die Tabulatortaste kommt nicht wieder am Anfang an.")


@pytest.mark.parametrize("rolle", [None, *ROLLEN], ids=str)
def test_der_fokus_ist_ueberall_zu_sehen(seite, rolle):
    blatt, maengel = seite(rolle), {}
    for pfad in (pfad for wer, pfad in SEITEN if wer == rolle):
        blatt.goto(pfad)
        ergebnis = rundgang(blatt)
        if ergebnis["ohne"] or ergebnis["nie"]:
            maengel[pfad] = ergebnis
    assert not maengel


@pytest.mark.parametrize(
    ("fehler", "art"),
    [
        (
            "const stil = new CSSStyleSheet(); document.adoptedStyleSheets.push(stil);"
            "stil.replaceSync('.tabelle-rahmen:focus-visible { outline: none !important }')",
            "ohne",
        ),
        ("document.querySelector('.tabelle-rahmen').inert = true", "nie"),
    ],
    ids=["ohne", "nie"],
)
def test_der_rundgang_bemerkt_was_fehlt(seite, fehler, art):
    blatt = seite("koordination")
    blatt.goto("/auswertung/quartal/")
    blatt.evaluate(f"() => {{ {fehler} }}")
    assert any("tabelle-rahmen" in element for element in rundgang(blatt)[art])
