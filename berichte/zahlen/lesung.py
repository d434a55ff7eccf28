"""Was eine Lage aus der Datenbank liest, in einer Handvoll Abfragen: lauter feste Werte, die man vergleichen kann. Eine
Zeile der Datenbank wäre sich selbst gleich, auch wenn sie inzwischen anders heißt."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q, QuerySet

from beratung.kern.zaehlung import Quelle
from beratung.models import Befundentscheidung, Bezugsbevoelkerung, Ereignismarke, Grenzstand, Nullmeldung
from beratung.pruefung import fussnoten
from beratung.pruefung.fussnoten import Fussnote
from beratung.stammdaten.bezug import bevoelkerung
from beratung.stammdaten.nachschlagen import geoeffnete_stellen
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import datensaetze, namen
from .datensaetze import Auswahl, Zeilen

RUECKBLICK = 36  # Monate, die Regelkarten zeigen; auch der Vergleich liegt darin


class Ausstattung(NamedTuple):
    gueltig_von: date | None
    gueltig_bis: date | None
    vzae: Decimal | None
    soll_quartal: int | None


class Stelle(NamedTuple):
    """Eine Beratungsstelle, wie Auswertungen sie brauchen."""

    pk: int
    kuerzel: str
    name: str
    quelle: Quelle
    gueltig_von: date | None
    gueltig_bis: date | None
    ausstattungen: tuple[Ausstattung, ...]


class Marke(NamedTuple):
    """Ein Ereignis, das eine Zeitreihe unterbricht oder erklärt."""

    ab: date
    bezeichnung: str
    erlaeuterung: str
    ist_bruch: bool
    planungsbereich_id: int | None
    beratungsstelle_id: int | None


class Grenzen(NamedTuple):
    """Der geltende Grenzstand; seine Flächen stehen unter `pk` und ändern sich nie."""

    pk: int
    stand: str
    sha256: str


class Gelesen(NamedTuple):
    zeilen: Zeilen
    namen: tuple[tuple, ...]
    stellen: tuple[Stelle, ...]
    marken: tuple[Marke, ...]
    nullmeldungen: frozenset[tuple[str, Monat]]
    fussnoten: tuple[Fussnote, ...]
    einwohner: tuple[tuple[str, tuple[int, date, str]], ...]
    grenzen: Grenzen | None


def lesen(auswahl: Auswahl, entscheidungen: Iterable[Befundentscheidung]) -> Gelesen:
    """Alles außer den Summen, die erst feststehen, wenn die verglichenen Monate es tun."""
    gezeigt, stellen = gezeigter_zeitraum(auswahl), _stellen(auswahl)
    am, ab_60 = auswahl.zeitraum.bis.letzter, Bezugsbevoelkerung.Altersgruppe.AB_60
    return Gelesen(
        zeilen=datensaetze.zeilen_im_gebiet(auswahl, gezeigt, [stelle.kuerzel for stelle in stellen]),
        namen=namen.zeilen(),
        stellen=stellen,
        marken=marken(auswahl, stellen),
        nullmeldungen=nullmeldungen(Zeitraum(gezeigt.von, auswahl.zeitraum.bis)),
        fussnoten=fussnoten.aus(entscheidungen, gezeigt),
        einwohner=tuple(bevoelkerung(None, ab_60, am).items()),
        grenzen=_grenzen(),
    )


def gezeigter_zeitraum(auswahl: Auswahl) -> Zeitraum:
    bis = auswahl.zeitraum.bis
    beginn = min(bis - (RUECKBLICK - 1), auswahl.zeitraum.von - auswahl.abstand)
    # Bis Jahresende: Ein Jahresverlauf soll nicht „nicht gemeldet“ sagen, wo der Zeitraum nur früher endet.
    return Zeitraum(beginn, Monat(bis.jahr, 12))


def entscheidungen(auswahl: Auswahl) -> QuerySet[Befundentscheidung]:
    """Zu Befunden aller Lieferungen, die eine Lage zeigen kann, und ihrer Vorgänger."""
    bis = gezeigter_zeitraum(auswahl).bis.erster
    return Befundentscheidung.objects.filter(lieferung__monat__lte=bis).in_zeitlicher_folge()


def _stellen(auswahl: Auswahl) -> tuple[Stelle, ...]:
    """Die geöffneten Beratungsstellen mit ihren Ausstattungen, nach Namen; eine Abfrage."""
    angaben = ("pk", "kuerzel", "name", "quelle", "gueltig_von", "gueltig_bis")
    dazu = ("pk", "gueltig_von", "gueltig_bis", "vzae", "soll_quartal")
    geordnet = geoeffnete_stellen(auswahl.planungsbereich, auswahl.zeitraum)
    zeilen = geordnet.order_by("name", "pk", "ausstattungen__gueltig_von").values_list(
        *angaben, *(f"ausstattungen__{feld}" for feld in dazu)
    )
    stellen = []
    for stelle, eigene in groupby(zeilen, key=lambda zeile: zeile[:6]):
        ausstattungen = tuple(Ausstattung(*zeile[7:]) for zeile in eigene if zeile[6] is not None)
        stellen.append(Stelle(*stelle, ausstattungen)._replace(quelle=Quelle(stelle[3])))
    return tuple(stelle for stelle in stellen if auswahl.quelle in {None, stelle.quelle})


def marken(auswahl: Auswahl, stellen: Iterable[Stelle]) -> tuple[Marke, ...]:
    """Was die ganze Stadt, den Planungsbereich oder eine der Beratungsstellen betrifft."""
    ganze_stadt = Q(planungsbereich=None, beratungsstelle=None)
    in_stellen = Q(beratungsstelle__in=[stelle.pk for stelle in stellen])
    hier = ganze_stadt | Q(planungsbereich__kuerzel=auswahl.planungsbereich) | in_stellen
    gefiltert = Ereignismarke.objects.filter(hier if auswahl.planungsbereich else Q())
    return tuple(Marke(*zeile) for zeile in gefiltert.values_list(*Marke._fields))


def nullmeldungen(zeitraum: Zeitraum) -> frozenset[tuple[str, Monat]]:
    """(Kürzel der Beratungsstelle, Monat), wo sie „nichts“ gemeldet hat."""
    geltende = Nullmeldung.objects.geltende().filter(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)
    paare = geltende.order_by().values_list("beratungsstelle__kuerzel", "monat")
    return frozenset((kuerzel, Monat.von_tag(tag)) for kuerzel, tag in paare)


def _grenzen() -> Grenzen | None:
    zeile = Grenzstand.objects.values_list(*Grenzen._fields).first()
    return zeile and Grenzen(*zeile)
