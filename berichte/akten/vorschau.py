"""Ein Bericht als Webseite: jeder Baustein mit Nummer, Überschriftenstufe und, wo gezeichnet wird, seiner Figur.

Auch die Vorschau ist eine Ausgabe: Sie nimmt nur, was durch die Tür gegangen ist."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from berichte.ausgabe.bilder import web
from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.akten.bericht import (
    Abbildung,
    Abschnitt,
    Baustein,
    Bericht,
    Botschaft,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
)
from berichte.kern.geheimhaltung import Freigabe, Kennzeichnung, auspacken
from berichte.kern.tabelle import Tabelle

OBERSTE_STUFE = 3  # über der Vorschau stehen der Titel der Seite und „Vorschau“
OFFENE_ZEILEN = 14  # längere Tabellen sind erst zugeklappt


@dataclass(frozen=True)
class Block:
    """`art`: Name des Bausteins, danach richtet sich die Vorlage. `stufe`: der Überschrift dieses Bausteins."""

    art: str
    baustein: Baustein
    nummer: str
    stufe: int
    stelle: int
    figur: dict | None = None
    bild_url: str = ""
    ist_zugeklappt: bool = False

    @property
    def kennung(self) -> str:
        """Sprungziel in der Seite."""
        return f"botschaft-{self.baustein.schluessel}" if self.art == "botschaft" else f"baustein-{self.stelle}"


@dataclass(frozen=True)
class Vorschau:
    bericht: Bericht
    kennzeichnung: Kennzeichnung
    bloecke: tuple[Block, ...]

    @property
    def kapitel(self) -> list[Block]:
        return [block for block in self.bloecke if block.art == "kapitel"]

    @property
    def hat_diagramme(self) -> bool:
        return any(block.figur for block in self.bloecke)


def vorschau(freigabe: Freigabe[Bericht], bild_url: Callable[[int], str]) -> Vorschau:
    """`bild_url`: Stelle des Bausteins → Adresse des Bildes für Seiten ohne JavaScript."""
    bericht, kennzeichnung = auspacken(freigabe)
    return Vorschau(bericht, kennzeichnung, tuple(_bloecke(bericht, bild_url)))


def _bloecke(bericht: Bericht, bild_url: Callable[[int], str]) -> Iterator[Block]:
    stufe = OBERSTE_STUFE
    for stelle, (nummer, baustein) in enumerate(bericht.nummeriert):
        art, mehr = type(baustein).__name__.lower(), {}
        match baustein:
            case Kapitel():
                stufe = OBERSTE_STUFE
            case Abschnitt():
                stufe = OBERSTE_STUFE + 1
            case Abbildung(diagramm):
                mehr = {"figur": web.plotly(diagramm), "bild_url": bild_url(stelle)}
            case Zahlentabelle(tabelle):
                mehr = {"ist_zugeklappt": len(tabelle.zeilen) > OFFENE_ZEILEN}
            case Massnahmentabelle():
                mehr = {"ist_zugeklappt": True}
        eigene = stufe if isinstance(baustein, Kapitel | Abschnitt) else stufe + 1
        yield Block(art, baustein, nummer, eigene, stelle, **mehr)


def diagramm_an(bericht: Bericht, stelle: int) -> Diagramm | None:
    """Was an dieser Stelle des Berichts gezeichnet wird."""
    baustein = bericht.bausteine[stelle] if stelle < len(bericht.bausteine) else None
    return baustein.diagramm if isinstance(baustein, Abbildung) else None


def botschaften(bericht: Bericht) -> list[Botschaft]:
    return [baustein for baustein in bericht.bausteine if isinstance(baustein, Botschaft)]


def zu_lesen(bericht: Bericht, schluessel: str) -> tuple[int | None, Tabelle | None]:
    """Stelle der Abbildung, zu der eine Botschaft gehört, und die Zahlen dazu: die Tabelle daneben, sonst die der
    Abbildung selbst."""
    bausteine = bericht.bausteine
    hier = next(n for n, b in enumerate(bausteine) if isinstance(b, Botschaft) and b.schluessel == schluessel)
    grenze = max(
        (n for n, b in enumerate(bausteine[:hier]) if isinstance(b, Kapitel | Abschnitt | Botschaft)), default=0
    )
    stelle = next((n for n in range(hier - 1, grenze, -1) if isinstance(bausteine[n], Abbildung)), None)
    nachbarn = [*bausteine[hier + 1 : hier + 2], *reversed(bausteine[grenze:hier])]
    tabelle = next((b.tabelle for b in nachbarn if isinstance(b, Zahlentabelle)), None)
    return stelle, tabelle or (bausteine[stelle].diagramm.tabelle if stelle is not None else None)
