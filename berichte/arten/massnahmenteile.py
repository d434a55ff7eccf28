"""Was die Berichtsarten über die Maßnahmen sagen: Überblick je Handlungsfeld und die Tabelle."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localtime

from berichte.fachplan.bezug import Massnahmenbezug, massnahmen_zu, regel
from berichte.fachplan.stand import Massnahmenstand, massnahmenstand
from berichte.kern.abbildungen import beschreibung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.akten.bericht import Abbildung, Absatz, Baustein, Massnahmentabelle, Zahlentabelle
from berichte.kern.tabelle import Format, Herkunft, Schutz, Spalte, Tabelle
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch

from .wunsch import BerichtNichtMoeglich, Berichtswunsch


def stand_der_massnahmen(wunsch: Berichtswunsch) -> Massnahmenstand:
    """BerichtNichtMoeglich, solange kein Fachplan eingelesen ist."""
    stand = massnahmenstand(wunsch.stichtag, von=wunsch.von, abschluss=wunsch.abschluss)
    if stand is None:
        raise BerichtNichtMoeglich("Es ist noch kein Fachplan eingelesen. Das erledigt: manage.py fachplan_einlesen.")
    return stand


def datenstand(wunsch: Berichtswunsch) -> str:
    if wunsch.abschluss is None:
        return f"Sachstände bis {wunsch.stichtag:%d.%m.%Y}"
    return f"Sachstände der Runde „{wunsch.abschluss.runde}“, geschlossen am {localtime(wunsch.abschluss.am):%d.%m.%Y}"


def ueberblick(stand: Massnahmenstand, stichtag: date) -> Iterator[Baustein]:
    je_art = sorted(((stand.je_art(art), art) for art in stand.arten), key=lambda paar: -paar[0])
    anzahlen = aufzaehlung([f"{deutsch(anzahl)} {art.bezeichnung}" for anzahl, art in je_art])
    felder = len(stand.handlungsfelder)
    yield Absatz(
        f"Der Fachplan umfasst {deutsch(stand.anzahl)} Maßnahmen in {felder} Handlungsfeldern. "
        f"Am {stichtag:%d.%m.%Y} sind davon {anzahlen}."
    )
    herkunft = _herkunft(stand, stichtag)
    yield Abbildung(_uebersichtsdiagramm(stand, herkunft))
    yield Zahlentabelle(_uebersichtstabelle(stand, herkunft))


def _herkunft(stand: Massnahmenstand, stichtag: date) -> Herkunft:
    gemeldet = f"zuletzt gemeldet {stand.zuletzt_gemeldet:%d.%m.%Y}" if stand.zuletzt_gemeldet else "keine Meldung"
    return _herkunft_am(stichtag, gemeldet)


def _herkunft_am(stichtag: date, stand: str) -> Herkunft:
    angaben = (f"Stichtag {stichtag:%d.%m.%Y}", "Maßnahmen", "Fachplan und Sachstandsbuch", stand)
    return Herkunft(*angaben, schutz=Schutz.OHNE_SOZIALDATEN)


def _uebersichtsdiagramm(stand: Massnahmenstand, herkunft: Herkunft) -> Diagramm:
    reihen = tuple(
        Reihe(art.bezeichnung, tuple(stand.zaehlung[feld, art] for feld in stand.handlungsfelder), art.farbrolle)
        for art in stand.arten
    )
    return Diagramm(
        Diagrammart.GESTAPELT,
        _befund(stand),
        stand.handlungsfelder,
        "Handlungsfeld",
        reihen,
        herkunft,
        beschreibung.gestapelt(reihen, stand.handlungsfelder, bezeichnung="Handlungsfeld"),
    )


def _befund(stand: Massnahmenstand) -> str:
    """„39 von 49 Maßnahmen sind in Arbeit, 10 noch offen“."""
    worte = (("aktiv", "in Arbeit"), ("beendet", "beendet"), ("offen", "noch offen"), ("", "ohne Meldung"))
    anzahlen = [
        (sum(stand.je_art(art) for art in stand.arten if art.bedeutung == bedeutung), wort) for bedeutung, wort in worte
    ]
    (erste, wort), *uebrige = [paar for paar in anzahlen if paar[0]]
    rest = "".join(f", {deutsch(anzahl)} {wort}" for anzahl, wort in uebrige)
    return f"{deutsch(erste)} von {deutsch(stand.anzahl)} Maßnahmen sind {wort}{rest}"


def _uebersichtstabelle(stand: Massnahmenstand, herkunft: Herkunft) -> Tabelle:
    zeilen = [
        (feld, *(stand.zaehlung[feld, art] for art in stand.arten), sum(stand.zaehlung[feld, a] for a in stand.arten))
        for feld in stand.handlungsfelder
    ]
    zeilen.append(("Alle Handlungsfelder", *(stand.je_art(art) for art in stand.arten), stand.anzahl))
    return Tabelle(
        "Sachstand der Maßnahmen je Handlungsfeld",
        (
            Spalte("Handlungsfeld"),
            *(Spalte(art.bezeichnung, Format.ANZAHL) for art in stand.arten),
            Spalte("zusammen", Format.ANZAHL),
        ),
        tuple(zeilen),
        herkunft,
        summenzeilen=1,
    )


def massnahmen(stand: Massnahmenstand, stichtag: date) -> Iterator[Baustein]:
    yield Massnahmentabelle(
        f"Maßnahmen, Sachstand am {stichtag:%d.%m.%Y}",
        stand.zeilen,
        f"Quelle: {stand.fachplan}, Reihenfolge und Wortlaut wie dort; Sachstand: Sachstandsbuch. "
        "Die Aufzählungen der letzten Spalte sind Umsetzungsschritte.",
    )


def vorbehalte(stand: Massnahmenstand) -> Iterator[str]:
    if stand.aus_papiertabelle:
        yield (
            f"Bei {deutsch(stand.aus_papiertabelle)} von {deutsch(stand.anzahl)} Maßnahmen ist der Sachstand aus der "
            "Papiertabelle übernommen und seither nicht bestätigt."
        )


def des_bereichs(wunsch: Berichtswunsch, bereich: str) -> Iterator[Baustein]:
    """Die Maßnahmen, die den Planungsbereich betreffen, mit ihrem Sachstand am Stichtag."""
    stichtag = wunsch.stichtag
    zeilen = tuple((_benannt(bezug), bezug.sachstand) for bezug in massnahmen_zu(bereich, wunsch.von, stichtag))
    if not zeilen:
        yield Absatz(f"Keine Maßnahme eines Fachplans betrifft den Planungsbereich {bereich} besonders.")
        return
    yield Absatz(regel(bereich))
    spalten = (Spalte("Maßnahme"), Spalte("Sachstand"))
    herkunft = _herkunft_am(stichtag, f"{stichtag:%d.%m.%Y}")
    yield Zahlentabelle(Tabelle(f"Maßnahmen, die den Planungsbereich {bereich} betreffen", spalten, zeilen, herkunft))


def _benannt(bezug: Massnahmenbezug) -> str:
    """„1.1.1. Lebenslagebefragung …“, mit den verbundenen Kennzahlen."""
    dazu = f" (Kennzahl: {', '.join(bezug.kennzahlen)})" if bezug.kennzahlen else ""
    return f"{bezug.nr} {bezug.beschreibung}{dazu}"
