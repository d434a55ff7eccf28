"""Das Gesamtstadtprofil: die Stadt in Zahlen und ihre Planungsbereiche im Vergleich."""

from collections.abc import Iterator

from beratung.kern.zaehlung import Quelle
from berichte.kern.akten.bericht import Absatz, Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.zahlen.lage import Lage

from . import beratung, gebiete, hinweise
from .uebersicht import uebersicht
from .wunsch import HERAUSGEBER, Berichtswunsch


def gesamtstadt(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich, wenn für das Jahr bis zum Stichtag nichts gemeldet ist."""
    hier = beratung.lage_mit_zahlen(wunsch)
    aufgeteilt = beratung.aufteilbar(hier, wunsch)
    bericht = Bericht(
        titel="Gesamtstadtprofil",
        untertitel=f"Seniorenberatung in Dresden, {beratung.zeitraum(hier)}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=beratung.datenstand(wunsch, hier),
        bausteine=(
            Kapitel("Auf einen Blick"),
            Absatz(beratung.verglichen(hier)),
            Zahlentabelle(uebersicht(hier)),
            *jahresverlauf(wunsch, hier),
            Kapitel("Die Planungsbereiche im Vergleich"),
            *beratung.planungsbereiche(wunsch, aufgeteilt),
            *profil(wunsch, aufgeteilt),
        ),
        freigabe=wunsch.freigabe,
    )
    return hinweise.mit_hinweisen(
        bericht,
        vorbehalte=(*hinweise.vorbehalte(hier), *gebiete.vorbehalt(gebiete.zuordnungen(wunsch))),
        luecken=hinweise.luecken(hier),
        weggelassen=hinweise.weggelassen(wunsch, ("Stadtteile",)),
    )


def jahresverlauf(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    for quelle in (*Quelle, None):
        yield from beratung.monate(wunsch, hier, quelle, mit_tabelle=quelle is None)


def profil(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield Kapitel("Beratungsthemen")
    yield from beratung.aufteilung(wunsch, hier, "felder")
    yield from beratung.aufteilung(wunsch, hier, "orte")
    yield Kapitel("Wer neu in die Beratung kommt")
    yield from beratung.alter_und_geschlecht(wunsch, hier)
    yield from beratung.aufteilung(wunsch, hier, "herkunft_faelle")
    yield from beratung.aufteilung(wunsch, hier, "familienstand")
    yield from beratung.abbildung_mit_befund(wunsch, hier, "migration")
    if not wunsch.freigabe:
        yield from beratung.stadtteile(wunsch, hier)
