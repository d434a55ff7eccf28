"""Stammdaten zum Nachschlagen in den Speicher holen."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from beratung.kern.verzeichnis import Katalog, Stelle, Verzeichnis, vergleichsform
from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Merkmal, Quelle
from beratung.kern.zuordnen.zuordnung import Profil
from beratung.models import (
    Beratungsstelle,
    Gebietszuordnung,
    Katalogwert,
    Stadtteil,
    Stellengebiet,
    Zuordnungsprofil,
)
from beratung.querysets import gilt
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

# Aus dem Alter und der Zahl der Leistungen gerechnet: ein weiterer Wert bekäme nie eine Zahl.
GERECHNET = {Merkmal.ALTERSGRUPPE.value, Merkmal.HAEUFIGKEIT.value}
MIT_GEBIETEN = Prefetch("gebiete", Stellengebiet.objects.select_related("planungsbereich"))

STADTTEIL_SONST = {
    "": UNBEKANNT, "unbekannt": UNBEKANNT, "k. a.": UNBEKANNT, "-": UNBEKANNT, "auswärtig": AUSWAERTIG,
    "auswaertig": AUSWAERTIG, "außerhalb": AUSWAERTIG, "außerhalb dresdens": AUSWAERTIG,
}  # fmt: skip


def verzeichnis_laden(monat: Monat) -> Verzeichnis:
    """Alles, was beim Einlesen eines Monats nachgeschlagen wird; acht Abfragen, danach keine mehr."""
    werte = list(Katalogwert.objects.select_related("oberwert"))
    stadtteile = list(Stadtteil.objects.all())
    stellen = list(Beratungsstelle.objects.prefetch_related(MIT_GEBIETEN))
    return Verzeichnis(
        kataloge={merkmal: _katalog([w for w in werte if w.merkmal == merkmal]) for merkmal in Merkmal},
        stadtteile={s.nr: s.name for s in stadtteile},
        stadtteil_schreibweisen=stadtteil_schreibweisen(stadtteile),
        stellen={s.kuerzel: als_stelle(s, monat) for s in stellen},
        stellen_schreibweisen={vergleichsform(text): s.kuerzel for s in stellen for text in s.schreibungen},
        gebiete=gebiete_im_monat(monat),
        hauptfelder={w.schluessel: (w.oberwert or w).schluessel for w in werte if w.merkmal == Merkmal.BERATUNGSFELD},
    )


def gebiete_im_monat(monat: Monat) -> dict[str, str]:
    """Nr. des Stadtteils → Kürzel des Planungsbereichs am Ersten des Monats."""
    zuordnungen = Gebietszuordnung.objects.filter(gilt(monat.erster, monat.erster)).order_by("gueltig_von")
    return dict(zuordnungen.values_list("stadtteil_id", "planungsbereich__kuerzel"))


def stellen_im(planungsbereich: str | None, zeitraum: Zeitraum) -> list[Beratungsstelle]:
    """Mit Träger und Ausstattungen, in zwei Abfragen."""
    stellen = geoeffnete_stellen(planungsbereich, zeitraum)
    return list(stellen.select_related("traeger").prefetch_related("ausstattungen"))


def geoeffnete_stellen(planungsbereich: str | None, zeitraum: Zeitraum) -> QuerySet[Beratungsstelle]:
    """Die Beratungsstellen, die im Zeitraum wenigstens zeitweise geöffnet sind und zum Planungsbereich (Kürzel)
    gehören, None: der ganzen Stadt."""
    darin = gilt(zeitraum.von.erster, zeitraum.bis.letzter)
    stellen = Beratungsstelle.objects.filter(darin)
    if planungsbereich is None:
        return stellen
    gebiete = Stellengebiet.objects.filter(darin, planungsbereich__kuerzel=planungsbereich)
    return stellen.filter(pk__in=gebiete.values("beratungsstelle"))


def kataloge() -> dict[str, str]:
    """Die Merkmale, zu denen es Katalogwerte gibt: Schlüssel → Bezeichnung."""
    vorhanden = set(Katalogwert.objects.order_by().values_list("merkmal", flat=True).distinct())
    return {merkmal.value: merkmal.bezeichnung for merkmal in Merkmal if merkmal in vorhanden}


def _katalog(werte: list[Katalogwert]) -> Katalog:
    schreibweisen = {}
    for wert in werte:
        for text in (wert.schluessel, wert.bezeichnung, *wert.schreibweisen):
            schreibweisen[vergleichsform(text)] = wert.schluessel
    return Katalog({w.schluessel: w.bezeichnung for w in werte}, schreibweisen)


def als_stelle(stelle: Beratungsstelle, monat: Monat) -> Stelle:
    """Wie der Kern eine Beratungsstelle kennt, mit ihrem Planungsbereich am Ersten des Monats."""
    bereich = stelle.planungsbereich_am(monat.erster)
    return Stelle(
        kuerzel=stelle.kuerzel,
        name=stelle.name,
        quelle=Quelle(stelle.quelle),
        planungsbereich=bereich.kuerzel if bereich else "",
        gueltig_von=stelle.gueltig_von,
        gueltig_bis=stelle.gueltig_bis,
        ist_beispiel=stelle.ist_beispiel,
    )


def stadtteil_schreibweisen(stadtteile: Iterable[Stadtteil]) -> dict[str, str]:
    """Schreibweise in Vergleichsform → Nr., „unbekannt“ oder „auswaertig“."""
    formen = dict(STADTTEIL_SONST)
    for s in stadtteile:
        for text in (s.nr, s.name, f"{s.nr} {s.name}", *s.schreibweisen):
            formen[vergleichsform(text)] = s.nr
    return formen


def profil_finden(name: str) -> Zuordnungsprofil:
    """Die geltende Version des Profils; ValueError mit den vorhandenen Namen, wenn es keines so gibt."""
    profil = Zuordnungsprofil.objects.neueste().filter(name=name).first()
    if profil is None:
        namen = Zuordnungsprofil.objects.neueste().order_by("name").values_list("name", flat=True)
        raise ValueError(f"Das Zuordnungsprofil „{name}“ gibt es nicht. Vorhanden: {', '.join(namen) or 'keines'}.")
    return profil


def profil_des_kerns(profil: Zuordnungsprofil) -> Profil:
    return Profil.aus_regeln(profil.regeln)


def bezeichnungen() -> dict[tuple[str, str], str]:
    """(Merkmal, Schlüssel) → Bezeichnung in der Reihenfolge der Kataloge, auch für Hauptberatungsfeld und die
    Kreuzung Altersgruppe×Geschlecht, wie sie im Würfel stehen."""
    werte = list(Katalogwert.objects.select_related("oberwert"))
    namen = {(w.merkmal, w.schluessel): w.bezeichnung for w in werte}
    for w in werte:
        if w.merkmal == Merkmal.BERATUNGSFELD and w.oberwert is None:
            namen[(Merkmal.HAUPTBERATUNGSFELD.value, w.schluessel)] = w.bezeichnung
    gruppen = [w for w in werte if w.merkmal == Merkmal.ALTERSGRUPPE]
    geschlechter = [w for w in werte if w.merkmal == Merkmal.GESCHLECHT]
    for g in gruppen:
        for s in geschlechter:
            schluessel = (Merkmal.ALTERSGRUPPE_GESCHLECHT.value, f"{g.schluessel}×{s.schluessel}")
            namen[schluessel] = f"{g.bezeichnung}×{s.bezeichnung}"
    return namen
