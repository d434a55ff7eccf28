"""Neuzugänge je 1.000 Einwohner ab 60, wo die Bezugsbevölkerung hinterlegt ist."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.zahlen.katalog import KATALOG
from berichte.kern.zahlen.kennzahlen import Anzahl
from berichte.kern.zahlen.verhaeltnisse import Bezug, Bezugsgroesse
from berichte.zahlen.lage import Lage

KENNZAHL = KATALOG["dichte"]


@dataclass(frozen=True)
class Dichten:
    """Schlüssel → Dichte; was darin fehlt, hat keine vollständige Bevölkerung. Leer: es ist keine hinterlegt."""

    werte: Mapping[str, Decimal]
    fussnoten: tuple[str, ...] = ()


def dichten(lage: Lage, faelle: Mapping[str, int | None]) -> Dichten:
    """Je Stadtteil. Wen die Statistikstelle nur mit einem anderen zusammen nennt, der zählt dort mit."""
    if not lage.einwohner:
        return Dichten({})
    zusammen: dict[str, int] = defaultdict(int)
    gezaehlt_bei = {nr: lage.namen.enthalten_in.get(nr, nr) for nr in faelle}
    for nr, anzahl in faelle.items():
        zusammen[gezaehlt_bei[nr]] += anzahl or 0
    gemeldet = any(anzahl is not None for anzahl in faelle.values())
    werte = {
        nr: _dichte(zusammen[nr], lage.einwohner[nr][0]) for nr in faelle if gemeldet and lage.einwohner.get(nr, [0])[0]
    }
    mitgezaehlt = {bei for nr, bei in gezaehlt_bei.items() if bei != nr} & werte.keys()
    notiz = [f"{lage.namen.stadtteile[nr]}: Dichte samt den Stadtteilen, die die Statistikstelle nur mit ihm "
             "zusammen nennt." for nr in sorted(mitgezaehlt)]  # fmt: skip
    return Dichten(werte, (*_quellen(lage, werte), *notiz)) if werte else Dichten({})


def dichten_der_gebiete(lage: Lage, faelle: Mapping[str, int | None]) -> Dichten:
    """Je Stadtbezirk oder Ortschaft; nur wo alle Stadtteile des Gebiets eine Bevölkerung haben."""
    werte, benutzt = {}, set()
    for gebiet, anzahl in faelle.items():
        nummern = {lage.namen.enthalten_in.get(nr, nr) for nr, ort in lage.namen.gebiete.items() if ort == gebiet}
        einwohner = [lage.einwohner[nr][0] for nr in nummern if nr in lage.einwohner]
        if anzahl is not None and nummern and len(einwohner) == len(nummern) and sum(einwohner):
            werte[gebiet] = _dichte(anzahl, sum(einwohner))
            benutzt |= nummern
    return Dichten(werte, tuple(_quellen(lage, benutzt))) if werte else Dichten({})


def _dichte(faelle: int, einwohner: int) -> Decimal:
    zaehler, nenner = Anzahl(faelle, Zaehleinheit.NEUZUGANG), Bezug(einwohner, Bezugsgroesse.EINWOHNER_60)
    return KENNZAHL.aus(zaehler, nenner).wert


def _quellen(lage: Lage, nummern: Iterable[str]) -> list[str]:
    """„Einwohner ab 60 Jahren: 31.12.2023, Kommunale Statistikstelle.“"""
    staende = sorted({(stichtag, quelle) for nr in nummern for _, stichtag, quelle in [lage.einwohner[nr]]})
    woher = "; ".join(f"{stichtag:%d.%m.%Y}, {quelle}" for stichtag, quelle in staende)
    return [f"Je 1.000 Einwohner ab 60 Jahren im Zeitraum, nicht auf ein Jahr hochgerechnet; Einwohner: {woher}."]
