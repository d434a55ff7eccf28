"""Die Regeln der Zweitrechnung: je Art von Tabelle, was eine Zeile zählt."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from . import unabhaengig, zweitstellen
from .zweitrechnung import (
    AUFTEILUNGEN,
    AUSSERHALB,
    EINHEITEN,
    FEHLT,
    MERKMALE,
    MONATSNAMEN,
    PROZENT_AB,
    SEITEN,
    SINNLOS,
    Blick,
    Monate,
    Tabelle,
    Unbekannt,
    Werte,
    Zaehlung,
    auspraegungen,
    prozent,
    spalte,
    veraenderung,
    vorjahr,
    zaehle,
)

Regel = Callable[[Tabelle, Blick, re.Match], list[Werte]]


def erwartet(tabelle: Tabelle, blick: Blick) -> list[Werte]:
    """Je Zeile und Spalte, was dort stehen muss. Unbekannt, wenn keine Regel die Tabelle kennt."""
    for ist_bild, muster, regel in REGELN:
        if ist_bild == tabelle.ist_bild and (treffer := re.fullmatch(muster, tabelle.titel)):
            return regel(tabelle, blick, treffer)
    raise Unbekannt(tabelle.titel)


def _zeilenweise(tabelle: Tabelle, blick: Blick, zaehlungen: dict[str, Zaehlung], ganzes: Zaehlung) -> list[Werte]:
    """Jede Zeile mit dem, was ihr Name zählt. Unbekannt bei einer Zeile, die es nicht geben sollte."""
    if fremde := {zeile[0] for zeile in tabelle.zeilen} - zaehlungen.keys():
        raise Unbekannt(f"{tabelle.titel}: {fremde}")
    return [[spalte(s, blick, zaehlungen[z[0]], ganzes) for s in tabelle.spalten[1:]] for z in tabelle.zeilen]


# --- Übersicht, Monate ------------------------------------------------------------------------------------------------


def _uebersicht(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    zaehlungen = {
        f"{name}, {seite}": zaehle(quellen, blick.ort, EINHEITEN[name])
        for name in ("Neuzugänge", "Beratungen", "Kriseninterventionen", "Informationen")
        for seite, quellen in SEITEN.items()
    }
    if len(tabelle.zeilen) != len(zaehlungen):
        raise Unbekannt(f"{tabelle.titel}: {len(tabelle.zeilen)} Zeilen")
    werte = _zeilenweise(tabelle, blick, zaehlungen, zaehlungen["Neuzugänge, zusammen"])
    return [[*w[:3], SINNLOS if min(w[:2]) < PROZENT_AB else w[3]] for w in werte]


def _je_monat(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Zeilen Januar bis Dezember und bei Tabellen die Summe; Spalten die beiden Jahre, Differenz, Prozent."""
    diese = zaehle(_seite(treffer["seite"]), blick.ort, EINHEITEN[treffer["was"]])
    jahr = blick.bis[:4]
    zeilen = [*MONATSNAMEN, *([] if tabelle.ist_bild else [f"Summe {_zeit(blick.heute)}"])]
    if [zeile[0] for zeile in tabelle.zeilen] != zeilen:
        raise Unbekannt(f"{tabelle.titel}: {[zeile[0] for zeile in tabelle.zeilen]}")
    ergebnis = []
    for nr, name in enumerate(zeilen, start=1):
        heute = (f"{jahr}-{nr:02d}",) * 2 if name in MONATSNAMEN else blick.heute
        alt, neu = diese(vorjahr(heute)), diese(heute)
        werte = [Decimal(alt), Decimal(neu), Decimal(neu - alt), veraenderung(alt, neu)]
        if heute[1] > blick.bis:
            werte = [Decimal(alt), FEHLT, SINNLOS, SINNLOS]
        ergebnis.append(werte[: len(tabelle.spalten) - 1])
    return ergebnis


def _seite(worte: str) -> tuple[str, ...]:
    return SEITEN[{"geförderte": "gefördert", "kommunale": "kommunal"}.get(worte.partition(" ")[0], "zusammen")]


def _zeit(wann: Monate) -> str:
    return wann[0][:4] if wann[0][5:] + wann[1][5:] == "0112" else f"{wann[0][5:]}–{wann[1][5:]}"


