"""Eine Tabelle, wie sie jede Ausgabe bekommt: Zellen sind Zahlen oder Zeichen, nie leer-gleich-null."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from beratung.kern.zaehlung import Zustand
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

    @property
    def erklaerung_geschuetzt(self) -> str:
        """In der Fassung Weitergabe."""
        return {".": "Grundlage zu klein für ein Verhältnis", "fehlt": "nicht freigegeben"}.get(self, self.erklaerung)


NULL_ZEICHEN = "–"  # genau null
# Steht hinter einer Zahl, die noch nicht endgültig ist; „p“ wie bei der Kommunalen Statistikstelle.
STANDZEICHEN = {Zustand.VORLAEUFIG: "p", Zustand.GEPRUEFT: "g"}
STANDERKLAERUNG = {"p": "vorläufige Zahl", "g": "geprüft, noch nicht endgültig"}

Zelle = int | Decimal | Zeichen | str


class Format(StrEnum):
    """Wie eine Spalte geschrieben wird."""

    TEXT = "text"
    ANZAHL = "anzahl"
    DIFFERENZ = "differenz"
    PROZENT = "prozent"
    VERAENDERUNG = "veraenderung"
    DICHTE = "dichte"  # je 1.000 Einwohner

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
            case Format.DICHTE:
                return zahlen.deutsch(zelle, stellen=1)
            case _:
                return zahlen.deutsch(zelle) if zelle else NULL_ZEICHEN


@dataclass(frozen=True)
class Spalte:
    bezeichnung: str
    format: Format = Format.TEXT

    @property
    def ist_zahl(self) -> bool:
        return self.format is not Format.TEXT


class Schutz(StrEnum):
    """Wie genau eine Zahl ist; danach entscheidet die Tür (kern/geheimhaltung.py)."""

    GENAU = "genau"  # gezählt: nur intern
    GESCHUETZT = "geschuetzt"  # aus dem geschützten Würfel einer Freigabe
    OHNE_SOZIALDATEN = "ohne_sozialdaten"  # Maßnahmen, Bevölkerung


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
    # Ohne Angabe gilt eine Zahl als genau und bleibt im Haus.
    schutz: Schutz = Schutz.GENAU
    schutzsatz: str = ""  # wie geschützte Zahlen gerundet sind und aus welcher Freigabe sie kommen

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
        return " · ".join([*teile, *[self.schutzsatz] * bool(self.schutzsatz)])


@dataclass(frozen=True)
class Tabelle:
    """Rechteckig; die erste Spalte benennt die Zeile, die letzten `summenzeilen` fassen die übrigen zusammen.
    ValueError, wenn eine Zeile nicht passt."""

    titel: str
    spalten: tuple[Spalte, ...]
    zeilen: tuple[tuple[Zelle, ...], ...]
    herkunft: Herkunft
    summenzeilen: int = 0
    # (Zeile, Spalte) → wie fest die Zahl dort ist; ohne Angabe steht sie ohne Zeichen.
    zustaende: Mapping[tuple[int, int], Zustand] = field(default_factory=dict)

    def __post_init__(self):
        for zeile in self.zeilen:
            if len(zeile) != len(self.spalten):
                raise ValueError(
                    f"„{self.titel}“: Zeile {zeile[0]!r} hat {len(zeile)} statt {len(self.spalten)} Zellen."
                )

    @property
    def herkuenfte(self) -> tuple[Herkunft, ...]:
        return (self.herkunft,)

    @cached_property
    def geschrieben(self) -> list[list[str]]:
        """Alle Zellen als deutscher Text, unfeste Zahlen mit ihrem Zeichen."""
        return [
            [
                self._mit_standzeichen(spalte.format.schreiben(zelle), nr, spaltennr)
                for spaltennr, (spalte, zelle) in enumerate(zip(self.spalten, zeile, strict=True))
            ]
            for nr, zeile in enumerate(self.zeilen)
        ]

    @property
    def zeilen_mit_art(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Je Zeile ihr Kopf und die übrigen Zellen als (Text, Art). Art: „zahl“, „zeichen“ (steht statt einer Zahl)
        oder „text“."""
        return [
            (kopf, [(text, self._art(*wo)) for text, *wo in zip(texte, self.spalten[1:], zeile[1:], strict=True)])
            for (kopf, *texte), zeile in zip(self.geschrieben, self.zeilen, strict=True)
        ]

    @staticmethod
    def _art(spalte: Spalte, zelle: Zelle) -> str:
        return "zeichen" if isinstance(zelle, Zeichen) else "zahl" if spalte.ist_zahl else "text"

    @property
    def einzeln_mit_art(self) -> list[list[tuple[str, str]]]:
        """Die Zeilen ohne Summen."""
        return self.zeilen_mit_art[: len(self.zeilen) - self.summenzeilen]

    @property
    def summen_mit_art(self) -> list[list[tuple[str, str]]]:
        return self.zeilen_mit_art[len(self.zeilen) - self.summenzeilen :]

    def _mit_standzeichen(self, text: str, zeile: int, spalte: int) -> str:
        zeichen = STANDZEICHEN.get(self.zustaende.get((zeile, spalte)))
        return f"{text}{zahlen.GESCHUETZT}{zeichen}" if zeichen else text

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
        ist_geschuetzt = self.herkunft.schutz is Schutz.GESCHUETZT
        erklaert = [
            f"{z} = {z.erklaerung_geschuetzt if ist_geschuetzt else z.erklaerung}"
            for z in Zeichen
            if any(zelle is z for zelle in zellen)
        ]
        hat_null = any(
            spalte.format is Format.ANZAHL and zelle == 0
            for zeile in self.zeilen
            for spalte, zelle in zip(self.spalten, zeile, strict=True)
        )
        staende = [z for zustand, z in STANDZEICHEN.items() if zustand in self.zustaende.values()]
        unfest = [f"{z} = {STANDERKLAERUNG[z]}" for z in staende]
        null = "auf null gerundet oder null" if ist_geschuetzt else "genau null"
        return [f"{NULL_ZEICHEN} = {null}"] * hat_null + erklaert + unfest

    @property
    def darunter(self) -> list[str]:
        """Was jede Ausgabe unter die Tabelle setzt: Herkunft, vorkommende Zeichen, Fußnoten."""
        zeichen = self.zeichenerklaerung
        erklaert = ["Zeichen: " + " · ".join(zeichen)] if zeichen else []
        return [self.herkunft.satz, *erklaert, *self.herkunft.fussnoten]
