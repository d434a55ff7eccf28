"""Der Monatsbrief: seine Tabelle, und was davon als E-Mail hinausgeht.

Die E-Mail verlässt die Anwendung und ist nicht mehr zurückzuholen. Darum stehen darin nur Gesamtzahlen des ganzen
Gebiets ab 20; kleinere heißen „weniger als 20“, und zu ihnen steht weder Differenz noch Prozent, aus denen sie sich
zurückrechnen ließen. Aufteilungen nach Merkmalen, Stadtteilen oder Beratungsstellen stehen nur in der Anwendung.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from beratung.kern.befunde.ausreisser import ALPHA
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen, Zelle
from berichte.kern.zahlen.vergleich import EIN_JAHR, Vergleich
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat

from .auffaelligkeiten import Veraenderung
from .veraenderung import STERN, TEILWEISE, veraenderung

HINAUS_AB = 20  # kleinere Zahlen stehen nur in der Anwendung
WENIGE = f"weniger als {HINAUS_AB}"


@dataclass(frozen=True)
class Brief:
    betreff: str
    text: str


@dataclass(frozen=True)
class Inhalt:
    """`veraenderungen`: Gesamtzahlen des Gebiets gegen denselben Monat des Vorjahres. `fehlend`: ein Satz ohne
    Fallzahlen. `adresse`: die Seite des Briefes."""

    gebiet: str
    monat: Monat
    veraenderungen: Sequence[Veraenderung]
    fehlend: str
    stand: str
    adresse: str


def tabelle(gebiet: str, zeilen: Mapping[str, Sequence[Vergleich]], herkunft: Herkunft) -> Tabelle:
    """`zeilen`: Name der Kennzahl → Vergleich des Monats und des Jahres bis dahin. Werte gelten für die Monate, die in
    beiden Jahren gemeldet sind, ohne einen solchen für die gemeldeten."""
    erste = next(iter(zeilen.values()))
    spalten = [Spalte("Kennzahl")]
    for vergleich in erste:
        zeitraeume = (vergleich.zeitraum, vergleich.frueher)
        spalten += [Spalte(zeitraum.bezeichnung, Format.ANZAHL) for zeitraum in zeitraeume]
        spalten.append(Spalte("Veränderung", Format.ANZAHL))
    geschrieben = [(name, *(z for vergleich in je for z in _zellen(vergleich))) for name, je in zeilen.items()]
    if any(str(zelle).endswith(STERN) for zeile in geschrieben for zelle in zeile):
        herkunft = replace(herkunft, fussnoten=(TEILWEISE, *herkunft.fussnoten))
    zeitraum = aufzaehlung([vergleich.zeitraum.bezeichnung for vergleich in erste])
    belegt = replace(herkunft, zeitraum=f"{zeitraum}, je gegen das Vorjahr", einheit="wie in der Zeile genannt")
    return Tabelle(f"{gebiet}, {zeitraum}", tuple(spalten), tuple(geschrieben), replace(belegt, zaehlweise=""))


def _zellen(vergleich: Vergleich) -> tuple[Zelle, Zelle, Zelle]:
    heute = vergleich.wert or vergleich.reihe.summe(vergleich.reihe.gemeldet(vergleich.zeitraum))
    werte = [Zeichen.FEHLT if anzahl is None else anzahl.wert for anzahl in (heute, vergleich.vergleichswert)]
    return (*werte, veraenderung(vergleich))


def bewegt(veraenderungen: Sequence[Veraenderung], richtung: int) -> str:
    """Was stieg (`richtung` 1) oder fiel (-1), mit Zahlen, und ob es mehr ist, als der Zufall erklärt."""
    verglichene = [v for v in veraenderungen if v.ist_vergleichbar]
    if not verglichene:
        return "Kein Vergleich möglich."
    passende = [v for v in verglichene if v.paar.differenz * richtung > 0]
    deutliche = [v for v in passende if v.p < ALPHA / len(verglichene)]
    teile = []
    for auswahl, urteil in (
        (deutliche, "mehr, als der Zufall erklärt"),
        ([v for v in passende if v not in deutliche], "das kann Zufall sein"),
    ):
        if auswahl:
            teile.append(f"{aufzaehlung([f'{v.name} {v.in_zahlen}' for v in auswahl])}: {urteil}")
    return f"{'; '.join(teile) or 'Keine der Gesamtzahlen'}."


def email(inhalt: Inhalt) -> Brief:
    monat = inhalt.monat
    grosse = [v for v in inhalt.veraenderungen if _darf_hinaus(v)]
    kleine = [_klein(v) for v in inhalt.veraenderungen if v not in grosse]
    zeilen = [
        f"{inhalt.gebiet}, {monat.bezeichnung} gegenüber {(monat - EIN_JAHR).bezeichnung}:",
        "",
        f"Was stieg: {bewegt(grosse, 1)}",
        "",
        f"Was fiel: {bewegt(grosse, -1)}",
        "",
        f"Was fehlt: {inhalt.fehlend}",
        "",
        *([f"Kleine Zahlen: {'; '.join(kleine)}.", ""] if kleine else []),
        f"Stand der Zahlen: {inhalt.stand}. Genaues und alle Aufteilungen stehen nur in der Anwendung:",
        inhalt.adresse,
        "",
        "Unter „Monatsbriefe“ schalten Sie diese Nachricht dort auch ab.",
        "",
        "Landeshauptstadt Dresden, Sozialamt",
    ]
    return Brief(f"Seniorenberatung {monat.bezeichnung}: {inhalt.gebiet}", "\n".join(zeilen))


def _darf_hinaus(eine: Veraenderung) -> bool:
    return eine.ist_vergleichbar and min(eine.paar.heute, eine.paar.frueher) >= HINAUS_AB


def _klein(eine: Veraenderung) -> str:
    """„Kriseninterventionen weniger als 20, im Vorjahr 24“."""
    heute, frueher = (_hinaus(wert) for wert in (eine.paar.heute, eine.paar.frueher))
    return f"{eine.name} {heute}, im Vorjahr {frueher}"


def _hinaus(wert: int | None) -> str:
    if wert is None:
        return "nicht gemeldet"
    return zahlen.deutsch(wert) if wert >= HINAUS_AB else WENIGE
