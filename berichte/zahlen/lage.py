"""Die Lage eines Gebiets in einem Zeitraum: alles, was Dashboard, Brief und Herkunft lesen, in einer Handvoll
Abfragen. Monatsreihen nur von den Gesamtzahlen; Aufteilungen summiert die Datenbank über die verglichenen Monate."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Q, Sum

from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import (
    Befundentscheidung,
    Beratungsstelle,
    Bezugsbevoelkerung,
    Ereignismarke,
    Nullmeldung,
)
from beratung.pruefung import fussnoten
from beratung.stammdaten.bezug import bevoelkerung
from beratung.stammdaten.nachschlagen import stellen_im
from berichte.kern.tabelle import Herkunft
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import datensaetze, geschuetzt
from .datensaetze import Auswahl
from .datensatz import Datensatz, Merkmalszelle, Teil
from .herkunft import herkunft
from .monatsentwicklung import nicht_gemeldet
from .namen import Namen, namen

RUECKBLICK = 36  # Monate, die Regelkarten zeigen; auch der Vergleich liegt darin


@dataclass(frozen=True)
class Lage:
    auswahl: Auswahl
    datensatz: Datensatz  # Gesamtzahlen des Gebiets und Neuzugänge seiner Beratungsstellen, Monat für Monat
    summen: Mapping[Merkmalszelle, Mapping[Quelle, Paar]]  # über `monate(zaehleinheit)`
    namen: Namen
    stellen: tuple[Beratungsstelle, ...]
    marken: tuple[Ereignismarke, ...]
    nullmeldungen: frozenset[tuple[str, Monat]] = frozenset()  # Kürzel der Beratungsstelle, Monat
    entscheidungen: tuple[Befundentscheidung, ...] = ()  # zu Befunden aller Lieferungen bis dahin, in Folge

    @property
    def quellen(self) -> tuple[Quelle, ...]:
        return (self.auswahl.quelle,) if self.auswahl.quelle else tuple(Quelle)

    @property
    def gebietsname(self) -> str:
        """„Dresden“ oder „Planungsbereich Cotta“."""
        kuerzel = self.auswahl.planungsbereich
        return f"Planungsbereich {self.namen.planungsbereiche[kuerzel]}" if kuerzel else "Dresden"

    def reihe(self, zaehleinheit: Zaehleinheit, quelle: Quelle | None = None) -> Monatsreihe:
        """Die Gesamtzahlen des Gebiets, aus einer Quelle oder allen gewählten."""
        return self.datensatz.summenreihe(self.auswahl.gesamtzahl(zaehleinheit), (quelle,) if quelle else self.quellen)

    def vergleich(self, zaehleinheit: Zaehleinheit, quelle: Quelle | None = None, gegenstand: str = "") -> Vergleich:
        if quelle is None and not gegenstand:
            return self._vergleiche[zaehleinheit]
        return self._vergleich(zaehleinheit, quelle, gegenstand)

    @cached_property
    def _vergleiche(self) -> dict[Zaehleinheit, Vergleich]:
        """Danach fragt jede einzelne Zahl."""
        return {einheit: self._vergleich(einheit) for einheit in Zaehleinheit}

    def _vergleich(self, zaehleinheit: Zaehleinheit, quelle: Quelle | None = None, gegenstand: str = "") -> Vergleich:
        return Vergleich(gegenstand, self.reihe(zaehleinheit, quelle), self.auswahl.zeitraum, self.auswahl.abstand)

    def monate(self, zaehleinheit: Zaehleinheit) -> tuple[Monat, ...]:
        """Worüber Aufteilungen summieren: die verglichenen Monate, ohne Vergleich die gemeldeten."""
        return self.vergleich(zaehleinheit).gezaehlte_monate

    def herkunft(self, zaehleinheit: Zaehleinheit) -> Herkunft:
        """Gilt für alle Zahlen dieser Zähleinheit in dieser Lage; jede Abbildung fragt danach."""
        if zaehleinheit not in self._herkuenfte:
            self._herkuenfte[zaehleinheit] = herkunft(self.datensatz, self.vergleich(zaehleinheit), self.quellen)
        return self._herkuenfte[zaehleinheit]

    @cached_property
    def _herkuenfte(self) -> dict[Zaehleinheit, Herkunft]:
        return {}

    def paar(self, zelle: Merkmalszelle) -> Paar:
        """Heute und früher über die verglichenen Monate; was nicht vorkommt, ist null, wo Monate gemeldet sind."""
        if zelle == self.auswahl.gesamtzahl(zelle.zaehleinheit):
            return self._gesamt(zelle.zaehleinheit)
        vergleich = self.vergleich(zelle.zaehleinheit)
        heute, frueher = 0 if self.monate(zelle.zaehleinheit) else None, 0 if vergleich.monate else None
        leer = Paar(heute, frueher, vergleich.reihe.prozent_ab)
        je_quelle = self.summen.get(zelle, {})
        return sum((je_quelle[q] for q in self.quellen if q in je_quelle), leer)

    def paar_der_quelle(self, zaehleinheit: Zaehleinheit, quelle: Quelle) -> Paar:
        """Der Beitrag einer Quelle zur Gesamtzahl, über deren Monate; None, wo nichts zu vergleichen ist."""
        reihe, monate = self.reihe(zaehleinheit, quelle), self.vergleich(zaehleinheit).monate
        heute, frueher = reihe.summe(monate), reihe.summe(monat - self.auswahl.abstand for monat in monate)
        return Paar(heute and heute.wert, frueher and frueher.wert, reihe.prozent_ab)

    def luecken(self, zaehleinheit: Zaehleinheit = Zaehleinheit.NEUZUGANG) -> list[str]:
        """Je ein Satz, welche Quelle welchen Monat beider Zeiträume nicht gemeldet hat."""
        vergleich = self.vergleich(zaehleinheit)
        je_quelle = {quelle: self.reihe(zaehleinheit, quelle) for quelle in self.quellen}
        return list(nicht_gemeldet(je_quelle, (vergleich.frueher, vergleich.zeitraum)))

    @property
    def ist_leer(self) -> bool:
        """Im ganzen Zeitraum ist nichts zu zählen, auch weil eine von zwei Quellen fehlt."""
        return not any(self.monate(einheit) for einheit in Zaehleinheit)

    @property
    def stumme_quelle(self) -> Quelle | None:
        """Die Quelle, von der im ganzen Zeitraum nichts da ist, während die andere gemeldet hat."""
        gemeldet = [bool(self.reihe(Zaehleinheit.NEUZUGANG, q).gemeldet(self.auswahl.zeitraum)) for q in self.quellen]
        return self.quellen[gemeldet.index(False)] if set(gemeldet) == {True, False} else None

    def lieferstand(self, stelle: Beratungsstelle, monat: Monat) -> Lieferstand:
        """Ob die Beratungsstelle zu diesem Monat etwas gesagt hat."""
        if (stelle.gueltig_von or date.min) > monat.letzter or (stelle.gueltig_bis or date.max) < monat.erster:
            return Lieferstand.NICHT_TAETIG
        if (stelle.kuerzel, monat) in self.nullmeldungen:
            return Lieferstand.NULL
        teile = self._teile.get((stelle.quelle, monat), ())
        if any(stelle.kuerzel in teil.stellen for teil in teile):
            return Lieferstand.GELIEFERT
        nur_summen = any(teil.art is Art.SUMMEN and not teil.stellen for teil in teile)
        return Lieferstand.IN_SUMME if nur_summen else Lieferstand.FEHLT

    @cached_property
    def einwohner(self) -> dict[str, tuple[int, date, str]]:
        """Nr. des Stadtteils → (Einwohner ab 60, Stichtag, Quelle); leer, solange nichts hinterlegt ist. Eine
        Abfrage, nur wo danach gefragt wird."""
        ab_60 = Bezugsbevoelkerung.Altersgruppe.AB_60
        return bevoelkerung(self.namen.stadtteile, ab_60, self.auswahl.zeitraum.bis.letzter)

    @cached_property
    def _teile(self) -> dict[tuple[str, Monat], list[Teil]]:
        je_monat = defaultdict(list)
        for teil in self.datensatz.teile:
            je_monat[teil.quelle, teil.monat].append(teil)
        return je_monat

    def verteilung(self, zaehleinheit: Zaehleinheit, merkmal: Merkmal) -> Verteilung:
        """Die Aufteilung des Gebiets nach einem Merkmal, in der Reihenfolge des Katalogs."""
        ganze = self.auswahl.gesamtzahl(zaehleinheit)
        hier = (ganze.ebene, ganze.gebiet, zaehleinheit, merkmal)
        schluessel = {z.auspraegung for z in self.summen if (z.ebene, z.gebiet, z.zaehleinheit, z.merkmal) == hier}
        posten = [
            Posten(s, self.namen.auspraegung(merkmal, s), self.paar(replace(ganze, merkmal=merkmal, auspraegung=s)))
            for s in sorted(schluessel, key=lambda s: self.namen.rang(merkmal, s))
        ]
        return Verteilung(merkmal.bezeichnung, zaehleinheit, tuple(posten), self._gesamt(zaehleinheit))

    def gebiete(self, zaehleinheit: Zaehleinheit, ebene: Ebene) -> Verteilung:
        """Die Stadtteile, Planungsbereiche oder Beratungsstellen der Lage, nach Namen."""
        zellen = [z for z in self.summen if z.ebene is ebene and z.zaehleinheit is zaehleinheit and not z.merkmal]
        posten = [Posten(z.gebiet, self.namen.gebiet(ebene, z.gebiet), self.paar(z)) for z in zellen]
        ordnung = sorted(posten, key=lambda p: p.name)
        return Verteilung(EBENENNAME[ebene], zaehleinheit, tuple(ordnung), self._gesamt(zaehleinheit))

    def _gesamt(self, zaehleinheit: Zaehleinheit) -> Paar:
        vergleich = self.vergleich(zaehleinheit)
        heute = vergleich.reihe.summe(self.monate(zaehleinheit))
        frueher = vergleich.vergleichswert
        return Paar(heute and heute.wert, frueher and frueher.wert, vergleich.reihe.prozent_ab)


EBENENNAME = {
    Ebene.STADTTEIL: "Stadtteil",
    Ebene.PLANUNGSBEREICH: "Planungsbereich",
    Ebene.BERATUNGSSTELLE: "Beratungsstelle",
}


def lage(auswahl: Auswahl) -> Lage:
    """Zehn Abfragen, gleich wie viel eingelesen ist; mit `auswahl.freigabe` sechs, denn dann gibt es keine einzelnen
    Beratungsstellen, keine Nullmeldungen und nichts aus Befunden: Deren Texte könnten genaue Zahlen nennen."""
    gezeigt = _gezeigt(auswahl)
    if auswahl.freigabe is not None:
        datensatz = datensaetze.gesamtzahlen_im_gebiet(auswahl, gezeigt, ())
        ohne_summen = Lage(auswahl, datensatz, {}, namen(), (), _marken_ohne_text(auswahl))
        return replace(ohne_summen, summen=_summen(ohne_summen))
    stellen = _stellen(auswahl)
    gelesen = datensaetze.gesamtzahlen_im_gebiet(auswahl, gezeigt, [s.kuerzel for s in stellen])
    entschieden = tuple(
        Befundentscheidung.objects.filter(lieferung__monat__lte=gezeigt.bis.erster).in_zeitlicher_folge()
    )
    datensatz = replace(gelesen, fussnoten=fussnoten.aus(entschieden, gezeigt))
    marken, null = _marken(auswahl, stellen), nullmeldungen(Zeitraum(gezeigt.von, auswahl.zeitraum.bis))
    ohne_summen = Lage(auswahl, datensatz, {}, namen(), stellen, marken, null, entschieden)
    return replace(ohne_summen, summen=_summen(ohne_summen))


def _gezeigt(auswahl: Auswahl) -> Zeitraum:
    bis = auswahl.zeitraum.bis
    beginn = min(bis - (RUECKBLICK - 1), auswahl.zeitraum.von - auswahl.abstand)
    # Bis Jahresende: Ein Jahresverlauf soll nicht „nicht gemeldet“ sagen, wo der Zeitraum nur früher endet.
    return Zeitraum(beginn, Monat(bis.jahr, 12))


def _stellen(auswahl: Auswahl) -> tuple[Beratungsstelle, ...]:
    stellen = stellen_im(auswahl.planungsbereich, auswahl.zeitraum)
    return tuple(stelle for stelle in stellen if auswahl.quelle in {None, stelle.quelle})


def _marken(auswahl: Auswahl, stellen: Iterable[Beratungsstelle]) -> tuple[Ereignismarke, ...]:
    """Was die ganze Stadt, den Planungsbereich oder eine der Beratungsstellen betrifft."""
    ganze_stadt = Q(planungsbereich=None, beratungsstelle=None)
    hier = ganze_stadt | Q(planungsbereich__kuerzel=auswahl.planungsbereich) | Q(beratungsstelle__in=list(stellen))
    return tuple(Ereignismarke.objects.filter(hier if auswahl.planungsbereich else Q()))


def _marken_ohne_text(auswahl: Auswahl) -> tuple[Ereignismarke, ...]:
    """Zur Weitergabe nur der Name eines Ereignisses: Im freien Text darunter könnte eine genaue Zahl stehen."""
    marken = _marken(auswahl, ())
    for marke in marken:
        marke.erlaeuterung = ""
    return marken


def nullmeldungen(zeitraum: Zeitraum) -> frozenset[tuple[str, Monat]]:
    """(Kürzel der Beratungsstelle, Monat), wo sie „nichts“ gemeldet hat."""
    geltende = Nullmeldung.objects.geltende().filter(monat__gte=zeitraum.von.erster, monat__lte=zeitraum.bis.erster)
    paare = geltende.values_list("beratungsstelle__kuerzel", "monat")
    return frozenset((kuerzel, Monat.von_tag(tag)) for kuerzel, tag in paare)


def _summen(lage: Lage) -> dict[Merkmalszelle, dict[Quelle, Paar]]:
    """Zelle → Quelle → Summe über die verglichenen Monate, heute und früher; eine Abfrage."""
    vergleiche = {einheit: lage.vergleich(einheit) for einheit in Zaehleinheit}
    heute, frueher = {}, {}
    for einheit, vergleich in vergleiche.items():  # meist gelten für alle Zähleinheiten dieselben Monate
        heute.setdefault(vergleich.gezaehlte_monate, []).append(einheit)
        frueher.setdefault(tuple(monat - vergleich.abstand for monat in vergleich.monate), []).append(einheit)
    alle = {monat.erster for monate in (*heute, *frueher) for monat in monate}
    hier = datensaetze.aufteilungen_im_gebiet(lage.auswahl)
    zellen = geschuetzt.zellen(lage.auswahl.freigabe)
    zellen = zellen.filter(hier, monat__in=alle, quelle__in=lage.quellen).order_by()
    felder = ("zaehleinheit", "ebene", "gebiet", "merkmal", "auspraegung", "quelle")
    summen = zellen.values_list(*felder).annotate(heute=_summe(heute), frueher=_summe(frueher))
    ergebnis: dict = defaultdict(dict)
    for einheit, ebene, gebiet, merkmal, auspraegung, quelle, jetzt, davor in summen:
        zelle = Merkmalszelle(Zaehleinheit(einheit), Ebene(ebene), gebiet, merkmal, auspraegung)
        vergleich = vergleiche[zelle.zaehleinheit]
        paar = Paar(jetzt or 0, (davor or 0) if vergleich.monate else None, vergleich.reihe.prozent_ab)
        ergebnis[zelle][Quelle(quelle)] = paar
    return ergebnis


def _summe(je_monaten: Mapping[tuple[Monat, ...], list[Zaehleinheit]]) -> Sum:
    """Über die Monate, die für die jeweilige Zähleinheit zählen."""
    bedingung = Q(pk=None)
    for monate, einheiten in je_monaten.items():
        bedingung |= Q(zaehleinheit__in=einheiten, monat__in=[monat.erster for monat in monate])
    return Sum("anzahl", filter=bedingung)
