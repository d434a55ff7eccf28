"""Die Lage eines Gebiets in einem Zeitraum: alles, was Dashboard, Brief und Herkunft lesen, in einer Handvoll
Abfragen. Monatsreihen nur von den Gesamtzahlen; Aufteilungen summiert die Datenbank über die verglichenen Monate.

Gelesen wird jedes Mal, gerechnet nur, was sich geändert hat: Gleiche Zeilen geben dieselbe Lage (`lage`), und was
allein aus ihr folgt, hängt an ihr (`einmal`). Person, Rechte und Sitzung kommen in keiner Lage vor."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, wraps
from typing import TypeVar

from django.db.models import Q, Sum

from beratung.kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Befundentscheidung
from berichte.kern.tabelle import Herkunft
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from dresden_senioren.kern.zeitraum import Monat

from . import datensaetze, geschuetzt, lesung
from .datensaetze import Auswahl
from .datensatz import Datensatz, Merkmalszelle
from .herkunft import herkunft
from .lesung import Gelesen, Grenzen, Marke, Stelle
from .monatsentwicklung import nicht_gemeldet
from .namen import Namen, benannt, namen

GEMERKT = 16  # Lagen je Prozess, je etwa 1 MB: die Stadt, jeder Planungsbereich und einige andere Zeiträume
Ergebnis = TypeVar("Ergebnis")


@dataclass(frozen=True, eq=False)  # gleich ist nur dieselbe: Der Vergleich zweier liefe durch alle Zahlen
class Lage:
    auswahl: Auswahl
    datensatz: Datensatz  # Gesamtzahlen des Gebiets und Neuzugänge seiner Beratungsstellen, Monat für Monat
    summen: Mapping[Merkmalszelle, Mapping[Quelle, Paar]]  # über `monate(zaehleinheit)`
    namen: Namen
    stellen: tuple[Stelle, ...]
    marken: tuple[Marke, ...]
    nullmeldungen: frozenset[tuple[str, Monat]] = frozenset()  # Kürzel der Beratungsstelle, Monat
    # Nr. des Stadtteils → (Einwohner ab 60, Stichtag, Quelle); leer, solange nichts hinterlegt ist.
    einwohner: Mapping[str, tuple[int, date, str]] = field(default_factory=dict)
    grenzen: Grenzen | None = None
    gemerktes: dict[Callable, object] = field(default_factory=dict, init=False, repr=False)  # siehe `einmal`

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

    @cached_property
    def ist_leer(self) -> bool:
        """Im ganzen Zeitraum ist nichts zu zählen, auch weil eine von zwei Quellen fehlt."""
        return not any(self.monate(einheit) for einheit in Zaehleinheit)

    @property
    def stumme_quelle(self) -> Quelle | None:
        """Die Quelle, von der im ganzen Zeitraum nichts da ist, während die andere gemeldet hat."""
        gemeldet = [bool(self.reihe(Zaehleinheit.NEUZUGANG, q).gemeldet(self.auswahl.zeitraum)) for q in self.quellen]
        return self.quellen[gemeldet.index(False)] if set(gemeldet) == {True, False} else None

    def lieferstand(self, stelle: Stelle, monat: Monat) -> Lieferstand:
        """Ob die Beratungsstelle zu diesem Monat etwas gesagt hat."""
        if (stelle.gueltig_von or date.min) > monat.letzter or (stelle.gueltig_bis or date.max) < monat.erster:
            return Lieferstand.NICHT_TAETIG
        if (stelle.kuerzel, monat) in self.nullmeldungen:
            return Lieferstand.NULL
        genannt, nur_summen = self._genannte
        if stelle.kuerzel in genannt[stelle.quelle, monat]:
            return Lieferstand.GELIEFERT
        return Lieferstand.IN_SUMME if (stelle.quelle, monat) in nur_summen else Lieferstand.FEHLT

    @cached_property
    def _genannte(self) -> tuple[Mapping[tuple[Quelle, Monat], set[str]], set[tuple[Quelle, Monat]]]:
        """Je Quelle und Monat die Kürzel in ihren Lieferungen; und wovon es nur Summen ohne Beratungsstellen gibt."""
        genannt, nur_summen = defaultdict(set), set()
        for teil in self.datensatz.teile:
            genannt[teil.quelle, teil.monat] |= teil.stellen
            if teil.art is Art.SUMMEN and not teil.stellen:
                nur_summen.add((teil.quelle, teil.monat))
        return genannt, nur_summen

    def verteilung(self, zaehleinheit: Zaehleinheit, merkmal: Merkmal) -> Verteilung:
        """Die Aufteilung des Gebiets nach einem Merkmal, in der Reihenfolge des Katalogs."""
        ganze = self.auswahl.gesamtzahl(zaehleinheit)
        schluessel = self._auspraegungen[replace(ganze, merkmal=merkmal)]
        posten = [
            Posten(s, self.namen.auspraegung(merkmal, s), self.paar(replace(ganze, merkmal=merkmal, auspraegung=s)))
            for s in sorted(schluessel, key=lambda s: self.namen.rang(merkmal, s))
        ]
        return Verteilung(merkmal.bezeichnung, zaehleinheit, tuple(posten), self._gesamt(zaehleinheit))

    @cached_property
    def _auspraegungen(self) -> Mapping[Merkmalszelle, set[str]]:
        """Zelle ohne Ausprägung → die Ausprägungen, die darin vorkommen."""
        je_merkmal = defaultdict(set)
        for zelle in self.summen:
            je_merkmal[replace(zelle, auspraegung="")].add(zelle.auspraegung)
        return je_merkmal

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


def einmal(rechnung: Callable[[Lage], Ergebnis]) -> Callable[[Lage], Ergebnis]:
    """Dekorator für das, was allein aus einer Lage folgt: je Lage einmal gerechnet, mit ihr vergessen. Das Ergebnis ist
    für alle dasselbe, also unveränderlich und ohne jede Person."""

    @wraps(rechnung)
    def gemerkt(lage: Lage) -> Ergebnis:
        if rechnung not in lage.gemerktes:
            lage.gemerktes[rechnung] = rechnung(lage)
        return lage.gemerktes[rechnung]

    return gemerkt


def lage(auswahl: Auswahl, entscheidungen: Iterable[Befundentscheidung] | None = None) -> Lage:
    """Zehn Abfragen, gleich wie viel eingelesen ist, neun mit `entscheidungen` (`lesung.entscheidungen`). Mit
    `auswahl.freigabe` fünf, denn dann gibt es keine einzelnen Beratungsstellen, keine Nullmeldungen und nichts aus
    Befunden: Deren Texte könnten genaue Zahlen nennen."""
    if auswahl.freigabe is not None:
        return _geschuetzt(auswahl)
    if entscheidungen is None:
        entscheidungen = lesung.entscheidungen(auswahl)
    ohne_summen = _ohne_summen(auswahl, lesung.lesen(auswahl, entscheidungen))
    return _mit_summen(ohne_summen, _summenzeilen(ohne_summen))


@lru_cache(GEMERKT)
def _ohne_summen(auswahl: Auswahl, gelesen: Gelesen) -> Lage:
    return Lage(
        auswahl,
        replace(datensaetze.zusammengesetzt(gelesen.zeilen), fussnoten=gelesen.fussnoten),
        {},
        benannt(gelesen.namen),
        gelesen.stellen,
        gelesen.marken,
        gelesen.nullmeldungen,
        dict(gelesen.einwohner),
        gelesen.grenzen,
    )


@lru_cache(GEMERKT)
def _mit_summen(ohne_summen: Lage, zeilen: tuple[tuple, ...]) -> Lage:
    return replace(ohne_summen, summen=_summen(ohne_summen, zeilen))


def vergessen() -> None:
    """Wie in einem Prozess, der noch keine Lage gezeigt hat; für Messungen und Tests."""
    _ohne_summen.cache_clear()
    _mit_summen.cache_clear()


def _geschuetzt(auswahl: Auswahl) -> Lage:
    """Was hinausgeht, wird jedes Mal neu gerechnet. Ereignisse nur mit Namen: Im freien Text darunter könnte eine
    genaue Zahl stehen."""
    datensatz = datensaetze.geschuetzte_gesamtzahlen(auswahl, lesung.gezeigter_zeitraum(auswahl))
    marken = tuple(marke._replace(erlaeuterung="") for marke in lesung.marken(auswahl, ()))
    ohne_summen = Lage(auswahl, datensatz, {}, namen(), (), marken)
    return replace(ohne_summen, summen=_summen(ohne_summen, _summenzeilen(ohne_summen)))


def _summenzeilen(lage: Lage) -> tuple[tuple, ...]:
    """Zelle und Quelle mit den Summen über die verglichenen Monate, heute und früher; eine Abfrage."""
    heute, frueher = {}, {}
    for einheit in Zaehleinheit:  # meist gelten für alle Zähleinheiten dieselben Monate
        vergleich = lage.vergleich(einheit)
        heute.setdefault(vergleich.gezaehlte_monate, []).append(einheit)
        frueher.setdefault(tuple(monat - vergleich.abstand for monat in vergleich.monate), []).append(einheit)
    alle = {monat.erster for monate in (*heute, *frueher) for monat in monate}
    hier = datensaetze.aufteilungen_im_gebiet(lage.auswahl)
    zellen = geschuetzt.zellen(lage.auswahl.freigabe)
    zellen = zellen.filter(hier, monat__in=alle, quelle__in=lage.quellen).order_by()
    felder = ("zaehleinheit", "ebene", "gebiet", "merkmal", "auspraegung", "quelle")
    return tuple(zellen.values_list(*felder).annotate(heute=_summe(heute), frueher=_summe(frueher)))


def _summen(lage: Lage, zeilen: Iterable[tuple]) -> dict[Merkmalszelle, dict[Quelle, Paar]]:
    """Zelle → Quelle → Summe, heute und früher."""
    ergebnis: dict = defaultdict(dict)
    for einheit, ebene, gebiet, merkmal, auspraegung, quelle, jetzt, davor in zeilen:
        zelle = Merkmalszelle(Zaehleinheit(einheit), Ebene(ebene), gebiet, merkmal, auspraegung)
        vergleich = lage.vergleich(zelle.zaehleinheit)
        paar = Paar(jetzt or 0, (davor or 0) if vergleich.monate else None, vergleich.reihe.prozent_ab)
        ergebnis[zelle][Quelle(quelle)] = paar
    return ergebnis


def _summe(je_monaten: Mapping[tuple[Monat, ...], list[Zaehleinheit]]) -> Sum:
    """Über die Monate, die für die jeweilige Zähleinheit zählen."""
    bedingung = Q(pk=None)
    for monate, einheiten in je_monaten.items():
        bedingung |= Q(zaehleinheit__in=einheiten, monat__in=[monat.erster for monat in monate])
    return Sum("anzahl", filter=bedingung)
