"""Stammdaten als Tabelle eintragen: prüfen, zeigen was geschähe, alles oder nichts schreiben."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from beratung.kern.lesen.stammtabelle import Tabellenspalte, Tabellenzeile, ganze_zahl
from beratung.kern.stammdaten.folge import platz
from beratung.kern.verzeichnis import vergleichsform
from beratung.kern.zuordnen.werte import monat_lesen
from beratung.models import Ausstattung, Beratungsstelle, Bezugsbevoelkerung, Stadtteil
from dresden_senioren.datenbank.geschichte import fassung
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .dienste import BEVOELKERUNG, speichern
from .folgen import ausstattung_in_worten
from .formulare import AusstattungForm
from .nachschlagen import stadtteil_schreibweisen

UNVERAENDERT = "unverändert"
_TAG = re.compile(r"^\d{4}-\d{2}-(\d{2})|^(\d{1,2})\.\d{1,2}\.\d{4}")
_SUMMENZEILE = re.compile(r"\b(ins)?gesamt|summe|dresden$", re.IGNORECASE)


@dataclass(frozen=True)
class Fund:
    """Was an einer Zeile auffällt; Nr. 0: an der Tabelle im Ganzen."""

    zeile: int
    satz: str


@dataclass(frozen=True)
class Wirkung:
    """Was eine Zeile ändert."""

    zeile: int
    was: str
    bisher: str
    neu: str


@dataclass
class Ergebnis:
    """Mit Fehlern wird nichts geschrieben; Hinweise hindern nicht."""

    fehler: list[Fund] = field(default_factory=list)
    hinweise: list[Fund] = field(default_factory=list)
    wirkungen: list[Wirkung] = field(default_factory=list)

    @property
    def ist_ohne_wirkung(self) -> bool:
        return all(wirkung.neu == UNVERAENDERT for wirkung in self.wirkungen)


# --- Ausstattung ------------------------------------------------------------------------------------------------------

AUSSTATTUNGSSPALTEN = (
    Tabellenspalte("Beratungsstelle", ("Stelle", "Einrichtung")),
    Tabellenspalte("Gültig ab", ("ab", "gilt ab")),
    Tabellenspalte("VzÄ", ("VZÄ", "Vollzeitäquivalente", "Stellenumfang")),
    Tabellenspalte("Soll je Quartal", ("Soll", "Soll-Fälle je Quartal", "Sollfälle")),
)


def ausstattungen_pruefen(zeilen: list[Tabellenzeile], von: Benutzer) -> Ergebnis:
    """Schreibt zur Probe und nimmt alles zurück: Gezeigt wird genau, was geschähe."""
    with transaction.atomic():
        ergebnis = ausstattungen_schreiben(zeilen, von)
        transaction.set_rollback(True)
    return ergebnis


@transaction.atomic
def ausstattungen_schreiben(zeilen: list[Tabellenzeile], von: Benutzer) -> Ergebnis:
    ergebnis = Ergebnis()
    stellen = {vergleichsform(n): s for s in Beratungsstelle.objects.all() for n in s.schreibungen}
    formulare = [(z, form) for z in zeilen if (form := _ausstattungsformular(z, stellen, ergebnis))]
    for (stelle, ab), anzahl in Counter(
        (f.instance.beratungsstelle, f.instance.gueltig_von) for _, f in formulare
    ).items():
        if anzahl > 1:
            nr = [z.nr for z, f in formulare if (f.instance.beratungsstelle, f.instance.gueltig_von) == (stelle, ab)]
            zeilennummern = aufzaehlung(list(map(str, nr)))
            ergebnis.fehler.append(Fund(nr[-1], f"{stelle} steht ab {ab:%m/%Y} mehrmals da (Zeilen {zeilennummern})."))
    if ergebnis.fehler:
        return ergebnis
    for zeile, form in sorted(formulare, key=lambda paar: paar[1].instance.gueltig_von):
        ergebnis.wirkungen.append(_eintragen(zeile.nr, form.instance, von))
    ergebnis.wirkungen.sort(key=lambda wirkung: wirkung.zeile)
    return ergebnis


def _ausstattungsformular(zeile: Tabellenzeile, stellen: dict, ergebnis: Ergebnis) -> AusstattungForm | None:
    name, ab, vzae, soll = zeile.werte
    stelle, monat = stellen.get(vergleichsform(name)), monat_lesen(ab)
    if stelle is None:
        ergebnis.fehler.append(Fund(zeile.nr, f"Die Beratungsstelle „{name}“ gibt es nicht. Prüfen Sie den Namen."))
    if monat is None:
        ergebnis.fehler.append(Fund(zeile.nr, f"„{ab}“ ist kein Monat. Schreiben Sie zum Beispiel 01/2024."))
    elif (tag := _TAG.search(ab)) and int(tag[1] or tag[2]) > 1:
        ergebnis.fehler.append(Fund(zeile.nr, f"„{ab}“ liegt mitten im Monat. Eine Ausstattung gilt ab dem Ersten."))
    if stelle is None or monat is None:
        return None
    daten = {"gueltig_von": str(monat), "vzae": vzae, "soll_quartal": soll.replace(".", "")}
    form = AusstattungForm(daten, instance=Ausstattung(beratungsstelle=stelle))
    for feld, saetze in form.errors.items():
        vorn = f"{form.fields[feld].label}: " if feld in form.fields else ""
        ergebnis.fehler.append(Fund(zeile.nr, vorn + " ".join(saetze)))
    return None if form.errors else form


def _eintragen(nr: int, neue: Ausstattung, von: Benutzer) -> Wirkung:
    was, neu = f"{neue.beratungsstelle} ab {neue.gueltig_von:%d.%m.%Y}", ausstattung_in_worten(neue)
    vorhanden = neue.geschwister().filter(gueltig_von=neue.gueltig_von).first()
    if vorhanden is None:
        vorige = platz(neue.geschwister(), neue.gueltig_von).vorige
        speichern(zeile=neue, grundlage=None, von=von)
        return Wirkung(nr, was, ausstattung_in_worten(vorige) if vorige else "", neu)
    bisher = ausstattung_in_worten(vorhanden)
    if bisher == neu:
        return Wirkung(nr, was, bisher, UNVERAENDERT)
    grundlage = fassung(vorhanden)
    vorhanden.vzae, vorhanden.soll_quartal = neue.vzae, neue.soll_quartal
    speichern(zeile=vorhanden, grundlage=grundlage, von=von)
    return Wirkung(nr, was, bisher, neu)


# --- Bezugsbevölkerung ------------------------------------------------------------------------------------------------

ALTERSGRUPPEN = list(Bezugsbevoelkerung.Altersgruppe.values)
BEVOELKERUNGSSPALTEN = (
    Tabellenspalte("Stadtteil", ("Nr", "Nr.", "Stadtteil Nr.", "Statistischer Stadtteil")),
    Tabellenspalte("60+", ("60 und älter", "ab 60", "60 Jahre und älter")),
    Tabellenspalte("80+", ("80 und älter", "ab 80", "80 Jahre und älter")),
)
Zahlen = dict[tuple[str, str], int]


def bevoelkerung_pruefen(zeilen: list[Tabellenzeile], stichtag: date, quelle: str) -> Ergebnis:
    return _bevoelkerung(zeilen, stichtag, quelle)[0]


@transaction.atomic
def bevoelkerung_schreiben(zeilen: list[Tabellenzeile], stichtag: date, quelle: str, von: Benutzer) -> Ergebnis:
    ergebnis, neue, geaenderte = _bevoelkerung(zeilen, stichtag, quelle)
    if ergebnis.fehler:
        return ergebnis
    bulk_create_with_history(neue, Bezugsbevoelkerung, default_user=von)
    bulk_update_with_history(geaenderte, Bezugsbevoelkerung, ["anzahl", "quelle"], default_user=von)
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT, von=von, gegenstand=f"Bezugsbevölkerung am {stichtag:%d.%m.%Y}",
        vorgang=BEVOELKERUNG, stichtag=stichtag.isoformat(), neu=len(neue), geaendert=len(geaenderte),
    )  # fmt: skip
    return ergebnis


@transaction.atomic
def stichtag_loeschen(*, stichtag: date, von: Benutzer) -> None:
    zeilen = list(Bezugsbevoelkerung.objects.filter(stichtag=stichtag))
    for zeile in zeilen:  # einzeln, damit jede ihre letzte Fassung bekommt
        zeile.delete()
    protokolliere(
        Ereignis.STAMMDATEN_GEPFLEGT, von=von, gegenstand=f"Bezugsbevölkerung am {stichtag:%d.%m.%Y}",
        vorgang="gelöscht", anzahl=len(zeilen),
    )  # fmt: skip


def _bevoelkerung(zeilen, stichtag: date, quelle: str) -> tuple[Ergebnis, list, list]:
    """Ergebnis, neue Zeilen, geänderte Zeilen."""
    ergebnis = Ergebnis()
    stadtteile = Stadtteil.objects.select_related("zusammengefasst_mit").in_bulk()
    orte, zahlen = _zahlen(zeilen, stadtteile, ergebnis)
    if fehlend := [str(s) for s in stadtteile.values() if s.pk not in orte and not s.zusammengefasst_mit_id]:
        satz = (
            f"Es fehlen {aufzaehlung(fehlend)}. Dort und in ihren Planungsbereichen gibt es keine Dichte je Einwohner."
        )
        ergebnis.hinweise.append(Fund(0, satz))
    vorhanden = {(b.stadtteil_id, b.altersgruppe): b for b in Bezugsbevoelkerung.objects.filter(stichtag=stichtag)}
    neue, geaenderte = [], []
    for (nr, gruppe), anzahl in zahlen.items():
        alt = vorhanden.get((nr, gruppe))
        bisher = deutsch(alt.anzahl) if alt else ""
        if alt is None:
            angaben: dict[str, Any] = {"stadtteil": stadtteile[nr], "altersgruppe": gruppe}
            neue.append(Bezugsbevoelkerung(stichtag=stichtag, quelle=quelle, anzahl=anzahl, **angaben))
        elif (alt.anzahl, alt.quelle) != (anzahl, quelle):
            alt.anzahl, alt.quelle = anzahl, quelle
            geaenderte.append(alt)
        neu = deutsch(anzahl) if alt is None or alt in geaenderte else UNVERAENDERT
        ergebnis.wirkungen.append(Wirkung(orte[nr], f"{stadtteile[nr]}, {gruppe}", bisher, neu))
    return ergebnis, neue, geaenderte


def _zahlen(zeilen, stadtteile: dict[str, Stadtteil], ergebnis: Ergebnis) -> tuple[dict[str, int], Zahlen]:
    """Nr. des Stadtteils → Zeile, und (Nr., Altersgruppe) → Einwohner."""
    schreibweisen = stadtteil_schreibweisen(stadtteile.values())
    orte: dict[str, int] = {}
    zahlen: Zahlen = {}
    for zeile in zeilen:
        name, *texte = zeile.werte
        form = vergleichsform(name)
        nr = schreibweisen.get(form.zfill(2) if form.isdigit() else form)
        if nr not in stadtteile:
            art = ergebnis.hinweise if _SUMMENZEILE.search(name) else ergebnis.fehler
            satz = (
                "ist eine Summenzeile und wird nicht übernommen" if art is ergebnis.hinweise else "ist kein Stadtteil"
            )
            art.append(Fund(zeile.nr, f"„{name}“ {satz}."))
            continue
        fehler = _zeile_pruefen(stadtteile[nr], texte, orte.get(nr))
        ergebnis.fehler += [Fund(zeile.nr, f"{stadtteile[nr]}: {satz}") for satz in fehler]
        if not fehler and any(ganze_zahl(text) is not None for text in texte):
            orte[nr] = zeile.nr
            gelesen = zip(ALTERSGRUPPEN, map(ganze_zahl, texte), strict=True)
            zahlen |= {(nr, gruppe): anzahl for gruppe, anzahl in gelesen if anzahl is not None}
    return orte, zahlen


def _zeile_pruefen(stadtteil: Stadtteil, texte: list[str], schon_in: int | None) -> list[str]:
    saetze, zahlen = [], []
    for gruppe, text in zip(ALTERSGRUPPEN, texte, strict=True):
        try:
            zahlen.append(ganze_zahl(text))
        except ValueError as fehler:
            saetze.append(f"{gruppe} – {fehler}")
    if schon_in:
        saetze.append(f"Steht schon in Zeile {schon_in}.")
    if saetze:
        return saetze
    ab_60, ab_80 = zahlen
    if ab_60 is not None and ab_80 is not None and ab_80 > ab_60:
        saetze.append(f"80+ ({deutsch(ab_80)}) kann nicht größer sein als 60+ ({deutsch(ab_60)}).")
    if stadtteil.zusammengefasst_mit and any(zahlen):
        saetze.append(
            f"Die Kommunale Statistikstelle nennt ihn nur zusammen mit {stadtteil.zusammengefasst_mit}. Zählen Sie ihn "
            "dort hinzu und lassen Sie diese Zeile weg."
        )
    return saetze
