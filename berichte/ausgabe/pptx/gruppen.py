"""Die Bausteine eines Berichts in Gruppen: Was hintereinander nur Text ist, gehört zusammen."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from berichte.kern.akten.bericht import (
    Abbildung,
    Absatz,
    Abschnitt,
    Aufzaehlung,
    Baustein,
    Bericht,
    Hinweis,
    Kapitel,
    Massnahmentabelle,
    Zahlentabelle,
    Zwischenzeile,
)

Text = Absatz | Abschnitt | Aufzaehlung | Hinweis  # ein Abschnitt nur als Zwischenüberschrift


@dataclass
class Gruppe:
    """Ein Baustein oder mehrere Texte hintereinander, und wo sie stehen."""

    kapitel: str
    abschnitt: str
    baustein: Baustein | None = None  # None: nur Text
    texte: list[Text] = field(default_factory=list)
    vorspann: list[Text] = field(default_factory=list)
    ist_kapitelanfang: bool = False

    @property
    def kopf(self) -> str:
        """Wo man im Bericht ist: „2.1 Beratungsfälle“ oder „Kapitel 2 · Beratung“."""
        return self.abschnitt or self.kapitelzeile

    @property
    def kapitelzeile(self) -> str:
        return "Kapitel {} · {}".format(*self.kapitel.split(" ", 1))

    @property
    def mit_ueberschrift(self) -> list[Text]:
        titel = [Abschnitt(self.abschnitt.split(" ", 1)[1])] if self.abschnitt else []
        return [*titel, *self.texte]


def gruppiert(bericht: Bericht) -> Iterator[Gruppe]:
    kapitel = abschnitt = ""
    texte: Gruppe | None = None
    ist_anfang = False
    for nummer, baustein in bericht.nummeriert:
        if isinstance(baustein, Absatz | Aufzaehlung | Hinweis):
            texte = texte or Gruppe(kapitel, abschnitt, ist_kapitelanfang=ist_anfang)
            texte.texte.append(baustein)
            continue
        if texte:
            yield texte
        texte, ist_anfang = None, isinstance(baustein, Kapitel)
        match baustein:
            case Kapitel(titel):
                kapitel, abschnitt = f"{nummer} {titel}", ""
                yield Gruppe(kapitel, "", baustein)
            case Abschnitt(titel):
                abschnitt = f"{nummer} {titel}"
            case _:
                yield Gruppe(kapitel, abschnitt, baustein)
    if texte:
        yield texte


def vorschau(bericht: Bericht, kapitel: str) -> tuple[str, ...]:
    """Wovon die Zahlen dieses Kapitels handeln: seine Abschnitte, ohne sie die Handlungsfelder oder Tabellen; leer, wo
    nur Text folgt."""
    abschnitte, zahlen = [], []
    for baustein in _bausteine(bericht, kapitel):
        match baustein:
            case Abschnitt(titel):
                abschnitte.append(titel)
            case Abbildung(diagramm):
                zahlen.append(diagramm.titel)
            case Zahlentabelle(tabelle):
                zahlen.append(tabelle.titel)
            case Massnahmentabelle():
                zahlen += [z.text for z in baustein.zeilen if isinstance(z, Zwischenzeile) and z.ebene == 1]
    return tuple(zahlen and (abschnitte or zahlen))


def _bausteine(bericht: Bericht, kapitel: str) -> Iterator[Baustein]:
    hier = ""
    for nummer, baustein in bericht.nummeriert:
        if isinstance(baustein, Kapitel):
            hier = f"{nummer} {baustein.titel}"
        elif hier == kapitel:
            yield baustein
