"""Das feste Tabellenprogramm: welche Zahlen eines Planungsbereichs zusammenhängen, und nur diese verlassen das Haus.

Nur Zellen der Planungsbereiche gehen hinein. Die Stadt ist die Summe ihrer Bereiche, „zusammen“ die Summe der Quellen,
jeder Zeitraum die Summe seiner Monate: Diese Summen sagen über keinen Einzelnen mehr als ihre Teile.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple, TypeVar

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from dresden_senioren.kern.zeitraum import Monat

PROGRAMM = 1  # Version; eine neue Aufteilung ist eine neue Version

GESAMT = ("", "")
Wert = TypeVar("Wert")
Zelle = tuple[str, str]  # Merkmal, Ausprägung; GESAMT ist die Gesamtzahl


class Schluessel(NamedTuple):
    """Eine Zahl eines Planungsbereichs. `gebiet`: Kürzel, auch „unbekannt“ und „auswaertig“, leer für den Teil der
    Stadt, den kein Bereich bekam. Gesamtzahlen haben weder Merkmal noch Ausprägung."""

    monat: Monat
    quelle: str
    gebiet: str
    zaehleinheit: str
    merkmal: str = ""
    auspraegung: str = ""

    @property
    def ort(self) -> "Ort":
        return Ort(self.monat, self.quelle, self.gebiet, self.zaehleinheit)

    @property
    def bezeichnung(self) -> str:
        """„Beratungen, beratungsort telefon, cotta, gefördert, Mai 2024“: nennt die Zelle in einem Satz."""
        was = Zaehleinheit(self.zaehleinheit).bezeichnung
        worin = f"{Merkmal(self.merkmal).bezeichnung} „{self.auspraegung}“" if self.merkmal else "gesamt"
        wo = f"Bereich „{self.gebiet}“" if self.gebiet else "Stadt ohne Bereich"
        return f"{was}, {worin}, {wo}, Quelle {self.quelle}, {self.monat.bezeichnung}"


class Ort(NamedTuple):
    """Ein Block: alle Zahlen einer Zähleinheit in einem Planungsbereich, einem Monat und einer Quelle."""

    monat: Monat
    quelle: str
    gebiet: str
    zaehleinheit: str

    def zu(self, zelle: Zelle) -> Schluessel:
        return Schluessel(*self, *zelle)


class Gleichung(NamedTuple):
    """Ganzes = Summe der Teile + Rest. Der Rest ist, was eine Lieferung von Summen nicht aufgeteilt hat."""

    ganzes: Zelle
    teile: tuple[Zelle, ...]
    rest: int


class UngueltigeZahlen(ValueError):
    """Die Zahlen können nicht geschützt werden; der Text nennt die Zelle."""


_KREUZ = (Merkmal.ALTERSGRUPPE, Merkmal.GESCHLECHT)
_BERATUNG = ((Merkmal.HAUPTBERATUNGSFELD, ""), (Merkmal.BERATUNGSFELD, Merkmal.HAUPTBERATUNGSFELD),
             (Merkmal.BERATUNGSORT, ""))  # fmt: skip
# Zähleinheit → (Merkmal der Teile, Merkmal des Ganzen; leer: die Gesamtzahl)
AUFTEILUNGEN: dict[str, tuple[tuple[str, str], ...]] = {
    Zaehleinheit.NEUZUGANG: (
        (Merkmal.ALTERSGRUPPE, ""),
        (Merkmal.GESCHLECHT, ""),
        (Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.ALTERSGRUPPE),
        (Merkmal.ALTERSGRUPPE_GESCHLECHT, Merkmal.GESCHLECHT),
        (Merkmal.MIGRATIONSHINTERGRUND, ""),
        (Merkmal.FAMILIENSTAND, ""),
        (Merkmal.FALLHERKUNFT, ""),
    ),
    Zaehleinheit.INFORMATION: _BERATUNG,
    Zaehleinheit.BERATUNG: _BERATUNG,
    Zaehleinheit.KRISENINTERVENTION: _BERATUNG,
    Zaehleinheit.FALL: ((Merkmal.HAEUFIGKEIT, ""),),
}


def ist_im_programm(zaehleinheit: str, merkmal: str = "") -> bool:
    """Gehört die Aufteilung zum Programm? Was nicht dazugehört, bleibt im Haus."""
    return zaehleinheit in AUFTEILUNGEN and (not merkmal or merkmal in {teil for teil, _ in AUFTEILUNGEN[zaehleinheit]})


def nach_orten(zellen: Mapping[Schluessel, Wert]) -> dict[Ort, dict[Zelle, Wert]]:
    """Dieselben Zahlen Block für Block, beides in fester Reihenfolge."""
    bloecke: dict[Ort, dict[Zelle, Wert]] = {}
    for schluessel in sorted(zellen):
        bloecke.setdefault(schluessel.ort, {})[schluessel[4:]] = zellen[schluessel]
    return bloecke


def gleichungen(ort: Ort, zellen: Mapping[Zelle, int], eltern: Mapping[str, str]) -> list[Gleichung]:
    """Alle Summen eines Blocks. UngueltigeZahlen, wenn eine Zelle nicht ins Programm gehört oder zu groß ist."""
    for zelle, anzahl in zellen.items():
        if anzahl < 0 or not ist_im_programm(ort.zaehleinheit, zelle[0]):
            warum = "ist kleiner als null" if anzahl < 0 else "gehört nicht zum Tabellenprogramm"
            raise UngueltigeZahlen(f"Die Zahl „{ort.zu(zelle).bezeichnung}“ {warum} und kann nicht geschützt werden.")
    ergebnis = []
    for merkmal, oberes in AUFTEILUNGEN[ort.zaehleinheit]:
        familien: dict[Zelle, list[Zelle]] = {}
        for zelle in zellen:
            if zelle[0] == merkmal:
                familien.setdefault(_ganzes(merkmal, oberes, zelle[1], eltern), []).append(zelle)
        for ganzes, teile in familien.items():
            ergebnis += [_gleichung(ort, zellen, ganzes, gruppe) for gruppe in _getrennt(zellen, ganzes, teile)]
    return ergebnis


def _ganzes(merkmal: str, oberes: str, auspraegung: str, eltern: Mapping[str, str]) -> Zelle:
    if not oberes:
        return GESAMT
    if oberes == Merkmal.HAUPTBERATUNGSFELD:
        return (oberes, eltern.get(auspraegung, auspraegung))
    alter, geschlecht = auspraegung.split("×")
    return (oberes, alter if oberes == Merkmal.ALTERSGRUPPE else geschlecht)


def _getrennt(zellen: Mapping[Zelle, int], ganzes: Zelle, teile: list[Zelle]) -> list[list[Zelle]]:
    """In Lieferungen von Summen enthält die Zeile des Hauptfelds seine Unterfelder schon: Sie ist das Ganze noch einmal
    und kein Teil neben ihnen."""
    selbst = [teil for teil in teile if teil[1] == ganzes[1]]
    andere = [teil for teil in teile if teil[1] != ganzes[1]]
    ist_noch_einmal = selbst and zellen[selbst[0]] == zellen.get(ganzes) and any(zellen[teil] for teil in andere)
    return [selbst, andere] if ist_noch_einmal else [teile]


def _gleichung(ort: Ort, zellen: Mapping[Zelle, int], ganzes: Zelle, teile: list[Zelle]) -> Gleichung:
    rest = zellen.get(ganzes, 0) - sum(zellen[teil] for teil in teile)
    if rest < 0:
        groesster = max(teile, key=lambda teil: zellen[teil])
        raise UngueltigeZahlen(
            f"Die Teile ergeben mehr als ihr Ganzes: „{ort.zu(ganzes).bezeichnung}“ ist {zellen.get(ganzes, 0)}, die "
            f"Teile zusammen sind {-rest} mehr, am größten „{ort.zu(groesster).bezeichnung}“. Berichtigen Sie die "
            "Lieferung, bevor Sie die Zahlen freigeben."
        )
    return Gleichung(ganzes, tuple(teile), rest)


class Vorrat:
    """Alle Ausprägungen, die in irgendeinem Block vorkommen. Eine veröffentlichte Tabelle zeigt sie überall, auch als
    Null; was Null ist, weiß der Angriff nicht."""

    def __init__(self, tabellen: Iterable[Mapping[Schluessel, object]], eltern: Mapping[str, str]):
        self._zellen: dict[str, set[Zelle]] = {}
        for schluessel in chain.from_iterable(tabellen):
            self._zellen.setdefault(schluessel.zaehleinheit, set()).add(schluessel[4:])
        for zellen in self._zellen.values():
            alter, geschlecht = ([a for m, a in zellen if m == merkmal] for merkmal in _KREUZ)
            if any(merkmal == Merkmal.ALTERSGRUPPE_GESCHLECHT for merkmal, _ in zellen):
                zellen |= {(Merkmal.ALTERSGRUPPE_GESCHLECHT.value, f"{a}×{g}") for a in alter for g in geschlecht}
            felder = [a for m, a in zellen if m == Merkmal.BERATUNGSFELD]
            zellen |= {(Merkmal.HAUPTBERATUNGSFELD.value, eltern.get(feld, feld)) for feld in felder}

    def mit_nullen(self, ort: Ort, zellen: Mapping[Zelle, int]) -> dict[Zelle, int]:
        """Der Block, wie ihn eine Tabelle zeigt: für jedes Merkmal, das er hat, alle Ausprägungen."""
        merkmale = {merkmal for merkmal, _ in zellen}
        return {z: zellen.get(z, 0) for z in sorted(self._zellen[ort.zaehleinheit] | {GESAMT}) if z[0] in merkmale}
