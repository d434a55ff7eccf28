"""Lesen, was festgeschrieben ist."""

from berichte.arten import BerichtNichtMoeglich
from berichte.kern.akten import festschrift
from berichte.kern.akten.bericht import Bericht
from berichte.kern.akten.festschrift import FestschriftUnlesbar
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Festschreibung


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
    """Der Bericht, mit dem ein Kapitel vergleicht. BerichtNichtMoeglich, wenn sich beide nicht vergleichen lassen."""
    if akte.vergleich_mit is None:
        return None
    if einwand := einwand_gegen_vergleich(akte.vergleich_mit.akte, akte):
        raise BerichtNichtMoeglich(einwand)
    return inhalt(akte.vergleich_mit)


def einwand_gegen_vergleich(alt: Berichtsakte, neu: Berichtsakte) -> str:
    """Warum sich zwei Berichte nicht vergleichen lassen; leer, wenn doch."""
    if alt.fassung != neu.fassung:
        kennzeichen = " und ".join(f"„{Fassung(akte.fassung).kennzeichen}“" for akte in (alt, neu))
        return (
            f"Die Berichte haben verschiedene Fassungen ({kennzeichen}). Die Unterschiede verrieten geschützte "
            "Zahlen. Vergleichen Sie Berichte derselben Fassung."
        )
    gleich = ("art", "planungsbereich_id", "beratungsstelle_id")
    if any(getattr(alt, feld) != getattr(neu, feld) for feld in gleich):
        return "Vergleichen lassen sich nur Berichte derselben Art über dasselbe Gebiet."
    return ""
