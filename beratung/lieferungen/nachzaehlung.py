"""Eine Zelle des Würfels aus den gespeicherten Zählzeilen nachzählen, ohne den Würfel und ohne die Rechnung, die ihn
geschrieben hat: stimmen beide nicht überein, ist eines von beiden falsch."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from beratung.kern.stammdaten.folge import gueltig_am
from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Gebietszuordnung, Haeufigkeit, Katalogwert, Leistung, Monatssumme, Neuzugang, Stellengebiet
from dresden_senioren.kern.zeitraum import Monat


@dataclass(frozen=True)
class Frage:
    """Was nachzuzählen ist: die Stadt oder, mit `bereich`, ein Planungsbereich (Kürzel)."""

    zaehleinheit: Zaehleinheit
    bereich: str = ""
    merkmal: str = ""
    auspraegung: str = ""


def nachzaehlen(
    frage: Frage, monate: Collection[Monat], quellen: Collection[Quelle]
) -> dict[tuple[Quelle, Monat], int]:
    """(Quelle, Monat) → Anzahl; was nicht darin steht, kommt in den Zeilen nicht vor. Höchstens fünf Abfragen."""
    teile = Q(
        teil__ist_gueltig=True,
        teil__monat__in=[monat.erster for monat in monate],
        teil__quelle__in=[quelle.value for quelle in quellen],
    )
    ergebnis: Counter = Counter()
    for quelle, tag, anzahl in (*_aus_zeilen(frage, teile), *_aus_summen(frage, teile)):
        ergebnis[Quelle(quelle), Monat.von_tag(tag)] += anzahl
    return dict(ergebnis)


def _aus_zeilen(frage: Frage, teile: Q) -> Iterator[tuple[str, date, int]]:
    """Je Quelle, Monat, Stadtteil und Beratungsstelle eine Zeile; den Planungsbereich bestimmt der Monat."""
    modell, welche = _tabelle(frage)
    felder = ("teil__quelle", "teil__monat", "stadtteil", "beratungsstelle_id")
    zeilen = modell.objects.filter(teile, welche).order_by().values_list(*felder).annotate(Sum("anzahl"))
    gehoert = _zugehoerigkeit() if frage.bereich else None
    for quelle, tag, stadtteil, stelle, anzahl in zeilen:
        if gehoert is None or gehoert(stadtteil, stelle, tag) == frage.bereich:
            yield quelle, tag, anzahl


def _tabelle(frage: Frage) -> tuple[type, Q]:
    if frage.zaehleinheit is Zaehleinheit.FALL:
        return Haeufigkeit, Q(klasse=frage.auspraegung) if frage.merkmal else Q()
    if frage.zaehleinheit is Zaehleinheit.NEUZUGANG:
        return Neuzugang, _merkmale(frage)
    return Leistung, Q(zaehleinheit=frage.zaehleinheit) & _merkmale(frage)


def _merkmale(frage: Frage) -> Q:
    if not frage.merkmal:
        return Q()
    if frage.merkmal == Merkmal.HAUPTBERATUNGSFELD:
        return Q(beratungsfeld__in=_felder_von(frage.auspraegung))
    return Q(**dict(zip(frage.merkmal.split("×"), frage.auspraegung.split("×"), strict=True)))


def _felder_von(hauptfeld: str) -> list[str]:
    """Das Hauptfeld und seine Unterfelder."""
    felder = Katalogwert.objects.filter(merkmal=Merkmal.BERATUNGSFELD)
    return list(
        felder.filter(Q(schluessel=hauptfeld) | Q(oberwert__schluessel=hauptfeld)).values_list("schluessel", flat=True)
    )


def _zugehoerigkeit():
    """Funktion (Stadtteil, Beratungsstelle, Erster des Monats) → Kürzel des Planungsbereichs; zwei Abfragen."""
    zuordnungen, gebiete = defaultdict(list), defaultdict(list)
    for zeile in Gebietszuordnung.objects.select_related("planungsbereich"):
        zuordnungen[zeile.stadtteil_id].append(zeile)
    for zeile in Stellengebiet.objects.select_related("planungsbereich"):
        gebiete[zeile.beratungsstelle_id].append(zeile)

    def gehoert(stadtteil: str, stelle: int, tag: date) -> str:
        if stadtteil == AUSWAERTIG:
            return AUSWAERTIG
        zeile = gueltig_am(gebiete[stelle] if stadtteil == UNBEKANNT else zuordnungen[stadtteil], tag)
        return zeile.planungsbereich.kuerzel if zeile else UNBEKANNT

    return gehoert


def _aus_summen(frage: Frage, teile: Q) -> Iterator[tuple[str, date, int]]:
    """Fertig gelieferte Summen nennen Stadt, Stadtteile und Beratungsstellen, nie einen Planungsbereich."""
    if frage.bereich:
        return
    summen = Monatssumme.objects.filter(teile, zaehleinheit=frage.zaehleinheit, ebene=Ebene.STADT, anzahl__isnull=False)
    ist_hauptfeld = frage.merkmal == Merkmal.HAUPTBERATUNGSFELD
    merkmal = Merkmal.BERATUNGSFELD.value if ist_hauptfeld else frage.merkmal
    werte = _felder_von(frage.auspraegung) if ist_hauptfeld else [frage.auspraegung]
    je_monat: dict = defaultdict(dict)
    zeilen = summen.filter(merkmal=merkmal, auspraegung__in=werte)
    for quelle, tag, auspraegung, anzahl in zeilen.values_list("teil__quelle", "teil__monat", "auspraegung", "anzahl"):
        je_monat[quelle, tag][auspraegung] = anzahl
    for (quelle, tag), felder in je_monat.items():
        # Die Zeile des Hauptfelds selbst geht vor, wo sie geliefert ist.
        yield quelle, tag, felder.get(frage.auspraegung, sum(felder.values()))
