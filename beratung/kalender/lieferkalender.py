"""Der Lieferkalender: je Quelle die Dateien, je Beratungsstelle die Monate, gemessen an der Frist ihres Trägers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from beratung.kern.kalender.lieferlage import Eingang, Frist, Lage, Monatslage, Puenktlichkeit, lage
from beratung.kern.zaehlung import Quelle, Zustand
from beratung.models import Beratungsstelle, Lieferung, Lieferungsteil, Nullmeldung, Traeger
from beratung.stammdaten.fristen import erfasst_ab, frist
from beratung.stammdaten.nachschlagen import MIT_GEBIETEN, als_stelle
from dresden_senioren.kern.zeitraum import MONATSNAMEN, Monat, Zeitraum

from . import bestand, monatsstand

STAENDE = (Zustand.VORLAEUFIG, Zustand.GEPRUEFT, Zustand.ENDGUELTIG)  # eines gemeldeten Monats
MONATSKUERZEL = [name[:3] for name in MONATSNAMEN]
JAHRE_IM_UEBERBLICK = 2
GEZAEHLT = (Lieferung.Status.UEBERNOMMEN, Lieferung.Status.ERSETZT)


@dataclass(frozen=True)
class Monatszelle:
    """Ein Monat einer Quelle: die geltende Lieferung und wie fest ihre Zahlen sind; sonst fehlt er oder kommt noch."""

    monat: Monat
    nummer: int | None
    zustand: Zustand
    ist_zu_ende: bool


@dataclass(frozen=True)
class Jahresblatt:
    jahr: int
    zeilen: list[tuple[Quelle, list[Monatszelle]]]


@dataclass(frozen=True)
class Traegerblatt:
    """Die Beratungsstellen eines Trägers mit ihren Monaten."""

    traeger: Traeger
    frist: Frist  # die für den letzten gezeigten Monat gilt
    zeilen: list[tuple[Beratungsstelle, list[Monatslage]]]

    @property
    def lagen(self) -> list[Monatslage]:
        return [eine for _, monate in self.zeilen for eine in monate]

    @property
    def quartale(self) -> list[Puenktlichkeit]:
        """Über alle Stellen, je drei Monate des Jahres."""
        return [
            Puenktlichkeit.aus(eine for eine in self.lagen if (eine.monat.nummer - 1) // 3 == nr) for nr in range(4)
        ]

    @property
    def fehlend(self) -> dict[str, list[Monatslage]]:
        """Name der Stelle → Monate, deren Frist vorbei ist."""
        alle = {stelle.name: [eine for eine in monate if eine.lage is Lage.FEHLT] for stelle, monate in self.zeilen}
        return {name: lagen for name, lagen in alle.items() if lagen}


def jahre() -> list[int]:
    """Vom ersten gemeldeten bis zum laufenden Jahr."""
    heute = timezone.localdate().year
    return list(range(min((monat.jahr for monat in erfasst_ab().values()), default=heute), heute + 1))


def vorgeschlagenes_jahr(stand: bestand.Stand | None) -> int:
    """Das Jahr des Monats, der als nächster kommt."""
    heute = timezone.localdate().year
    return min((stand.letzter_monat + 1).jahr, heute) if stand else heute


def quellenblatt(jahr: int) -> Jahresblatt:
    zeitraum = Zeitraum(Monat(jahr, 1), Monat(jahr, 12))
    return _blatt(zeitraum, bestand.gemeldete_arten(zeitraum), monatsstand.geltende(zeitraum))


def quellenblaetter(stand: bestand.Stand | None) -> list[Jahresblatt]:
    """Die jüngsten Jahre auf einen Blick, das neueste zuerst."""
    letztes = vorgeschlagenes_jahr(stand)
    zeitraum = Zeitraum(Monat(letztes - JAHRE_IM_UEBERBLICK + 1, 1), Monat(letztes, 12))
    arten, staende = bestand.gemeldete_arten(zeitraum), monatsstand.geltende(zeitraum)
    gezeigt = [jahr for jahr in range(letztes, zeitraum.von.jahr - 1, -1) if jahr == letztes or _hat(arten, jahr)]
    return [_blatt(Zeitraum(Monat(jahr, 1), Monat(jahr, 12)), arten, staende) for jahr in gezeigt]


def _hat(arten: dict, jahr: int) -> bool:
    return any(monat.jahr == jahr for _, monat in arten)


def _blatt(zeitraum: Zeitraum, arten: dict, staende: dict) -> Jahresblatt:
    heute = timezone.localdate()

    def zelle(quelle: Quelle, monat: Monat) -> Monatszelle:
        nummer = max(arten.get((quelle.value, monat), {}).values(), default=None)
        zustand = staende.get((quelle.value, monat), Zustand.VORLAEUFIG) if nummer else Zustand.FEHLT
        return Monatszelle(monat, nummer, zustand, monat.letzter < heute)

    return Jahresblatt(zeitraum.von.jahr, [(quelle, [zelle(quelle, monat) for monat in zeitraum]) for quelle in Quelle])


def traegerblaetter(zeitraum: Zeitraum, *, traeger: Traeger | None = None) -> list[Traegerblatt]:
    """Alle Träger mit Beratungsstellen (oder nur einer), in acht Abfragen gleich wie viele es sind."""
    alle = Traeger.objects.filter(beratungsstellen__isnull=False).distinct()
    if traeger:
        alle = alle.filter(pk=traeger.pk)
    eingaenge, beginn, heute = _eingaenge(zeitraum), erfasst_ab(), timezone.localdate()
    blaetter = []
    mit_stellen = Prefetch("beratungsstellen", Beratungsstelle.objects.prefetch_related(MIT_GEBIETEN))
    for einer in alle.prefetch_related("fristen", mit_stellen):
        fristen = {monat: frist(einer, monat) for monat in zeitraum}
        zeilen = [
            (
                stelle,
                [
                    lage(
                        als_stelle(stelle, monat), monat, frist=fristen[monat],
                        eingang=eingaenge.get((stelle.kuerzel, monat)), erfasst_ab=beginn.get(stelle.quelle),
                        heute=heute,
                    )
                    for monat in zeitraum
                ],
            )
            for stelle in einer.beratungsstellen.all()
        ]  # fmt: skip
        blaetter.append(Traegerblatt(einer, fristen[zeitraum.bis], zeilen))
    return blaetter


def jahresuebersicht(jahr: int) -> dict:
    """Was die Seite eines Jahres zeigt; erklärt werden nur Zeichen, die darin vorkommen."""
    blaetter = traegerblaetter(Zeitraum(Monat(jahr, 1), Monat(jahr, 12)))
    gezeigt = {eine.lage for blatt in blaetter for eine in blatt.lagen} - {Lage.NICHT_ERFASST}
    return {
        "blatt": quellenblatt(jahr),
        "staende": STAENDE,
        "traegerblaetter": blaetter,
        "lagen": [eine for eine in Lage if eine in gezeigt],
    }


def _eingaenge(zeitraum: Zeitraum) -> dict[tuple[str, Monat], Eingang]:
    """(Kürzel der Stelle, Monat) → die geltende Lieferung mit dem Tag der ersten, die die Stelle enthielt."""
    im_zeitraum = {"monat__gte": zeitraum.von.erster, "monat__lte": zeitraum.bis.erster}
    teile = Lieferungsteil.objects.filter(lieferung__status__in=GEZAEHLT, **im_zeitraum).order_by(
        "lieferung__eingegangen_am", "pk"
    )
    felder = ("monat", "beratungsstellen", "ist_gueltig", "lieferung_id", "lieferung__eingegangen_am")
    erste: dict[tuple, date] = {}
    geltende: dict[tuple, int] = defaultdict(int)
    for tag, stellen, ist_gueltig, nummer, eingegangen_am in teile.values_list(*felder):
        for kuerzel in stellen:
            schluessel = (kuerzel, Monat.von_tag(tag))
            erste.setdefault(schluessel, eingegangen_am)
            if ist_gueltig:
                geltende[schluessel] = max(geltende[schluessel], nummer)
    eingaenge = {schluessel: Eingang(erste[schluessel], nummer) for schluessel, nummer in geltende.items()}
    null = Nullmeldung.objects.geltende().filter(**im_zeitraum)
    for nummer, kuerzel, tag, am in null.values_list("pk", "beratungsstelle__kuerzel", "monat", "gemeldet_am"):
        eingaenge.setdefault((kuerzel, Monat.von_tag(tag)), Eingang(am, nummer, ist_nullmeldung=True))
    return eingaenge
