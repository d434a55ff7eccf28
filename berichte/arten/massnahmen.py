"""Die Maßnahmentabelle allein: Sachstand am Stichtag, ohne Sozialdaten."""

from berichte.kern.akten.bericht import Bericht, Kapitel

from . import hinweise, massnahmenteile
from .rueckblick import mit_rueckblick
from .wunsch import HERAUSGEBER, Berichtswunsch


def massnahmen(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich, solange kein Fachplan eingelesen ist."""
    stand = massnahmenteile.stand_der_massnahmen(wunsch)
    bericht = Bericht(
        titel="Maßnahmentabelle",
        untertitel=f"zum {stand.fachplan}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=massnahmenteile.datenstand(wunsch),
        bausteine=(
            Kapitel("Überblick"),
            *massnahmenteile.ueberblick(stand, wunsch.stichtag),
            Kapitel("Maßnahmen"),
            *massnahmenteile.massnahmen(stand, wunsch.stichtag),
        ),
    )
    return hinweise.mit_hinweisen(
        mit_rueckblick(bericht, wunsch),
        vorbehalte=massnahmenteile.vorbehalte(stand),
    )
