"""Die Auswertung Seniorenberatung: was die Folien des Amts zeigen, jede Abbildung mit ihrer Botschaft. Die Tabellen
dazu stehen gesammelt am Ende, damit auf den Folien die Abbildungen sprechen."""

from collections.abc import Iterator

from beratung.kern.zaehlung import Quelle
from berichte.kern.akten.bericht import Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.zahlen.lage import Lage

from . import beratung, hinweise
from .uebersicht import uebersicht
from .wunsch import HERAUSGEBER, Berichtswunsch


def auswertung(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich, wenn für das Jahr bis zum Stichtag nichts gemeldet ist."""
    hier = beratung.lage_mit_zahlen(wunsch)
    gezeigt = (
        Kapitel("Monatsentwicklung"),
        *monatsentwicklung(wunsch, hier),
        *aufteilungen(wunsch, beratung.aufteilbar(hier, wunsch)),
    )
    bericht = Bericht(
        titel="Auswertung Seniorenberatung",
        untertitel=f"gesamtstädtisch, {beratung.zeitraum(hier)}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=beratung.datenstand(wunsch, hier),
        bausteine=(
            Kapitel("Übersicht Kennzahlen"),
            Zahlentabelle(uebersicht(hier)),
            *(baustein for baustein in gezeigt if not isinstance(baustein, Zahlentabelle)),
            Kapitel("Zahlen im Einzelnen"),
            *(baustein for baustein in gezeigt if isinstance(baustein, Zahlentabelle)),
        ),
        freigabe=wunsch.freigabe,
    )
    return hinweise.mit_hinweisen(
        bericht,
        vorbehalte=hinweise.vorbehalte(hier),
        luecken=hinweise.luecken(hier),
        weggelassen=hinweise.weggelassen(wunsch, ()),
    )


def monatsentwicklung(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    """Gefördert, kommunal, zusammen."""
    for quelle in (*Quelle, None):
        yield from beratung.monate(wunsch, hier, quelle)


def aufteilungen(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield Kapitel("Beratungsthemen und Beratungsorte")
    yield from beratung.aufteilung(wunsch, hier, "felder")
    yield from beratung.aufteilung(wunsch, hier, "orte")
    yield Kapitel("Wer neu in die Beratung kommt")
    yield from beratung.alter_und_geschlecht(wunsch, hier)
    yield from beratung.aufteilung(wunsch, hier, "herkunft_faelle")
