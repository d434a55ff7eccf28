"""Neuzugänge nach Stadtteilen: die größten als Balken, alle in der Tabelle, je 1.000 ab 60, wo Einwohner hinterlegt
sind."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Ebene, Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.abbildungen.diagramm import Diagramm, Diagrammart, Reihe
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.verteilung import Paar, Posten, Verteilung
from berichte.zahlen.lage import Lage
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch

from .dichte import Dichten, dichten
from .intern import verlange_intern
from .zeiten import Zeiten, zeiten
from .zellen import gerechnet, gezaehlt, verglichen

HOECHSTENS = 15  # Balken
OHNE_ORT = {UNBEKANNT, AUSWAERTIG}
UEBERSCHRIFT = "Neuzugänge nach Stadtteilen"


def stadtteile(lage: Lage) -> Abbildung:
    verlange_intern("stadtteile", lage)
    verteilung, wann = lage.gebiete(Zaehleinheit.NEUZUGANG, Ebene.STADTTEIL), zeiten(lage, Zaehleinheit.NEUZUGANG)
    orte = [p for p in verteilung.nach_groesse if p.schluessel not in OHNE_ORT]
    ohne_ort = [p for p in verteilung.nach_groesse if p.schluessel in OHNE_ORT]
    je_einwohner = dichten(lage, {p.schluessel: p.paar.heute for p in orte})
    herkunft = _herkunft(lage, verteilung, je_einwohner)
    titel = _titel(orte, wann)
    return Abbildung(
        "stadtteile",
        UEBERSCHRIFT,
        f"{titel}.",
        "neuzugaenge",
        _tabelle(verteilung, [*orte, *ohne_ort], wann, je_einwohner, herkunft),
        _diagramm(titel, orte, wann, herkunft),
    )


def _titel(orte: Sequence[Posten], wann: Zeiten) -> str:
    """„Neuzugänge: Gorbitz-Süd 123, Prohlis-Nord 111 und Johannstadt-Nord 98 (01–09/2024)“."""
    groesste = [f"{p.name} {deutsch(p.paar.heute)}" for p in orte[:3] if p.paar.heute]
    if not groesste:
        return f"Neuzugänge: keine mit Stadtteil für {wann.heute} gemeldet"
    return f"Neuzugänge: {aufzaehlung(groesste)} ({wann.heute})"


def _herkunft(lage: Lage, verteilung: Verteilung, je_einwohner: Dichten) -> Herkunft:
    herkunft, notizen = lage.herkunft(Zaehleinheit.NEUZUGANG), [*je_einwohner.fussnoten]
    rest = verteilung.nicht_aufgeteilt
    if rest.heute or rest.frueher:
        notizen.append(
            "„Keinem Stadtteil zugeordnet“: Die Lieferung nennt keinen, oder ein Stadtteil gehört nicht den ganzen "
            "Zeitraum hierher."
        )
    return replace(herkunft, fussnoten=(*herkunft.fussnoten, *notizen))


def _tabelle(
    verteilung: Verteilung, posten: list[Posten], wann: Zeiten, je_einwohner: Dichten, herkunft: Herkunft
) -> Tabelle:
    rest = verteilung.nicht_aufgeteilt
    if rest.heute or rest.frueher:
        posten.append(Posten("", "keinem Stadtteil zugeordnet", rest))
    posten.append(Posten("", "zusammen", verteilung.gesamt))
    spalten = (Spalte("Stadtteil"), *wann.zaehlspalten)
    zeilen = [_zeile(p, wann) for p in posten]
    if je_einwohner.werte:
        spalten += (Spalte("je 1.000 ab 60", Format.DICHTE),)
        zeilen = [(*z, gerechnet(je_einwohner.werte.get(p.schluessel))) for z, p in zip(zeilen, posten, strict=True)]
    return Tabelle(UEBERSCHRIFT, spalten, tuple(zeilen), herkunft, 1)


def _zeile(posten: Posten, wann: Zeiten) -> tuple:
    zahlen = verglichen(posten.paar) if wann.frueher else (gezaehlt(posten.paar.heute),)
    return (posten.name, *zahlen)


def _diagramm(titel: str, orte: Sequence[Posten], wann: Zeiten, herkunft: Herkunft) -> Diagramm | None:
    gezeigt = orte[:HOECHSTENS]
    if not any(p.paar.heute or p.paar.frueher for p in gezeigt):
        return None
    weitere = f" {len(orte) - len(gezeigt)} weitere stehen in der Tabelle." if len(orte) > len(gezeigt) else ""
    seiten = [(wann.heute, "heute", "aktuell"), *([(wann.frueher, "frueher", "vorjahr")] if wann.frueher else [])]
    reihen = tuple(Reihe(name, tuple(_wert(p.paar, feld) for p in gezeigt), rolle) for name, feld, rolle in seiten)
    if weitere:
        herkunft = replace(
            herkunft, fussnoten=(*herkunft.fussnoten, f"Gezeigt sind die {len(gezeigt)} größten;{weitere}")
        )
    saetze = "; ".join(f"{p.name} {deutsch(p.paar.heute)}" for p in gezeigt if p.paar.heute is not None)
    beschreibung = f"Waagerechte Balken. {titel}. {saetze}.{weitere}"
    return Diagramm(
        Diagrammart.BALKEN, titel, tuple(p.name for p in gezeigt), "Stadtteil", reihen, herkunft, beschreibung
    )


def _wert(paar: Paar, feld: str) -> int | Decimal | Zeichen:
    return gezaehlt(getattr(paar, feld))
