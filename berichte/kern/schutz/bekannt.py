"""Schon veröffentlichte genaue Gesamtzahlen: was sie über jede einzelne Gesamtzahl verraten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .block import Blockangriff, grenze
from .programm import Ort
from .spannen import OFFEN, Grenze, Zeile, ist_moeglich, spannen


class BekannteSumme(NamedTuple):
    """Eine schon veröffentlichte genaue Gesamtzahl. Leere Quelle: beide zusammen; leeres Gebiet: die Stadt."""

    zaehleinheit: str
    quelle: str
    gebiet: str
    von: Monat
    bis: Monat
    anzahl: int


@dataclass
class Wissen:
    """`grenzen`: worin jede Gesamtzahl nach Freigaben und bekannten Zahlen liegt; `unmoeglich`: bekannte Zahlen, die
    dem Veröffentlichten widersprechen und darum nicht mitgerechnet sind."""

    grenzen: dict[Ort, Grenze] = field(default_factory=dict)
    unmoeglich: list[BekannteSumme] = field(default_factory=list)
    _netze: dict[str, "_Netz"] = field(default_factory=dict)

    def ohne_freigabe(self, ort: Ort) -> Grenze:
        """Worin die Gesamtzahl schon nach den bekannten Zahlen allein liegt."""
        netz = self._netze.get(ort.zaehleinheit)
        return netz.spanne_ohne_freigabe(ort) if netz else (0, OFFEN)


def wissen(bekannt: Sequence[BekannteSumme], angriffe: Mapping[Ort, Blockangriff], basis: int) -> Wissen:
    """Rechnet je Zähleinheit alle bekannten Summen zusammen; ohne bekannte Zahl bleibt jede Grenze offen."""
    ergebnis = Wissen()
    for einheit in sorted({summe.zaehleinheit for summe in bekannt}):
        netz = _Netz({ort: a for ort, a in angriffe.items() if ort.zaehleinheit == einheit}, basis)
        for summe in bekannt:
            if summe.zaehleinheit == einheit and not netz.nimm(summe):
                ergebnis.unmoeglich.append(summe)
        ergebnis.grenzen |= netz.grenzen_mit_wissen()
        ergebnis._netze[einheit] = netz
    return ergebnis


class _Netz:
    """Alle Gesamtzahlen einer Zähleinheit: eine Unbekannte je Monat, Quelle und Gebiet."""

    def __init__(self, angriffe: Mapping[Ort, Blockangriff], basis: int):
        self._angriffe = angriffe
        self._zeilen: list[Zeile] = []
        self._grenzen: list[Grenze] = []
        self._nummer: dict[Ort, int] = {}
        gemeldet = sorted({(ort.monat, ort.quelle) for ort in angriffe})
        gebiete = sorted({ort.gebiet for ort in angriffe})
        for (monat, quelle), gebiet in product(gemeldet, gebiete):
            ort = Ort(monat, quelle, gebiet, next(iter(angriffe)).zaehleinheit)
            angriff = angriffe.get(ort)
            self._nummer[ort] = self._neu(_gesamtspanne(angriff) if angriff else grenze(0, basis))
        self._gemeldet, self._quellen = set(gemeldet), sorted({quelle for _, quelle in gemeldet})

    def _neu(self, grenzen: Grenze) -> int:
        self._grenzen.append(grenzen)
        return len(self._grenzen) - 1

    def nimm(self, summe: BekannteSumme) -> bool:
        """Nimmt die Summe als Gleichung auf; False, wenn sie dem Bisherigen widerspricht."""
        monate = list(Zeitraum(summe.von, summe.bis))
        quellen = [summe.quelle] if summe.quelle else self._quellen
        zeile = {
            nummer: 1.0
            for ort, nummer in self._nummer.items()
            if ort.monat in monate and ort.quelle in quellen and summe.gebiet in ("", ort.gebiet)
        }
        if not zeile:
            return True  # nichts davon ist veröffentlicht
        if not self._gemeldet.issuperset(product(monate, quellen)):
            zeile[self._neu((0, OFFEN))] = 1.0  # was von der Summe auf nicht veröffentlichte Monate fällt
        zeilen = [*self._zeilen, (zeile, float(summe.anzahl))]
        if not ist_moeglich(self._grenzen, zeilen):
            return False
        self._zeilen = zeilen
        return True

    def grenzen_mit_wissen(self) -> dict[Ort, Grenze]:
        orte = {nummer: ort for ort, nummer in self._nummer.items() if ort in self._angriffe}
        beteiligt = sorted(orte.keys() & set().union(*(zeile for zeile, _ in self._zeilen)))
        return {orte[nr]: spanne for nr, spanne in (spannen(self._grenzen, self._zeilen, beteiligt) or {}).items()}

    def spanne_ohne_freigabe(self, ort: Ort) -> Grenze:
        nummer = self._nummer.get(ort)
        if not any(nummer in zeile for zeile, _ in self._zeilen):
            return 0, OFFEN
        return spannen([(0, OFFEN)] * len(self._grenzen), self._zeilen, [nummer])[nummer]


def _gesamtspanne(angriff: Blockangriff) -> Grenze:
    gefunden = angriff.spannen([angriff.gesamt])
    return gefunden[angriff.gesamt] if gefunden else angriff.grenzen[angriff.gesamt]
