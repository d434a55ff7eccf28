"""Das Kapitel „Seit dem letzten Bericht“, wo ein früherer genannt ist: gleich nach dem Überblick."""

from dataclasses import replace

from berichte.kern.akten import vergleichskapitel
from berichte.kern.akten.bericht import Bericht, Kapitel

from .wunsch import Berichtswunsch


def mit_rueckblick(bericht: Bericht, wunsch: Berichtswunsch) -> Bericht:
    if wunsch.frueher is None:
        return bericht
    kapitel = [nr for nr, baustein in enumerate(bericht.bausteine) if isinstance(baustein, Kapitel)]
    stelle = kapitel[1]
    dazu = (Kapitel("Seit dem letzten Bericht"), *vergleichskapitel.bausteine(wunsch.frueher, bericht))
    return replace(bericht, bausteine=(*bericht.bausteine[:stelle], *dazu, *bericht.bausteine[stelle:]))
