"""Das Planungsbereichsprofil: ein Gebiet auf zwei bis vier Seiten."""

from collections.abc import Iterator

from berichte.kern.bericht import Absatz, Aufzaehlung, Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.lage import Lage

from . import beratung, gebiete, hinweise, massnahmenteile
from .uebersicht import uebersicht
from .wunsch import HERAUSGEBER, Berichtswunsch

NUR_INTERN = ("Stadtteile", "Beratungsstellen")


def planungsbereich(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich ohne Zahlen im Jahr bis zum Stichtag und für einen unbekannten Planungsbereich."""
    bereich = gebiete.planungsbereich(wunsch)
    hier = beratung.lage_mit_zahlen(wunsch)
    aufgeteilt, zuordnungen = beratung.aufteilbar(hier, wunsch), gebiete.zuordnungen(wunsch)
    return Bericht(
        titel=f"Planungsbereichsprofil {bereich.name}",
        untertitel=f"Seniorenberatung {hier.auswahl.zeitraum.bezeichnung}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=beratung.datenstand(wunsch, hier),
        bausteine=hinweise.mit_hinweisen(
            (
                Kapitel("Auf einen Blick"),
                Aufzaehlung(tuple(gebiete.was_dazugehoert(zuordnungen, wunsch))),
                *beratungsfaelle(wunsch, hier),
                Kapitel("Themen und Menschen"),
                *themen_und_menschen(wunsch, aufgeteilt),
                *einrichtungen(wunsch, aufgeteilt),
                Kapitel("Maßnahmen des Fachplans"),
                *massnahmenteile.des_bereichs(wunsch, bereich.name),
            ),
            vorbehalte=(*hinweise.vorbehalte(hier), *gebiete.vorbehalt(zuordnungen)),
            luecken=hinweise.luecken(hier),
            weggelassen=hinweise.weggelassen(wunsch, NUR_INTERN),
        ),
        freigabe=wunsch.freigabe,
    )


def beratungsfaelle(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield Absatz(beratung.verglichen(hier))
    yield Zahlentabelle(uebersicht(hier))
    yield from beratung.monate(wunsch, hier, None, mit_tabelle=False)


def themen_und_menschen(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield from beratung.aufteilung(wunsch, hier, "felder", mit_tabelle=False)
    yield from beratung.alter_und_geschlecht(wunsch, hier, mit_tabelle=False)
    yield from beratung.aufteilung(wunsch, hier, "herkunft_faelle", mit_tabelle=False)


def einrichtungen(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    """Kleine Gebiete und einzelne Stellen sind zur Weitergabe nicht geschützt."""
    if wunsch.freigabe:
        return
    yield Kapitel("Stadtteile und Beratungsstellen")
    yield from beratung.stadtteile(wunsch, hier)
    yield from beratung.nur_tabelle(hier, "stellen")
