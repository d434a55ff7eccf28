"""Übersicht Kennzahlen (Folie 11 der Auswertung): jede Zähleinheit gefördert, kommunal und zusammen, in einer Tabelle.
Verschiedene Zähleinheiten stehen untereinander und werden nie zusammengezählt."""

from dataclasses import replace
from decimal import Decimal

from beratung.kalender.monatsstand import unfestester
from beratung.kern.zaehlung import Quelle, Zaehleinheit, Zustand
from berichte.abbildungen.zellen import gerechnet, gezaehlt
from berichte.kern.akten.botschaft import prozent_ab
from berichte.kern.tabelle import Format, Herkunft, Spalte, Tabelle, Zeichen
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.vergleich import Vergleich
from berichte.zahlen.lage import Lage
from dresden_senioren.kern.zeitraum import bezeichnung

from .beratung import sicht

EINHEITEN = (
    Zaehleinheit.NEUZUGANG, Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION, Zaehleinheit.INFORMATION,
)  # fmt: skip
SEITEN = {Quelle.SENIORA: "gefördert", Quelle.FMG: "kommunal", None: "zusammen"}
NUR_GEMEINSAM = "„Zusammen“ zählt nur Monate, die beide Quellen gemeldet haben."


def uebersicht(hier: Lage) -> Tabelle:
    """Früher, heute, Differenz, Prozent; wo nicht überall dieselben Monate verglichen sind, nennt jede Zeile ihre."""
    vergleiche = {(e, q): hier.vergleich(e, q) for e in EINHEITEN for q in SEITEN}
    monate = {v.monate for v in vergleiche.values()}
    einheitlich = len(monate) == 1 and monate != {()}
    eines = next(iter(vergleiche.values()))
    frueher, heute = (eines.verglichen_frueher, eines.verglichen) if einheitlich else ("früher", "heute")
    spalten = (
        Spalte("Kennzahl"),
        *([] if einheitlich else [Spalte("gezählte Monate")]),
        Spalte(frueher, Format.ANZAHL),
        Spalte(heute, Format.ANZAHL),
        Spalte("Differenz", Format.DIFFERENZ),
        Spalte("Prozent", Format.VERAENDERUNG),
    )
    zeilen, zustaende, herkunft = [], {}, _herkunft(hier)
    for nr, ((einheit, quelle), vergleich) in enumerate(vergleiche.items()):
        benannt = [] if einheitlich else [_monate(vergleich)]
        zeilen.append(
            (
                f"{JE_ZAEHLEINHEIT[einheit].einheit}, {SEITEN[quelle]}",
                *benannt,
                *_zahlen(vergleich, hier.datensatz.basis),
            )
        )
        zustaende |= _zustaende(hier, vergleich, quelle, nr, 1 + len(benannt))
    titel = f"Kennzahlen der Seniorenberatung, {hier.gebietsname}"
    return Tabelle(titel, spalten, tuple(zeilen), herkunft, zustaende=zustaende)


def _monate(vergleich: Vergleich) -> str:
    return vergleich.verglichen or bezeichnung(vergleich.gezaehlte_monate) or "keine"


def _zahlen(vergleich: Vergleich, basis: int) -> tuple:
    heute = vergleich.reihe.summe(vergleich.gezaehlte_monate)
    frueher = vergleich.vergleichswert
    return (
        gezaehlt(frueher and frueher.wert),
        gezaehlt(heute and heute.wert),
        gerechnet(vergleich.differenz),
        _prozent(vergleich, basis),
    )


def _prozent(vergleich: Vergleich, basis: int) -> Decimal | Zeichen:
    """Kleine Zahlen ohne Prozent; bei geschützten verriete es außerdem mehr als sie."""
    if not vergleich.monate:
        return Zeichen.NICHT_SINNVOLL
    if min(vergleich.wert.wert, vergleich.vergleichswert.wert) < prozent_ab(basis):
        return Zeichen.GEHEIM if basis else Zeichen.NICHT_SINNVOLL
    return gerechnet(vergleich.prozent)


def _zustaende(
    hier: Lage, vergleich: Vergleich, quelle: Quelle | None, zeile: int, spalte: int
) -> dict[tuple[int, int], Zustand]:
    """Wie fest beide Zahlen sind: der unfesteste Monat."""
    quellen = (quelle,) if quelle else hier.quellen
    staende = hier.datensatz.staende(vergleich.reihe.zaehleinheit, quellen)
    frueher = [monat - vergleich.abstand for monat in vergleich.monate]
    seiten = ((spalte, frueher), (spalte + 1, vergleich.gezaehlte_monate))
    zellen = {(zeile, nr): unfestester(staende[m] for m in monate if m in staende) for nr, monate in seiten if monate}
    return {zelle: zustand for zelle, zustand in zellen.items() if zustand}


def _herkunft(hier: Lage) -> Herkunft:
    """Gemeinsam für alle Zeilen, die ihre Einheit selbst nennen."""
    alle = [sicht(hier, quelle).herkunft(einheit) for einheit in EINHEITEN for quelle in SEITEN]
    fussnoten = dict.fromkeys(satz for herkunft in alle for satz in herkunft.fussnoten)
    return replace(
        hier.herkunft(Zaehleinheit.NEUZUGANG),
        einheit="wie in der Zeile genannt",
        zaehlweise="",
        fussnoten=(NUR_GEMEINSAM, *fussnoten),
    )
