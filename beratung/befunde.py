"""Befunde einer Lieferung und was über sie entschieden ist: hier, früher, für künftige Monate."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .kern.befund import Befund, Schwere
from .models import Befundentscheidung, Lieferung

Urteil = Befundentscheidung.Urteil
# Nur solange eine Lieferung gilt oder gelten kann, ist über sie etwas zu sagen.
ENTSCHEIDBAR = (Lieferung.Status.GEPRUEFT, Lieferung.Status.UEBERNOMMEN)


@dataclass(frozen=True)
class Lieferbefund:
    """Ein Befund mit seiner Entscheidung und der letzten zum selben Gegenstand aus einer früheren Lieferung."""

    nummer: int  # Stelle in der Liste der Lieferung
    befund: Befund
    entscheidung: Befundentscheidung | None
    frueher: Befundentscheidung | None

    @property
    def ist_entschieden(self) -> bool:
        return self.entscheidung is not None and self.entscheidung.urteil != Urteil.OFFEN

    @property
    def gilt_weiter(self) -> bool:
        """Früher für künftige Monate mitentschieden, und hier nicht anders."""
        return self.entscheidung is None and self.frueher is not None and self.frueher.gilt_kuenftig

    @property
    def ist_offen(self) -> bool:
        """Warnungen wollen eine Entscheidung, sonst nichts."""
        return self.befund.schwere is Schwere.WARNUNG and not (self.ist_entschieden or self.gilt_weiter)


def lieferbefunde(lieferung: Lieferung) -> list[Lieferbefund]:
    """Alle Befunde, die schweren zuerst; zwei Abfragen."""
    gespeicherte = [_gelesen(angaben) for angaben in lieferung.befunde]
    schluessel = {(befund.code, befund.gegenstand) for befund in gespeicherte}
    hier, frueher = {}, {}
    for e in lieferung.entscheidungen.select_related("von").order_by("pk"):
        hier[e.code, e.gegenstand] = e
    frueher_geliefert = Q(lieferung__monat__lt=lieferung.monat)
    frueher_geliefert |= Q(lieferung__monat=lieferung.monat, lieferung__lt=lieferung.pk)
    davor = Befundentscheidung.objects.filter(
        frueher_geliefert, lieferung__quelle=lieferung.quelle, code__in={code for code, _ in schluessel}
    )
    for e in davor.select_related("von", "lieferung").order_by("lieferung__monat", "pk"):
        frueher[e.code, e.gegenstand] = e
    liste = [
        Lieferbefund(nummer, b, hier.get((b.code, b.gegenstand)), _ohne_offene(frueher.get((b.code, b.gegenstand))))
        for nummer, b in enumerate(gespeicherte)
    ]
    return sorted(liste, key=lambda eintrag: eintrag.befund.schwere.rang)


def _gelesen(angaben: dict) -> Befund:
    return Befund(**angaben | {"schwere": Schwere(angaben["schwere"]), "zeilen": tuple(angaben["zeilen"])})


def _ohne_offene(entscheidung: Befundentscheidung | None) -> Befundentscheidung | None:
    return None if entscheidung is None or entscheidung.urteil == Urteil.OFFEN else entscheidung


def offene(lieferung: Lieferung) -> list[Lieferbefund]:
    """Warnungen ohne Entscheidung."""
    return [eintrag for eintrag in lieferbefunde(lieferung) if eintrag.ist_offen]


@transaction.atomic
def entscheiden(  # noqa: PLR0913 – nur benannt aufrufbar
    lieferung: Lieferung, befund: Befund, *,
    urteil: str, begruendung: str, gilt_kuenftig: bool = False, von: Benutzer | None,
) -> Befundentscheidung:  # fmt: skip
    """Ein Urteil festhalten; `Urteil.OFFEN` nimmt das vorige zurück."""
    entscheidung = Befundentscheidung.objects.create(
        lieferung=lieferung, code=befund.code, gegenstand=befund.gegenstand, meldung=befund.meldung,
        urteil=urteil, begruendung=begruendung.strip(), gilt_kuenftig=gilt_kuenftig, von=von,
    )  # fmt: skip
    protokolliere(
        Ereignis.LIEFERBEFUND_ENTSCHIEDEN, von=von, gegenstand=str(lieferung), lieferung=lieferung.pk,
        regel=befund.code, befund=befund.gegenstand, urteil=str(urteil), begruendung=entscheidung.begruendung,
        gilt_kuenftig=gilt_kuenftig,
    )  # fmt: skip
    return entscheidung


def beobachtete() -> list[Befundentscheidung]:
    """Je Quelle, Regel und Gegenstand das jüngste Urteil, wo es „beobachten“ ist; die jüngsten Monate zuerst."""
    juengste = {}
    alle = Befundentscheidung.objects.select_related("von", "lieferung").order_by("lieferung__monat", "pk")
    for e in alle:
        juengste[e.lieferung.quelle, e.code, e.gegenstand] = e
    return [e for e in reversed(juengste.values()) if e.urteil == Urteil.BEOBACHTEN]


def je_schwere(befunde: Iterable[Lieferbefund]) -> dict[Schwere, int]:
    zaehler = dict.fromkeys(Schwere, 0)
    for eintrag in befunde:
        zaehler[eintrag.befund.schwere] += 1
    return zaehler
