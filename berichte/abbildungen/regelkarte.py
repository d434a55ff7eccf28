"""Neuzugänge der letzten drei Jahre als Regelkarte: Signal oder übliches Auf und Ab."""

from dataclasses import replace
from decimal import Decimal

from beratung.kern.zaehlung import Zaehleinheit, Zustand
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.auswertung.regelkarte import REGELN, Regelkarte
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.zahlen.herkunft import herkunft_einer_reihe
from berichte.zahlen.lage import Lage, einmal
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import Monat, bezeichnung

from .ereignisse import einzeichnen
from .zellen import gezaehlt

KENNZAHL = JE_ZAEHLEINHEIT[Zaehleinheit.NEUZUGANG]
GRENZEN = (("unten", "untere Grenze", "grenze"), ("mittel", "Mittel", "mittel"), ("oben", "obere Grenze", "grenze"))


def regelkarte(lage: Lage) -> Abbildung:
    karte = karte_der_lage(lage)
    titel = f"{KENNZAHL.einheit} {karte.beurteilt.bezeichnung}: {karte.satz}"
    belegt = _herkunft(lage, karte)
    abbildung = Abbildung(
        "regelkarte",
        "Signal oder übliches Auf und Ab?",
        f"{titel}.",
        KENNZAHL.schluessel,
        _tabelle(lage, karte, belegt),
        _diagramm(lage, karte, titel, belegt),
    )
    stellen = {monat: nr for nr, monat in enumerate(karte.fenster)}
    return einzeichnen(abbildung, lage.marken, stellen.get)


@einmal
def karte_der_lage(lage: Lage) -> Regelkarte:
    """Die Stadt bricht nur, was die ganze Stadt betrifft: Eine einzelne Beratungsstelle ist ein Teil ihres Auf und
    Abs. Für einen Planungsbereich zählt jeder Bruch, der ihn oder seine Stellen betrifft."""
    brueche = [m for m in lage.marken if m.ist_bruch]
    if not lage.auswahl.planungsbereich:
        brueche = [m for m in brueche if m.planungsbereich_id is None and m.beratungsstelle_id is None]
    reihe = lage.reihe(Zaehleinheit.NEUZUGANG).ganze_monate
    return Regelkarte(reihe, lage.auswahl.zeitraum, tuple(Monat.von_tag(m.ab) for m in brueche))


def _herkunft(lage: Lage, karte: Regelkarte) -> Herkunft:
    herkunft = herkunft_einer_reihe(lage.datensatz, karte.reihe, karte.fenster, lage.quellen)
    if not karte.grenzen:
        return herkunft
    regeln = "; ".join(f"Regel {nr}: {was}" for nr, was in REGELN.items())
    grundlage = (
        f"Grenzen aus {len(karte.grundlage)} Monaten davor ({bezeichnung(karte.grundlage)}): Mittel ± 3 Sigma. "
        f"{regeln}. Auch ohne wirkliche Änderung schlägt die Karte in etwa jedem zehnten Zeitraum an."
    )
    return replace(herkunft, fussnoten=(*herkunft.fussnoten, grundlage))


def _tabelle(lage: Lage, karte: Regelkarte, herkunft: Herkunft) -> Tabelle:
    gezeigt = lage.reihe(Zaehleinheit.NEUZUGANG).werte  # mit Teilmonaten, die das Urteil nicht kennt
    namen = [name for _, name, _ in GRENZEN]
    spalten = (Spalte("Monat"), Spalte(KENNZAHL.einheit, Format.ANZAHL))
    spalten += (*(Spalte(name, Format.ANZAHL) for name in namen), Spalte("Urteil"))
    zeilen = tuple(
        (
            monat.bezeichnung,
            gezaehlt(gezeigt.get(monat)),
            *(_grenze(karte, feld, monat) for feld, *_ in GRENZEN),
            _urteil(karte, monat, monat in gezeigt),
        )
        for monat in karte.fenster
    )
    return Tabelle(f"{KENNZAHL.einheit} je Monat mit Grenzen", spalten, zeilen, herkunft)


def _urteil(karte: Regelkarte, monat: Monat, ist_gezeigt: bool) -> str:
    if monat not in karte.reihe.werte:
        return "Teilmonat, kein Urteil" if ist_gezeigt else f"nicht {karte.reihe.da}"
    if monat in karte.auffaellige:
        return aufzaehlung([f"Regel {s.regel}" for s in karte.signale if monat in s.monate])
    if monat in karte.beurteilt:
        return "unauffällig" if karte.kann_unauffaellig_sein else "kein Urteil"
    return "Grundlage" if monat in karte.grundlage else "vor dem Bruch"


def _grenze(karte: Regelkarte, feld: str, monat: Monat) -> Decimal | Zeichen:
    """Grenzen gelten für die beurteilten Monate, das Mittel auch für die, aus denen es kommt."""
    gilt = monat in karte.beurteilt or (feld == "mittel" and karte.grundlage and monat >= karte.grundlage[0])
    return (
        zahlen.runden(Decimal(str(getattr(karte.grenzen, feld)))) if karte.grenzen and gilt else Zeichen.NICHT_SINNVOLL
    )


def _diagramm(lage: Lage, karte: Regelkarte, titel: str, herkunft: Herkunft) -> Diagramm | None:
    monate = tuple(karte.fenster)
    if not karte.reihe.gemeldet(karte.fenster):
        return None
    gezeigt = lage.reihe(Zaehleinheit.NEUZUGANG).werte
    staende = lage.datensatz.staende(karte.reihe.zaehleinheit, lage.quellen)
    gezaehlte = Reihe(
        KENNZAHL.einheit,
        tuple(gezaehlt(gezeigt.get(monat)) for monat in monate),
        "aktuell",
        tuple(staende[m] if m in gezeigt else Zustand.FEHLT for m in monate),
        hervorgehoben=tuple(nr for nr, monat in enumerate(monate) if monat in karte.auffaellige),
    )
    hilfslinien = tuple(
        Reihe(f"{name} {zahlen.deutsch(_grenze(karte, feld, monate[-1]))}", _linie(karte, feld), rolle)
        for feld, name, rolle in GRENZEN
        if karte.grenzen
    )
    return Diagramm(
        Diagrammart.LINIEN,
        titel,
        tuple(monat.bezeichnung for monat in monate),
        "Monat",
        (gezaehlte, *hilfslinien),
        herkunft,
        f"Regelkarte, {KENNZAHL.einheit} je Monat, {karte.fenster.bezeichnung}. {titel}.",
    )


def _linie(karte: Regelkarte, feld: str) -> tuple[Decimal | Zeichen, ...]:
    return tuple(_grenze(karte, feld, monat) for monat in karte.fenster)
