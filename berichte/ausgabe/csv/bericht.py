"""Bericht → CSV: eine lange Tabelle, je Zahl eine Zeile mit allem, was man zum Auswerten wissen muss.

UTF-8 mit BOM, Semikolon, Dezimalkomma, ohne Tausenderpunkt: so liest ein deutsches Tabellenprogramm Zahlen.
"""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal

from beratung.kern.zaehlung import Zustand
from berichte.ausgabe.tabellendatei import IN_PROZENT
from berichte.ausgabe.xlsx.arbeitsmappe import eindeutig
from berichte.kern.abbildungen.diagramm import Diagramm
from berichte.kern.akten.bericht import Abbildung, Bericht, Botschaft, Hinweis, Massnahmentabelle, Zahlentabelle
from berichte.kern.geheimhaltung import Freigabe, auspacken
from berichte.kern.tabelle import Herkunft, Spalte, Tabelle, Zeichen, Zelle

from .liste import entschaerft

SPALTEN = (
    "Bericht", "Stichtag", "Fassung", "Tabelle", "Zeile", "Spalte", "Wert", "Zeichen", "Text",
    "Einheit", "Zeitraum", "Quelle", "Stand", "Zählweise", "Zustand", "Anmerkung", "Abruf",
)  # fmt: skip


def bericht_csv(freigabe: Freigabe[Bericht]) -> bytes:
    """Inhalt der Datei; Absätze und Aufzählungen stehen nicht darin, Hinweise und Botschaften als Text."""
    bericht, kennzeichnung = auspacken(freigabe)
    gemeinsam = {
        "Bericht": f"{bericht.titel} {bericht.untertitel}",
        "Stichtag": f"{bericht.stichtag:%d.%m.%Y}",
        "Fassung": kennzeichnung.kennzeichen,
        "Abruf": kennzeichnung.abruf,
    }
    puffer = io.StringIO(newline="")
    schreiber = csv.writer(puffer, delimiter=";", lineterminator="\r\n")
    schreiber.writerow(SPALTEN)
    for zeile in _zeilen(bericht):
        alles = gemeinsam | zeile
        # Der Wert ist hier geschrieben, er darf mit einem Minus beginnen.
        schreiber.writerow(alles.get(s, "") if s == "Wert" else entschaerft(alles.get(s, "")) for s in SPALTEN)
    return puffer.getvalue().encode("utf-8-sig")


def _zeilen(bericht: Bericht) -> Iterator[dict[str, str]]:
    for nummer, baustein in bericht.nummeriert:
        match baustein:
            case Abbildung(diagramm):
                yield from _diagramm(f"{nummer}: {diagramm.titel}", diagramm)
            case Zahlentabelle(tabelle):
                yield from _tabelle(f"{nummer}: {tabelle.titel}", tabelle, {})
            case Massnahmentabelle():
                yield from _massnahmen(f"{nummer}: {baustein.titel}", baustein)
            case Botschaft():
                yield from _botschaft(baustein)
            case Hinweis(text, titel):
                yield {"Tabelle": "Hinweise", "Zeile": titel, "Text": text}


def _diagramm(name: str, diagramm: Diagramm) -> Iterator[dict[str, str]]:
    zustaende = {
        (zeile, spalte): zustand
        for spalte, reihe in enumerate(diagramm.reihen, 1)
        for zeile, zustand in enumerate(reihe.zustaende)
    }
    yield from _tabelle(name, diagramm.tabelle, zustaende)


def _tabelle(name: str, tabelle: Tabelle, zustaende: dict[tuple[int, int], Zustand]) -> Iterator[dict[str, str]]:
    herkunft, zustaende = tabelle.herkunft, {**tabelle.zustaende, **zustaende}
    namen = eindeutig(spalte.bezeichnung for spalte in tabelle.spalten)
    for nr, (zeilenname, *zellen) in enumerate(tabelle.zeilen):
        for spaltennr, (spalte, zelle) in enumerate(zip(tabelle.spalten[1:], zellen, strict=True), 1):
            zustand = zustaende.get((nr, spaltennr))
            yield {
                "Tabelle": name,
                "Zeile": str(zeilenname),
                "Spalte": namen[spaltennr],
                **_angaben(herkunft, spalte, zelle),
                **_inhalt(zelle),
                "Zustand": zustand.bezeichnung if zustand else herkunft.zustand,
            }


def _inhalt(zelle: Zelle) -> dict[str, str]:
    if isinstance(zelle, Zeichen):
        return {"Zeichen": str(zelle)}
    return {"Text": zelle} if isinstance(zelle, str) else {"Wert": _dezimal(zelle)}


def _dezimal(zahl: int | Decimal) -> str:
    return f"{zahl:f}".replace(".", ",") if isinstance(zahl, Decimal) else str(zahl)


def _angaben(herkunft: Herkunft, spalte: Spalte, zelle: Zelle) -> dict[str, str]:
    erklaert = [f"{zelle} = {zelle.erklaerung}."] if isinstance(zelle, Zeichen) else []
    return {
        "Einheit": "Prozent" if spalte.format in IN_PROZENT else herkunft.einheit,
        "Zeitraum": herkunft.zeitraum,
        "Quelle": herkunft.quelle,
        "Stand": herkunft.stand,
        "Zählweise": herkunft.zaehlweise,
        "Anmerkung": " ".join([*erklaert, *herkunft.fussnoten]),
    }


def _massnahmen(name: str, tabelle: Massnahmentabelle) -> Iterator[dict[str, str]]:
    """Je Maßnahme und Spalte der Papiertabelle eine Zeile, dazu Handlungsfeld und Ziel."""
    for handlungsfeld, ziel, massnahme in tabelle.eingeordnet:
        angaben = {"Handlungsfeld": handlungsfeld, "Ziel": ziel}
        angaben |= dict(zip(tabelle.SPALTEN[1:], massnahme.zellen[1:], strict=True))
        for spalte, text in angaben.items():
            yield {"Tabelle": name, "Zeile": massnahme.nr, "Spalte": spalte, "Text": text} | {
                "Quelle": tabelle.quelle.removeprefix("Quelle: ")
            }


def _botschaft(botschaft: Botschaft) -> Iterator[dict[str, str]]:
    saetze = [("Botschaft", (botschaft.botschaft,))] if botschaft.botschaft else []
    for teil, punkte in [*saetze, *botschaft.teile]:
        for nr, punkt in enumerate(punkte, 1):
            yield {"Tabelle": "Botschaften", "Zeile": botschaft.gegenstand, "Spalte": f"{teil} {nr}", "Text": punkt}
