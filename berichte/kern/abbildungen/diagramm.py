"""Ein Diagramm als Daten: Titel mit dem Befund, Reihen, Herkunft, Textalternative. Die Ausgaben zeichnen es nur."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from beratung.kern.zaehlung import Zustand
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from dresden_senioren.kern import zahlen

HOECHSTENS_REIHEN = 4


class Diagrammart(StrEnum):
    LINIEN = "linien"  # Zeitverlauf; fehlende Monate bleiben Lücken
    BALKEN = "balken"  # waagerechte Balken je Kategorie
    GESTAPELT = "gestapelt"  # waagerechte Balken, Reihen aneinander
    GESPIEGELT = "gespiegelt"  # zwei Reihen, von der Mitte nach links und nach rechts


@dataclass(frozen=True)
class Reihe:
    """Eine Reihe; `rolle` wählt Farbe, Strichart und Marke aus der Palette (siehe ausgabe/figur.py)."""

    name: str
    werte: tuple[int | Decimal | Zeichen, ...]
    rolle: str
    # Wie fest jeder Wert ist; leer, wo danach nicht gefragt wird.
    zustaende: tuple[Zustand, ...] = ()
    hervorgehoben: tuple[int, ...] = ()  # Stellen auffälliger Werte

    def zahl_oder_luecke(self) -> list[int | float | None]:
        """Für Zeichner: eine Zahl (auch 0) oder None als Lücke; nie wird ein Zeichen zur Null."""
        zahlen = (float(wert) if isinstance(wert, Decimal) else wert for wert in self.werte)
        return [None if isinstance(wert, Zeichen) else wert for wert in zahlen]


@dataclass(frozen=True)
class Ereignis:
    """Etwas, das die Reihe unterbricht oder erklärt, ab der Kategorie an `stelle`."""

    stelle: int
    name: str


# Welche Marke ein Wert in Zeitreihen trägt; die Legende nennt sie in Worten.
MARKEN = {Zustand.VORLAEUFIG: "raute", Zustand.GEPRUEFT: "quadrat", Zustand.ENDGUELTIG: "kreis"}


@dataclass(frozen=True)
class Diagramm:
    """ValueError bei einem Diagramm, das man nicht ehrlich zeichnen kann."""

    art: Diagrammart
    titel: str
    kategorien: tuple[str, ...]
    kategorie_bezeichnung: str
    reihen: tuple[Reihe, ...]
    herkunft: Herkunft
    beschreibung: str
    format: Format = Format.ANZAHL  # aller Werte
    ereignisse: tuple[Ereignis, ...] = ()

    def __post_init__(self):
        if not self.titel.strip() or not self.beschreibung.strip():
            raise ValueError("Ein Diagramm braucht einen Titel, der den Befund sagt, und eine Beschreibung.")
        if not 1 <= len(self.reihen) <= (99 if self.art is Diagrammart.GESTAPELT else HOECHSTENS_REIHEN):
            raise ValueError(
                f"„{self.titel}“ hat {len(self.reihen)} Reihen; lesbar sind höchstens {HOECHSTENS_REIHEN}."
            )
        if self.art is Diagrammart.GESPIEGELT and len(self.reihen) != 2:
            raise ValueError(f"„{self.titel}“: Gespiegelt werden genau zwei Reihen.")
        for reihe in self.reihen:
            if len(reihe.werte) != len(self.kategorien):
                raise ValueError(f"„{self.titel}“: Reihe „{reihe.name}“ hat nicht für jede Kategorie einen Wert.")
            if len(reihe.zustaende) not in (0, len(reihe.werte)):
                raise ValueError(f"„{self.titel}“: Reihe „{reihe.name}“ sagt nicht für jeden Wert, wie fest er ist.")

    @property
    def legende(self) -> str:
        """„Marken: Raute = vorläufig, Kreis = endgültig · Senkrechte Linien: 1 = …“; nur was vorkommt."""
        vorhanden = {zustand for reihe in self.reihen for zustand in reihe.zustaende}
        worte = [f"{form.capitalize()} = {z.bezeichnung}" for z, form in MARKEN.items() if z in vorhanden]
        worte += ["groß mit rotem Rand = auffällig"] * self.hat_auffaelliges
        marken = [f"Marken: {', '.join(worte)}"] if worte else []
        return " · ".join(filter(None, [*marken, self.ereignislegende]))

    @property
    def hat_auffaelliges(self) -> bool:
        return any(reihe.hervorgehoben for reihe in self.reihen)

    @property
    def ereignislegende(self) -> str:
        linien = ", ".join(f"{nr} = {ereignis.name}" for nr, ereignis in self.nummerierte_ereignisse)
        return f"Senkrechte Linien: {linien}" if linien else ""

    @property
    def nummerierte_ereignisse(self) -> list[tuple[int, Ereignis]]:
        """Die Nummer steht oben an der Linie und in der Legende."""
        return list(enumerate(self.ereignisse, start=1))

    def wertetext(self, wert: int | Decimal | Zeichen) -> str:
        """Was am Wert steht: „1.234“, „29,3 %“, „fehlt“; eine Null als 0."""
        if self.format is Format.ANZAHL and not isinstance(wert, Zeichen):
            return zahlen.deutsch(wert)
        return self.format.schreiben(wert)

    @property
    def darunter(self) -> list[str]:
        """Was jede Ausgabe unter das Diagramm setzt: Herkunft, Legende, Zeichen, Fußnoten."""
        saetze = [self.herkunft.satz, self.legende, self.zeichenerklaerung]
        return [*filter(None, saetze), *self.herkunft.fussnoten]

    @property
    def zeichenerklaerung(self) -> str:
        """Was statt fehlender Werte zu sehen ist: Linien haben Lücken, an Balken steht das Zeichen."""
        vorkommende = [z for z in Zeichen if any(wert is z for reihe in self.reihen for wert in reihe.werte)]
        if self.art is Diagrammart.LINIEN:
            return f"Lücken: {', '.join(z.erklaerung for z in vorkommende)}" if vorkommende else ""
        erklaert = " · ".join(f"{z} = {z.erklaerung}" for z in vorkommende)
        return f"Zeichen: {erklaert}" if erklaert else ""

    @property
    def tabelle(self) -> Tabelle:
        """Dieselben Zahlen als Tabelle."""
        spalten = (Spalte(self.kategorie_bezeichnung), *(Spalte(r.name, self.format) for r in self.reihen))
        zeilen = tuple(zip(self.kategorien, *(reihe.werte for reihe in self.reihen), strict=True))
        return Tabelle(self.titel, spalten, zeilen, self.herkunft)
