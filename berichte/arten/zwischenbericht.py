"""Der Zwischenbericht: Maßnahmen und Seniorenberatung."""

from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localtime

from beratung.kern.zaehlung import Zaehleinheit
from berichte import datensaetze
from berichte.kern import beschreibung
from berichte.kern.bericht import (
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
)
from berichte.kern.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import NULL_ZEICHEN, STANDERKLAERUNG, Format, Herkunft, Schutz, Spalte, Tabelle, Zeichen
from berichte.massnahmenstand import Massnahmenstand, massnahmenstand
from berichte.monatsentwicklung import Monatsentwicklung, monatsentwicklung
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat
from massnahmen.models import Rundenabschluss

from .wunsch import HERAUSGEBER, BerichtNichtMoeglich, Berichtswunsch, letzter_voller_monat

NEUZUGANG = Zaehleinheit.NEUZUGANG


def zwischenbericht(wunsch: Berichtswunsch) -> Bericht:
    """BerichtNichtMoeglich, solange kein Fachplan eingelesen ist. `abschluss`: Stand einer geschlossenen Runde."""
    stichtag, abschluss = wunsch.stichtag, wunsch.abschluss
    stand = massnahmenstand(stichtag, von=wunsch.von, abschluss=abschluss)
    if stand is None:
        raise BerichtNichtMoeglich("Es ist noch kein Fachplan eingelesen. Das erledigt: manage.py fachplan_einlesen.")
    bis = letzter_voller_monat(stichtag)
    zahlen = datensaetze.gesamtzahlen_der_stadt(NEUZUGANG, bis=bis, mit_fussnoten=True)
    entwicklung = monatsentwicklung(zahlen, bis.jahr)
    return Bericht(
        titel="Zwischenbericht",
        untertitel=f"zum {stand.fachplan}",
        herausgeber=HERAUSGEBER,
        stichtag=stichtag,
        datenstand=f"{_sachstaende(stichtag, abschluss)}, Beratungszahlen bis {bis.bezeichnung}",
        bausteine=(
            Kapitel("Überblick"),
            *ueberblick(stand, stichtag),
            Kapitel("Maßnahmen"),
            *massnahmen(stand, stichtag),
            Kapitel("Seniorenberatung"),
            *seniorenberatung(entwicklung, bis),
            Kapitel("Hinweise"),
            *hinweise(stand, entwicklung),
        ),
    )


def _sachstaende(stichtag: date, abschluss: Rundenabschluss | None) -> str:
    if abschluss is None:
        return f"Sachstände bis {stichtag:%d.%m.%Y}"
    return f"Sachstände der Runde „{abschluss.runde}“, geschlossen am {localtime(abschluss.am):%d.%m.%Y}"


# --- Überblick -------------------------------------------------------------------------------------------------------


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
    angaben = (f"Stichtag {stichtag:%d.%m.%Y}", "Maßnahmen", "Fachplan und Sachstandsbuch", gemeldet)
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


# --- Maßnahmen -------------------------------------------------------------------------------------------------------


def massnahmen(stand: Massnahmenstand, stichtag: date) -> Iterator[Baustein]:
    yield Massnahmentabelle(
        f"Maßnahmen, Sachstand am {stichtag:%d.%m.%Y}",
        stand.zeilen,
        f"Quelle: {stand.fachplan}, Reihenfolge und Wortlaut wie dort; Sachstand: Sachstandsbuch. "
        "Die Aufzählungen der letzten Spalte sind Umsetzungsschritte.",
    )


# --- Seniorenberatung ------------------------------------------------------------------------------------------------


def seniorenberatung(entwicklung: Monatsentwicklung, bis: Monat) -> Iterator[Baustein]:
    yield Absatz(
        f"Beratungsfälle {bis.jahr} gegenüber {bis.jahr - 1}, gesamtstädtisch, bis {bis.bezeichnung}. "
        "Verglichen werden nur Monate, die in beiden Jahren gemeldet sind."
    )
    if entwicklung.verlagerung:
        yield Absatz(entwicklung.verlagerung.satz)
    for teil in entwicklung.entwicklungen:
        yield Abschnitt(teil.name[:1].upper() + teil.name[1:])
        if teil.diagramm is None:
            yield Absatz(teil.vergleich.satz)
            continue
        yield Abbildung(teil.diagramm)
        yield Zahlentabelle(teil.tabelle)


# --- Hinweise --------------------------------------------------------------------------------------------------------


def hinweise(stand: Massnahmenstand, entwicklung: Monatsentwicklung) -> Iterator[Baustein]:
    if entwicklung.ist_beispiel:
        yield Hinweis(
            "Die Zahlen der Seniorenberatung sind Beispielzahlen: Die Jahressummen sind veröffentlicht, "
            "ihre Verteilung auf Monate und Merkmale ist erfunden.",
            titel="Beispielzahlen",
        )
    yield Abschnitt("Was vorläufig oder unbestätigt ist")
    yield Aufzaehlung(tuple(_vorbehalte(stand, entwicklung)))
    yield Abschnitt("Wie die Zahlen zu lesen sind")
    yield Aufzaehlung(
        (
            "Veränderungen in Prozent sind aus den ungerundeten Zahlen gerechnet und kaufmännisch auf eine Stelle "
            "gerundet.",
            "Ein nicht gemeldeter Monat ist eine Lücke, nie eine Null; er geht in keinen Vergleich ein.",
            "Ein Neuzugang ist ein neuer Beratungsfall. Neuzugänge, Informationen, Beratungen und "
            "Kriseninterventionen sind verschiedene Zählungen und werden nie zusammengezählt.",
        )
    )
    yield Abschnitt("Zeichenerklärung")
    staende = (f"{zeichen} = {erklaerung}" for zeichen, erklaerung in STANDERKLAERUNG.items())
    yield Aufzaehlung((f"{NULL_ZEICHEN} = genau null", *(f"{z} = {z.erklaerung}" for z in Zeichen), *staende))


def _vorbehalte(stand: Massnahmenstand, entwicklung: Monatsentwicklung) -> Iterator[str]:
    if stand.aus_papiertabelle:
        yield (
            f"Bei {deutsch(stand.aus_papiertabelle)} von {deutsch(stand.anzahl)} Maßnahmen ist der Sachstand aus der "
            "Papiertabelle übernommen und seither nicht bestätigt."
        )
    for teil in entwicklung.entwicklungen:
        if zustand := teil.tabelle.herkunft.zustand:
            yield f"Stand der Beratungszahlen, {teil.name}: {zustand}."
    yield from entwicklung.nicht_gemeldet
    yield "Die Zuordnung der Stadtteile zu Planungsbereichen ist unbestätigt; auf diesen Bericht wirkt sie nicht."
