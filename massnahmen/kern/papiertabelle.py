"""Die Papiertabelle als Text mit Tabulatoren, Excel oder Word: Kopfzeile, wiederholte Köpfe, Zierlinien."""

import re
from dataclasses import dataclass
from enum import Enum

from dresden_senioren.kern.text import aufzaehlung, suchform

from .dateien import Dateiart, NichtLesbar, dateiart, mappe_lesen, wortdatei_lesen
from .plan import Befund
from .wortdatei import LISTENMARKE

Rohzeile = tuple[int, list[str]]
_PUNKT = re.compile(r"^[■•▪]\s*")


class Spalte(Enum):
    """Spalten der Papiertabelle; der Wert ist der Anfang der Überschrift in Suchform."""

    NR = "nr."
    BESCHREIBUNG = "beschreibung"
    VERANTWORTUNG = "verantwortung"
    LAUFZEIT = "termin oder laufzeit"
    HAUSHALTSRELEVANZ = "haushaltsrelevanz"
    SACHSTAND = "sachstand"
    ERLAEUTERUNG = "ggf. erläuterung"

    @property
    def bezeichnung(self) -> str:
        return {"ERLAEUTERUNG": "ggf. Erläuterung zum Sachstand"}.get(self.name, self.value.title().replace(" O", " o"))


@dataclass
class Zeile:
    """Eine Tabellenzeile; `nummer` zählt ab 1 wie der Texteditor, wie Excel oder die Zeilen aller Tabellen in Word."""

    nummer: int
    zellen: dict[Spalte, str]
    ueberzaehlig: str = ""

    def __getitem__(self, spalte: Spalte) -> str:
        return self.zellen[spalte]

    @property
    def nur_erste(self) -> bool:
        return not any(text for spalte, text in self.zellen.items() if spalte is not Spalte.NR)


def zeilen_lesen(daten: bytes) -> tuple[list[Zeile], list[Befund]]:
    """Bytes → Zeilen mit Inhalt in Spaltenfolge, dazu die übersprungenen als Befund. NichtLesbar mit Satz."""
    roh = _rohzeilen(daten)
    kopfstelle = next((i for i, (_, zellen) in enumerate(roh) if _ist_kopf(zellen)), None)
    if kopfstelle is None:
        raise NichtLesbar(
            "Die Datei enthält keine Kopfzeile einer Maßnahmentabelle. Erwartet wird eine Tabelle (als Text: mit "
            "Tabulatoren), deren Kopfzeile mit „Nr.“ und „Beschreibung“ beginnt."
        )
    _kopf_pruefen(*roh[kopfstelle])
    zeilen, befunde = [], []
    for nummer, zellen in roh[:kopfstelle]:
        if any(zelle.strip() for zelle in zellen):
            befunde.append(Befund("vor_der_tabelle", f"Zeile {nummer}", "Text vor der Kopfzeile wird nicht gelesen."))
    for nummer, zellen in roh[kopfstelle + 1 :]:
        inhalt = [zelle.strip() for zelle in zellen]
        if _ist_kopf(inhalt):
            befunde.append(Befund("kopfzeile_wiederholt", f"Zeile {nummer}", "Die Kopfzeile steht hier noch einmal."))
        elif _ist_zierlinie(inhalt):
            befunde.append(Befund("zierlinie", f"Zeile {nummer}", "Die Zeile enthält nur Striche; übersprungen."))
        elif any(inhalt):
            zeilen.append(_zeile(nummer, inhalt))
    return zeilen, befunde


def _rohzeilen(daten: bytes) -> list[Rohzeile]:
    match dateiart(daten):
        case Dateiart.MAPPE:
            return _aus_mappe(daten)
        case Dateiart.WORT:
            tabellen = wortdatei_lesen(daten).tabellen
            return [_rohzeile(i, z) for i, z in enumerate((z for t in tabellen for z in t), 1)]
    return [(nummer, zeile.split("\t")) for nummer, zeile in enumerate(_text(daten).split("\n"), 1)]


