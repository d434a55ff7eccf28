"""Welche Maßnahmen des Fachplans zu einer Auswertung gehören. Der Plan kennt keine Planungsbereiche als Feld; darum
gilt eine Regel, die die Seite nennt: verbunden mit einer gezeigten Kennzahl, oder der Wortlaut nennt das Gebiet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from berichte.kern.zahlen.katalog import KATALOG
from dresden_senioren.models import Benutzer
from massnahmen.models import Massnahme, Sachstandsmeldung, Umsetzungsschritt

NENNT_ALLE = "Planungsbereich"  # auch „planungsbereichsbezogen“


@dataclass(frozen=True)
class Massnahmenbezug:
    """`kennzahlen`: Namen der verbundenen Kennzahlen; leer, wo nur der Wortlaut das Gebiet nennt."""

    pk: int
    nr: str
    beschreibung: str
    sachstand: str
    kennzahlen: tuple[str, ...]


def regel(bereich: str) -> str:
    """Der Satz über der Liste; `bereich`: Name des Planungsbereichs oder leer für die Stadt."""
    verbunden = "Maßnahmen, die mit einer Kennzahl der Beratung verbunden sind"
    if not bereich:
        return f"Gezeigt sind {verbunden}."
    return (
        f"Gezeigt sind {verbunden}, und solche, deren Wortlaut oder Schritte „{bereich}“ oder „{NENNT_ALLE}…“ nennen. "
        "Der Fachplan ordnet Maßnahmen keinem einzelnen Planungsbereich zu."
    )


def massnahmen_zu(bereich: str, benutzer: Benutzer | None, stichtag: date | None = None) -> list[Massnahmenbezug]:
    """Am Stichtag (ohne Angabe: heute) geltende Maßnahmen nach der Regel, verbundene zuerst; zwei Abfragen.
    `benutzer=None`: die Befehlszeile."""
    gemeldet = Sachstandsmeldung.objects.geltend(stichtag).filter(massnahme=OuterRef("pk"))
    passend = Q(kennzahlbezuege__isnull=False)
    if bereich:
        schritte = Umsetzungsschritt.objects.filter(_nennt("text", bereich), massnahme=OuterRef("pk"))
        passend |= _nennt("beschreibung", bereich) | Q(Exists(schritte))
    sichtbare = Massnahme.objects.sichtbar_fuer(benutzer) if benutzer else Massnahme.objects.all()
    zeilen = sichtbare.geltend(stichtag).filter(passend).order_by("sortierschluessel")
    spalten = zeilen.annotate(
        sachstand=Subquery(gemeldet.values("sachstandsart__bezeichnung")[:1]), kennzahl=F("kennzahlbezuege__kennzahl")
    ).values_list("pk", "nr", "beschreibung", "sachstand", "kennzahl")
    return _zusammengefasst(spalten)


def verbunden_mit(kennzahl: str, benutzer: Benutzer) -> list[Massnahme]:
    """Geltende Maßnahmen mit dieser Kennzahl, mit ihrem Sachstand."""
    geltende = Massnahme.objects.sichtbar_fuer(benutzer).geltend().in_tabellenfolge().mit_meldung()
    return list(geltende.filter(kennzahlbezuege__kennzahl=kennzahl))


def _nennt(feld: str, bereich: str) -> Q:
    return Q(**{f"{feld}__icontains": NENNT_ALLE}) | Q(**{f"{feld}__icontains": bereich})


def _zusammengefasst(zeilen: Iterable[tuple]) -> list[Massnahmenbezug]:
    kennzahlen: dict[tuple, list[str]] = defaultdict(list)
    for *massnahme, kennzahl in zeilen:
        kennzahlen[tuple(massnahme)] += (
            [KATALOG[kennzahl].name if kennzahl in KATALOG else kennzahl] if kennzahl else []
        )
    bezuege = [
        Massnahmenbezug(pk, nr, beschreibung, sachstand or "noch kein Sachstand", tuple(namen_dazu))
        for (pk, nr, beschreibung, sachstand), namen_dazu in kennzahlen.items()
    ]
    return sorted(bezuege, key=lambda bezug: not bezug.kennzahlen)
