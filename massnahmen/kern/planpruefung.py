"""Auffälligkeiten eines gelesenen Plans: Nummern, Schlusspunkte, Silbentrennreste, Kommas am Ende. Nur Bericht."""

import re
from collections.abc import Callable, Iterator

from .plan import Befund, Plan, PlanHandlungsfeld, PlanMassnahme, PlanZiel, nummernteile

# „Kommunikations- und Arbeitsformen“ ist richtig; „Alterssimulationsan- zug“ nicht.
_TRENNSTRICH = re.compile(r"(\w+)-\s+(?!(?:und|oder|bzw|sowie|als|wie|noch|statt)\b)([a-zäöüß]\w*)")
# Weibliche Wörter auf -ung, -tät, -heit, -keit, -schaft, -ion tragen ein s nur in Zusammensetzungen.
_FUGE = re.compile(r"(\w+(?:ungs|täts|heits|keits|schafts|ions))\s+([a-zäöüß]\w*)")


def auffaelligkeiten(plan: Plan) -> list[Befund]:
    """Alles, was an Nummern und Texten nicht stimmt; geändert wird nichts."""
    return [befund for pruefung in _PRUEFUNGEN for befund in pruefung(plan)]


def _schlusspunkte(plan: Plan) -> Iterator[Befund]:
    for punkt in (*plan.handlungsfelder, *plan.ziele, *plan.massnahmen):
        if not punkt.nr.endswith("."):
            yield Befund("schlusspunkt_fehlt", punkt.ort, f"Die Nr. „{punkt.nr}“ steht ohne Schlusspunkt.")


def _zugehoerigkeit(plan: Plan) -> Iterator[Befund]:
    for feld in plan.handlungsfelder:
        for ziel in feld.ziele:
            if nummernteile(ziel.nr)[:1] != nummernteile(feld.nr):
                meldung = f"Ziel {ziel.nr} steht unter Handlungsfeld {feld.nr}; so übernommen."
                yield Befund("nr_passt_nicht_zum_handlungsfeld", ziel.ort, meldung)
    for ziel, massnahme in plan.mit_ziel():
        if nummernteile(massnahme.nr)[:2] != nummernteile(ziel.nr):
            meldung = f"{massnahme.nr} steht unter Ziel {ziel.nr}; so übernommen. Die Nr. gehört zu einem anderen Ziel."
            yield Befund("nr_passt_nicht_zum_ziel", massnahme.ort, meldung)


def _trennreste(plan: Plan) -> Iterator[Befund]:
    for ort, text in _texte(plan):
        for treffer in (*_TRENNSTRICH.finditer(text), *_FUGE.finditer(text)):
            meldung = (
                f"„{treffer[0]}“ sieht nach einem Rest der Silbentrennung aus; vermutlich „{treffer[1]}{treffer[2]}“."
            )
            yield Befund("silbentrennrest", ort, f"{meldung} Der Text bleibt, wie er ist.")


def _kommas(plan: Plan) -> Iterator[Befund]:
    for ort, text in _texte(plan):
        if text.endswith((",", ";")):
            yield Befund("komma_am_ende", ort, f"„…{text[-30:]}“ endet mit einem Trennzeichen.")


def _ohne_inhalt(plan: Plan) -> Iterator[Befund]:
    leer: list[PlanHandlungsfeld | PlanZiel] = [f for f in plan.handlungsfelder if not f.ziele]
    for punkt in (*leer, *(z for z in plan.ziele if not z.massnahmen)):
        yield Befund("ohne_massnahme", punkt.ort, "Darunter steht keine Maßnahme.")


def _texte(plan: Plan) -> Iterator[tuple[str, str]]:
    """Jeder Text mit seinem Ort."""
    for punkt in (*plan.handlungsfelder, *plan.ziele):
        yield punkt.ort, punkt.bezeichnung
    for massnahme in plan.massnahmen:
        for text in _texte_der_massnahme(massnahme):
            yield massnahme.ort, text


def _texte_der_massnahme(massnahme: PlanMassnahme) -> Iterator[str]:
    yield massnahme.beschreibung
    yield massnahme.verantwortung
    for schritt in massnahme.schritte:
        yield schritt.text
        if schritt.verantwortung:
            yield schritt.verantwortung


_PRUEFUNGEN: tuple[Callable[[Plan], Iterator[Befund]], ...] = (
    _schlusspunkte,
    _zugehoerigkeit,
    _trennreste,
    _kommas,
    _ohne_inhalt,
)
