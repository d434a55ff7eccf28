"""Zahlen in Texten des Amts: Zur Weitergabe darf nur stehen, was auch in einer Abbildung oder Tabelle steht.

Sonst verriete ein Satz die genaue Zahl, die alle Ausgaben schützen. Jahre, Tage, Uhrzeiten, Altersangaben und Nummern
zählen nichts; eine einzelne Ziffer zählt nur vor einem Wort wie „Fälle“.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.tabelle import Schutz, Tabelle
from dresden_senioren.kern.zeitraum import MONATSNAMEN

from .bericht import Abbildung, Absatz, Aufzaehlung, Bericht, Botschaft, Hinweis, Zahlentabelle

_GEZAEHLTES = (
    r"(?:Beratungsf|F)(?:all|älle)\w*|Neuzug[aä]ng\w*|Personen?|Mensch\w*|Beratung(?:en)?|Information(?:en)?|"
    r"Krise(?:n|ninterventione?n?)?|Kontakte?n?|Haushalte?n?|Klient\w*|Senior(?:in|innen|en)?|Frau(?:en)?|Männern?"
)
_VOR_GEZAEHLTEM = rf"(?=\s+(?:[a-zäöüß]+\s+)?(?:{_GEZAEHLTES})\b)"
_NICHT_VOR_GEZAEHLTEM = _VOR_GEZAEHLTEM.replace("(?=", "(?!", 1)
_TAG, _MONAT, _JAHR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d{2}"
_NR = r"\d{1,2}(?:\.\d{1,2})+\.?"

# Was Ziffern hat, aber nichts zählt; in dieser Reihenfolge.
_KEINE_ANZAHL = [
    re.compile(rf"(?<![\d.,]){muster}")
    for muster in (
        rf"{_JAHR}-{_MONAT}(?:-{_TAG})?(?!\d)",
        rf"{_TAG}\.\s?{_MONAT}\.(?:\s?{_JAHR})?(?!\d)",
        rf"{_TAG}\.\s?(?:{'|'.join(MONATSNAMEN)})\b",
        rf"{_MONAT}(?:\s?[–-]\s?{_MONAT})?/{_JAHR}(?!\d)",
        r"\d{1,2}(?:[.:]\d{2})?\s?Uhr\b",
        r"\d{2,3}(?:\s?[–-]\s?\d{2,3})?(?:\+|\s?-?[Jj]ährig\w*|\s?Jahren?\b)",
        rf"{_JAHR}(?:\s?[/–-]\s?(?:{_JAHR}|\d{{2}}))?(?![.,]?\d){_NICHT_VOR_GEZAEHLTEM}",
        rf"(?:Nrn?\.|Maßnahmen?|Ziele?n?|Handlungsfeld(?:er)?)\s?{_NR}(?:(?:,|\s?[–-]|\s(?:und|bis))\s?{_NR})*",
        r"(?:Nrn?\.|§§?|SGB|Abbildung|Tabelle|Kapitel|Folie|Seite)\s?\d{1,3}(?![.,]?\d)" + _NICHT_VOR_GEZAEHLTEM,
        r"\d{1,2}(?:\.\d{1,2}){2,}\.?",
    )
]
_ZAHL = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[.\s]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)")
_VOR_WORT = re.compile(_VOR_GEZAEHLTEM)
_WORTE = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_ZAHLWORT = re.compile(rf"\b({'|'.join(_WORTE)}){_VOR_GEZAEHLTEM}", re.IGNORECASE)


def fremde_zahlen(text: str, bericht: Bericht) -> list[str]:
    """Die Zahlen aus `text`, wie sie dastehen, die im Bericht (ohne Texte des Amts) nirgends stehen. Vor einem Wort wie
    „Fälle“ gelten nur Zahlen aus Sozialdaten: dass 3 Maßnahmen laufen, erlaubt keine „3 Fälle“."""
    sozialdaten = _werte_aus(_sozialdaten(bericht))
    bekannt = sozialdaten | _werte_aus(_uebriges(bericht))
    bezeichnungen = sorted(_bezeichnungen(bericht), key=len, reverse=True)
    gefunden = _zahlen(_ohne_bezeichnungen(_glatt(text), bezeichnungen))
    fremd = (zahl for zahl, wert, zaehlt in gefunden if wert not in (sozialdaten if zaehlt else bekannt))
    return list(dict.fromkeys(fremd))


def _werte_aus(texte: Iterator[str]) -> frozenset[Decimal]:
    """Alle Zahlen darin, so gerundet, wie sie dastehen; Jahre und Tage sind keine."""
    return frozenset(
        wert for text in texte for treffer in _ZAHL.finditer(_maskiert(_glatt(text))) for wert in _werte(treffer)
    )


def _zahlen(text: str) -> Iterator[tuple[str, Decimal, bool]]:
    """(wie geschrieben, Wert, ob sie vor Gezähltem steht)."""
    rest = _maskiert(text)
    for treffer in _ZAHLWORT.finditer(rest):
        yield treffer[0], Decimal(_WORTE.index(treffer[0].lower()) + 2), True
    for treffer in _ZAHL.finditer(rest):
        zaehlt = bool(_VOR_WORT.match(rest, treffer.end()))
        if len(treffer[0]) > 1 or zaehlt:
            yield treffer[0], _werte(treffer)[0], zaehlt


def _ohne_bezeichnungen(text: str, bezeichnungen: list[str]) -> str:
    """„80–84“ ist eine Altersgruppe, keine Anzahl."""
    for bezeichnung in bezeichnungen:
        text = text.replace(bezeichnung, " ")
    return text


def _maskiert(text: str) -> str:
    for muster in _KEINE_ANZAHL:
        text = muster.sub(" ", text)
    return text


def _glatt(text: str) -> str:
    """Hochgestellte und breite Ziffern wie gewöhnliche, jeder Leerraum ein Leerzeichen, Unsichtbares weg."""
    normal = unicodedata.normalize("NFKC", text)
    return " ".join("".join(z for z in normal if unicodedata.category(z) != "Cf").split())


def _werte(treffer: re.Match) -> list[Decimal]:
    """„3.080“ → 3080, „21,5“ und „21.5“ → 21.5; ohne Vorzeichen."""
    ganze, _, stellen = treffer[0].partition(",")
    gruppen = re.split(r"[.\s]", ganze)
    if len(gruppen) > 1 and not all(len(gruppe) == 3 for gruppe in gruppen[1:]):
        return [Decimal(".".join(gruppen))]
    return [Decimal(f"{''.join(gruppen)}.{stellen or 0}")]


def _sozialdaten(bericht: Bericht) -> Iterator[str]:
    for baustein in bericht.bausteine:
        match baustein:
            case Abbildung(diagramm) if diagramm.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN:
                yield from _geschrieben(baustein)
            case Zahlentabelle(tabelle) if tabelle.herkunft.schutz is not Schutz.OHNE_SOZIALDATEN:
                yield from _geschrieben(baustein)
            case Botschaft():
                yield from (baustein.botschaft, *baustein.erkennen)


def _uebriges(bericht: Bericht) -> Iterator[str]:
    for baustein in bericht.bausteine:
        match baustein:
            case Abbildung() | Zahlentabelle():
                yield from _geschrieben(baustein)
            case Absatz(text) | Hinweis(text):
                yield text
            case Aufzaehlung(punkte):
                yield from punkte


def _geschrieben(baustein: Abbildung | Zahlentabelle) -> Iterator[str]:
    if isinstance(baustein, Zahlentabelle):
        return (text for zeile in baustein.tabelle.geschrieben for text in zeile[1:])
    diagramm = baustein.diagramm
    return (diagramm.wertetext(wert) for reihe in diagramm.reihen for wert in reihe.werte)


def _bezeichnungen(bericht: Bericht) -> set[str]:
    """Zeilen, Spalten und Kategorien mit Ziffern darin, die nicht nur eine Zahl sind."""
    namen = set()
    for baustein in bericht.bausteine:
        match baustein:
            case Abbildung(Diagramm() as diagramm):
                namen |= {*diagramm.kategorien, *(reihe.name for reihe in diagramm.reihen)}
            case Zahlentabelle(Tabelle() as tabelle):
                namen |= {*(str(zeile[0]) for zeile in tabelle.zeilen), *(s.bezeichnung for s in tabelle.spalten)}
    glatte = {_glatt(name) for name in namen}
    return {name for name in glatte if re.search(r"\d", name) and not _ZAHL.fullmatch(name)}
