"""Das feste Tabellenprogramm: welche Zahlen eines Planungsbereichs zusammenhängen, und nur diese verlassen das Haus.

Nur Zellen der Planungsbereiche gehen hinein. Die Stadt ist die Summe ihrer Bereiche, „zusammen“ die Summe der Quellen,
jeder Zeitraum die Summe seiner Monate: Diese Summen sagen über keinen Einzelnen mehr als ihre Teile.
"""

from typing import NamedTuple

from beratung.kern.zaehlung import Merkmal, Zaehleinheit
from dresden_senioren.kern.zeitraum import Monat

PROGRAMM = 1  # Version; eine neue Aufteilung ist eine neue Version

GESAMT = ("", "")
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
