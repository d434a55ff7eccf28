"""Was in jeder Zelle jeder Tabelle und an jedem Diagrammpunkt stehen muss, aus der zweiten Zählung gerechnet.

Benutzt wie `unabhaengig` nichts von der Anwendung. Eine Regel erkennt eine Tabelle am Titel; Zeile und Spalte sagen
mit ihren Wörtern selbst, wonach gefragt ist („01–09/2023“, „Anteil 01–09/2024“, „Neuzugänge, gefördert“).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import NamedTuple

from . import unabhaengig

MONATSNAMEN = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
               "November", "Dezember")  # fmt: skip
BEIDE = ("seniora", "fmg")
SEITEN = {"gefördert": ("seniora",), "kommunal": ("fmg",), "zusammen": BEIDE}
EINHEITEN = {
    "Neuzugänge": "neuzugang", "Beratungsfälle": "neuzugang", "Beratungen": "beratung", "Informationen": "information",
    "Informationen/Zuständigkeitsprüfungen": "information", "Kriseninterventionen": "krisenintervention",
    "Fälle": "fall", "Neuzugänge (Beratungsfälle)": "neuzugang", "Häufigkeit (Leistungen je Fall)": "fall",
}  # fmt: skip
AUFTEILUNGEN = {
    "Beratungsfelder": ("beratung", "hauptberatungsfeld"),
    "Beratungsfelder im Einzelnen": ("beratung", "beratungsfeld"),
    "Beratungsorte": ("beratung", "beratungsort"),
    "Wie Fälle zur Beratung kommen": ("neuzugang", "fallherkunft"),
    "Alter": ("neuzugang", "altersgruppe"),
    "Familienstand": ("neuzugang", "familienstand"),
    "Migrationshintergrund": ("neuzugang", "migrationshintergrund"),
    "Leistungen je Fall und Monat": ("fall", "haeufigkeit"),
}
MERKMALE = {  # wie die Spalte über den Ausprägungen heißt
    "Hauptberatungsfeld": "hauptberatungsfeld", "Beratungsfeld": "beratungsfeld", "Beratungsort": "beratungsort",
    "Fallherkunft": "fallherkunft", "Familienstand": "familienstand", "Alter": "altersgruppe",
    "Altersgruppe": "altersgruppe", "Geschlecht": "geschlecht", "Migrationshintergrund": "migrationshintergrund",
    "Alter und Geschlecht": "altersgruppe×geschlecht", "Altersgruppe und Geschlecht": "altersgruppe×geschlecht",
    "Leistungen je Fall": "haeufigkeit",
}  # fmt: skip
FEHLT, SINNLOS = "fehlt", "x"
PROZENT_AB = 20  # in Klammern und in der Übersicht: darunter sagt ein Prozentsatz mehr, als die Zahl hergibt
Wert = Decimal | str
Werte = list[Wert | None]
AUSSERHALB = None  # steht da, wird aber hier nicht gerechnet
Monate = tuple[str, str]  # von, bis
Zaehlung = Callable[[Monate], int]


class Unbekannt(Exception):
    """Die Zweitrechnung weiß nicht, was in dieser Tabelle stehen soll."""


class Tabelle(NamedTuple):
    """Wie eine Datei sie zeigt. `zeilen`: Zeilenname und je Spalte ein Wert; `ist_bild`: Punkte eines Diagramms."""

    titel: str
    spalten: tuple[str, ...]  # auch die über den Zeilennamen
    zeilen: tuple[tuple[str, ...], ...]
    ist_bild: bool = False


class Blick(NamedTuple):
    """Worüber eine Datei oder Seite spricht."""

    von: str
    bis: str
    ort: str = ""
    quellen: tuple[str, ...] = BEIDE
    einheit: str = ""  # nur, wo die Tabelle sie nicht nennt

    @property
    def heute(self) -> Monate:
        return self.von, self.bis

    @property
    def frueher(self) -> Monate:
        return vorjahr(self.heute)


def vorjahr(monate: Monate) -> Monate:
    return tuple(f"{int(m[:4]) - 1}{m[4:]}" for m in monate)


def runden(wert: Decimal, stellen: int = 1) -> Decimal:
    return wert.quantize(Decimal(1).scaleb(-stellen), ROUND_HALF_UP)


def prozent(teil: int, ganzes: int | Decimal) -> Wert:
    return runden(Decimal(teil) * 100 / Decimal(ganzes)) if ganzes else SINNLOS


def veraenderung(alt: int, neu: int) -> Wert:
    return prozent(neu - alt, alt)


@cache
def monate(von_bis: Monate) -> list[str]:
    (von, bis), jahre = von_bis, range(int(von_bis[0][:4]), int(von_bis[1][:4]) + 1)
    return [m for m in (f"{jahr}-{nr:02d}" for jahr in jahre for nr in range(1, 13)) if von <= m <= bis]


def quartal(text: str) -> Monate:
    """„3. Quartal 2024“."""
    nr, jahr = re.fullmatch(r"([1-4])\. Quartal (\d{4})", text).groups()
    return f"{jahr}-{3 * int(nr) - 2:02d}", f"{jahr}-{3 * int(nr):02d}"


def periode(text: str) -> Monate | None:
    """„01–09/2024“, „07/2024“, „2024“; sonst None."""
    if not (treffer := re.fullmatch(r"(?:(\d\d)(?:–(\d\d))?/)?(\d{4})", text)):
        return None
    von, bis, jahr = treffer.groups()
    return f"{jahr}-{von or '01'}", f"{jahr}-{bis or von or '12'}"


# --- Zählen -----------------------------------------------------------------------------------------------------------


@cache
def _alle_auspraegungen() -> dict[tuple[str, str], set[str]]:
    ergebnis = defaultdict(set)
    for zelle in unabhaengig.zaehlen():
        ergebnis[zelle.einheit, zelle.merkmal].add(zelle.auspraegung)
    return ergebnis


def auspraegungen(einheit: str, merkmal: str) -> set[str]:
    return _alle_auspraegungen().get((einheit, merkmal), set())


def zaehle(quellen: Iterable[str], ort: str, einheit: str, merkmal: str = "", auspraegung: str = "") -> Zaehlung:
    def in_den(monate_: Monate) -> int:
        zellen = unabhaengig.zaehlen()
        return sum(
            zellen[unabhaengig.Zelle(quelle, monat, ort, einheit, merkmal, auspraegung)]
            for quelle in quellen
            for monat in monate(monate_)
        )

    return in_den


def spalte(name: str, blick: Blick, diese: Zaehlung, ganzes: Zaehlung) -> Wert:
    """Eine Zelle aus dem, was die Zeile zählt, und dem Ganzen, an dem Anteile gemessen werden."""
    if wann := periode(name):
        return Decimal(diese(wann))
    if name.startswith("Anteil ") and (wann := periode(name.removeprefix("Anteil "))):
        return prozent(diese(wann), ganzes(wann))
    alt, neu = diese(blick.frueher), diese(blick.heute)
    werte = {
        "Anzahl": Decimal(neu),
        "davor": Decimal(alt),
        "Differenz": Decimal(neu - alt),
        "Prozent": veraenderung(alt, neu),
        "Veränderung": mit_prozent(alt, neu),
        "Anteil": prozent(neu, ganzes(blick.heute)),
    }
    if name not in werte:
        raise Unbekannt(f"Spalte {name}")
    return werte[name]


def mit_prozent(alt: int, neu: int) -> str:
    """„+88 (+13,0 %)“; wo eine der Zahlen klein ist, nur „+8“."""
    klammer = f" ({deutsch(veraenderung(alt, neu), 1)} %)" if min(alt, neu) >= PROZENT_AB and alt != neu else ""
    return f"{deutsch(Decimal(neu - alt), 0)}{klammer}"


def deutsch(wert: Decimal, stellen: int) -> str:
    """Mit Vorzeichen: „+1.327“, „−5,6“, „±0“."""
    text = f"{abs(wert):,.{stellen}f}".translate(str.maketrans(",.", ".,"))
    return ("−" if wert < 0 else "+" if wert else "±") + text
