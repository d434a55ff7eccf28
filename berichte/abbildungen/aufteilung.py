"""Wie sich eine Zahl auf die Ausprägungen eines Merkmals verteilt: Balken der Anteile, heute gegen früher."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from beratung.kern.zaehlung import UNBEKANNT, Merkmal, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.grundlage import sichere_plaetze
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.verteilung import Posten, Verteilung
from berichte.zahlen.lage import Lage
from dresden_senioren.kern import zahlen

from .zeiten import Zeiten, zeiten
from .zellen import gerechnet, gezaehlt, verglichen

HUNDERT = Decimal(100)


@dataclass(frozen=True)
class Aufteilung:
    """Eine Abbildung als Daten. `ist_geordnet`: Reihenfolge des Katalogs statt der Größe. `satz`: wie der Befund einen
    Anteil nennt. `betont`: worüber der Befund auch dann spricht, wenn es nicht das Häufigste ist."""

    schluessel: str
    ueberschrift: str
    zaehleinheit: Zaehleinheit
    merkmal: Merkmal
    ist_geordnet: bool = False
    satz: str = "{name} {anteil}"
    betont: str = ""
    nur_tabelle: bool = False

    def __call__(self, lage: Lage) -> Abbildung:
        verteilung, wann = lage.verteilung(self.zaehleinheit, self.merkmal), zeiten(lage, self.zaehleinheit)
        if _ist_ungleich_aufgeteilt(verteilung):
            wann = replace(wann, frueher="")
        posten = sorted(self._gereiht(verteilung), key=lambda p: p.schluessel == UNBEKANNT)
        herkunft = self._herkunft(lage, verteilung, posten, wann)
        meiste = _haeufigster(verteilung, lage.datensatz.basis)
        titel = self._titel(verteilung, meiste, wann)
        diagramm = None
        if verteilung.hat_anteile and posten and not self.nur_tabelle:
            diagramm = self._diagramm(titel, verteilung, posten, wann, herkunft)
        tabelle = Tabelle(self.ueberschrift, *_tabelle(self.merkmal, verteilung, posten, wann), herkunft, 1)
        befund = self._befund(titel, verteilung, meiste, wann)
        kennzahl = JE_ZAEHLEINHEIT[self.zaehleinheit].schluessel
        return Abbildung(self.schluessel, self.ueberschrift, befund, kennzahl, tabelle, diagramm)

    def _gereiht(self, verteilung: Verteilung) -> Sequence[Posten]:
        return verteilung.posten if self.ist_geordnet else verteilung.nach_groesse

    @property
    def _einheit(self) -> str:
        return JE_ZAEHLEINHEIT[self.zaehleinheit].einheit

    def _titel(self, verteilung: Verteilung, meiste: Posten | None, wann: Zeiten) -> str:
        """„Beratungen: Pflege und Gesundheit 29,3 % (01–09/2024)“; ohne sicher Häufigstes nur, was gezeigt ist."""
        if verteilung.gesamt.heute is None:
            return f"{self._einheit}: für {wann.heute} nicht {wann.da}"
        if verteilung.statt_anteil is Zeichen.GEHEIM:
            return f"{self._einheit}: in {wann.heute} unter {verteilung.gesamt.prozent_ab}, darum ohne Anteile"
        if not verteilung.gesamt.heute:
            return f"{self._einheit}: keine in {wann.heute}"
        if not _bekannte(verteilung):
            return f"{self._einheit}: in {wann.heute} nicht nach {self.merkmal.bezeichnung} aufgeteilt"
        if not meiste:
            return f"{self._einheit} nach {self.merkmal.bezeichnung} ({wann.heute})"
        return f"{self._einheit}: {self._anteil(meiste, verteilung.anteil(meiste))} ({wann.heute})"

    def _anteil(self, posten: Posten, anteil: Decimal) -> str:
        satz = f"{self.merkmal.bezeichnung} {{name}} {{anteil}}" if posten.schluessel == UNBEKANNT else self.satz
        return satz.format(name=posten.name, anteil=zahlen.prozent(anteil))

    def _befund(self, titel: str, verteilung: Verteilung, meiste: Posten | None, wann: Zeiten) -> str:
        """Der Titel, was davor war, und was außerdem auffallen soll, auch wenn es nicht das Häufigste ist."""
        saetze = [f"{titel}."]
        davor = verteilung.anteil_frueher(meiste) if meiste and wann.frueher else None
        if davor is not None:
            saetze.append(f"In {wann.frueher} waren es {zahlen.prozent(davor)}.")
        for posten in verteilung.posten if verteilung.hat_anteile else ():
            if posten.schluessel in {self.betont, UNBEKANNT} and posten.paar.heute and posten is not meiste:
                satz = self._anteil(posten, verteilung.anteil(posten))
                frueher = verteilung.anteil_frueher(posten) if wann.frueher else None
                klammer = f" ({wann.frueher}: {zahlen.prozent(frueher)})" if frueher is not None else ""
                saetze.append(f"{satz[0].upper()}{satz[1:]}{klammer}.")
        return " ".join(saetze)

    def _herkunft(self, lage: Lage, verteilung: Verteilung, posten: Sequence[Posten], wann: Zeiten) -> Herkunft:
        herkunft = lage.herkunft(self.zaehleinheit)
        notizen = []
        if _ist_ungleich_aufgeteilt(verteilung):
            notizen.append(
                f"Nicht jede Lieferung teilt nach {self.merkmal.bezeichnung} auf; die Anteile gelten an allen "
                f"{self._einheit}, verglichen wird darum nicht."
            )
        else:
            seiten = ((wann.heute, verteilung.anteil), (wann.frueher, verteilung.anteil_frueher))
            notizen += [satz for name, anteil in seiten if name and (satz := _rundung(name, map(anteil, posten)))]
        return replace(herkunft, fussnoten=(*herkunft.fussnoten, *notizen))

    def _diagramm(self, titel, verteilung: Verteilung, posten: Sequence[Posten], wann: Zeiten, herkunft) -> Diagramm:
        seiten = [(wann.heute, verteilung.anteil, "aktuell")]
        if wann.frueher and verteilung.hat_anteile_frueher:
            seiten.append((wann.frueher, verteilung.anteil_frueher, "vorjahr"))
        reihen = tuple(Reihe(n, tuple(gerechnet(anteil(p)) for p in posten), rolle) for n, anteil, rolle in seiten)
        je_posten = "; ".join(
            f"{p.name} " + ", ".join(f"{zahlen.prozent(anteil(p))} in {name}" for name, anteil, _ in seiten)
            for p in posten
        )
        beschreibung = f"Waagerechte Balken, Anteile in Prozent. {titel}. {je_posten}."
        namen = tuple(p.name for p in posten)
        bezeichnung = self.merkmal.bezeichnung
        return Diagramm(
            Diagrammart.BALKEN, titel, namen, bezeichnung, reihen, herkunft, beschreibung, Format.PROZENT
        )  # fmt: skip


def _bekannte(verteilung: Verteilung) -> list[Posten]:
    """Ohne „unbekannt“, das Häufigste zuerst; leer, wo nichts aufgeteilt, alles null oder zu wenig für Anteile ist."""
    bekannte = [p for p in verteilung.nach_groesse if p.schluessel != UNBEKANNT and p.paar.heute]
    return bekannte if verteilung.hat_anteile else []


def _haeufigster(verteilung: Verteilung, basis: int) -> Posten | None:
    """None auch, wo die Rundung geschützter Zahlen entscheiden kann, welcher es ist."""
    bekannte = _bekannte(verteilung)
    return bekannte[0] if sichere_plaetze([p.paar.heute for p in bekannte], basis=basis) else None


def _ist_ungleich_aufgeteilt(verteilung: Verteilung) -> bool:
    rest = verteilung.nicht_aufgeteilt
    return bool(rest.heute or rest.frueher)


def _rundung(zeitraum: str, anteile) -> str:
    """Fußnote, wenn gerundete Anteile nicht 100,0 ergeben; leer, wenn doch oder wenn es keine gibt."""
    summe = sum((anteil for anteil in anteile if anteil is not None), Decimal(0))
    if not summe or summe == HUNDERT:
        return ""
    return f"Gerundet; die Anteile {zeitraum} ergeben zusammen {zahlen.prozent(summe)}."


def _tabelle(merkmal: Merkmal, verteilung: Verteilung, posten: Sequence[Posten], wann: Zeiten) -> tuple[tuple, tuple]:
    """Spalten und Zeilen; die letzte Zeile fasst zusammen."""
    spalten = [Spalte(merkmal.bezeichnung), *wann.zaehlspalten]
    spalten += [Spalte(f"Anteil {name}", Format.PROZENT) for name in (wann.frueher, wann.heute) if name]
    reihen = [*posten]
    if _ist_ungleich_aufgeteilt(verteilung):
        reihen.append(Posten("", "nicht aufgeteilt", verteilung.nicht_aufgeteilt))
    reihen.append(Posten("", "zusammen", verteilung.gesamt))
    return tuple(spalten), tuple(_zeile(verteilung, p, wann) for p in reihen)


def _zeile(verteilung: Verteilung, posten: Posten, wann: Zeiten) -> tuple:
    heute = gerechnet(verteilung.anteil(posten), verteilung.statt_anteil)
    if not wann.frueher:
        return (posten.name, gezaehlt(posten.paar.heute), heute)
    frueher = gerechnet(verteilung.anteil_frueher(posten), verteilung.statt_anteil_frueher)
    return (posten.name, *verglichen(posten.paar), frueher, heute)
