"""Zu jeder Abbildung die Botschaft: der Text des Amts, wo es einen gibt, sonst der Vorschlag."""

from dataclasses import replace

from berichte.kern.akten.bericht import Botschaft
from berichte.kern.akten.botschaft import Vorschlag

from .wunsch import Berichtswunsch


def mit_botschaft(wunsch: Berichtswunsch, schluessel: str, gegenstand: str, vorschlag: Vorschlag) -> Botschaft:
    """`gegenstand`: worum es geht, „Beratungsfälle geförderte Seniorenberatung“. Was das Amt an Überschrift oder
    „Erkennen“ leer lässt, bleibt vorgeschlagen."""
    text = wunsch.botschaften.get(schluessel, Botschaft(schluessel, gegenstand))
    return replace(
        text,
        gegenstand=gegenstand,
        botschaft=text.botschaft or vorschlag.botschaft,
        erkennen=text.erkennen or vorschlag.erkennen,
        ist_vorschlag=not (text.botschaft or text.teile),
    )
