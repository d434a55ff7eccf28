"""Der Monatsbrief: seine Tabelle, und was davon als E-Mail hinausgeht.

Die E-Mail verlässt die Anwendung und ist nicht mehr zurückzuholen. Darum stehen darin nur Gesamtzahlen des ganzen
Gebiets ab 20; kleinere heißen „weniger als 20“, und zu ihnen steht weder Differenz noch Prozent, aus denen sie sich
zurückrechnen ließen. Aufteilungen nach Merkmalen, Stadtteilen oder Beratungsstellen stehen nur in der Anwendung.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from beratung.kern.ausreisser import ALPHA
from beratung.kern.zaehlung import Zaehleinheit
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat

from .auffaelligkeiten import Veraenderung
from .tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen, Zelle
from .veraenderung import STERN, TEILWEISE, veraenderung
from .vergleich import Vergleich

EINHEITEN = (Zaehleinheit.NEUZUGANG, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION, Zaehleinheit.INFORMATION)
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
    einheit = aufzaehlung(list(zeilen))
    titel = f"{gebiet}, {erste[0].zeitraum.bezeichnung} und {erste[-1].zeitraum.bezeichnung}"
    return Tabelle(titel, tuple(spalten), tuple(geschrieben), replace(herkunft, einheit=einheit, zaehlweise=""))


def _zellen(vergleich: Vergleich) -> tuple[Zelle, Zelle, Zelle]:
    heute = vergleich.wert or vergleich.reihe.summe(vergleich.reihe.gemeldet(vergleich.zeitraum))
    werte = [Zeichen.FEHLT if anzahl is None else anzahl.wert for anzahl in (heute, vergleich.vergleichswert)]
    return (*werte, veraenderung(vergleich))


def email(inhalt: Inhalt) -> Brief:
    monat, vorjahr = inhalt.monat, inhalt.monat - 12
    zeilen = [
        f"{inhalt.gebiet}, {monat.bezeichnung}, verglichen mit {vorjahr.bezeichnung}:",
        "",
        f"Gestiegen: {_bewegte(inhalt.veraenderungen, 1)}",
        f"Gefallen: {_bewegte(inhalt.veraenderungen, -1)}",
        f"Es fehlt: {inhalt.fehlend}",
        "",
        *(f"- {_zahlen(v)}" for v in inhalt.veraenderungen),
        "",
        f"Stand der Zahlen: {inhalt.stand}. Kleine Zahlen und alle Aufteilungen stehen nur in der Anwendung:",
        inhalt.adresse,
        "",
        "Dort schalten Sie diese Nachricht auch ab.",
        "Landeshauptstadt Dresden, Sozialamt",
    ]
    return Brief(f"Seniorenberatung {monat.bezeichnung}: {inhalt.gebiet}", "\n".join(zeilen))


def _bewegte(veraenderungen: Sequence[Veraenderung], richtung: int) -> str:
    """„Neuzugänge (mehr, als der Zufall erklärt) und Beratungen (kann Zufall sein).“"""
    verglichene = [v for v in veraenderungen if _darf_hinaus(v)]
    namen = [f"{v.name} ({_urteil(v, len(verglichene))})" for v in verglichene if v.paar.differenz * richtung > 0]
    if namen:
        return f"{aufzaehlung(namen)}."
    return "keine der Zahlen, die hier stehen dürfen." if verglichene else "kein Vergleich möglich."


def _urteil(eine: Veraenderung, anzahl: int) -> str:
    return "deutlich" if eine.p < ALPHA / anzahl else "kann Zufall sein"


def _darf_hinaus(eine: Veraenderung) -> bool:
    return eine.ist_vergleichbar and min(eine.paar.heute, eine.paar.frueher) >= HINAUS_AB


def _zahlen(eine: Veraenderung) -> str:
    """„Neuzugänge: von 84 auf 120 (+42,9 %)“; wo eine Zahl klein ist, „zuletzt weniger als 20, davor 24“."""
    if _darf_hinaus(eine):
        return f"{eine.name}: {eine.in_zahlen}"
    heute, frueher = (_hinaus(wert) for wert in (eine.paar.heute, eine.paar.frueher))
    return f"{eine.name}: {heute}, im Vorjahr {frueher}"


def _hinaus(wert: int | None) -> str:
    if wert is None:
        return "nicht gemeldet"
    return zahlen.deutsch(wert) if wert >= HINAUS_AB else WENIGE
