"""Die einzigen Abfragen über App-Grenzen: der Würfel der Beratung, zu Monatsreihen zusammengesetzt."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import Q, QuerySet

from beratung.kalender.monatsstand import als_unterabfrage
from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit, Zustand
from beratung.models import Gebietszuordnung, Lieferungsteil, Stellengebiet
from beratung.pruefung import fussnoten
from beratung.querysets import gilt
from berichte.kern.zahlen.vergleich import EIN_JAHR
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import geschuetzt
from .datensatz import Datensatz, Merkmalszelle, Teil

# Ausdrücklich jede: nur dann findet der Index „wuerfel_lesen“ die Monate, statt alle Jahre eines Gebiets zu lesen.
JEDE_ZAEHLEINHEIT = [einheit.value for einheit in Zaehleinheit]
# In welchen Monaten Fälle gezählt sind, sagt die Stadt: ein Gebiet ohne Fall hat null, nicht nichts gemeldet.
GEMELDETE_FAELLE = Q(ebene=Ebene.STADT, gebiet="", zaehleinheit=Zaehleinheit.FALL, merkmal="")


@dataclass(frozen=True)
class Auswahl:
    """Wonach gefragt ist. `planungsbereich` ist ein Kürzel; ohne gilt die Auswahl der ganzen Stadt."""

    zeitraum: Zeitraum
    quelle: Quelle | None = None
    planungsbereich: str | None = None
    mit_vergleich: bool = False
    abstand: int = EIN_JAHR  # Monate zum Vergleichszeitraum
    freigabe: int | None = None  # Nummer der Zahlenfreigabe: deren geschützte Zahlen statt der genauen

    def gesamtzahl(self, zaehleinheit: Zaehleinheit) -> Merkmalszelle:
        if self.planungsbereich:
            return Merkmalszelle(zaehleinheit, Ebene.PLANUNGSBEREICH, self.planungsbereich)
        return Merkmalszelle(zaehleinheit, Ebene.STADT)


class Zeilen(NamedTuple):
    """Lieferungsteile und Zellen, wie sie gelesen sind."""

    teile: tuple[tuple, ...]
    werte: tuple[tuple, ...]


def fuer_auswahl(auswahl: Auswahl) -> Datensatz:
    """Alles, wonach gefragt ist, samt den Vergleichsmonaten."""
    zeitraum = auswahl.zeitraum
    zeiten = _im(zeitraum) | _im(zeitraum.vorjahr()) if auswahl.mit_vergleich else _im(zeitraum)
    quellen = Q(quelle=auswahl.quelle) if auswahl.quelle else Q()
    ort = Q()
    if auswahl.planungsbereich:
        ort = _im_planungsbereich(auswahl.planungsbereich, zeitraum) | GEMELDETE_FAELLE
    return _lesen(zeiten & quellen, ort, auswahl.freigabe)


def gesamtzahlen_der_stadt(
    zaehleinheit: Zaehleinheit, *, bis: Monat | None = None, mit_fussnoten: bool = False
) -> Datensatz:
    """Nur die Gesamtzahlen einer Zähleinheit, über alle Jahre oder bis zu einem Monat; für Diagramme mit Fußnoten."""
    zeiten = Q(monat__lte=bis.erster) if bis else Q()
    datensatz = _lesen(zeiten, Q(ebene=Ebene.STADT, gebiet="", zaehleinheit=zaehleinheit, merkmal=""))
    return replace(datensatz, fussnoten=fussnoten.lesen()) if mit_fussnoten else datensatz


def neuzugaenge_der_bereiche(kuerzel: Collection[str]) -> Datensatz:
    """Nur die Neuzugänge dieser Planungsbereiche, über alle Jahre."""
    bereiche = Q(ebene=Ebene.PLANUNGSBEREICH, gebiet__in=kuerzel)
    return _lesen(Q(), bereiche & Q(zaehleinheit=Zaehleinheit.NEUZUGANG, merkmal=""))


def geschuetzte_gesamtzahlen(auswahl: Auswahl, zeitraum: Zeitraum) -> Datensatz:
    """Die Gesamtzahlen des Gebiets aus der Freigabe `auswahl.freigabe`, Monat für Monat."""
    return _geschuetzt(_im(zeitraum), _gesamtzahlen(auswahl, ()), auswahl.freigabe)


def zeilen_im_gebiet(auswahl: Auswahl, zeitraum: Zeitraum, stellen: Collection[str]) -> Zeilen:
    """Gesamtzahlen des Gebiets und die Neuzugänge der Beratungsstellen, Monat für Monat; mit allen Quellen, denn wer
    fehlt, soll auffallen."""
    return _zeilen(_im(zeitraum), _gesamtzahlen(auswahl, stellen))


def _gesamtzahlen(auswahl: Auswahl, stellen: Collection[str]) -> Q:
    hier = auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG)
    je_stelle = Q(ebene=Ebene.BERATUNGSSTELLE, gebiet__in=list(stellen), zaehleinheit=Zaehleinheit.NEUZUGANG)
    im_gebiet = Q(ebene=hier.ebene, gebiet=hier.gebiet, zaehleinheit__in=JEDE_ZAEHLEINHEIT)
    return (im_gebiet | je_stelle | GEMELDETE_FAELLE) & Q(merkmal="")


def einzelne_zelle(zelle: Merkmalszelle, zeitraum: Zeitraum) -> Datensatz:
    """Eine Zelle Monat für Monat aus allen Quellen, mit den Fußnoten des Zeitraums; drei Abfragen."""
    datensatz = _lesen(_im(zeitraum), Q(**vars(zelle)) | GEMELDETE_FAELLE)
    return replace(datensatz, fussnoten=fussnoten.lesen(zeitraum))


def der_beratungsstellen(stellen: Collection[str], zeitraum: Zeitraum, *, mit_feldern: bool = False) -> Datensatz:
    """Gesamtzahlen einzelner Beratungsstellen (Kürzel), wahlweise mit den Hauptfeldern ihrer Beratungen."""
    inhalt = Q(merkmal="")
    if mit_feldern:
        inhalt |= Q(merkmal=Merkmal.HAUPTBERATUNGSFELD, zaehleinheit=Zaehleinheit.BERATUNG)
    return _lesen(_im(zeitraum), inhalt & Q(ebene=Ebene.BERATUNGSSTELLE, gebiet__in=list(stellen)))


def aufteilungen_im_gebiet(auswahl: Auswahl) -> Q:
    """Zellen, die das Gebiet weiter aufteilen: alles nach Merkmalen, Neuzugänge auch nach kleineren Gebieten."""
    hier = auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG)
    merkmale = Q(ebene=hier.ebene, gebiet=hier.gebiet, zaehleinheit__in=JEDE_ZAEHLEINHEIT) & ~Q(merkmal="")
    kleinere = Q(ebene__in=[Ebene.PLANUNGSBEREICH, Ebene.STADTTEIL, Ebene.BERATUNGSSTELLE])
    if auswahl.planungsbereich:
        darin = Stellengebiet.objects.filter(_gilt(auswahl.zeitraum), planungsbereich__kuerzel=auswahl.planungsbereich)
        stellen = darin.values("beratungsstelle__kuerzel")
        kleinere = _im_planungsbereich(auswahl.planungsbereich, auswahl.zeitraum) & Q(ebene=Ebene.STADTTEIL)
        kleinere |= Q(ebene=Ebene.BERATUNGSSTELLE, gebiet__in=stellen)
    return merkmale | Q(merkmal="", zaehleinheit=Zaehleinheit.NEUZUGANG) & kleinere


def _im(zeitraum: Zeitraum) -> Q:
    return Q(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)


def _gilt(zeitraum: Zeitraum) -> Q:
    return gilt(zeitraum.von.erster, zeitraum.bis.letzter)


def _im_planungsbereich(kuerzel: str, zeitraum: Zeitraum) -> Q:
    """Der Planungsbereich und die Stadtteile, die im Zeitraum wenigstens zeitweise zu ihm gehören."""
    zuordnungen = Gebietszuordnung.objects.filter(_gilt(zeitraum), planungsbereich__kuerzel=kuerzel)
    return Q(ebene=Ebene.PLANUNGSBEREICH, gebiet=kuerzel) | Q(
        ebene=Ebene.STADTTEIL, gebiet__in=zuordnungen.values("stadtteil_id")
    )


def _lesen(beide: Q, nur_werte: Q, freigabe: int | None = None) -> Datensatz:
    """Geltende Lieferungsteile und ihre Zellen, in zwei Abfragen; `beide` schränkt Teile und Zellen ein. Mit `freigabe`
    ihre geschützten Zahlen; die Teile sind dann die der ganzen Freigabe."""
    if freigabe is not None:
        return _geschuetzt(beide, nur_werte, freigabe)
    return zusammengesetzt(_zeilen(beide, nur_werte))


def _geschuetzt(beide: Q, nur_werte: Q, freigabe: int) -> Datensatz:
    erteilt = geschuetzt.freigegebene(freigabe)
    teile = tuple(Teil(**angaben) for angaben in geschuetzt.festgehaltene_teile(erteilt))
    zellen = _zellen(_werte(geschuetzt.zellen(freigabe).filter(beide, nur_werte)))
    return Datensatz(zellen, teile, schutzsatz=geschuetzt.schutzsatz(erteilt), basis=erteilt.basis)


def _zeilen(beide: Q, nur_werte: Q) -> Zeilen:
    geltende = Lieferungsteil.objects.filter(beide, ist_gueltig=True).annotate(zustand=als_unterabfrage())
    teile = geltende.values_list(
        "quelle",
        "monat",
        "art",
        "zustand",
        "lieferung__ist_beispiel",
        "lieferung__uebernommen_am",
        "lieferung__eingegangen_am",
        "beratungsstellen",
    )
    werte = geschuetzt.zellen(None).filter(beide, nur_werte, teil__ist_gueltig=True)
    return Zeilen(tuple((*teil, tuple(stellen)) for *teil, stellen in teile), _werte(werte))


def _werte(zellen: QuerySet) -> tuple[tuple, ...]:
    # Nicht stückweise: Der Zeiger, den PostgreSQL dafür anlegt, kostet so viel wie die Abfrage selbst.
    spalten = ("quelle", "monat", "anzahl", "zaehleinheit", "ebene", "gebiet", "merkmal", "auspraegung")
    return tuple(zellen.values_list(*spalten))


def zusammengesetzt(zeilen: Zeilen) -> Datensatz:
    """Aus den Zeilen allein, ohne Abfrage."""
    teile = tuple(
        Teil(Quelle(quelle), Monat.von_tag(tag), Art(art), Zustand(stand), beispiel, wann, kam, frozenset(stellen))
        for quelle, tag, art, stand, beispiel, wann, kam, stellen in zeilen.teile
    )
    return Datensatz(_zellen(zeilen.werte), teile)


def _zellen(zeilen: Iterable[tuple]) -> dict[Merkmalszelle, dict[Quelle, dict[Monat, int]]]:
    monate: dict = {}
    ergebnis: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for quelle, tag, anzahl, *schluessel in zeilen:
        if (monat := monate.get(tag)) is None:
            monat = monate[tag] = Monat.von_tag(tag)
        ergebnis[tuple(schluessel)][quelle][monat] += anzahl
    return {
        Merkmalszelle(Zaehleinheit(einheit), Ebene(ebene), *rest): {Quelle(q): werte for q, werte in je_quelle.items()}
        for (einheit, ebene, *rest), je_quelle in ergebnis.items()
    }
