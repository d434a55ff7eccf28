"""Was an auffälligen Zahlen als echt bestätigt ist, steht als Fußnote unter den Diagrammen, die sie zeigen."""

from collections.abc import Iterable
from dataclasses import dataclass

from beratung.kern.befunde.regeln import ALS_FUSSNOTE, REGELN
from beratung.kern.zaehlung import Quelle
from beratung.models import Befundentscheidung, Lieferung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum


@dataclass(frozen=True)
class Fussnote:
    """`zaehleinheit` leer: betrifft jede Zahl des Monats."""

    quelle: Quelle
    monat: Monat
    zaehleinheit: str
    satz: str


def lesen(zeitraum: Zeitraum | None = None) -> tuple[Fussnote, ...]:
    """Fußnoten zu geltenden Lieferungen in zeitlicher Folge; eine Abfrage."""
    return aus(Befundentscheidung.objects.filter(code__in=ALS_FUSSNOTE).in_zeitlicher_folge(), zeitraum)


def aus(entscheidungen: Iterable[Befundentscheidung], zeitraum: Zeitraum | None = None) -> tuple[Fussnote, ...]:
    """`entscheidungen` in zeitlicher Folge: Die jüngste zu einem Befund gilt."""
    juengste = {}
    for e in entscheidungen:
        gilt = e.code in ALS_FUSSNOTE and e.lieferung.status == Lieferung.Status.UEBERNOMMEN
        if gilt and (zeitraum is None or Monat.von_tag(e.lieferung.monat) in zeitraum):
            juengste[e.lieferung_id, e.code, e.gegenstand] = e
    return tuple(_fussnote(e) for e in juengste.values() if e.urteil == Befundentscheidung.Urteil.ECHT)


def _fussnote(e: Befundentscheidung) -> Fussnote:
    quelle, monat = Quelle(e.lieferung.quelle), Monat.von_tag(e.lieferung.monat)
    titel = REGELN[e.code].titel
    satz = f"{monat.bezeichnung} ({quelle.kurz}): {titel}, geprüft und bestätigt. {e.begruendung}"
    return Fussnote(quelle, monat, e.gegenstand.split("/")[0], satz)


def fussnoten(zeitraum: Zeitraum, quelle: Quelle | None = None, zaehleinheit: str = "") -> list[str]:
    """Sätze für unter die Diagramme; ohne Quelle die beider Seiten, ohne Zähleinheit alle."""
    return [
        f.satz
        for f in lesen(zeitraum)
        if quelle in (None, f.quelle) and (not zaehleinheit or f.zaehleinheit in ("", zaehleinheit))
    ]
