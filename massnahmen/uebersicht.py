"""Was andere Seiten über die Maßnahmen wissen wollen: die eigenen für die Startseite, Zahlen für Berichte."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from dresden_senioren.models import Benutzer

from .kern.terminlage import Terminlage
from .models import Fachplan, Handlungsfeld, Massnahme, Sachstandsart

LAENGSTE = 5


@dataclass(frozen=True)
class EigeneMassnahmen:
    """Die Maßnahmen der eigenen Stellen: wie viele, wie viele überfällig, welche am längsten ohne Bestätigung."""

    anzahl: int
    ueberfaellig: int
    beginn_ueberschritten: int
    laengste_ohne_bestaetigung: list[Massnahme]  # je mit .meldung


def eigene_massnahmen(benutzer: Benutzer, *, stichtag: date) -> EigeneMassnahmen:
    massnahmen = list(
        Massnahme.objects.geltend(stichtag).meldbar_fuer(benutzer).in_tabellenfolge().mit_termin(stichtag)
    )
    bilder = [massnahme.terminbild(stichtag) for massnahme in massnahmen]
    return EigeneMassnahmen(
        anzahl=len(massnahmen),
        ueberfaellig=sum(bild.lage == Terminlage.UEBERFAELLIG for bild in bilder),
        beginn_ueberschritten=sum(bild.ist_beginn_ueberschritten for bild in bilder),
        laengste_ohne_bestaetigung=sorted(filter(_ist_offen, massnahmen), key=_bestaetigt_am)[:LAENGSTE],
    )


def _ist_offen(massnahme: Massnahme) -> bool:
    """Was beendet ist, braucht keine Bestätigung mehr."""
    return massnahme.meldung is None or massnahme.meldung.sachstandsart.bedeutung != Sachstandsart.Bedeutung.BEENDET


def _bestaetigt_am(massnahme: Massnahme) -> date:
    return massnahme.meldung.gueltig_ab if massnahme.meldung else date.min


@dataclass(frozen=True)
class Feldzahlen:
    """Ein Handlungsfeld mit der Zahl seiner Maßnahmen je Sachstand; `ohne` haben am Stichtag noch keinen."""

    nr: str
    bezeichnung: str
    anzahl: int
    je_sachstand: dict[str, int]  # alle Sachstandsarten in ihrer Reihenfolge, auch mit 0
    ohne: int


def sachstand_je_handlungsfeld(*, stichtag: date) -> list[Feldzahlen]:
    """Für jedes Handlungsfeld in der Folge des Fachplans, aus dem Sachstandsbuch zum Stichtag."""
    arten = [art.bezeichnung for art in Sachstandsart.objects.all()]
    zaehlung: dict[int, Counter[str | None]] = defaultdict(Counter)
    plan = Fachplan.objects.aktueller(stichtag)
    for massnahme in Massnahme.objects.im_plan(plan).in_kraft(stichtag).select_related("ziel").mit_meldung(stichtag):
        art = massnahme.meldung.sachstandsart.bezeichnung if massnahme.meldung else None
        zaehlung[massnahme.ziel.handlungsfeld_id][art] += 1
    felder = Handlungsfeld.objects.filter(fachplan=plan)
    return [_feldzahlen(feld, zaehlung[feld.pk], arten) for feld in felder]


def _feldzahlen(feld: Handlungsfeld, zahlen: Counter, arten: list[str]) -> Feldzahlen:
    return Feldzahlen(feld.nr, feld.bezeichnung, zahlen.total(), {art: zahlen[art] for art in arten}, zahlen[None])
