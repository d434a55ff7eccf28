"""Zwei Berichte derselben Art nebeneinander: was sich an Maßnahmen und Zahlen geändert hat.

Verglichen wird, was in den Berichten steht, nie die Daten dahinter. Abgezogen werden zwei Zahlen nur, wenn sie dasselbe
messen: derselbe Zeitraum, ein Jahr im Namen von Zeile oder Spalte, oder zwei Stichtage. Sonst stehen beide Zeiträume
da und keine Differenz. Spalten, die selbst schon Veränderungen zeigen, bleiben weg."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from berichte.kern.tabelle import Format, Herkunft, Tabelle, Zeichen, Zelle

from .bericht import Bericht, Massnahmentabelle, Massnahmenzeile, Zahlentabelle

ABGELEITET = (Format.DIFFERENZ, Format.VERAENDERUNG)
JAHR = re.compile(r"\b(19|20)\d\d\b")
GEAENDERT = "Geändert: "  # so beginnt der Titel einer Tabelle, die selbst schon ein Vergleich ist
STICHTAG = "Stichtag"  # so beginnt der Zeitraum einer Bestandszahl

Schluessel = tuple[str, int]  # Beschriftung und die wievielte dieser Beschriftung
Ort = tuple[Schluessel, Schluessel]  # Zeile, Spalte
Zahl = tuple[Format, Zelle]


@dataclass(frozen=True)
class Massnahmenaenderung:
    """`angabe`: „Sachstand“, „Laufzeit“ …; leer, wenn die ganze Maßnahme neu ist oder entfällt."""

    nr: str
    angabe: str
    alt: str
    neu: str


@dataclass(frozen=True)
class Zahlenaenderung:
    zeile: str
    spalte: str
    format: Format
    alt: Zelle
    neu: Zelle
    ist_vergleichbar: bool

    @property
    def differenz(self) -> int | Decimal | Zeichen:
        zahlen = (self.alt, self.neu)
        if not self.ist_vergleichbar or any(isinstance(zahl, str) for zahl in zahlen):
            return Zeichen.NICHT_SINNVOLL
        return self.neu - self.alt


@dataclass(frozen=True)
class Tabellenvergleich:
    """`aenderungen`: nur was sich unterscheidet; `gleiche`: wie viele Zahlen, die dasselbe messen,
    gleich geblieben sind; eine Lücke auf beiden Seiten ist keine Zahl. `neue` und `entfallene`: Zeilen und
    Spalten, die nur eine der beiden Tabellen hat."""

    titel: str
    zeilenname: str  # Überschrift der ersten Spalte
    alt: Herkunft
    neu: Herkunft
    aenderungen: tuple[Zahlenaenderung, ...]
    gleiche: int
    neue: tuple[str, ...]
    entfallene: tuple[str, ...]

    @property
    def hat_ungleiche_zeitraeume(self) -> bool:
        return any(not aenderung.ist_vergleichbar for aenderung in self.aenderungen)


@dataclass(frozen=True)
class Berichtsvergleich:
    """`massnahmen` ist None, wo die Berichte keine zeigen. `neue`, `entfallene`: Titel von Tabellen."""

    massnahmen: tuple[Massnahmenaenderung, ...] | None
    tabellen: tuple[Tabellenvergleich, ...]
    neue: tuple[str, ...]
    entfallene: tuple[str, ...]


def vergleiche(alt: Bericht, neu: Bericht) -> Berichtsvergleich:
    alte, neue = _gezaehlt(_tabellen(alt)), _gezaehlt(_tabellen(neu))
    return Berichtsvergleich(
        _massnahmen(alt, neu),
        tuple(_tabellenvergleich(alte[name], tabelle) for name, tabelle in neue.items() if name in alte),
        tuple(name for name, nr in neue if (name, nr) not in alte),
        tuple(name for name, nr in alte if (name, nr) not in neue),
    )


# --- Maßnahmen -------------------------------------------------------------------------------------------------------

ANGABEN = {
    "Sachstand": lambda zeile: zeile.sachstand,
    "Erläuterung": lambda zeile: zeile.erlaeuterung,
    "Wortlaut": lambda zeile: zeile.beschreibung,
    "Laufzeit": lambda zeile: zeile.laufzeit,
    "Verantwortung": lambda zeile: zeile.verantwortung,
    "Haushaltsrelevanz": lambda zeile: zeile.haushaltsrelevanz,
    "Schritte": lambda zeile: "; ".join(f"{schritt.text} {schritt.zusatz}".strip() for schritt in zeile.schritte),
}


def _massnahmen(alt: Bericht, neu: Bericht) -> tuple[Massnahmenaenderung, ...] | None:
    alte, neue = _je_nummer(alt), _je_nummer(neu)
    if not alte and not neue:
        return None
    reihenfolge = [*neue, *(nr for nr in alte if nr not in neue)]
    return tuple(aenderung for nr in reihenfolge for aenderung in _je_angabe(nr, alte.get(nr), neue.get(nr)))


def _je_nummer(bericht: Bericht) -> dict[str, Massnahmenzeile]:
    tabellen = (baustein for baustein in bericht.bausteine if isinstance(baustein, Massnahmentabelle))
    return {z.nr: z for tabelle in tabellen for z in tabelle.zeilen if isinstance(z, Massnahmenzeile)}


def _je_angabe(nr: str, alt: Massnahmenzeile | None, neu: Massnahmenzeile | None) -> Iterator[Massnahmenaenderung]:
    if alt is None or neu is None:
        yield Massnahmenaenderung(nr, "", alt.beschreibung if alt else "", neu.beschreibung if neu else "")
        return
    for angabe, lesen in ANGABEN.items():
        if lesen(alt) != lesen(neu):
            yield Massnahmenaenderung(nr, angabe, lesen(alt), lesen(neu))


# --- Zahlen ----------------------------------------------------------------------------------------------------------


def _tabellen(bericht: Bericht) -> list[tuple[str, Tabelle]]:
    tabellen = [baustein.tabelle for baustein in bericht.bausteine if isinstance(baustein, Zahlentabelle)]
    return [(tabelle.titel, tabelle) for tabelle in tabellen if not tabelle.titel.startswith(GEAENDERT)]


def _gezaehlt(paare) -> dict[Schluessel, object]:
    """Name → Ding; heißen zwei gleich, sind sie das erste und das zweite dieses Namens."""
    gezaehlt: dict[Schluessel, object] = {}
    for name, ding in paare:
        nummer = sum(1 for gleich, _ in gezaehlt if gleich == name)
        gezaehlt[name, nummer] = ding
    return gezaehlt


def _tabellenvergleich(alt: Tabelle, neu: Tabelle) -> Tabellenvergleich:
    alte, neue = _zellen(alt), _zellen(neu)
    gleiche = sum(
        1 for ort in neue if ort in alte and _ist_gleich(ort, alte[ort], neue[ort], alt.herkunft, neu.herkunft)
    )
    if _sind_bestaende(alt.herkunft, neu.herkunft):
        _ergaenzen(alte, neue)
    geaenderte = [ort for ort in neue if ort in alte and alte[ort][1] != neue[ort][1]]
    return Tabellenvergleich(
        neu.titel,
        neu.spalten[0].bezeichnung,
        alt.herkunft,
        neu.herkunft,
        tuple(_aenderung(ort, alte[ort], neue[ort], alt.herkunft, neu.herkunft) for ort in geaenderte),
        gleiche,
        _nur_in(neue, alte),
        _nur_in(alte, neue),
    )


def _ist_gleich(ort: Ort, alt: Zahl, neu: Zahl, alte: Herkunft, neue: Herkunft) -> bool:
    (zeile, _), (spalte, _) = ort
    return not isinstance(neu[1], str) and alt[1] == neu[1] and _misst_dasselbe(zeile, spalte, alte, neue)


def _aenderung(ort: Ort, alt: Zahl, neu: Zahl, alte: Herkunft, neue: Herkunft) -> Zahlenaenderung:
    (zeile, _), (spalte, _) = ort
    return Zahlenaenderung(zeile, spalte, neu[0], alt[1], neu[1], _misst_dasselbe(zeile, spalte, alte, neue))


def _sind_bestaende(alt: Herkunft, neu: Herkunft) -> bool:
    return alt.zeitraum.startswith(STICHTAG) and neu.zeitraum.startswith(STICHTAG)


def _ergaenzen(alte: dict[Ort, Zahl], neue: dict[Ort, Zahl]) -> None:
    """Ein Bestand, den nur ein Bericht nennt, etwa ein neuer Sachstand, steht mit seiner Zahl im Vergleich; die andere
    Seite hat keine. Nullen bleiben weg."""
    for hier, dort in ((alte, neue), (neue, alte)):
        for ort, (form, wert) in list(hier.items()):
            if ort not in dort:
                dort[ort] = (form, Zeichen.NICHT_SINNVOLL if wert else wert)


def _zellen(tabelle: Tabelle) -> dict[Ort, Zahl]:
    """(Zeile, Spalte) → Format und Zelle der Spalten mit eigenen Zahlen."""
    spalten = _gezaehlt((spalte.bezeichnung, nr) for nr, spalte in enumerate(tabelle.spalten))
    zeilen = _gezaehlt((str(zeile[0]), zeile) for zeile in tabelle.zeilen)
    return {
        (zeilenname, spaltenname): (tabelle.spalten[nr].format, zeile[nr])
        for zeilenname, zeile in zeilen.items()
        for spaltenname, nr in spalten.items()
        if nr and tabelle.spalten[nr].ist_zahl and tabelle.spalten[nr].format not in ABGELEITET
    }


def _nur_in(diese: dict, andere: dict) -> tuple[str, ...]:
    """Beschriftungen von Zeilen und Spalten."""
    namen = [
        name
        for stelle in (0, 1)
        for (name, _) in dict.fromkeys(ort[stelle] for ort in diese)
        if name not in {ort[stelle][0] for ort in andere}
    ]
    return tuple(dict.fromkeys(namen))


def _misst_dasselbe(zeile: str, spalte: str, alt: Herkunft, neu: Herkunft) -> bool:
    if alt.einheit != neu.einheit:
        return False
    if alt.zeitraum == neu.zeitraum or JAHR.search(zeile) or JAHR.search(spalte):
        return True
    return _sind_bestaende(alt, neu)
