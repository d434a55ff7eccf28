"""Zahlen einzelner Beratungsstellen, Monat für Monat. Anders als in der Stadt gilt ein Monat erst als gemeldet, wenn
die Stelle in einer Lieferung vorkommt oder eine Nullmeldung da ist: dass ihre Zeilen fehlen, ist noch keine Null."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from beratung.kern.zaehlung import Ebene, Merkmal, Quelle, Zaehleinheit
from beratung.models import Beratungsstelle
from berichte.kern.tabelle import Herkunft
from berichte.kern.zahlen.vergleich import Monatsreihe, Vergleich
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from . import datensaetze
from .datensatz import Datensatz, Merkmalszelle
from .herkunft import herkunft
from .lesung import nullmeldungen
from .namen import Namen


@dataclass(frozen=True)
class Stellenzahlen:
    datensatz: Datensatz
    nullmeldungen: frozenset[tuple[str, Monat]]  # Kürzel der Beratungsstelle, Monat

    def reihe(self, stelle: Beratungsstelle, zaehleinheit: Zaehleinheit, feld: str = "") -> Monatsreihe:
        """Gesamtzahl der Stelle oder, mit `feld`, ihr Hauptberatungsfeld."""
        merkmal = Merkmal.HAUPTBERATUNGSFELD if feld else ""
        zelle = Merkmalszelle(zaehleinheit, Ebene.BERATUNGSSTELLE, stelle.kuerzel, merkmal, feld)
        return self.zellenreihe(zelle, Quelle(stelle.quelle))

    def zellenreihe(self, zelle: Merkmalszelle, quelle: Quelle) -> Monatsreihe:
        """Eine Zelle der Beratungsstelle `zelle.gebiet`, gleich nach welchem Merkmal."""
        aller, genannt = self.datensatz.reihe(zelle, quelle), self._genannt[zelle.gebiet, quelle]
        werte = {monat: 0 for kuerzel, monat in self.nullmeldungen if kuerzel == zelle.gebiet}
        werte |= {monat: wert for monat, wert in aller.werte.items() if monat in genannt}
        return Monatsreihe(zelle.zaehleinheit, werte, aller.teilmonate)

    @cached_property
    def _genannt(self) -> dict[tuple[str, Quelle], set[Monat]]:
        """(Kürzel, Quelle) → die Monate, in deren Lieferungen die Stelle vorkommt."""
        monate = defaultdict(set)
        for teil in self.datensatz.teile:
            for kuerzel in teil.stellen:
                monate[kuerzel, teil.quelle].add(teil.monat)
        return monate

    def hauptfelder(self, stelle: Beratungsstelle, zeitraum: Zeitraum, namen: Namen) -> Verteilung:
        """Beratungen nach Hauptberatungsfeld gegen das Vorjahr; ohne gemeinsame Monate nur heute."""
        gesamt, posten = self.reihe(stelle, Zaehleinheit.BERATUNG), []
        gemeldete = {z.auspraegung for z in self.datensatz.zellen if z.merkmal and z.gebiet == stelle.kuerzel}
        for feld in sorted(gemeldete, key=lambda feld: namen.rang(Merkmal.HAUPTBERATUNGSFELD, feld)):
            reihe = self.reihe(stelle, Zaehleinheit.BERATUNG, feld)
            name = namen.auspraegung(Merkmal.HAUPTBERATUNGSFELD, feld)
            posten.append(Posten(feld, name, _paar(reihe, gesamt, zeitraum)))
        ganzes = _paar(gesamt, gesamt, zeitraum)
        return Verteilung(Merkmal.HAUPTBERATUNGSFELD.bezeichnung, Zaehleinheit.BERATUNG, tuple(posten), ganzes)

    def herkunft(self, stelle: Beratungsstelle, vergleich: Vergleich) -> Herkunft:
        return herkunft(self.datensatz, vergleich, (Quelle(stelle.quelle),))


def _paar(reihe: Monatsreihe, gesamt: Monatsreihe, zeitraum: Zeitraum) -> Paar:
    """Über die Monate, in denen die Gesamtzahl zu vergleichen ist."""
    vergleich = Vergleich("", gesamt, zeitraum)
    heute = vergleich.monate or gesamt.gemeldet(zeitraum)
    frueher = [monat - vergleich.abstand for monat in vergleich.monate]
    summen = [reihe.summe(monat for monat in monate if monat in reihe.werte) for monate in (heute, frueher)]
    return Paar(*(summe and summe.wert for summe in summen))


def stellenzahlen(
    stellen: Collection[Beratungsstelle], zeitraum: Zeitraum, *, mit_feldern: bool = False
) -> Stellenzahlen:
    """Drei Abfragen, gleich wie viele Stellen."""
    kuerzel = [stelle.kuerzel for stelle in stellen]
    datensatz = datensaetze.der_beratungsstellen(kuerzel, zeitraum, mit_feldern=mit_feldern)
    return Stellenzahlen(datensatz, nullmeldungen(zeitraum))
