"""Die Berichtsakten: welche Arten jemand anlegen darf, anlegen, auflisten, verwerfen."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.arten import BERICHTSARTEN, Berichtsart, Geltung
from berichte.auswertung import quartale
from berichte.kern.geheimhaltung import Fassung
from berichte.models import Berichtsakte, Festschreibung
from dresden_senioren.kern.zeitraum import Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht

# Arten mit Maßnahmen, deren Stand eine geschlossene Runde bringen kann.
MIT_RUNDE = ("zwischenbericht", "massnahmen")


class VerwerfenAbgelehnt(Exception):
    """Diese Akte bleibt; der Text ist ein Satz für die Person."""


@dataclass(frozen=True)
class Aktenzeile:
    """`geltend`: die Festschreibung, an der niemand weiterarbeitet; sonst ist die Akte in Arbeit."""

    akte: Berichtsakte
    geltend: Festschreibung | None
    letzte: Festschreibung | None

    @property
    def art(self) -> Berichtsart:
        return BERICHTSARTEN[self.akte.art]

    @property
    def titel(self) -> str:
        return titel(self.akte)

    @property
    def fassungswort(self) -> str:
        return "intern" if self.akte.fassung == Fassung.INTERN else Fassung.WEITERGABE.kennzeichen


def titel(akte: Berichtsakte) -> str:
    """„Planungsbereichsprofil Cotta zum 30.09.2024“."""
    gebiet = akte.beratungsstelle or akte.planungsbereich
    name = f"{BERICHTSARTEN[akte.art].bezeichnung} {gebiet or ''}".strip()
    return f"{name} zum {akte.stichtag:%d.%m.%Y}"


def arten_fuer(benutzer: Benutzer) -> list[Berichtsart]:
    """Was die Person anlegen darf: die Leitung alles, die Koordination, was für einen Bereich oder eine Stelle gilt."""
    if benutzer.darf(Recht.BERICHTE_FUEHREN):
        return list(BERICHTSARTEN.values())
    if not benutzer.darf(Recht.BERICHTE_DES_BEREICHS):
        return []
    return [art for art in BERICHTSARTEN.values() if art.geltung is not Geltung.STADT]


def waehlbare_bereiche(benutzer: Benutzer):
    """Für eine Akte: die Leitung jeder, die Koordination die eigenen."""
    return Planungsbereich.objects.sichtbar_fuer(benutzer)


def waehlbare_stellen(benutzer: Benutzer, zeitraum: Zeitraum) -> list[Beratungsstelle]:
    return quartale.sichtbare_stellen(benutzer, zeitraum)


def zeilen(benutzer: Benutzer) -> list[Aktenzeile]:
    """Alle, die die Person sehen darf, die jüngste zuerst."""
    ohne_inhalt = Festschreibung.objects.defer("inhalt").select_related("von", "wiederoeffnung")
    akten = Berichtsakte.objects.sichtbar_fuer(benutzer).filter(art__in=BERICHTSARTEN)
    verbunden = akten.select_related("planungsbereich", "beratungsstelle", "angelegt_von", "abschluss__runde")
    mit_versionen = verbunden.prefetch_related(Prefetch("festschreibungen", ohne_inhalt))
    return [_zeile(akte) for akte in mit_versionen.order_by("-stichtag", "-pk")]


def _zeile(akte: Berichtsakte) -> Aktenzeile:
    letzte = next(iter(akte.festschreibungen.all()), None)
    gilt = letzte is not None and not hasattr(letzte, "wiederoeffnung")
    return Aktenzeile(akte, letzte if gilt else None, letzte)


def vergleichbare(akte: Berichtsakte, versionen: list[Festschreibung]) -> dict[int, list[Festschreibung]]:
    """Zu jeder Version, womit sie sich vergleichen lässt: mit der davor, und mit der letzten des vorigen Berichts."""
    fruehere = Berichtsakte.objects.filter(
        art=akte.art,
        fassung=akte.fassung,
        planungsbereich=akte.planungsbereich_id,
        beratungsstelle=akte.beratungsstelle_id,
        stichtag__lt=akte.stichtag,
        festschreibungen__isnull=False,
    ).order_by("-stichtag", "-pk")
    andere = Festschreibung.objects.filter(akte__in=fruehere[:1]).defer("inhalt").select_related("akte")
    letzte = list(andere[:1]) if versionen else []
    davor = dict(pairwise(versionen))
    return {version.pk: [*([davor[version]] if version in davor else []), *letzte] for version in versionen}


def gleiche(angaben: Mapping) -> Berichtsakte | None:
    """Den Bericht, den es mit diesen Angaben schon gibt; nach einem verworfenen darf man neu anfangen."""
    return (
        Berichtsakte.objects.nicht_verworfen()
        .filter(**{feld: wert for feld, wert in angaben.items() if feld != "vergleich_mit"})
        .first()
    )


def mit_bereich(akte: Berichtsakte) -> Berichtsakte:
    if akte.beratungsstelle:
        akte.planungsbereich = akte.beratungsstelle.planungsbereich_am(akte.stichtag)
    return akte


@transaction.atomic
def anlegen(*, von: Benutzer, **angaben) -> Berichtsakte:
    """`angaben`: die Felder der Akte. Eine Beratungsstelle bringt den Planungsbereich mit, zu dem sie am Stichtag
    gehört: Dessen Koordination führt den Bericht."""
    akte = mit_bereich(Berichtsakte(angelegt_von=von, **angaben))
    akte.save()
    protokolliere(Ereignis.BERICHT_ANGELEGT, von=von, gegenstand=titel(akte), fassung=akte.fassung)
    return akte


@transaction.atomic
def verwerfen(*, akte: Berichtsakte, von: Benutzer) -> None:
    """Eine versehentlich angelegte Akte verschwindet von allen Seiten. Gelöscht wird nichts: Die Botschaften bleiben in
    der Datenbank. VerwerfenAbgelehnt, wenn sie je festgeschrieben war oder schon verworfen ist."""
    gesperrt = Berichtsakte.objects.select_for_update(of=("self",)).get(pk=akte.pk)  # wie beim Festschreiben
    if gesperrt.verworfen_am:
        raise VerwerfenAbgelehnt("Dieser Bericht ist schon verworfen.")
    if gesperrt.festschreibungen.exists():
        raise VerwerfenAbgelehnt("Dieser Bericht war schon festgeschrieben; er bleibt.")
    gesperrt.verworfen_am, gesperrt.verworfen_von = timezone.now(), von
    gesperrt.save(update_fields=["verworfen_am", "verworfen_von"])
    angaben = {"akte": akte.pk, "fassung": akte.fassung, "botschaften": anzahl_botschaften(akte)}
    protokolliere(Ereignis.BERICHT_VERWORFEN, von=von, gegenstand=titel(akte), **angaben)


def anzahl_botschaften(akte: Berichtsakte) -> int:
    """Wie viele Abbildungen einen Text des Amts haben."""
    return akte.botschaften.filter(naechste=None).count()
