"""Was zu einem Gebiet gehört: der Planungsbereich des Berichts, seine Stadtteile und Beratungsstellen."""

from collections.abc import Sequence

from beratung.models import Beratungsstelle, Bezugsbevoelkerung, Gebietszuordnung, Planungsbereich
from beratung.querysets import gilt
from beratung.stammdaten.bezug import einwohner
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch

from .wunsch import BerichtNichtMoeglich, Berichtswunsch


def planungsbereich(wunsch: Berichtswunsch) -> Planungsbereich:
    """BerichtNichtMoeglich, wenn es ihn nicht gibt."""
    if bereich := Planungsbereich.objects.filter(kuerzel=wunsch.planungsbereich).first():
        return bereich
    raise BerichtNichtMoeglich(f"Den Planungsbereich „{wunsch.planungsbereich}“ gibt es nicht.")


def beratungsstelle(wunsch: Berichtswunsch) -> Beratungsstelle:
    """BerichtNichtMoeglich, wenn es sie nicht gibt."""
    stellen = Beratungsstelle.objects.select_related("traeger").prefetch_related("ausstattungen")
    if stelle := stellen.filter(kuerzel=wunsch.beratungsstelle).first():
        return stelle
    raise BerichtNichtMoeglich(f"Die Beratungsstelle „{wunsch.beratungsstelle}“ gibt es nicht.")


def zuordnungen(wunsch: Berichtswunsch) -> list[Gebietszuordnung]:
    """Die am Stichtag geltenden, des Planungsbereichs oder der Stadt."""
    geltende = Gebietszuordnung.objects.filter(gilt(wunsch.stichtag, wunsch.stichtag)).select_related("stadtteil")
    if wunsch.planungsbereich:
        geltende = geltende.filter(planungsbereich__kuerzel=wunsch.planungsbereich)
    return list(geltende.order_by("stadtteil__nr"))


def vorbehalt(zugeordnet: Sequence[Gebietszuordnung]) -> list[str]:
    """Ein Satz, wenn Zuordnungen nicht amtlich bestätigt sind."""
    offen = sum(not zuordnung.ist_bestaetigt for zuordnung in zugeordnet)
    if not offen:
        return []
    return [
        f"{deutsch(offen)} von {deutsch(len(zugeordnet))} Zuordnungen von Stadtteilen sind nicht amtlich bestätigt."
    ]


def was_dazugehoert(zugeordnet: Sequence[Gebietszuordnung], wunsch: Berichtswunsch) -> list[str]:
    """Stadtteile und Einwohner ab 60 und ab 80, soweit hinterlegt."""
    if not zugeordnet:
        return [f"Am {wunsch.stichtag:%d.%m.%Y} gehört kein Stadtteil dazu."]
    namen = aufzaehlung([str(zuordnung.stadtteil.name) for zuordnung in zugeordnet])
    saetze = [f"Dazu gehören am {wunsch.stichtag:%d.%m.%Y} die Stadtteile {namen}."]
    nummern = [zuordnung.stadtteil_id for zuordnung in zugeordnet]
    for gruppe in Bezugsbevoelkerung.Altersgruppe:
        if menschen := einwohner(nummern, gruppe, wunsch.stichtag):
            saetze.append(
                f"Einwohnerinnen und Einwohner {gruppe.label}: {deutsch(menschen.anzahl)} "
                f"({menschen.stichtag:%d.%m.%Y}, {menschen.quelle})."
            )
    return saetze
