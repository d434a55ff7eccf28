"""Prüfungen einer Lieferung neben den Monaten davor, der anderen Quelle und gemeldeten Zahlen. Sie sehen nie Zeilen,
nur gezählte Zellen."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

from beratung.kern.befunde.ausreisser import ALPHA, Vergleichswerte, ist_auffaellig, p_mehr, vergleichswerte
from beratung.kern.befunde.befund import Befundliste, gegenstand
from beratung.kern.befunde.regeln import (
    FREMD_AB,
    FREMD_HOECHSTENS,
    KLUMPEN,
    PAARE_AB,
    REGELN,
    STUMM_NACH_MONATEN,
    VERLUST_AB,
)
from beratung.kern.verzeichnis import Verzeichnis
from beratung.kern.zaehlen.zaehlen import Gezaehlt, Zelle
from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Art, Ebene, Merkmal, Quelle, Zaehleinheit
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat

# (Zähleinheit, Kürzel der Beratungsstelle oder leer für die Stadt) → Monat → Anzahl; nur gemeldete Monate.
Verlauf = Mapping[tuple[str, str], Mapping[Monat, int]]
FALLABGABE = "fallabgabe"  # Schlüssel im Katalog der Fallherkunft


# --- Sprünge ---------------------------------------------------------------------------------------------------------


def pruefe_spruenge(neu: dict[str, int], verlauf: Verlauf, monat: Monat, befunde: Befundliste) -> None:
    """Jede Zähleinheit der Stadt gegen Vormonat und Vorjahre."""
    for einheit, anzahl in neu.items():
        werte = vergleichswerte(verlauf.get((einheit, ""), {}), monat)
        if ist_auffaellig(anzahl, werte, alpha=ALPHA / len(neu), klumpen=KLUMPEN.get(einheit, 1)):
            befunde.melden(
                REGELN["P52"], zu=gegenstand(zaehleinheit=einheit), zaehleinheit=Zaehleinheit(einheit).bezeichnung,
                neu=zahlen.deutsch(anzahl), vergleich=_vergleich(anzahl, werte, monat),
            )  # fmt: skip


def _vergleich(neu: int, werte: Vergleichswerte, monat: Monat) -> str:
    """„340 im Vormonat (−50,0 %) und 330 im September der Vorjahre (−48,5 %)“."""
    wann = [(werte.vormonat, "im Vormonat"), (werte.vorjahre, f"im {monat.name} der Vorjahre")]
    teile = []
    for alt, text in wann:
        if alt is not None:
            prozent = zahlen.veraenderung(neu, alt)
            klammer = f" ({zahlen.prozent(prozent, vorzeichen=True)})" if prozent is not None else ""
            teile.append(f"{zahlen.deutsch(alt)} {text}{klammer}")
    return " und ".join(teile)


def pruefe_stellen(  # noqa: PLR0913
    teile: Collection[Gezaehlt],
    verlauf: Verlauf,
    monat: Monat,
    verzeichnis: Verzeichnis,
    befunde: Befundliste,
    *,
    genannt: Collection[str] = (),
) -> None:
    """Beratungsstellen mit auffälliger Zahl und solche, die fehlen; je ein Befund mit allen Namen. `genannt`: wessen
    Fehlen schon gemeldet ist."""
    geliefert = {
        (einheit, gebiet): anzahl
        for teil in teile
        for (ebene, gebiet, einheit, merkmal, _), anzahl in teil.zellen.items()
        if ebene == Ebene.BERATUNGSSTELLE and not merkmal and einheit != Zaehleinheit.FALL
    }
    # Aus Zeilen gezählt heißt: wer nicht vorkommt, hat null. Summen nennen Beratungsstellen nur, wenn sie wollen.
    einheiten = {e for teil in teile if teil.art is not Art.SUMMEN for e in teil.einheiten} | {e for e, _ in geliefert}
    taetige = {k for k, stelle in verzeichnis.stellen.items() if stelle.ist_taetig(monat)} - set(genannt)
    erwartet = {paar for paar in verlauf if paar[0] in einheiten and paar[1] in taetige}
    da = {stelle for _, stelle in geliefert}
    vermisst = {
        stelle for einheit, stelle in erwartet if stelle not in da and _immer_da(verlauf[einheit, stelle], monat)
    }
    if vermisst:
        namen = sorted(verzeichnis.stellen[stelle].name for stelle in vermisst)
        befunde.melden(REGELN["P61"], zu=gegenstand(stelle="+".join(sorted(vermisst))), stellen=", ".join(namen))
    auffaellige = defaultdict(dict)
    verglichene = [paar for paar in sorted(erwartet) if paar[1] not in vermisst]
    for einheit, stelle in verglichene:
        werte, neu = vergleichswerte(verlauf[einheit, stelle], monat), geliefert.get((einheit, stelle), 0)
        if ist_auffaellig(neu, werte, alpha=ALPHA / len(verglichene), klumpen=KLUMPEN.get(einheit, 1)):
            auffaellige[einheit][stelle] = f"{verzeichnis.stellen[stelle].name} {neu} statt {werte.vorhandene[0]}"
    for einheit, saetze in auffaellige.items():
        befunde.melden(
            REGELN["P60"], zu=gegenstand(zaehleinheit=einheit, stelle="+".join(saetze)),
            zaehleinheit=Zaehleinheit(einheit).bezeichnung, stellen="; ".join(saetze.values()),
        )  # fmt: skip


def _immer_da(reihe: Mapping[Monat, int], monat: Monat) -> bool:
    return all(reihe.get(monat - n) for n in range(1, STUMM_NACH_MONATEN + 1))


# --- In sich ---------------------------------------------------------------------------------------------------------


def pruefe_doppelte_zeilen(teil: Gezaehlt, befunde: Befundliste) -> None:
    """Sind alle Zahlen einer feinen Aufteilung durch 2 (3 …) teilbar, steht jede Zeile mehrfach in der Datei."""
    for einheit in sorted(teil.einheiten):
        name, anzahlen = max(_aufteilungen(teil.zellen, einheit).items(), key=lambda a: len(a[1]), default=("", []))
        teiler = gcd(*anzahlen)
        if len(anzahlen) >= PAARE_AB and teiler > 1:
            befunde.melden(
                REGELN["P62"], zu=gegenstand(zaehleinheit=einheit), zaehleinheit=Zaehleinheit(einheit).bezeichnung,
                anzahl_gruppen=len(anzahlen), merkmal=name, teiler=teiler,
            )  # fmt: skip


def _aufteilungen(zellen: Counter[Zelle], einheit: str) -> dict[str, list[int]]:
    """Name der Aufteilung → ihre Zahlen über null; jede zerlegt dieselben Zeilen."""
    aufteilungen = defaultdict(list)
    for (ebene, _, e, merkmal, _), anzahl in zellen.items():
        if e != einheit or not anzahl:
            continue
        if ebene == Ebene.STADTTEIL and not merkmal:
            aufteilungen["Stadtteil"].append(anzahl)
        elif ebene == Ebene.STADT and merkmal:
            aufteilungen[Merkmal(merkmal).bezeichnung].append(anzahl)
    return aufteilungen


def pruefe_gebiete(teil: Gezaehlt, verzeichnis: Verzeichnis, befunde: Befundliste) -> None:
    """Passen die Stadtteile zu den Planungsbereichen der Beratungsstellen? Fälle ohne Stadtteil zählen zur Stelle."""
    for einheit in sorted(teil.einheiten):
        nach_stelle, nach_gebiet = Counter(), Counter()
        for (ebene, gebiet, e, merkmal, _), anzahl in teil.zellen.items():
            if e != einheit or merkmal:
                continue
            if ebene == Ebene.BERATUNGSSTELLE:
                nach_stelle[verzeichnis.stellen[gebiet].planungsbereich] += anzahl
            elif ebene == Ebene.PLANUNGSBEREICH:
                nach_gebiet[gebiet] += anzahl
        zu_wenig = [
            (bereich, nach_gebiet[bereich], gesamt)
            for bereich, gesamt in sorted(nach_stelle.items())
            if bereich and gesamt >= FREMD_AB and (gesamt - nach_gebiet[bereich]) * 100 > FREMD_HOECHSTENS * gesamt
        ]
        # Ohne gelieferte Bereiche (Summen) und bei lauter unbekannten ist nichts zu vergleichen.
        if zu_wenig and nach_gebiet.keys() - {UNBEKANNT, AUSWAERTIG}:
            namen = "; ".join(f"{b.capitalize()}: {da} von {gesamt} Fällen" for b, da, gesamt in zu_wenig)
            zu = gegenstand(zaehleinheit=einheit, gebiet="+".join(bereich for bereich, _, _ in zu_wenig))
            befunde.melden(REGELN["P63"], zu=zu, zaehleinheit=Zaehleinheit(einheit).bezeichnung, bereiche=namen)


def pruefe_exporttag(dateiname: str, monat: Monat, befunde: Befundliste) -> None:
    """Steht der Tag des Exports im Dateinamen und liegt er vor dem letzten Arbeitstag des Monats?"""
    tag, arbeitstag = tag_im_namen(dateiname), letzter_arbeitstag(monat)
    if tag and monat.erster <= tag < arbeitstag:
        befunde.melden(
            REGELN["P59"], zu=gegenstand(), tag=_tag(tag), arbeitstag=_tag(arbeitstag), monat=monat.bezeichnung
        )


def _tag(tag: date) -> str:
    return f"{tag:%d.%m.%Y}"


def tag_im_namen(dateiname: str) -> date | None:
    """Ein ganzes Datum im Dateinamen; None, wo keines steht."""
    muster = (r"(?<!\d)(20\d\d)([-_]?)(\d\d)\2(\d\d)(?!\d)", r"(?<!\d)(\d\d)([._-])(\d\d)\2(20\d\d)(?!\d)")
    for nummer, form in enumerate(muster):
        if treffer := re.search(form, dateiname, re.ASCII):
            teile = int(treffer[1]), int(treffer[3]), int(treffer[4])
            try:
                return date(*(teile if nummer == 0 else reversed(teile)))
            except ValueError:
                return None
    return None


def letzter_arbeitstag(monat: Monat) -> date:
    """Montag bis Freitag; der Reformationstag ist in Sachsen frei. Bewegliche Feiertage gelten als Arbeitstage."""
    tag = monat.letzter
    while tag.weekday() > 4 or (tag.month, tag.day) == (10, 31):
        tag -= timedelta(days=1)
    return tag


# --- Neben dem, was schon gilt ---------------------------------------------------------------------------------------


def pruefe_verlust(neu: Mapping[str, int], geltend: Mapping[tuple[str, str], int], befunde: Befundliste) -> None:
    """Zähleinheiten, von denen eine Korrektur viel weniger enthält als das, was sie ablöst (`geltend`: mit den Arten
    der Datei). Eine Korrektur ist derselbe Monat: Zu erwarten ist dieselbe Zahl. Darum gibt es, anders als beim Sprung,
    weder Toleranz noch Klumpen. VERLUST_AB (eigene Festlegung) lässt gewöhnliche Korrekturen zu; der exakte Test
    (Przyborowski und Wilenski, ausreisser.py) lässt zu, was kleiner ist als der Zufall zweier gleicher Monate."""
    bisherige = {einheit: anzahl for (einheit, stelle), anzahl in geltend.items() if not stelle}
    for einheit, bisher in bisherige.items():
        jetzt = neu.get(einheit)
        weg = bisher - (jetzt or 0)
        unterschied = zahlen.veraenderung(jetzt, bisher)
        ist_viel = weg * 100 > VERLUST_AB * bisher and p_mehr(bisher, jetzt or 0) < ALPHA / len(bisherige)
        if ist_viel or (jetzt is None and bisher):
            befunde.melden(
                REGELN["P66"], zu=gegenstand(zaehleinheit=einheit), zaehleinheit=Zaehleinheit(einheit).bezeichnung,
                neu="nicht gemeldet" if jetzt is None else zahlen.deutsch(jetzt), bisher=zahlen.deutsch(bisher),
                verlust="entfällt" if jetzt is None else zahlen.prozent(unterschied, vorzeichen=True),
            )  # fmt: skip


def pruefe_entfallene(
    da: Collection[str], geltend: Mapping[tuple[str, str], int], verzeichnis: Verzeichnis, befunde: Befundliste
) -> set[str]:
    """Beratungsstellen (Kürzel), die in den abzulösenden Zahlen stehen und in der Datei (`da`) nirgends. Gleich wie
    wenig es war: Ihr Monat wäre danach nicht geliefert."""
    entfallen = {stelle for (_, stelle), anzahl in geltend.items() if stelle and anzahl} - set(da)
    if entfallen:
        namen = sorted(verzeichnis.stellen[stelle].name for stelle in entfallen)
        befunde.melden(REGELN["P67"], zu=gegenstand(stelle="+".join(sorted(entfallen))), stellen=", ".join(namen))
    return entfallen


# --- Neben anderen Zahlen --------------------------------------------------------------------------------------------


def pruefe_fallabgaben(hier: int, dort: int, quelle: Quelle, andere: Quelle, befunde: Befundliste) -> None:
    """Ein Fall wird von einer Seite an die andere abgegeben: nennen beide Fallabgaben als Herkunft, zählen wohl beide
    denselben Fall als neu."""
    if hier and dort:
        befunde.melden(
            REGELN["P64"], zu=gegenstand(zaehleinheit=Zaehleinheit.NEUZUGANG, merkmal=Merkmal.FALLHERKUNFT),
            hier=quelle.bezeichnung, zahl_hier=zahlen.deutsch(hier), dort=andere.bezeichnung,
            zahl_dort=zahlen.deutsch(dort), hoechstens=zahlen.deutsch(min(hier, dort)),
        )  # fmt: skip


@dataclass(frozen=True)
class Meldezahl:
    """Was ein Träger als Gesamtzahl genannt hat; `stelle` leer: für die ganze Quelle."""

    zaehleinheit: str
    stelle: str
    anzahl: int
    woher: str


def pruefe_meldezahlen(
    ist: Mapping[tuple[str, str], int], gemeldet: Iterable[Meldezahl], namen: Mapping[str, str], befunde: Befundliste
) -> None:
    """`ist`: (Zähleinheit, Stelle oder leer) → gezählt; was die Datei nicht enthält, wird nicht verglichen."""
    for zahl in gemeldet:
        gezaehlt = ist.get((zahl.zaehleinheit, zahl.stelle), 0 if zahl.stelle else None)
        if gezaehlt is None or (zahl.zaehleinheit, "") not in ist or gezaehlt == zahl.anzahl:
            continue
        befunde.melden(
            REGELN["P65"], zu=gegenstand(zaehleinheit=zahl.zaehleinheit, stelle=zahl.stelle),
            zaehleinheit=Zaehleinheit(zahl.zaehleinheit).bezeichnung, woher=zahl.woher,
            ort=f" {namen[zahl.stelle]}" if zahl.stelle else "",
            ist=zahlen.deutsch(gezaehlt), soll=zahlen.deutsch(zahl.anzahl),
        )  # fmt: skip
