"""Eine Tabelle, wie sie jede Ausgabe bekommt: Zellen sind Zahlen oder Zeichen, nie leer-gleich-null."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dresden_senioren.kern import zahlen


class Zeichen(StrEnum):
    """Was statt einer Zahl steht (Zeichenerklärung der Kommunalen Statistikstelle, ergänzt um „fehlt“)."""

    GEHEIM = "."
    NICHT_SINNVOLL = "x"
    FEHLT = "fehlt"

    @property
    def erklaerung(self) -> str:
        return {".": "Zahl unbekannt oder geheim zu halten", "x": "Angabe nicht sinnvoll", "fehlt": "nicht gemeldet"}[
            self
        ]


NULL_ZEICHEN = "–"  # genau null

Zelle = int | Decimal | Zeichen | str


class Format(StrEnum):
    """Wie eine Spalte geschrieben wird."""

    TEXT = "text"
    ANZAHL = "anzahl"
    DIFFERENZ = "differenz"
    PROZENT = "prozent"
    VERAENDERUNG = "veraenderung"

    def schreiben(self, zelle: Zelle) -> str:
        """Zelle als deutscher Text: 3080 → „3.080“, 0 → „–“, 21.5 → „+21,5 %“."""
        if isinstance(zelle, str):  # auch Zeichen
            return str(zelle)
        match self:
            case Format.PROZENT:
                return zahlen.prozent(zelle)
            case Format.VERAENDERUNG:
                return zahlen.prozent(zelle, vorzeichen=True)
            case Format.DIFFERENZ:
                return zahlen.deutsch(zelle, vorzeichen=True)
            case _:
                return zahlen.deutsch(zelle) if zelle else NULL_ZEICHEN


@dataclass(frozen=True)
class Spalte:
    bezeichnung: str
    format: Format = Format.TEXT

    @property
    def ist_zahl(self) -> bool:
        return self.format is not Format.TEXT


@dataclass(frozen=True)
class Herkunft:
    """Was jede Zahl mit sich trägt: Zeitraum, Einheit, Quelle, Stand, Zählweise und wie fest sie ist."""

    zeitraum: str
    einheit: str
    quelle: str
    stand: str
    zaehlweise: str = ""
    zustand: str = ""
    fussnoten: tuple[str, ...] = ()

    def __post_init__(self):
        if fehlend := [n for n in ("zeitraum", "einheit", "quelle", "stand") if not getattr(self, n)]:
            raise ValueError(f"Zahlen ohne {', '.join(fehlend)} werden nicht gezeigt.")

    @property
    def satz(self) -> str:
        """Die Zeile unter Tabelle und Diagramm."""
        teile = [
            f"Zeitraum: {self.zeitraum}",
            f"Einheit: {self.einheit}",
            f"Quelle: {self.quelle}",
            f"Stand: {self.stand}",
        ]
        teile += [f"Zählweise: {self.zaehlweise}"] * bool(self.zaehlweise) + [f"Zahlen {self.zustand}"] * bool(
            self.zustand
        )
        return " · ".join(teile)

    @property
    def darunter(self) -> list[str]:
        """Was jede Ausgabe unter ein Diagramm setzt."""
        return [self.satz, *self.fussnoten]


@dataclass(frozen=True)
class Tabelle:
    """Rechteckig; die erste Spalte benennt die Zeile, die letzten `summenzeilen` fassen die übrigen zusammen.
    ValueError, wenn eine Zeile nicht passt."""

    titel: str
    spalten: tuple[Spalte, ...]
    zeilen: tuple[tuple[Zelle, ...], ...]
    herkunft: Herkunft
    summenzeilen: int = 0

    def __post_init__(self):
        for zeile in self.zeilen:
            if len(zeile) != len(self.spalten):
                raise ValueError(
                    f"„{self.titel}“: Zeile {zeile[0]!r} hat {len(zeile)} statt {len(self.spalten)} Zellen."
                )

    @property
    def geschrieben(self) -> list[list[str]]:
        """Alle Zellen als deutscher Text."""
        return [[s.format.schreiben(z) for s, z in zip(self.spalten, zeile, strict=True)] for zeile in self.zeilen]

    @property
    def einzeln(self) -> list[list[str]]:
        """Die geschriebenen Zeilen ohne Summen."""
        return self.geschrieben[: len(self.zeilen) - self.summenzeilen]

    @property
    def summen(self) -> list[list[str]]:
        return self.geschrieben[len(self.zeilen) - self.summenzeilen :]

    @property
    def zeichenerklaerung(self) -> list[str]:
        """Nur die Zeichen, die vorkommen."""
        zellen = [zelle for zeile in self.zeilen for zelle in zeile]
        erklaert = [f"{z} = {z.erklaerung}" for z in Zeichen if any(zelle is z for zelle in zellen)]
        hat_null = any(NULL_ZEICHEN in zeile for zeile in self.geschrieben)
        return [f"{NULL_ZEICHEN} = genau null"] * hat_null + erklaert

    @property
    def darunter(self) -> list[str]:
        """Was jede Ausgabe unter die Tabelle setzt: Herkunft, vorkommende Zeichen, Fußnoten."""
        zeichen = self.zeichenerklaerung
        erklaert = ["Zeichen: " + " · ".join(zeichen)] if zeichen else []
        return [self.herkunft.satz, *erklaert, *self.herkunft.fussnoten]
