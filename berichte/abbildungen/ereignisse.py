"""Ereignisse an Zeitreihen: als Linie im Diagramm, in der Legende, in der Textalternative und als Fußnote."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Ereignis
from berichte.zahlen.lesung import Marke
from dresden_senioren.kern.zeitraum import Monat


def einzeichnen(abbildung: Abbildung, marken: Iterable[Marke], stelle: Callable[[Monat], int | None]) -> Abbildung:
    """`stelle`: an welcher Kategorie ein Monat steht; None, wenn er nicht gezeigt wird."""
    gezeigt = [(ort, marke) for marke in marken if (ort := stelle(Monat.von_tag(marke.ab))) is not None]
    if not gezeigt:
        return abbildung
    gezeigt.sort(key=lambda paar: paar[0])  # von links nach rechts, so werden sie nummeriert
    saetze = tuple(_satz(marke) for _, marke in gezeigt)
    diagramm = abbildung.diagramm
    if diagramm:
        beschreibung = " ".join([diagramm.beschreibung, "Senkrechte Linien:", *saetze])
        linien = tuple(Ereignis(ort, _name(marke)) for ort, marke in gezeigt)
        diagramm = replace(diagramm, ereignisse=linien, beschreibung=beschreibung)
    herkunft = replace(abbildung.tabelle.herkunft, fussnoten=(*abbildung.tabelle.herkunft.fussnoten, *saetze))
    return replace(abbildung, tabelle=replace(abbildung.tabelle, herkunft=herkunft), diagramm=diagramm)


def _name(marke: Marke) -> str:
    return f"{marke.bezeichnung} (ab {marke.ab:%m/%Y}{', anders gezählt' if marke.ist_bruch else ''})"


def _satz(marke: Marke) -> str:
    bruch = "Davor und danach ist nicht dasselbe gezählt." if marke.ist_bruch else ""
    return " ".join(filter(None, [f"Ab {marke.ab:%m/%Y}: {marke.bezeichnung}.", marke.erlaeuterung, bruch]))
