"""Das letzte Kapitel jedes Berichts: was erfunden, vorläufig, weggelassen oder nicht gemeldet ist, wie die Zahlen zu
lesen sind, und die Zeichen, die wirklich vorkommen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from berichte.kern.akten.bericht import (
    Abbildung,
    Abschnitt,
    Aufzaehlung,
    Baustein,
    Bericht,
    Hinweis,
    Kapitel,
    Zahlentabelle,
)
from berichte.kern.tabelle import NULL_ZEICHEN, STANDERKLAERUNG, Schutz, Zeichen
from berichte.zahlen.herkunft import BEISPIEL
from berichte.zahlen.lage import Lage

from .beratung import NEUZUGANG, sicht
from .wunsch import Berichtswunsch

GENAUE_PROZENTE = (
    "Veränderungen in Prozent sind aus den ungerundeten Zahlen gerechnet und kaufmännisch auf eine Stelle gerundet."
)
GESCHUETZTE_PROZENTE = (
    "Alle Zahlen der Seniorenberatung sind geschützt: gerundet, so dass alle Summen übereinstimmen. Veränderungen und "
    "Anteile in Prozent sind aus den geschützten Zahlen gerechnet und stehen nur, wo die Grundlage groß genug ist."
)
LESEHILFE = (
    "Verglichen werden nur Monate, die in beiden Zeiträumen ganz gemeldet sind. Ein nicht gemeldeter Monat ist eine "
    "Lücke, nie eine Null; er geht in keinen Vergleich ein.",
    "Ein Neuzugang ist ein neuer Beratungsfall. Neuzugänge, Informationen, Beratungen und Kriseninterventionen sind "
    "verschiedene Zählungen und werden nie zusammengezählt.",
)
FOLGE = (NULL_ZEICHEN, *Zeichen, *STANDERKLAERUNG)  # in der die Zeichen erklärt werden


def mit_hinweisen(
    bericht: Bericht, *, vorbehalte: Iterable[str] = (), luecken: Iterable[str] = (), weggelassen: Iterable[str] = ()
) -> Bericht:
    """Der Bericht, dahinter das Kapitel „Hinweise“ zu allem, was darin steht."""
    inhalt = bericht.bausteine
    abschnitte = {
        "Was vorläufig oder unbestätigt ist": tuple(vorbehalte),
        "Was fehlt": tuple(luecken),
        "Was in dieser Fassung nicht steht": tuple(weggelassen),
        "Wie die Zahlen zu lesen sind": tuple(_lesehilfe(bericht)),
        "Zeichenerklärung": tuple(zeichenerklaerung(inhalt)),
    }
    belegt = [
        baustein
        for titel, punkte in abschnitte.items()
        if punkte
        for baustein in (Abschnitt(titel), Aufzaehlung(punkte))
    ]
    beispiel = _beispielhinweis(bericht)
    if not (beispiel or belegt):
        return bericht
    return replace(bericht, bausteine=(*inhalt, Kapitel("Hinweise"), *beispiel, *belegt))


def vorbehalte(hier: Lage) -> Iterator[str]:
    """Wie fest die Zahlen jeder Quelle sind."""
    for quelle in hier.quellen:
        if zustand := sicht(hier, quelle).herkunft(NEUZUGANG).zustand:
            yield f"Stand der Beratungszahlen, {quelle.bezeichnung}: {zustand}."


def luecken(hier: Lage) -> Iterator[str]:
    if stumme := hier.stumme_quelle:
        andere = next(quelle for quelle in hier.quellen if quelle is not stumme)
        yield (
            f"Von der Quelle {stumme.verfahren} ({stumme.bezeichnung}) ist im ganzen Zeitraum nichts gemeldet; "
            f"Aufteilungen gelten darum nur der Quelle {andere.verfahren}."
        )
    yield from hier.luecken()
    bis = hier.auswahl.zeitraum.bis
    if bis.nummer < 12:
        yield f"Monate nach {bis.bezeichnung} gehören nicht zu diesem Bericht und stehen als Lücke."


def weggelassen(wunsch: Berichtswunsch, was: Sequence[str]) -> list[str]:
    """Was nur die Fassung intern zeigt; leer, wenn es diese ist."""
    if not wunsch.freigabe:
        return []
    return [
        *(f"{name}: Dafür gibt es keine geschützten Zahlen." for name in was),
        "Erläuterungen zu einzelnen Zahlen und Ereignissen: Freie Texte könnten genaue Zahlen nennen.",
    ]


def _beispielhinweis(bericht: Bericht) -> list[Baustein]:
    if not any(BEISPIEL in herkunft.fussnoten for herkunft in bericht.herkuenfte):
        return []
    text = (
        "Die Zahlen der Seniorenberatung sind Beispielzahlen: Die Jahressummen sind veröffentlicht, "
        "ihre Verteilung auf Monate und Merkmale ist erfunden."
    )
    return [Hinweis(text, titel="Beispielzahlen")]


def _lesehilfe(bericht: Bericht) -> Iterator[str]:
    arten = {herkunft.schutz for herkunft in bericht.herkuenfte}
    if arten - {Schutz.OHNE_SOZIALDATEN}:
        yield GESCHUETZTE_PROZENTE if Schutz.GESCHUETZT in arten else GENAUE_PROZENTE
        yield from LESEHILFE


def zeichenerklaerung(bausteine: Iterable[Baustein]) -> Iterator[str]:
    """„fehlt = nicht gemeldet“ für jedes Zeichen, das in einer Tabelle oder einem Diagramm steht."""
    erklaert = {}
    for baustein in bausteine:
        match baustein:
            case Zahlentabelle(tabelle):
                saetze = tabelle.zeichenerklaerung
            case Abbildung(diagramm):  # eine Null ist dort eine Zahl
                saetze = [satz for satz in diagramm.tabelle.zeichenerklaerung if not satz.startswith(NULL_ZEICHEN)]
            case _:
                continue
        erklaert |= {satz.split(" = ")[0]: satz for satz in saetze}
    yield from (erklaert[zeichen] for zeichen in FOLGE if zeichen in erklaert)
