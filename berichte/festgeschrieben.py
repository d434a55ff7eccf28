"""Lesen, was festgeschrieben ist."""

from .arten import BerichtNichtMoeglich
from .kern import festschrift
from .kern.bericht import Bericht
from .kern.festschrift import FestschriftUnlesbar
from .kern.geheimhaltung import Fassung
from .models import Berichtsakte, Festschreibung


def geltende(akte: Berichtsakte) -> Festschreibung | None:
    """Die jüngste, die niemand wieder geöffnet hat."""
    return akte.festschreibungen.filter(wiederoeffnung=None).first()


def inhalt(festschreibung: Festschreibung) -> Bericht:
    """Wie er festgeschrieben wurde. FestschriftUnlesbar, wenn in der Datenbank etwas daran geändert wurde."""
    if festschrift.summe(festschreibung.inhalt) != festschreibung.inhaltssumme:
        raise FestschriftUnlesbar(
            f"{festschreibung} ist beschädigt: Der Inhalt passt nicht zu seiner Prüfsumme. Stellen Sie ihn aus einer "
            "Sicherung wieder her; bis dahin wird er nicht gezeigt."
        )
    return festschrift.aus_json(festschreibung.inhalt)


def frueherer(akte: Berichtsakte) -> Bericht | None:
    """Der Bericht, mit dem ein Kapitel vergleicht. BerichtNichtMoeglich, wenn er eine andere Fassung hat: Die
    Unterschiede verrieten geschützte Zahlen."""
    if akte.vergleich_mit is None:
        return None
    if akte.vergleich_mit.akte.fassung != akte.fassung:
        raise BerichtNichtMoeglich(
            f"Verglichen wird mit einem Bericht „{Fassung(akte.vergleich_mit.akte.fassung).kennzeichen}“. Die "
            "Unterschiede verrieten geschützte Zahlen. Wählen Sie einen früheren Bericht derselben Fassung."
        )
    return inhalt(akte.vergleich_mit)
