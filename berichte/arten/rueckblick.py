"""Das Kapitel „Seit dem letzten Bericht“, wo ein früherer genannt ist."""

from berichte.kern.bericht import Bericht

from .wunsch import Berichtswunsch


def mit_rueckblick(bericht: Bericht, wunsch: Berichtswunsch) -> Bericht:
    return bericht