def _aus_mappe(daten: bytes) -> list[Rohzeile]:
    """Das eine sichtbare Blatt mit einer Kopfzeile; ohne Kopfzeile das erste."""
    blaetter = [(b.name, [_rohzeile(i, z) for i, z in enumerate(b.zeilen, 1)]) for b in mappe_lesen(daten)]
    mit_kopf = [(name, zeilen) for name, zeilen in blaetter if any(_ist_kopf(zellen) for _, zellen in zeilen)]
    if len(mit_kopf) > 1:
        namen = aufzaehlung([f"„{name}“" for name, _ in mit_kopf])
        raise NichtLesbar(f"Die Blätter {namen} enthalten je eine Maßnahmentabelle. Bitte nur eines davon liefern.")
    return next((zeilen for _, zeilen in mit_kopf or blaetter), [])


def _rohzeile(nummer: int, zellen: list[str]) -> Rohzeile:
    """Mehrzeilige Zellen in eine Zeile; Aufzählungszeichen gelten nur in der letzten Spalte, wie auf dem Papier."""
    letzte = len(Spalte) - 1
    return nummer, [_einzeilig(text, mit_punkten=i == letzte) for i, text in enumerate(zellen)]


def _einzeilig(text: str, *, mit_punkten: bool) -> str:
    zeilen = [_PUNKT.sub(LISTENMARKE if mit_punkten else "", zeile.strip()) for zeile in text.splitlines()]
    return " ".join(filter(None, zeilen)).replace("\t", " ")


def _text(daten: bytes) -> str:
    if b"\x00" in daten:
        raise NichtLesbar(
            "Die Datei ist keine Textdatei. Bitte die Tabelle als Text mit Tabulatoren in UTF-8 speichern."
        )
    try:
        return daten.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fehler:
        zeile = daten.count(b"\n", 0, fehler.start) + 1
        raise NichtLesbar(
            f"Die Datei ist nicht in UTF-8 gespeichert (Zeile {zeile}). Bitte beim Speichern die Zeichenkodierung "
            "„UTF-8“ wählen und noch einmal einlesen."
        ) from fehler


def _ist_kopf(zellen: list[str]) -> bool:
    return len(zellen) > 1 and suchform(zellen[0]) == "nr." and suchform(zellen[1]).startswith("beschreibung")


def _ist_zierlinie(zellen: list[str]) -> bool:
    inhalt = [zelle for zelle in zellen if zelle]
    return bool(inhalt) and all(re.fullmatch(r"[-–—:|=_ ]+", zelle) for zelle in inhalt)


def _kopf_pruefen(nummer: int, zellen: list[str]) -> None:
    """Die Folge der Spalten muss die der Papiertabelle sein; zerrissene Zeilen wären sonst nicht zu deuten."""
    ueberschriften = [suchform(zelle) for zelle in zellen]
    fehlend = [s.bezeichnung for s in Spalte if not any(u.startswith(s.value) for u in ueberschriften)]
    if fehlend:
        raise NichtLesbar(
            f"In der Kopfzeile (Zeile {nummer}) fehlt: {aufzaehlung([f'„{s}“' for s in fehlend])}. "
            "Bitte die Überschriften wie in der Papiertabelle schreiben."
        )
    if not all(u.startswith(s.value) for s, u in zip(Spalte, ueberschriften, strict=False)):
        raise NichtLesbar(
            f"Die Spalten der Kopfzeile (Zeile {nummer}) stehen in anderer Folge als in der Papiertabelle: "
            f"{aufzaehlung([s.bezeichnung for s in Spalte])}."
        )


def _zeile(nummer: int, inhalt: list[str]) -> Zeile:
    breite = len(Spalte)
    gefuellt = inhalt[:breite] + [""] * (breite - len(inhalt))
    return Zeile(nummer, dict(zip(Spalte, gefuellt, strict=True)), " ".join(filter(None, inhalt[breite:])))