def _regelkarte(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Grenzen und Urteil prüft test_regelkarte; hier die Zahlen, aus denen sie kommen."""
    diese, namen = zaehle(blick.quellen, blick.ort, "neuzugang"), MONATSNAMEN
    wann = [f"{jahr}-{namen.index(name) + 1:02d}" for name, jahr in (zeile[0].split() for zeile in tabelle.zeilen)]
    return [[Decimal(diese((monat, monat))), *[AUSSERHALB] * (len(tabelle.spalten) - 2)] for monat in wann]


# --- Merkmale und Gebiete ---------------------------------------------------------------------------------------------


def _merkmal(einheit: str, merkmal: str, blick: Blick) -> tuple[dict[str, Zaehlung], Zaehlung]:
    ganzes = zaehle(blick.quellen, blick.ort, einheit)
    je_name = {a: zaehle(blick.quellen, blick.ort, einheit, merkmal, a) for a in auspraegungen(einheit, merkmal)}
    return je_name | {"zusammen": ganzes}, ganzes


def _aufteilung(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    return _zeilenweise(tabelle, blick, *_merkmal(*AUFTEILUNGEN[tabelle.titel], blick))


def _nach_merkmal(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Auf der Seite „Herkunft“: „Neuzugänge nach Fallherkunft“."""
    return _zeilenweise(tabelle, blick, *_merkmal(EINHEITEN[treffer["was"]], MERKMALE[treffer["merkmal"]], blick))


def _anteile(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Balken: Anteile der Ausprägungen oder, bei Gebieten, ihre Zahlen. Welches Merkmal, sagen die Balken selbst."""
    einheit, balken = EINHEITEN[treffer["was"]], {zeile[0] for zeile in tabelle.zeilen}
    merkmale = [m for m in {*MERKMALE.values()} if balken <= auspraegungen(einheit, m)]
    if merkmale:
        je_name, ganzes = _merkmal(einheit, min(merkmale, key=lambda m: len(auspraegungen(einheit, m))), blick)
        als_anteil = tabelle._replace(spalten=(tabelle.spalten[0], *(f"Anteil {s}" for s in tabelle.spalten[1:])))
        return _zeilenweise(als_anteil, blick, je_name, ganzes)
    orte = _bereiche(blick) if balken <= _bereiche(blick).keys() else _stadtteile(blick)
    return _zeilenweise(tabelle, blick, orte, zaehle(blick.quellen, blick.ort, einheit))


def _alter_geschlecht(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    def zelle(alter: str, geschlecht: str) -> Decimal:
        merkmale = {"altersgruppe": alter, "geschlecht": geschlecht}
        gefragt = {merkmal: wert for merkmal, wert in merkmale.items() if wert != "zusammen"}
        schluessel = ("×".join(gefragt), "×".join(gefragt.values()))
        return Decimal(zaehle(blick.quellen, blick.ort, "neuzugang", *schluessel)(blick.heute))

    return [[zelle(zeile[0], s) for s in tabelle.spalten[1:]] for zeile in tabelle.zeilen]


@cache
def _stadtteilzeilen() -> list[dict[str, str]]:
    with (unabhaengig.FIXTURES / "stadtteile.csv").open(encoding="utf-8-sig", newline="") as strom:
        return list(csv.DictReader(strom, delimiter=";"))


def _stadtteile(blick: Blick) -> dict[str, Zaehlung]:
    """Die des Planungsbereichs; „keinem Stadtteil zugeordnet“ ist der Rest zur Gesamtzahl."""
    namen = {z["stadtteil"]: z["nr"] for z in _stadtteilzeilen() if blick.ort in ("", z["planungsbereich"])}
    if not blick.ort:
        namen |= {"unbekannt": "unbekannt", "auswärtig": "auswärtig"}
    orte = {name: zaehle(blick.quellen, f"Stadtteil {nr}", "neuzugang") for name, nr in namen.items()}
    return _mit_rest(orte, blick)


def _stadtbezirke(blick: Blick) -> dict[str, Zaehlung]:
    nummern = defaultdict(list)
    for zeile in _stadtteilzeilen():
        name = re.sub("^Ortschaft(en)? ", "", zeile["gebiet"]).replace(", ", "/")
        nummern[name].append(zaehle(blick.quellen, f"Stadtteil {zeile['nr']}", "neuzugang"))
    for name in ("unbekannt", "auswärtig"):
        nummern[name] = [zaehle(blick.quellen, f"Stadtteil {name}", "neuzugang")]
    orte = {name: (lambda wann, teile=teile: sum(t(wann) for t in teile)) for name, teile in nummern.items()}
    return _mit_rest(orte, blick)


def _mit_rest(orte: dict[str, Zaehlung], blick: Blick) -> dict[str, Zaehlung]:
    ganzes, teile = zaehle(blick.quellen, blick.ort, "neuzugang"), list(orte.values())
    rest = lambda wann: ganzes(wann) - sum(teil(wann) for teil in teile)  # noqa: E731
    return orte | {"keinem Stadtteil zugeordnet": rest, "zusammen": ganzes}


def _gebiete(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    je_name = _stadtteile(blick) if tabelle.titel.endswith("Stadtteilen") else _stadtbezirke(blick)
    return _zeilenweise(tabelle, blick, je_name, je_name["zusammen"])


def _bereiche(blick: Blick) -> dict[str, Zaehlung]:
    namen = {zeile["planungsbereich"] for zeile in _stadtteilzeilen()} | {"unbekannt", "auswärtig"}
    return {name: zaehle(blick.quellen, name, "neuzugang") for name in namen} | {
        "Dresden": zaehle(blick.quellen, "", "neuzugang")
    }


def _planungsbereiche(tabelle: Tabelle, blick: Blick, treffer: re.Match) -> list[Werte]:
    """Wie andere Gebiete, dazu wie viel davon gefördert ist. Auf der Seite steht hinter manchem Namen ein Stern."""
    sauber = tabelle._replace(
        spalten=tuple(s for s in tabelle.spalten if not s.endswith("gefördert")),
        zeilen=tuple((zeile[0].removesuffix(" *"), *zeile[1:]) for zeile in tabelle.zeilen),
    )
    je_name = _bereiche(blick)
    werte = _zeilenweise(sauber, blick, je_name, je_name["Dresden"])
    if sauber.spalten == tabelle.spalten:
        return werte
    for zeile, zellen in zip(sauber.zeilen, werte, strict=True):
        ort = "" if zeile[0] == "Dresden" else zeile[0]
        davon = zaehle(("seniora",), ort, "neuzugang")(blick.heute)
        zellen += [Decimal(davon), prozent(davon, je_name[zeile[0]](blick.heute))]
    return werte


# --- Welche Regel für welchen Titel -----------------------------------------------------------------------------------

_WAS = "(?P<was>Beratungsfälle|Beratungen|Informationen|Kriseninterventionen)"
_SEITE = "(?P<seite>geförderte Seniorenberatung|kommunale Seniorenberatung|gefördert und kommunal zusammen)"
_STELLE = r"(?P<stelle>.+ \(Beispiel\))"
_QUARTAL = r"(?P<quartal>[1-4]\. Quartal \d{4})"
REGELN: list[tuple[bool, str, Regel]] = [
    (False, "Kennzahlen der Seniorenberatung, .+", _uebersicht),
    (False, f"{_WAS} {_SEITE} je Monat", _je_monat),
    (True, f"{_WAS} {_SEITE}: .+", _je_monat),
    (False, "Neuzugänge je Monat mit Grenzen", _regelkarte),
    (False, "|".join(AUFTEILUNGEN), _aufteilung),
    (False, f"(?P<was>{'|'.join(map(re.escape, EINHEITEN))}) nach (?P<merkmal>{'|'.join(MERKMALE)})", _nach_merkmal),
    (False, "Neuzugänge: Alter und Geschlecht", _alter_geschlecht),
    (True, "Neuzugänge: .+ am häufigsten .+", _alter_geschlecht),
    (False, "Neuzugänge nach Stadtteilen|Neuzugänge: Stadtbezirke und Ortschaften", _gebiete),
    (False, "Neuzugänge (je|nach) Planungsbereich(en)?", _planungsbereiche),
    (False, "Beratungsstellen, Neuzugänge .+", zweitstellen.stellen),
    (False, f"Auslastung der Beratungsstellen, {_QUARTAL}", zweitstellen.auslastung),
    (False, f"{_STELLE}, {_QUARTAL}", zweitstellen.quartalsbericht),
    (False, f"{_STELLE}, Monate", zweitstellen.quartalsmonate),
    (False, f"{_STELLE}, Beratungen nach Hauptberatungsfeld", zweitstellen.quartalsfelder),
    (True, f"{_STELLE}: .*Neuzugänge .+", zweitstellen.quartalsverlauf),
    (False, r"(\d\d–\d\d/)?\d{4}", zweitstellen.herkunft),
    (False, "Sachstand der Maßnahmen je Handlungsfeld", zweitstellen.sachstaende),
    (True, ".+ von 49 Maßnahmen .+", zweitstellen.sachstaende),
    (True, "(?P<was>Beratungen|Neuzugänge): .+", _anteile),
    (False, r"Maßnahmen, Sachstand am .+|[1-8]\. .+", zweitstellen.massnahmen),
    (False, "Maßnahmen, die .+ betreffen|Lieferungen, aus denen .+", zweitstellen.kein_zahlenwerk),
]
