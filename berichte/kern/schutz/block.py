"""Ein Block aus der Sicht des Angriffs: was in jeder Freigabe über seine Zahlen steht, und welche Summen gelten."""

from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from .programm import GESAMT, Gleichung, Zelle
from .spannen import OFFEN, Grenze, Zeile, spannen

WEIT = 2  # mal Basis: so weit daneben darf eine berichtigte Zahl liegen, sonst nur um weniger als eine


class Blockstand(NamedTuple):
    """Ein Block in einer Freigabe: die genauen Zahlen und was man über jede weiß; `reste`: dasselbe für den nicht
    aufgeteilten Rest jeder Summe."""

    genau: Mapping[Zelle, int]
    grenzen: Mapping[Zelle, Grenze]
    summen: Sequence[Gleichung]
    reste: Sequence[Grenze]
    geschuetzt: Mapping[Zelle, int] = MappingProxyType({})
    summenfehler: int = 0


def gerundeter_stand(
    genau: Mapping[Zelle, int], geschuetzt: Mapping[Zelle, int], basis: int, summen: Sequence[Gleichung],
    *, davor: Sequence[Blockstand] = (),
) -> Blockstand:  # fmt: skip
    """Was eine Veröffentlichung mit kontrolliertem Runden verrät, nach denen `davor`. Ein Rest steht nirgends, er ist
    die Differenz."""
    geschuetzt = {zelle: geschuetzt.get(zelle, 0) for zelle in genau}
    grenzen = {zelle: grenze(wert, basis) for zelle, wert in geschuetzt.items()}
    bisher = davor[-1].genau if davor else {}
    for zelle in bisher.keys() & geschuetzt.keys():
        if bisher[zelle] != genau[zelle]:
            grenzen[zelle] = _weite_grenze(geschuetzt[zelle], basis)
        elif davor[-1].geschuetzt[zelle] == geschuetzt[zelle]:
            grenzen[zelle] = davor[-1].grenzen[zelle]  # derselbe Wert für dieselbe Zahl sagt nichts Neues
    reste = [geschuetzt.get(s.ganzes, 0) - sum(geschuetzt[teil] for teil in s.teile) for s in summen]
    falsch = sum(not ist_gerundet(s.rest, rest, basis) for s, rest in zip(summen, reste, strict=True))
    return Blockstand(genau, grenzen, summen, [grenze(max(rest, 0), basis) for rest in reste], geschuetzt, falsch)


def grenze(veroeffentlicht: int, basis: int) -> Grenze:
    """Zwischen welchen Werten die genaue Zahl liegt. Wer kein Vielfaches der Basis sieht, sieht die genaue Zahl."""
    if veroeffentlicht % basis:
        return veroeffentlicht, veroeffentlicht
    return max(0, veroeffentlicht - basis + 1), veroeffentlicht + basis - 1


def _weite_grenze(veroeffentlicht: int, basis: int) -> Grenze:
    if veroeffentlicht % basis:
        return veroeffentlicht, veroeffentlicht
    return max(0, veroeffentlicht - WEIT * basis + 1), veroeffentlicht + WEIT * basis - 1


def ist_gerundet(genau: int, veroeffentlicht: int, basis: int) -> bool:
    """Auf ein benachbartes Vielfaches gerundet? Ein Vielfaches bleibt, auch die Null."""
    return veroeffentlicht % basis == 0 and abs(veroeffentlicht - genau) < basis


class Unbekannte(NamedTuple):
    """Eine genaue Zahl, wie sie in einer oder mehreren Freigaben nacheinander galt. `zelle` ist None bei einem Rest."""

    zelle: Zelle | None
    genau: int


class Blockangriff:
    """Alle Freigaben eines Blocks zusammen. Eine Zahl, die sich nicht geändert hat, ist in allen dieselbe Unbekannte:
    Der Angriff weiß, was berichtigt wurde."""

    def __init__(self, staende: Sequence[Blockstand]):
        self.unbekannte: list[Unbekannte] = []
        self.grenzen: list[Grenze] = []
        self.zeilen: list[Zeile] = []
        nummern: dict[object, int] = {}
        for stand in staende:
            for zelle, genau in stand.genau.items():
                nummern[zelle] = self._nummer(nummern.get(zelle), Unbekannte(zelle, genau), stand.grenzen[zelle])
            for summe, rest in zip(stand.summen, stand.reste, strict=True):
                self.zeilen.append((self._zeile(nummern, summe, rest), 0.0))
        self.gesamt = nummern[GESAMT]
        self.aktuell = frozenset(nummern.values())  # wie es jetzt gilt

    def _nummer(self, bisherige: int | None, unbekannte: Unbekannte, neue: Grenze) -> int:
        if bisherige is not None and self.unbekannte[bisherige] == unbekannte:
            alte = self.grenzen[bisherige]
            self.grenzen[bisherige] = (max(alte[0], neue[0]), min(alte[1], neue[1]))
            return bisherige
        self.unbekannte.append(unbekannte)
        self.grenzen.append(neue)
        return len(self.unbekannte) - 1

    def _zeile(self, nummern: dict[object, int], summe: Gleichung, rest: Grenze) -> dict[int, float]:
        zeile = {nummern[teil]: 1.0 for teil in summe.teile} | {nummern[summe.ganzes]: -1.0}
        if summe.rest:
            name = (summe.ganzes, summe.teile[0][0], len(summe.teile) == 1)
            nummern[name] = self._nummer(nummern.get(name), Unbekannte(None, summe.rest), rest)
            zeile[nummern[name]] = 1.0
        return zeile

    def ziele(self, klein: Container[int]) -> list[int]:
        """Unbekannte, deren genaue Zahl zu schützen ist."""
        return [nr for nr, u in enumerate(self.unbekannte) if u.zelle is not None and u.genau in klein]

    def spannen(self, ziele: Iterable[int], gesamt: Grenze = (0, OFFEN)) -> dict[int, Grenze] | None:
        """Kleinster und größter Wert jedes Ziels, wenn die letzte Gesamtzahl in `gesamt` liegt."""
        grenzen = list(self.grenzen)
        unten, oben = grenzen[self.gesamt]
        grenzen[self.gesamt] = (max(unten, gesamt[0]), min(oben, gesamt[1]))
        return spannen(grenzen, self.zeilen, ziele)
