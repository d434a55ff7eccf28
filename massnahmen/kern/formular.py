"""Das Rückmeldeformular einer Stelle: Spalten, und wie ein ausgefülltes wieder gelesen wird (Excel oder Word)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from enum import Enum

from dresden_senioren.kern.text import aufzaehlung, suchform

from .dateien import Dateiart, NichtLesbar, dateiart, mappe_lesen, wortdatei_lesen
from .plan import nummernschluessel
from .wortdatei import LISTENMARKE

UNVERAENDERT = "unverändert"  # steht als erste Auswahl bei „Neuer Sachstand“
ERLAEUTERUNG_HOECHSTENS = 10_000  # Zeichen
_KENNUNG = re.compile(r"\b([0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2})\b")


class Formularspalte(Enum):
    NR = "Nr."
    BESCHREIBUNG = "Maßnahme"
    SACHSTAND = "Sachstand bisher"
    ERLAEUTERUNG = "Erläuterung bisher"
    NEUER_SACHSTAND = "Neuer Sachstand"
    NEUE_ERLAEUTERUNG = "Neue Erläuterung"


_NOETIG = (Formularspalte.NR, Formularspalte.NEUER_SACHSTAND, Formularspalte.NEUE_ERLAEUTERUNG)


@dataclass(frozen=True)
class Antwortzeile:
    ort: str
    nr: str
    sachstand: str
    erlaeuterung: str


@dataclass(frozen=True)
class Abweisung:
    """Eine Zeile, die nicht übernommen wird, mit Ort und Satz."""

    ort: str
    meldung: str


@dataclass
class Antwort:
    kennung: str
    zeilen: list[Antwortzeile] = field(default_factory=list)
    abgewiesen: list[Abweisung] = field(default_factory=list)


@dataclass(frozen=True)
class _Tabelle:
    zeilen: list[list[str]]
    formeln: Container[tuple[int, int]] = frozenset()


def formular_lesen(daten: bytes) -> Antwort:
    """NichtLesbar, wenn es kein Rückmeldeformular ist. Formeln werden nie gerechnet: ihre Zeile wird abgewiesen."""
    match dateiart(daten):
        case Dateiart.TEXT:
            raise NichtLesbar("Das ist kein Rückmeldeformular. Bitte die ausgefüllte Excel- oder Word-Datei hochladen.")
        case Dateiart.MAPPE:
            tabellen = [_Tabelle(b.zeilen, b.formeln) for b in mappe_lesen(daten, darf_formeln=True)]
            texte = [z for t in tabellen for zeile in t.zeilen for z in zeile]
        case Dateiart.WORT:
            wort = wortdatei_lesen(daten)
            tabellen = [_Tabelle(zeilen) for zeilen in wort.tabellen]
            texte = wort.absaetze + [z for t in tabellen for zeile in t.zeilen for z in zeile]
    antwort = Antwort(_kennung(texte))
    for tabelle, kopf in _mit_kopf(tabellen):
        _lesen(tabelle, kopf, antwort)
    return antwort


def _kennung(texte: list[str]) -> str:
    gefunden = {treffer for text in texte if "kennung" in suchform(text) for treffer in _KENNUNG.findall(text.upper())}
    # In Excel steht die Kennung in der Zelle neben dem Wort.
    gefunden = gefunden or {treffer[1] for text in texte if (treffer := _KENNUNG.fullmatch(text.strip().upper()))}
    if len(gefunden) != 1:
        grund = "keine Kennung" if not gefunden else "mehrere Kennungen"
        raise NichtLesbar(
            f"In der Datei steht {grund} eines Rückmeldeformulars. Bitte die verschickte Datei hochladen "
            "und die Zeile mit der Kennung unverändert lassen."
        )
    return gefunden.pop()


def _mit_kopf(tabellen: list[_Tabelle]) -> list[tuple[_Tabelle, int]]:
    gefunden = []
    for tabelle in tabellen:
        kopf = next((i for i, zeile in enumerate(tabelle.zeilen) if _spalten(zeile).keys() >= set(_NOETIG)), None)
        if kopf is not None:
            gefunden.append((tabelle, kopf))
    if not gefunden:
        namen = aufzaehlung([f"„{s.value}“" for s in _NOETIG])
        raise NichtLesbar(f"In der Datei fehlt die Tabelle mit den Spalten {namen}. Bitte die Überschriften belassen.")
    return gefunden


def _spalten(zeile: list[str]) -> dict[Formularspalte, int]:
    """Spalten nach Überschrift, damit eine eingefügte oder verschobene Spalte nicht stört."""
    namen = [suchform(text) for text in zeile]
    return {spalte: namen.index(suchform(spalte.value)) for spalte in Formularspalte if suchform(spalte.value) in namen}


def _lesen(tabelle: _Tabelle, kopf: int, antwort: Antwort) -> None:
    spalten = _spalten(tabelle.zeilen[kopf])
    for i, zeile in enumerate(tabelle.zeilen[kopf + 1 :], kopf + 1):
        nr, sachstand, erlaeuterung = (sauber(zeile[spalten[s]]) if spalten[s] < len(zeile) else "" for s in _NOETIG)
        ort = f"Zeile {i + 1}" + (f", {nr[:20]}" if nr else "")
        if any((i, spalten[s]) in tabelle.formeln for s in _NOETIG):
            meldung = "Die Antwort enthält eine Formel oder einen Rechenfehler. Bitte den Text selbst eintragen."
            antwort.abgewiesen.append(Abweisung(ort, meldung))
        elif len(erlaeuterung) > ERLAEUTERUNG_HOECHSTENS:
            antwort.abgewiesen.append(Abweisung(ort, "Die Erläuterung ist länger als 10.000 Zeichen. Bitte kürzen."))
        elif nr:
            antwort.zeilen.append(Antwortzeile(ort, nr, sachstand, erlaeuterung))
        elif sachstand or erlaeuterung:
            antwort.abgewiesen.append(Abweisung(ort, "Die Zeile hat eine Antwort, aber keine Nr. der Maßnahme."))


def sauber(text: str) -> str:
    """Text bleibt Text, auch wenn er mit = + - @ beginnt; nur unsichtbare Steuerzeichen fallen weg."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace(LISTENMARKE, "– ")
    zeichen = (z if z in "\n\t" or unicodedata.category(z) not in {"Cc", "Cs"} else "" for z in text)
    return "".join(zeichen).strip()


def zuordnen(antwort: Antwort, nummern: dict[str, int]) -> dict[int, Antwortzeile]:
    """Nr. → Antwort für die verschickten Maßnahmen (`nummern`: Nr. → Schlüssel); Fremdes und Doppeltes abweisen."""
    schluessel = {nummernschluessel(nr): pk for nr, pk in nummern.items()}
    haeufigkeit = Counter(nummernschluessel(zeile.nr) for zeile in antwort.zeilen)
    zugeordnet = {}
    for zeile in antwort.zeilen:
        nr = nummernschluessel(zeile.nr)
        if nr not in schluessel:
            meldung = f"Die Maßnahme „{zeile.nr[:40]}“ gehört nicht zu diesem Formular."
            antwort.abgewiesen.append(Abweisung(zeile.ort, meldung))
        elif haeufigkeit[nr] > 1:
            meldung = (
                f"Die Nr. {zeile.nr} steht {haeufigkeit[nr]}-mal in der Datei. Bitte nur eine Zeile stehen lassen."
            )
            antwort.abgewiesen.append(Abweisung(zeile.ort, meldung))
        else:
            zugeordnet[schluessel[nr]] = zeile
    return zugeordnet
