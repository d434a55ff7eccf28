"""Gezählte Zeilen auf wenig Platz: eine Datei für das ganze Land soll nicht mehr brauchen als eine für eine Stadt."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice


class Zaehltabelle(Sequence):
    """Gruppierte Zeilen [Werte …, Anzahl], im Speicher spaltenweise mit vier Bytes je Wert."""

    def __init__(self, breite: int):
        self._ziffern = [durchgezaehlt() for _ in range(breite)]
        self._spalten = [array("I") for _ in range(breite)]
        self._anzahlen = array("Q")

    def dazu(self, gruppen: Mapping[tuple[str, ...], int]) -> None:
        for ziffern, spalte, werte in zip(self._ziffern, self._spalten, zip(*gruppen, strict=True), strict=False):
            spalte.extend(map(ziffern.__getitem__, werte))
        self._anzahlen.extend(gruppen.values())

    def __len__(self) -> int:
        return len(self._anzahlen)

    def __getitem__(self, nr: int) -> list:
        return next(islice(self, range(len(self))[nr], None))

    def __iter__(self) -> Iterator[list]:
        spalten = [map(list(z).__getitem__, s) for z, s in zip(self._ziffern, self._spalten, strict=True)]
        return map(list, zip(*spalten, self._anzahlen, strict=True))


def durchgezaehlt() -> defaultdict:
    """Gibt jedem neuen Schlüssel die nächste Zahl, von 0 an."""
    ziffern: defaultdict = defaultdict()
    ziffern.default_factory = ziffern.__len__
    return ziffern
