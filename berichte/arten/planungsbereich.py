"""Das Planungsbereichsprofil: ein Gebiet auf zwei bis vier Seiten."""

from collections.abc import Iterator

from berichte.kern.akten.bericht import Absatz, Abschnitt, Aufzaehlung, Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.zahlen.lage import Lage

from . import beratung, gebiete, hinweise, massnahmenteile
from .uebersicht import uebersicht
from .wunsch import HERAUSGEBER, Berichtswunsch

NUR_INTERN = ("Stadtteile", "Beratungsstellen")


def planungsbereich(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich ohne Zahlen im Jahr bis zum Stichtag und für einen unbekannten Planungsbereich."""
    bereich = gebiete.planungsbereich(wunsch)
    hier = beratung.lage_mit_zahlen(wunsch)
    aufgeteilt, zuordnungen = beratung.aufteilbar(hier, wunsch), gebiete.zuordnungen(wunsch)
    bericht = Bericht(
        titel=f"Planungsbereichsprofil {bereich.name}",
        untertitel=f"Seniorenberatung, {beratung.zeitraum(hier)}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=beratung.datenstand(wunsch, hier),
        bausteine=(
            Kapitel("Auf einen Blick"),
            Aufzaehlung(tuple(gebiete.was_dazugehoert(zuordnungen, wunsch))),
            Absatz(beratung.verglichen(hier)),
            Zahlentabelle(uebersicht(hier)),
            *beratung.monate(wunsch, hier, None, mit_tabelle=False),
            *nur_intern(wunsch, aufgeteilt, "stellen"),
            *nur_intern(wunsch, aufgeteilt, "stadtteile"),
            *themen_und_menschen(wunsch, aufgeteilt),
            Abschnitt("Maßnahmen des Fachplans"),
            *massnahmenteile.des_bereichs(wunsch, bereich.name),
        ),
        freigabe=wunsch.freigabe,
        ist_kurz=True,
    )
    return hinweise.mit_hinweisen(
        bericht,
        vorbehalte=(*hinweise.vorbehalte(hier), *gebiete.vorbehalt(zuordnungen)),
        luecken=hinweise.luecken(hier),
        weggelassen=hinweise.weggelassen(wunsch, NUR_INTERN),
    )


def themen_und_menschen(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield from beratung.alter_und_geschlecht(wunsch, hier, knapp=True)
    yield from beratung.aufteilung(wunsch, hier, "felder", knapp=True)
    yield from beratung.aufteilung(wunsch, hier, "herkunft_faelle", knapp=True)


def nur_intern(wunsch: Berichtswunsch, hier: Lage, schluessel: str) -> Iterator[Baustein]:
    """Kleine Gebiete und einzelne Stellen sind zur Weitergabe nicht geschützt."""
    if wunsch.freigabe is None:
        yield from beratung.nur_tabelle(hier, schluessel)
