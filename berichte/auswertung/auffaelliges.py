"""Was an einer Lage auffällt: welche Zahlen verglichen werden, und was fehlt. Gerechnet wird in kern."""

from collections.abc import Iterator
from dataclasses import replace

from beratung.kern.zaehlung import AUSWAERTIG, UNBEKANNT, Ebene, Merkmal, Zaehleinheit
from berichte.abbildungen.regelkarte import karte_der_lage
from berichte.kern.auswertung.auffaelligkeiten import (
    OHNE_URTEIL,
    Auffaelligkeit,
    Regelurteil,
    Veraenderung,
    Zeitraeume,
    auffaelligkeiten,
    methode,
)
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.kern.zahlen.lieferstand import Lieferstand
from berichte.kern.zahlen.verteilung import Verteilung
from berichte.zahlen.lage import Lage, einmal
from dresden_senioren.kern.text import aufzaehlung
from dresden_senioren.kern.zeitraum import in_worten

LEISTUNGEN = (Zaehleinheit.BERATUNG, Zaehleinheit.KRISENINTERVENTION, Zaehleinheit.INFORMATION)
AUFTEILUNGEN = (
    (Zaehleinheit.NEUZUGANG, Merkmal.ALTERSGRUPPE),
    (Zaehleinheit.NEUZUGANG, Merkmal.FALLHERKUNFT),
    (Zaehleinheit.BERATUNG, Merkmal.HAUPTBERATUNGSFELD),
    (Zaehleinheit.BERATUNG, Merkmal.BERATUNGSORT),
)
IM_GEBIET = {Ebene.PLANUNGSBEREICH: "im Planungsbereich", Ebene.STADTTEIL: "im Stadtteil", Ebene.BERATUNGSSTELLE: "bei"}
STELLEN_GENANNT = 3


@einmal
def auffaelliges(lage: Lage) -> tuple[Auffaelligkeit, ...]:
    """Drei bis sechs Sätze, der erste sagt, ob etwas ein Signal ist."""
    vergleich = lage.vergleich(Zaehleinheit.NEUZUGANG)
    zeitraeume = Zeitraeume(vergleich.verglichen, vergleich.verglichen_frueher)
    gesamt = _insgesamt(lage, Zaehleinheit.NEUZUGANG)
    if lage.auswahl.quelle:
        gesamt = replace(gesamt, name=f"{gesamt.name}, {lage.auswahl.quelle.kurz}")
    fehlend = [*lage.luecken(), *_stumme_stellen(lage)]
    return auffaelligkeiten(gesamt, verglichenes(lage), zeitraeume, regelkarte=_regelkarte(lage), fehlend=fehlend)


@einmal
def was_deutlich_heisst(lage: Lage) -> str:
    return methode(verglichenes(lage))


@einmal
def verglichenes(lage: Lage) -> tuple[Veraenderung, ...]:
    """Alles, worin etwas auffallen könnte: Leistungen, Quellen, Gebiete, Beratungsstellen, Merkmale."""
    return tuple(veraenderung for veraenderung in _verglichenes(lage) if veraenderung.ist_vergleichbar)


def _verglichenes(lage: Lage) -> Iterator[Veraenderung]:
    neu = Zaehleinheit.NEUZUGANG
    yield from (_insgesamt(lage, einheit) for einheit in LEISTUNGEN)
    if len(lage.quellen) > 1:
        for quelle in lage.quellen:
            yield Veraenderung(f"Neuzugänge, {quelle.kurz}", neu, lage.paar_der_quelle(neu, quelle))
    kleinere = Ebene.STADTTEIL if lage.auswahl.planungsbereich else Ebene.PLANUNGSBEREICH
    yield from _gebiete(lage.gebiete(neu, kleinere), kleinere)
    yield from _gebiete(lage.gebiete(neu, Ebene.BERATUNGSSTELLE), Ebene.BERATUNGSSTELLE, _durchgehend(lage))
    for einheit, merkmal in AUFTEILUNGEN:
        verteilung = lage.verteilung(einheit, merkmal)
        rest = verteilung.nicht_aufgeteilt
        if (rest.heute, rest.frueher) == (0, 0):  # sonst nennen die Summen zweier Jahre nicht dasselbe
            name = JE_ZAEHLEINHEIT[einheit].einheit
            for posten in verteilung.posten:
                if posten.schluessel != UNBEKANNT:
                    yield Veraenderung(f"{name}, {merkmal.bezeichnung} {posten.name}", einheit, posten.paar)


def _regelkarte(lage: Lage) -> Regelurteil:
    """Das Urteil der Regelkarte über die Neuzugänge; ohne Satz, wo sie keine Grenzen hat."""
    karte = karte_der_lage(lage)
    return Regelurteil(f"Regelkarte der Neuzugänge: {karte.satz}.", karte.ist_signal) if karte.grenzen else OHNE_URTEIL


def _insgesamt(lage: Lage, einheit: Zaehleinheit) -> Veraenderung:
    return Veraenderung(JE_ZAEHLEINHEIT[einheit].einheit, einheit, lage.paar(lage.auswahl.gesamtzahl(einheit)))


def _gebiete(verteilung: Verteilung, ebene: Ebene, nur: set[str] | None = None) -> Iterator[Veraenderung]:
    for posten in verteilung.posten:
        if posten.schluessel not in {UNBEKANNT, AUSWAERTIG} and (nur is None or posten.schluessel in nur):
            yield Veraenderung(f"Neuzugänge {IM_GEBIET[ebene]} {posten.name}", verteilung.zaehleinheit, posten.paar)


def _durchgehend(lage: Lage) -> set[str]:
    """Beratungsstellen, die zu allen verglichenen Monaten etwas gesagt haben: Wer öffnet, schließt oder nicht
    liefert, ist darum nicht gestiegen oder gefallen."""
    vergleich = lage.vergleich(Zaehleinheit.NEUZUGANG)
    monate = [m for heute in vergleich.monate for m in (heute, heute - vergleich.abstand)]
    gesagt = {Lieferstand.GELIEFERT, Lieferstand.NULL}
    return {s.kuerzel for s in lage.stellen if all(lage.lieferstand(s, monat) in gesagt for monat in monate)}


def _stumme_stellen(lage: Lage) -> list[str]:
    """Beratungsstellen, die in einem Monat fehlen, den ihre Quelle gemeldet hat; höchstens ein Satz."""
    namen = []
    for stelle in lage.stellen:
        gemeldet = lage.reihe(Zaehleinheit.NEUZUGANG, stelle.quelle).gemeldet(lage.auswahl.zeitraum)
        if fehlend := [m for m in gemeldet if lage.lieferstand(stelle, m) is Lieferstand.FEHLT]:
            namen.append(f"{stelle.name} ({in_worten(fehlend)})")
    if len(namen) > STELLEN_GENANNT:
        namen[STELLEN_GENANNT:] = [f"{len(namen) - STELLEN_GENANNT} weitere"]
    return [f"Nichts gemeldet haben: {aufzaehlung(namen)}."] if namen else []
