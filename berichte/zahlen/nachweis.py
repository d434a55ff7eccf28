"""Woher eine Zahl kommt: ihre Monate, die Lieferungen dahinter und die Gegenprobe an den gespeicherten Zeilen."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from beratung.kalender.monatsstand import als_unterabfrage, unfestester
from beratung.kern.zaehlung import Art, Merkmal, Quelle, Zustand
from beratung.lieferungen.nachzaehlung import Frage, nachzaehlen
from beratung.lieferungen.zeilenbestand import AUFBEWAHRUNG, ohne_zeilen
from beratung.models import Lieferungsteil
from berichte.kern.zahlen.kennzahlen import Kennzahl
from berichte.kern.zahlen.vergleich import Monatsreihe
from berichte.kern.zahlen.verteilung import Paar
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, Zeitraum, in_worten

from . import datensaetze
from .datensatz import ARTEN, Datensatz, Merkmalszelle
from .lage import Lage


@dataclass(frozen=True)
class Monatszeile:
    """`werte`: je gewählter Quelle die Zahl, None wo nicht gemeldet. `ist_gezaehlt`: geht in die große Zahl ein."""

    monat: Monat
    werte: tuple[int | None, ...]
    zusammen: int | None
    zustand: Zustand
    ist_gezaehlt: bool


@dataclass(frozen=True)
class Nachweis:
    lage: Lage
    kennzahl: Kennzahl
    zelle: Merkmalszelle
    datensatz: Datensatz  # nur diese Zelle

    @property
    def paar(self) -> Paar:
        """Genau die Zahl, die Dashboard und Tabellen zeigen."""
        return self.lage.paar(self.zelle)

    @property
    def monate(self) -> tuple[Monat, ...]:
        return self.lage.monate(self.kennzahl.zaehleinheit)

    @property
    def frueher(self) -> tuple[Monat, ...]:
        vergleich = self.lage.vergleich(self.kennzahl.zaehleinheit)
        return tuple(monat - vergleich.abstand for monat in vergleich.monate)

    @property
    def auspraegung(self) -> str:
        """„Altersgruppe und Geschlecht: 80–84×weiblich“; leer bei der Gesamtzahl."""
        if not self.zelle.merkmal:
            return ""
        name = self.lage.namen.auspraegung(self.zelle.merkmal, self.zelle.auspraegung)
        return f"{Merkmal(self.zelle.merkmal).bezeichnung}: {name}"

    def zeilen(self, zeitraum: Zeitraum) -> list[Monatszeile]:
        reihen = [self.reihe(quelle).werte for quelle in self.lage.quellen]
        gezaehlt = {*self.monate, *self.frueher}
        return [
            Monatszeile(
                monat,
                werte := tuple(reihe.get(monat) for reihe in reihen),
                None if None in werte else sum(werte),
                self._zustand(monat),
                monat in gezaehlt,
            )
            for monat in zeitraum
        ]

    def reihe(self, quelle: Quelle) -> Monatsreihe:
        return self.datensatz.reihe(self.zelle, quelle)

    def _zustand(self, monat: Monat) -> Zustand:
        staende = self._staende
        vorhanden = [staende[quelle, monat] for quelle in self.lage.quellen if (quelle, monat) in staende]
        return unfestester(vorhanden) if len(vorhanden) == len(self.lage.quellen) else Zustand.FEHLT

    @cached_property
    def _staende(self) -> dict[tuple[Quelle, Monat], Zustand]:
        return self.datensatz.zustaende(self.kennzahl.zaehleinheit)

    def lieferungen(self) -> list[tuple[Lieferungsteil, Quelle, Zustand]]:
        """Die geltenden Teile, aus denen die gezählten Monate kommen; eine Abfrage."""
        art = ARTEN.get(self.kennzahl.zaehleinheit, Art.LEISTUNGEN)
        teile = Lieferungsteil.objects.filter(
            ist_gueltig=True,
            art__in=[art, Art.SUMMEN],
            quelle__in=self.lage.quellen,
            monat__in=[monat.erster for monat in (*self.monate, *self.frueher)],
        ).annotate(zustand=als_unterabfrage())
        personen = ("lieferung__uebernommen_von", "lieferung__profil")
        geordnet = teile.select_related(*personen).order_by("-monat", "-quelle", "art")
        return [(teil, Quelle(teil.quelle), Zustand(teil.zustand)) for teil in geordnet]

    def gegenprobe(self) -> "Gegenprobe":
        frage = Frage(
            self.kennzahl.zaehleinheit,
            self.lage.auswahl.planungsbereich or "",
            self.zelle.merkmal,
            self.zelle.auspraegung,
        )
        monate = {*self.monate, *self.frueher}
        gezaehlt = nachzaehlen(frage, monate, self.lage.quellen)
        fehlende = ohne_zeilen(monate, self.lage.quellen)
        abweichungen = tuple(
            Abweichung(quelle, monat, self.reihe(quelle).werte.get(monat), gezaehlt.get((quelle, monat), 0))
            for monat in sorted(monate)
            for quelle in self.lage.quellen
            if (quelle, monat) not in fehlende
            and (self.reihe(quelle).werte.get(monat) or 0) != gezaehlt.get((quelle, monat), 0)
        )
        summe = sum(anzahl for (_, monat), anzahl in gezaehlt.items() if monat in self.monate)
        return Gegenprobe(self.paar.heute, summe, abweichungen, tuple(sorted({monat for _, monat in fehlende})))


@dataclass(frozen=True)
class Abweichung:
    quelle: Quelle
    monat: Monat
    gezeigt: int | None
    nachgezaehlt: int


@dataclass(frozen=True)
class Gegenprobe:
    gezeigt: int | None
    nachgezaehlt: int
    abweichungen: tuple[Abweichung, ...]
    ohne_zeilen: tuple[Monat, ...] = ()  # nach der Aufbewahrungsfrist gelöscht

    @property
    def stimmt(self) -> bool:
        ist_gleich = bool(self.ohne_zeilen) or (self.gezeigt or 0) == self.nachgezaehlt
        return not self.abweichungen and ist_gleich

    @property
    def satz(self) -> str:
        if self.ohne_zeilen:
            uebrige = " Alle übrigen Monate stimmen überein." if self.nachgezaehlt else ""
            if self.abweichungen:
                uebrige = " Die Abweichungen der übrigen Monate stehen darunter."
            return (
                f"Nicht mehr nachzuzählen: {in_worten(self.ohne_zeilen)}. Die Zählzeilen sind gelöscht, "
                f"{AUFBEWAHRUNG.in_worten} nach ihrem Monat; die gezeigten Zahlen bleiben.{uebrige}"
            )
        zahl = f"Aus den gespeicherten Zeilen nachgezählt: {deutsch(self.nachgezaehlt)}"
        if self.stimmt:
            return f"{zahl}, stimmt überein."
        gezeigt = "nicht gemeldet" if self.gezeigt is None else deutsch(self.gezeigt)
        return f"{zahl}, gezeigt wird aber: {gezeigt}. Die Abweichungen stehen darunter."


def nachweis(lage: Lage, kennzahl: Kennzahl, merkmal: str = "", auspraegung: str = "") -> Nachweis:
    """Drei Abfragen. KeyError, wenn die Kennzahl das Merkmal oder das Merkmal die Ausprägung nicht kennt."""
    zelle = lage.auswahl.gesamtzahl(kennzahl.zaehleinheit)
    if merkmal or auspraegung:
        if merkmal not in kennzahl.merkmale or auspraegung not in _bekannte(lage, kennzahl, Merkmal(merkmal)):
            raise KeyError(f"{merkmal}={auspraegung}")
        zelle = replace(zelle, merkmal=merkmal, auspraegung=auspraegung)
    zeitraum = lage.auswahl.zeitraum
    beide = Zeitraum(zeitraum.von - lage.auswahl.abstand, zeitraum.bis)
    return Nachweis(lage, kennzahl, zelle, datensaetze.einzelne_zelle(zelle, beide))


def _bekannte(lage: Lage, kennzahl: Kennzahl, merkmal: Merkmal) -> set[str]:
    """Was vorkommt, und was im Katalog steht; ein Unterfeld ist kein Hauptberatungsfeld."""
    vorkommende = {posten.schluessel for posten in lage.verteilung(kennzahl.zaehleinheit, merkmal).posten}
    if merkmal is Merkmal.HAUPTBERATUNGSFELD:
        return vorkommende
    einzeln = [[s for m, s in lage.namen.auspraegungen if m == teil] for teil in merkmal.split("×")]
    return vorkommende | {"×".join(teile) for teile in product(*einzeln)}
