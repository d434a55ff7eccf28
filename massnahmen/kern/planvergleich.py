"""Zwei Fassungen eines Plans vergleichen: was steht in der Datei anders als gespeichert?"""

from .plan import Befund, Plan, PlanMassnahme, nummernteile

_FELDER = {
    "nr": "Nr.",
    "beschreibung": "Beschreibung",
    "verantwortung": "Verantwortung",
    "laufzeit": "Laufzeit",
    "haushaltsrelevanz": "Haushaltsrelevanz",
    "sachstand": "Sachstand",
    "schritte": "Schritte",
}
_ABHILFE = "Vorhandenes wird nicht überschrieben; bitte die Datei berichtigen oder mit --plan einen neuen Plan anlegen."


def unterschiede(gespeichert: Plan, datei: Plan) -> list[Befund]:
    """Fehler mit Ort, je abweichender Angabe einer; leer, wenn die Datei dasselbe sagt wie der Bestand."""
    befunde = _ueberschriften(gespeichert, datei)
    alt = {nummernteile(m.nr): (z, m) for z, m in gespeichert.mit_ziel()}
    neu = {nummernteile(m.nr): (z, m) for z, m in datei.mit_ziel()}
    for schluessel, (ziel, massnahme) in neu.items():
        if schluessel not in alt:
            befunde.append(_befund(massnahme.ort, f"{massnahme.nr} ist im gespeicherten Plan nicht enthalten."))
            continue
        ziel_alt, massnahme_alt = alt[schluessel]
        if nummernteile(ziel_alt.nr) != nummernteile(ziel.nr):
            befunde.append(_befund(massnahme.ort, f"Steht unter Ziel {ziel.nr}, gespeichert unter {ziel_alt.nr}."))
        befunde += _angaben(massnahme_alt, massnahme)
    befunde += [_fehlt(alt[schluessel][1].nr) for schluessel in sorted(alt.keys() - neu.keys())]
    return befunde


def _angaben(alt: PlanMassnahme, neu: PlanMassnahme) -> list[Befund]:
    paare = ((name, getattr(alt, feld), getattr(neu, feld)) for feld, name in _FELDER.items())
    return [
        _befund(neu.ort, f"{name}: in der Datei „{_kurz(datei)}“, gespeichert „{_kurz(bestand)}“.")
        for name, bestand, datei in paare
        if bestand != datei
    ]


def _ueberschriften(gespeichert: Plan, datei: Plan) -> list[Befund]:
    alt = {nummernteile(p.nr): p for p in (*gespeichert.handlungsfelder, *gespeichert.ziele)}
    befunde = []
    for punkt in (*datei.handlungsfelder, *datei.ziele):
        frueher = alt.pop(nummernteile(punkt.nr), None)
        if frueher is None:
            befunde.append(_befund(punkt.ort, f"{punkt.nr} ist im gespeicherten Plan nicht enthalten."))
        elif (frueher.nr, frueher.bezeichnung) != (punkt.nr, punkt.bezeichnung):
            meldung = f"In der Datei „{_kurz(punkt.bezeichnung)}“, gespeichert „{_kurz(frueher.bezeichnung)}“."
            befunde.append(_befund(punkt.ort, meldung))
    return befunde + [_fehlt(punkt.nr) for punkt in alt.values()]


def _fehlt(nr: str) -> Befund:
    return _befund(nr, f"{nr} ist gespeichert, fehlt aber in der Datei.")


def _befund(ort: str, meldung: str) -> Befund:
    return Befund("weicht_ab", ort, f"{meldung} {_ABHILFE}", ist_fehler=True)


def _kurz(wert: object) -> str:
    match wert:
        case None:
            return "unbekannt"
        case bool():
            return "ja" if wert else "nein"
        case list():
            return _kurz("; ".join(schritt.text for schritt in wert))
    text = str(wert)
    return text if len(text) <= 80 else f"{text[:77]}…"
