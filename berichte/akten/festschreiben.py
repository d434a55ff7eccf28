"""Festschreiben: Der Inhalt eines Berichts gilt von da an für immer. Wieder öffnen legt eine neue Version an und behält
die alte."""

from django.db import transaction

from berichte.kern.akten import festschrift
from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Fassung, freigeben
from berichte.models import Berichtsakte, Festschreibung, Wiederoeffnung
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .festgeschrieben import geltende, inhalt
from .inhalt import entwurf, geltende_botschaften

__all__ = ["FestschreibenAbgelehnt", "festschreiben", "geltende", "inhalt", "wiederoeffnen"]


class FestschreibenAbgelehnt(Exception):
    """So geht es nicht; der Text ist ein Satz für die Person."""


def festschreiben(akte: Berichtsakte, *, von: Benutzer | None) -> Festschreibung:
    """Den Bericht aus den Daten von jetzt festhalten. FestschreibenAbgelehnt, wenn er es schon ist;
    BerichtNichtMoeglich oder FassungVerweigert, wenn er nicht entsteht."""
    texte = geltende_botschaften(akte)
    bericht = entwurf(akte, von=von)
    freigeben(bericht, Fassung(akte.fassung))  # was das Haus nicht verlassen darf, wird auch nicht festgeschrieben
    return _festhalten(akte, bericht, texte, von=von)


@transaction.atomic
def _festhalten(akte: Berichtsakte, bericht: Bericht, texte: dict, *, von: Benutzer | None) -> Festschreibung:
    """`texte`: die Botschaften, mit denen der Bericht entstand; gebaut ist er vor der Sperre, in einem Stand."""
    _sperren(akte)
    if geltend := geltende(akte):
        raise FestschreibenAbgelehnt(
            f"Dieser Bericht ist schon festgeschrieben (Version {geltend.nummer}). Öffnen Sie ihn erst wieder."
        )
    if geltende_botschaften(akte) != texte:
        raise FestschreibenAbgelehnt("Eben hat jemand einen Text geändert. Lesen Sie ihn, bevor Sie festschreiben.")
    geschrieben = festschrift.als_json(bericht)
    festschreibung = Festschreibung.objects.create(
        akte=akte,
        nummer=akte.festschreibungen.count() + 1,
        inhalt=geschrieben,
        inhaltssumme=festschrift.summe(geschrieben),
        freigabe_id=bericht.freigabe,
        von=von,
    )
    angaben = {"akte": akte.pk, "version": festschreibung.nummer, "inhaltssumme": festschreibung.inhaltssumme}
    protokolliere(Ereignis.BERICHT_FESTGESCHRIEBEN, von=von, gegenstand=str(festschreibung), **angaben)
    return festschreibung


@transaction.atomic
def wiederoeffnen(festschreibung: Festschreibung, *, grund: str, von: Benutzer | None) -> Wiederoeffnung:
    """Ab jetzt darf weitergearbeitet werden. FestschreibenAbgelehnt ohne Grund und bei einer älteren Version."""
    grund = grund.strip()
    if not grund:
        raise FestschreibenAbgelehnt("Bitte nennen Sie den Grund, warum der Bericht wieder geöffnet wird.")
    _sperren(festschreibung.akte)
    if geltende(festschreibung.akte) != festschreibung:
        raise FestschreibenAbgelehnt(f"Version {festschreibung.nummer} gilt nicht mehr; sie ist schon wieder geöffnet.")
    wiederoeffnung = Wiederoeffnung.objects.create(festschreibung=festschreibung, grund=grund, von=von)
    protokolliere(Ereignis.BERICHT_WIEDEREROEFFNET, von=von, gegenstand=str(festschreibung), grund=grund)
    return wiederoeffnung


def _sperren(akte: Berichtsakte) -> None:
    """Von zweien, die zugleich festschreiben oder verwerfen, wartet einer und sieht dann, was der andere getan hat."""
    if Berichtsakte.objects.select_for_update(of=("self",)).get(pk=akte.pk).verworfen_am:
        raise FestschreibenAbgelehnt("Dieser Bericht ist inzwischen verworfen.")
