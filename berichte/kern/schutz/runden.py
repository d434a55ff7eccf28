"""Kontrolliertes Runden: Jede Zahl wird auf ein benachbartes Vielfaches der Basis gerundet, und alle Summen stimmen.

Eine Lösung gibt es immer: Die Zahlen eines Blocks sind ein Fluss in einem Netz (Gesamtzahl → Aufteilung → Gesamtzahl).
Durch die Basis geteilt ist er ein gebrochener Fluss zwischen ab- und aufgerundeten Grenzen, und dann gibt es zwischen
denselben ganzzahligen Grenzen auch einen ganzzahligen.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .block import WEIT, ist_gerundet
from .loeser import LinearesProgramm
from .programm import GESAMT, Gleichung, Ort, Schluessel, Zelle, gleichungen, nach_orten

# Wie schwer die Abweichung auf jeder Ebene wiegt. Je schwerer die einzelne Zahl, desto weiter läuft das Jahr davon.
GEWICHT_ZELLE, GEWICHT_BEREICH_JAHR, GEWICHT_STADT_MONAT, GEWICHT_STADT_JAHR, GEWICHT_ZUSAMMEN_JAHR = 4, 1, 1, 2, 1
GEWICHT_GESAMT = 8  # mal so schwer wie eine Ausprägung: Gesamtzahlen stehen in jedem Bericht

# Was es kostet, von der letzten Veröffentlichung abzuweichen: bei berichtigten Zahlen, weiter daneben bei berichtigten,
# bei unveränderten. Wer zwei Werte für dieselbe Zahl sieht, weiß mehr als aus einem; darum liegt eher eine berichtigte
# weiter daneben (unter `WEIT` mal Basis), als dass eine unveränderte wechselt. Wechselt keine, verraten alle Freigaben
# zusammen so wenig wie eine: Was veröffentlicht ist, erfüllt alle Summen und lässt sich überall gleich verschieben.
KOSTEN_GEAENDERT, KOSTEN_WEIT, KOSTEN_UNVERAENDERT = 3e3, 1e6, 1e7


class KeineLoesung(RuntimeError):
    """Der Löser fand keine gerundeten Zahlen; es gibt kein halbes Ergebnis."""


@dataclass(frozen=True)
class Abweichung:
    """Veröffentlichte minus genaue Zahl, ohne Vorzeichen."""

    groesste: int
    mittlere: float


@dataclass(frozen=True)
class Schutzergebnis:
    """`werte`: zu jeder genauen Zahl die geschützte. Abweichungen je Ebene: `zelle` über alle Zahlen, die übrigen nur
    über Gesamtzahlen; `jahr`: vom Januar bis zum letzten Monat des Jahres. `bewegt`: Zahlen, die sich nicht geändert
    haben und doch anders als in der letzten Freigabe veröffentlicht würden; dem Angriff fallen sie auf.
    `weit`: berichtigte Zahlen, deren veröffentlichter Wert um eine Basis oder mehr daneben liegt, damit ihre
    unveränderten Nachbarn bleiben können."""

    werte: dict[Schluessel, int]
    zelle: Abweichung
    bereich_monat: Abweichung
    bereich_jahr: Abweichung
    stadt_monat: Abweichung
    stadt_jahr: Abweichung
    bewegt: tuple[Schluessel, ...]
    weit: tuple[Schluessel, ...]


def schuetzen(
    genau: Mapping[Schluessel, int], *, basis: int = 5, eltern: Mapping[str, str],
    vorher: Mapping[Schluessel, tuple[int, int]] | None = None,
) -> Schutzergebnis:  # fmt: skip
    """Geschützte Zahlen zu allen genauen, immer dieselben zu denselben. `eltern`: Beratungsfeld → Hauptberatungsfeld.
    `vorher`: (genau, veröffentlicht) der letzten Freigabe, `Freigabestand.als_vorher`; unveränderte Blöcke bleiben, wie
    sie veröffentlicht sind. Eine Zahl, die es nicht mehr gibt, kann mit ihrem alten Wert stehen bleiben.
    UngueltigeZahlen, wenn ein Teil über seinem Ganzen liegt; KeineLoesung statt eines halben Ergebnisses."""
    frueher = nach_orten(vorher or {})
    konten = _Konten()
    werte: dict[Ort, dict[Zelle, int]] = {}
    offen = []
    for ort, zellen in nach_orten(genau).items():
        bisher = frueher.get(ort, {})
        zellen = dict(sorted(({zelle: 0 for zelle, (_, wert) in bisher.items() if wert} | zellen).items()))  # noqa: PLW2901
        block = _Block(ort, zellen, gleichungen(ort, zellen, eltern), basis, bisher)
        if bleibt := block.bleibt():
            werte[ort] = bleibt
            konten.buchen(block, bleibt)
        else:
            offen.append(block)
    for block in sorted(offen, key=lambda b: (b.ort.monat, b.ort.zaehleinheit, b.ort.quelle, b.ort.gebiet)):
        werte[block.ort] = block.loesen(konten)
        konten.buchen(block, werte[block.ort])
    bewegt = [block.ort.zu(zelle) for block in offen for zelle in block.bewegte(werte[block.ort])]
    flach = {ort.zu(zelle): wert for ort, block in werte.items() for zelle, wert in block.items()}
    return _ergebnis(genau, {s: wert for s, wert in flach.items() if wert or s in genau}, basis, bewegt)


class _Konten:
    """Wie weit das Veröffentlichte auf jeder Ebene schon vom Genauen abweicht; der nächste Block gleicht es aus."""

    def __init__(self):
        self._stand: Counter = Counter()

    @staticmethod
    def _ebenen(ort: Ort, zelle: Zelle) -> tuple[tuple[int, tuple], ...]:
        monat, quelle, gebiet, einheit = ort
        return (
            (GEWICHT_BEREICH_JAHR, (monat.jahr, quelle, gebiet, einheit, zelle)),
            (GEWICHT_STADT_MONAT, (monat, quelle, einheit, zelle)),
            (GEWICHT_STADT_JAHR, (monat.jahr, quelle, einheit, zelle)),
            (GEWICHT_ZUSAMMEN_JAHR, (monat.jahr, einheit, zelle)),
        )

    def buchen(self, block: "_Block", werte: Mapping[Zelle, int]) -> None:
        for zelle, anzahl in block.zellen.items():
            if werte[zelle] != anzahl:
                for _, konto in self._ebenen(block.ort, zelle):
                    self._stand[konto] += werte[zelle] - anzahl

    def kosten(self, ort: Ort, zelle: Zelle, ueber: int, basis: int) -> int:
        """Was Aufrunden mehr kostet als Abrunden, wenn Abweichungen quadratisch zählen. `ueber`: was über dem
        abgerundeten Wert liegt."""
        eigene = basis - 2 * ueber
        ebenen = sum(gewicht * (eigene + 2 * self._stand[konto]) for gewicht, konto in self._ebenen(ort, zelle))
        return (GEWICHT_ZELLE * eigene + ebenen) * (GEWICHT_GESAMT if zelle == GESAMT else 1)


class _Schritt(NamedTuple):
    """Eine Spalte des Programms: um eine Basis hinauf (1) oder hinab (-1). `name`: Zelle oder Nummer des Rests."""

    name: object
    richtung: int
    kosten: float


@dataclass(frozen=True)
class _Block:
    """Alle Zahlen einer Zähleinheit in einem Bereich und Monat; `frueher`: (genau, veröffentlicht) beim letzten Mal."""

    ort: Ort
    zellen: Mapping[Zelle, int]
    summen: list[Gleichung]
    basis: int
    frueher: Mapping[Zelle, tuple[int, int]]

    @cached_property
    def _merkmale(self) -> frozenset[str]:
        return frozenset(merkmal for merkmal, _ in self.frueher)

    def damals(self, zelle: Zelle) -> tuple[int, int] | None:
        """Genau und veröffentlicht beim letzten Mal; None, wenn es das Merkmal noch nicht gab."""
        return self.frueher.get(zelle, (0, 0)) if zelle[0] in self._merkmale else None

    def unveraendert(self, zelle: Zelle) -> bool:
        damals = self.damals(zelle)
        return damals is not None and damals[0] == self.zellen.get(zelle, 0)

    def bleibt(self) -> dict[Zelle, int] | None:
        """Die Werte der letzten Veröffentlichung, wenn sich nichts geändert hat und alles noch gilt."""
        werte = {zelle: wert for zelle, (_, wert) in self.frueher.items()}
        unveraendert = werte.keys() >= self.zellen.keys() and all(map(self.unveraendert, werte))
        return werte if unveraendert and self.gilt(werte) else None

    def gilt(self, werte: Mapping[Zelle, int]) -> bool:
        """Jede Zahl ist erlaubt, jede Summe stimmt, auch jeder Rest ist gerundet."""
        reste = ((s.rest, werte.get(s.ganzes, 0) - sum(werte[teil] for teil in s.teile)) for s in self.summen)
        return all(self.darf(zelle, werte[zelle]) for zelle in self.zellen) and all(
            ist_gerundet(rest, wert, self.basis) for rest, wert in reste
        )

    def darf(self, zelle: Zelle, wert: int) -> bool:
        """Ein benachbartes Vielfaches; was unverändert veröffentlicht ist; Berichtigtes auch etwas weiter daneben."""
        anzahl, damals = self.zellen[zelle], self.damals(zelle)
        darf_weit = damals is not None and (damals[0] != anzahl or wert == damals[1])
        nah = wert >= 0 == wert % self.basis and abs(wert - anzahl) < WEIT * self.basis
        return ist_gerundet(anzahl, wert, self.basis) or (darf_weit and nah)

    def bewegte(self, werte: Mapping[Zelle, int]) -> list[Zelle]:
        """Unveränderte Zahlen, die bleiben dürften und doch anders veröffentlicht würden."""
        bleibende = {z: w for z, (_, w) in self.frueher.items() if z in self.zellen and self.unveraendert(z)}
        return [zelle for zelle, wert in bleibende.items() if wert != werte[zelle] and self.darf(zelle, wert)]

    def loesen(self, konten: _Konten) -> dict[Zelle, int]:
        """Die billigste Rundung. KeineLoesung, wenn der Löser keine findet oder ihre Summen nicht aufgehen."""
        zahlen: list[tuple[object, int]] = [*self.zellen.items(), *((nr, s.rest) for nr, s in enumerate(self.summen))]
        unten = {name: anzahl // self.basis for name, anzahl in zahlen}
        schritte = [schritt for name, anzahl in zahlen for schritt in self._schritte(name, anzahl, konten)]
        zeilen = []
        for nr, summe in enumerate(self.summen):
            vorzeichen = {summe.ganzes: -1.0, nr: 1.0} | dict.fromkeys(summe.teile, 1.0)
            zeile = {i: vorzeichen[s.name] * s.richtung for i, s in enumerate(schritte) if s.name in vorzeichen}
            zeilen.append((zeile, -sum(faktor * unten.get(name, 0) for name, faktor in vorzeichen.items())))
        loesung = LinearesProgramm([(0, 1)] * len(schritte), zeilen).kleinste([s.kosten for s in schritte])
        if loesung is None:
            raise KeineLoesung(f"Für „{self.ort.zu(GESAMT).bezeichnung}“ fand der Löser keine gerundeten Zahlen.")
        for schritt, anteil in zip(schritte, loesung, strict=True):
            unten[schritt.name] += schritt.richtung * round(anteil)
        werte = {zelle: unten[zelle] * self.basis for zelle in self.zellen}
        if not self.gilt(werte):
            raise KeineLoesung(f"Für „{self.ort.zu(GESAMT).bezeichnung}“ gehen die gerundeten Zahlen nicht auf.")
        return werte

    def _schritte(self, name: object, anzahl: int, konten: _Konten) -> list[_Schritt]:
        """Wohin eine Zahl von ihrem abgerundeten Wert aus kann: hinauf, wo erlaubt noch eine Basis weiter."""
        ueber = anzahl % self.basis
        if isinstance(name, int):
            return [_Schritt(name, 1, self.basis - 2 * ueber)] if ueber else []
        schritte = []
        treue = KOSTEN_UNVERAENDERT if self.unveraendert(name) else KOSTEN_GEAENDERT
        if ueber:
            kosten = konten.kosten(self.ort, name, ueber, self.basis) + treue * self._zieht(name, anzahl - ueber)
            schritte.append(_Schritt(name, 1, kosten))
        for richtung, wert in ((1, anzahl - anzahl % -self.basis), (-1, anzahl - ueber)):
            if self.darf(name, wert + richtung * self.basis):
                weit = KOSTEN_WEIT * (4 if name == GESAMT else 1)
                schritte.append(_Schritt(name, richtung, -treue / 2 if self.unveraendert(name) else weit))
        return schritte

    def _zieht(self, zelle: Zelle, abgerundet: int) -> int:
        """Wohin das schon Veröffentlichte zieht: 1 hinab, -1 hinauf, 0 nirgendwohin."""
        damals = self.damals(zelle)
        abstand = 0 if damals is None else 2 * (abgerundet - damals[1]) + self.basis
        return (abstand > 0) - (abstand < 0)


def _ergebnis(
    genau: Mapping[Schluessel, int], werte: dict[Schluessel, int], basis: int, bewegt: Iterable[Schluessel]
) -> Schutzergebnis:
    bereich_jahr, stadt_monat, stadt_jahr = Counter(), Counter(), Counter()
    bereich_monat = {s: werte[s] - n for s, n in genau.items() if s[4:] == GESAMT}
    for (monat, quelle, gebiet, einheit, *_), fehler in bereich_monat.items():
        bereich_jahr[monat.jahr, quelle, gebiet, einheit] += fehler
        stadt_monat[monat, quelle, einheit] += fehler
        stadt_jahr[monat.jahr, quelle, einheit] += fehler
    return Schutzergebnis(
        werte,
        zelle=_abweichung(wert - genau.get(s, 0) for s, wert in werte.items()),
        bereich_monat=_abweichung(bereich_monat.values()),
        bereich_jahr=_abweichung(bereich_jahr.values()),
        stadt_monat=_abweichung(stadt_monat.values()),
        stadt_jahr=_abweichung(stadt_jahr.values()),
        bewegt=tuple(sorted(bewegt)),
        weit=tuple(sorted(s for s, wert in werte.items() if abs(wert - genau.get(s, 0)) >= basis)),
    )


def _abweichung(fehler: Iterable[int]) -> Abweichung:
    betraege = [abs(f) for f in fehler]
    return Abweichung(max(betraege, default=0), round(sum(betraege) / len(betraege), 2) if betraege else 0.0)
