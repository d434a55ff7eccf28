"""Der Zwischenbericht: Maßnahmen und Seniorenberatung."""

from collections.abc import Iterator

from beratung.kern.zaehlung import Quelle
from berichte.kern.akten.bericht import Absatz, Abschnitt, Baustein, Bericht, Kapitel, Zahlentabelle
from berichte.zahlen.lage import Lage

from . import beratung, hinweise, massnahmenteile
from .rueckblick import mit_rueckblick
from .uebersicht import uebersicht
from .wunsch import HERAUSGEBER, Berichtswunsch


def zwischenbericht(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich, solange kein Fachplan eingelesen ist; ohne Beratungszahlen sagt das Kapitel das."""
    stand = massnahmenteile.stand_der_massnahmen(wunsch)
    hier = beratung.beratungslage(wunsch)
    bericht = Bericht(
        titel="Zwischenbericht",
        untertitel=f"zum {stand.fachplan}",
        herausgeber=HERAUSGEBER,
        stichtag=wunsch.stichtag,
        datenstand=f"{massnahmenteile.datenstand(wunsch)}, {beratung.datenstand(wunsch, hier)}",
        bausteine=(
            Kapitel("Überblick"),
            *massnahmenteile.ueberblick(stand, wunsch.stichtag),
            Kapitel("Maßnahmen"),
            *massnahmenteile.massnahmen(stand, wunsch.stichtag),
            Kapitel("Seniorenberatung"),
            *seniorenberatung(wunsch, hier),
        ),
        freigabe=wunsch.freigabe,
    )
    return hinweise.mit_hinweisen(
        mit_rueckblick(bericht, wunsch),
        vorbehalte=(*massnahmenteile.vorbehalte(stand), *hinweise.vorbehalte(hier)),
        luecken=hinweise.luecken(hier),
        weggelassen=hinweise.weggelassen(wunsch, ()),
    )


def seniorenberatung(wunsch: Berichtswunsch, hier: Lage) -> Iterator[Baustein]:
    yield Absatz(beratung.verglichen(hier))
    if not beratung.hat_zahlen(hier):
        return
    yield Abschnitt("Übersicht Kennzahlen")
    yield Zahlentabelle(uebersicht(hier))
    for quelle in (*Quelle, None):
        yield from beratung.monate(wunsch, hier, quelle)
    yield from beratung.aufteilung(wunsch, beratung.aufteilbar(hier, wunsch), "felder")
