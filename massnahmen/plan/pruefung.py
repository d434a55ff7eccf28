"""Planprüfung am Bestand: Befunde rechnen, Entscheidungen merken. Feste Zahl von Abfragen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.kern.planregeln import PLANREGELN, Beteiligter, Planbefund, Planregel, Pruefling, Umfeld, pruefen
from massnahmen.models import Befundentscheidung, Beteiligung, Haushaltsbetrag, Massnahme, Sachstandsart

from .bestand import stellenverzeichnis

Entscheidung = Befundentscheidung.Entscheidung


class PruefungUeberholt(Exception):
    """Ein Befund, über den entschieden werden sollte, besteht so nicht mehr."""


@dataclass(frozen=True)
class Befundzeile:
    befund: Planbefund
    entscheidung: Befundentscheidung | None  # die jüngste zu genau diesen Tatsachen

    @property
    def ist_entschieden(self) -> bool:
        return self.entscheidung is not None and self.entscheidung.entscheidung != Entscheidung.OFFEN

    @property
    def schluessel(self) -> str:
        return f"{self.befund.pk}:{self.befund.regel.code}:{self.befund.fingerabdruck}"


@dataclass(frozen=True)
class Regelzahl:
    regel: Planregel
    offen: int
    entschieden: int


def befundzeilen(benutzer: Benutzer, *, stichtag: date) -> list[Befundzeile]:
    """Alle Befunde in der Folge des Plans, je mit der geltenden Entscheidung."""
    massnahmen = list(Massnahme.objects.sichtbar_fuer(benutzer).geltend(stichtag).mit_angaben(stichtag))
    betraege = _massnahmen_mit_betrag()
    prueflinge = [_pruefling(massnahme, stichtag, betraege) for massnahme in massnahmen]
    befunde = pruefen(prueflinge, Umfeld(stichtag, stellenverzeichnis()))
    geltend = {}
    for e in Befundentscheidung.objects.select_related("von").order_by("pk"):
        geltend[e.massnahme_id, e.code, e.fingerabdruck] = e
    return [Befundzeile(b, geltend.get((b.pk, b.regel.code, b.fingerabdruck))) for b in befunde]


def regelzahlen(zeilen: list[Befundzeile]) -> list[Regelzahl]:
    """Je Regel, wie viele Befunde offen und entschieden sind; auch Regeln ohne Befund."""
    offen = Counter(z.befund.regel.code for z in zeilen if not z.ist_entschieden)
    entschieden = Counter(z.befund.regel.code for z in zeilen if z.ist_entschieden)
    return [Regelzahl(regel, offen[regel.code], entschieden[regel.code]) for regel in PLANREGELN]


@transaction.atomic
def befunde_entscheiden(
    *, schluessel: list[str], entscheidung: str, grund: str, stichtag: date, von: Benutzer
) -> list[Befundentscheidung]:
    """Über mehrere Befunde auf einmal; PruefungUeberholt, wenn einer davon so nicht mehr besteht."""
    bestehend = {zeile.schluessel: zeile.befund for zeile in befundzeilen(von, stichtag=stichtag)}
    if not set(schluessel) <= bestehend.keys():
        raise PruefungUeberholt("Nichts gespeichert: Ein Befund hat sich inzwischen geändert oder ist erledigt.")
    entscheidungen = Befundentscheidung.objects.bulk_create(
        Befundentscheidung(
            massnahme_id=befund.pk,
            code=befund.regel.code,
            fingerabdruck=befund.fingerabdruck,
            meldung=befund.meldung,
            entscheidung=entscheidung,
            grund=grund,
            von=von,
        )
        for befund in (bestehend[s] for s in dict.fromkeys(schluessel))
    )
    protokolliere(
        Ereignis.BEFUND_ENTSCHIEDEN,
        von=von,
        gegenstand=Entscheidung(entscheidung).label,
        befunde=[f"{bestehend[s].nr} {bestehend[s].regel.code}" for s in dict.fromkeys(schluessel)],
    )
    return entscheidungen


def _pruefling(massnahme: Massnahme, stichtag: date, betraege: set[int]) -> Pruefling:
    art = massnahme.meldung and massnahme.meldung.sachstandsart
    bedeutung = art.bedeutung if art else Sachstandsart.Bedeutung.OFFEN
    return Pruefling(
        pk=massnahme.pk,
        nr=massnahme.nr,
        ziel_nr=massnahme.ziel.nr,
        verantwortung=massnahme.verantwortung_wortlaut,
        laufzeit=massnahme.laufzeit_wortlaut,
        beteiligte=tuple(
            Beteiligter(b.stelle.name, b.rolle == Beteiligung.Rolle.FEDERFUEHREND, b.ist_vermutung)
            for b in massnahme.beteiligungen.all()
        ),
        phasen=tuple(phase.als_laufzeitphase() for phase in massnahme.phasen.all()),
        termin=massnahme.terminbild(stichtag),
        sachstand=art.bezeichnung if art else "",
        ist_offen=bedeutung == Sachstandsart.Bedeutung.OFFEN,
        ist_beendet=bedeutung == Sachstandsart.Bedeutung.BEENDET,
        bestaetigt_am=massnahme.zuletzt_bestaetigt,
        ist_haushaltsrelevant=massnahme.ist_haushaltsrelevant,
        hat_haushaltsbetrag=massnahme.pk in betraege,
    )


def _massnahmen_mit_betrag() -> set[int]:
    return set(Haushaltsbetrag.objects.values_list("massnahme", flat=True))
