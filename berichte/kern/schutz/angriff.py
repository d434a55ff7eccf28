"""Der Angriff auf die eigenen Freigaben: Was kann jemand ausrechnen, der alle veröffentlichten Zahlen, alle Summen, die
Methode und die schon bekannten genauen Zahlen kennt?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from beratung.kern.zaehlung import OHNE_ANGABE

from .bekannt import BekannteSumme, Wissen, wissen
from .block import Blockangriff, Blockstand, gerundeter_stand
from .programm import Ort, Schluessel, Vorrat, gleichungen, nach_orten
from .spannen import OFFEN

SCHLIMMSTE = 20  # so viele nennt das Ergebnis
KLEINSTE_GRUPPE = 5


class Freigabestand(NamedTuple):
    """Eine Freigabe: die genauen Zahlen, wie sie damals galten, und die veröffentlichten."""

    genau: Mapping[Schluessel, int]
    geschuetzt: Mapping[Schluessel, int]
    basis: int

    @property
    def als_vorher(self) -> dict[Schluessel, tuple[int, int]]:
        """(genau, veröffentlicht) für die nächste Freigabe, auch was nur noch veröffentlicht ist."""
        return {s: (self.genau.get(s, 0), wert) for s, wert in self.geschuetzt.items()}


class Spanne(NamedTuple):
    """Was der Angriff über eine Zahl weiß: kleinster und größter möglicher Wert."""

    schluessel: Schluessel
    kleinster: int
    groesster: int


class Gruppe(NamedTuple):
    """Alle Fälle einer Zeile haben dieselbe Ausprägung; ob das jemanden bloßstellt, entscheidet ein Mensch."""

    schluessel: Schluessel
    anzahl: int


@dataclass(frozen=True)
class Angriffsergebnis:
    """`zellen`: angegriffene kleine Zahlen; `exakt`: davon genau bestimmt; `eng`: davon mit weniger möglichen Werten
    als die Basis (die genau bestimmten zählen mit); `summenfehler`: veröffentlichte Summen, die nicht aufgehen;
    `unmoeglich`: bekannte Zahlen, die dem Veröffentlichten widersprechen und darum nicht mitgerechnet sind."""

    zellen: int
    exakt: int
    eng: int
    summenfehler: int
    schlimmste: tuple[Spanne, ...]
    gruppen: tuple[Gruppe, ...]
    unmoeglich: tuple[BekannteSumme, ...]

    @property
    def ist_sicher(self) -> bool:
        return not (self.exakt or self.eng or self.summenfehler)


def angreifen(
    freigaben: Sequence[Freigabestand], bekannt: Sequence[BekannteSumme] = (), *, eltern: Mapping[str, str],
    ziele_bis: int = 9,
) -> Angriffsergebnis:  # fmt: skip
    """Greift alle Freigaben zusammen an, in der Reihenfolge ihrer Veröffentlichung. Die Blöcke hängen nur über ihre
    Gesamtzahlen zusammen: Erst wird aus den bekannten Zahlen bestimmt, was sie über jede Gesamtzahl verraten, dann
    jeder Block für sich angegriffen; das verliert nichts."""
    if not freigaben:
        return Angriffsergebnis(0, 0, 0, 0, (), (), ())
    vorrat = Vorrat((freigabe.genau for freigabe in freigaben), eltern)
    staende = _staende(freigaben, vorrat, eltern)
    angriffe = {ort: Blockangriff(versionen) for ort, versionen in staende.items()}
    basis = min(freigabe.basis for freigabe in freigaben)
    wissend = wissen(bekannt, {ort: angriffe[ort] for ort in nach_orten(freigaben[-1].genau)}, basis)
    return replace(
        auswerten(angriffe, wissend, basis=basis, ziele_bis=ziele_bis),
        summenfehler=sum(stand.summenfehler for versionen in staende.values() for stand in versionen),
        gruppen=tuple(sorted(set(_gruppen(freigaben[-1], vorrat, eltern)))),
    )


def _staende(
    freigaben: Sequence[Freigabestand], vorrat: Vorrat, eltern: Mapping[str, str]
) -> dict[Ort, list[Blockstand]]:
    """Je Block seine Fassungen; wer unverändert noch einmal veröffentlicht wird, verrät nichts Neues."""
    staende: dict[Ort, list[Blockstand]] = {}
    for genau, geschuetzt, basis in freigaben:
        veroeffentlicht = nach_orten(geschuetzt)
        for ort, zellen in nach_orten(genau).items():
            bisher, alle = staende.setdefault(ort, []), vorrat.mit_nullen(ort, zellen)
            summen = gleichungen(ort, alle, eltern)
            stand = gerundeter_stand(alle, veroeffentlicht.get(ort, {}), basis, summen, davor=bisher)
            if stand not in bisher[-1:]:
                bisher.append(stand)
    return staende


def auswerten(
    angriffe: Mapping[Ort, Blockangriff], wissend: Wissen, *, basis: int, ziele_bis: int
) -> Angriffsergebnis:  # fmt: skip
    """Greift jeden Block an und zählt, was dabei herauskam. Zu eng ist nur, was ohne die Freigabe weiter wäre: Eine
    bekannte Gesamtzahl 3 begrenzt ihre Teile auch allein auf 0 bis 3. Widersprechen die Veröffentlichungen eines Blocks
    einander, zählen alle seine kleinen Zahlen als eng: lieber keine Freigabe als eine ungeprüfte."""
    gefunden: list[Spanne] = []
    exakt = eng = zellen = 0
    for ort, angriff in angriffe.items():
        ziele = angriff.ziele(range(1, ziele_bis + 1))
        spannen = angriff.spannen(ziele, wissend.grenzen.get(ort, (0, OFFEN)))
        zellen += len(ziele)
        for nr in ziele:
            kleinster, groesster = angriff.grenzen[nr] if spannen is None else spannen[nr]
            werte = 0 if spannen is None else groesster - kleinster + 1
            gefunden.append(Spanne(ort.zu(angriff.unbekannte[nr].zelle), kleinster, groesster))
            if werte < basis and werte < _ohnehin(ort, angriff, nr, wissend):
                eng += 1
                exakt += werte == 1
    gefunden.sort(key=lambda spanne: (spanne.groesster - spanne.kleinster, spanne.schluessel))
    return Angriffsergebnis(zellen, exakt, eng, 0, tuple(gefunden[:SCHLIMMSTE]), (), tuple(wissend.unmoeglich))


def _ohnehin(ort: Ort, angriff: Blockangriff, nummer: int, wissend: Wissen) -> float:
    """Wie viele Werte der Zahl schon ohne Freigabe blieben."""
    if nummer not in angriff.aktuell:
        return OFFEN
    kleinster, groesster = wissend.ohne_freigabe(ort)
    return groesster - kleinster + 1 if nummer == angriff.gesamt else groesster + 1


def _gruppen(freigabe: Freigabestand, vorrat: Vorrat, eltern: Mapping[str, str]) -> Iterator[Gruppe]:
    """Zeilen, in denen alle Fälle und alle veröffentlichten Fälle dieselbe Ausprägung haben."""
    for ort, zellen in nach_orten(freigabe.genau).items():
        for summe in gleichungen(ort, vorrat.mit_nullen(ort, zellen), eltern):
            gross = [t for t in summe.teile if zellen.get(t, 0) == zellen.get(summe.ganzes, 0) >= KLEINSTE_GRUPPE]
            for teil in gross if len(summe.teile) > 1 else ():
                gleich = freigabe.geschuetzt.get(ort.zu(teil), 0) == freigabe.geschuetzt.get(ort.zu(summe.ganzes), 0)
                if gleich and teil[1] not in OHNE_ANGABE:
                    yield Gruppe(ort.zu(teil), zellen[teil])
