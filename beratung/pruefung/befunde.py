"""Befunde einer Lieferung und was über sie entschieden ist: hier, früher, für künftige Monate."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from beratung.kern.befunde.befund import Befund
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.zaehlung import Quelle
from beratung.models import Befundentscheidung, Lieferung, Lieferungsteil
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

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
    def wird_beobachtet(self) -> bool:
        geltend = self.frueher if self.gilt_weiter else self.entscheidung
        return geltend is not None and geltend.urteil == Urteil.BEOBACHTEN

    @property
    def ist_offen(self) -> bool:
        """Warnungen wollen eine Entscheidung, sonst nichts."""
        return self.befund.schwere is Schwere.WARNUNG and not (self.ist_entschieden or self.gilt_weiter)


def lieferbefunde(lieferung: Lieferung) -> list[Lieferbefund]:
    """Alle Befunde, die schweren zuerst; eine Abfrage."""
    return befunde_je_lieferung([lieferung])[lieferung.pk]


def befunde_je_lieferung(
    lieferungen: Collection[Lieferung], entscheidungen: Iterable[Befundentscheidung] | None = None
) -> dict[int, list[Lieferbefund]]:
    """Nummer der Lieferung → ihre Befunde, die schweren zuerst; eine Abfrage für alle, keine mit `entscheidungen`."""
    gelesen = {lieferung.pk: [_gelesen(angaben) for angaben in lieferung.befunde] for lieferung in lieferungen}
    if entscheidungen is None:
        entscheidungen = Befundentscheidung.objects.filter(
            code__in={befund.code for befunde in gelesen.values() for befund in befunde},
            lieferung__quelle__in={lieferung.quelle for lieferung in lieferungen},
            lieferung__monat__lte=max((lieferung.monat for lieferung in lieferungen), default=date.min),
        ).in_zeitlicher_folge()
    alle = list(entscheidungen)
    return {lieferung.pk: _zugeordnet(lieferung, gelesen[lieferung.pk], alle) for lieferung in lieferungen}


def _zugeordnet(
    lieferung: Lieferung, befunde: Iterable[Befund], entscheidungen: Iterable[Befundentscheidung]
) -> list[Lieferbefund]:
    """`entscheidungen` in zeitlicher Folge: die jüngste zu dieser Lieferung und die jüngste zu einer früheren gilt."""
    hier, frueher = {}, {}
    for e in entscheidungen:
        if e.lieferung_id == lieferung.pk:
            hier[e.code, e.gegenstand] = e
        elif e.lieferung.quelle == lieferung.quelle and (e.lieferung.monat, e.lieferung_id) < (
            lieferung.monat, lieferung.pk,
        ):  # fmt: skip
            frueher[e.code, e.gegenstand] = e
    liste = [
        Lieferbefund(nummer, b, hier.get((b.code, b.gegenstand)), _ohne_offene(frueher.get((b.code, b.gegenstand))))
        for nummer, b in enumerate(befunde)
    ]
    return sorted(liste, key=lambda eintrag: eintrag.befund.schwere.rang)


def _gelesen(angaben: dict) -> Befund:
    return Befund(**angaben | {"schwere": Schwere(angaben["schwere"]), "zeilen": tuple(angaben["zeilen"])})


def _ohne_offene(entscheidung: Befundentscheidung | None) -> Befundentscheidung | None:
    return None if entscheidung is None or entscheidung.urteil == Urteil.OFFEN else entscheidung


@dataclass(frozen=True)
class Befundstand:
    """Worüber bei einer geltenden Lieferung noch zu reden ist."""

    quelle: Quelle
    monat: Monat
    offene: list[Befund]
    beobachtete: list[Befund]

    @property
    def offene_titel(self) -> list[str]:
        return _titel(self.offene)

    @property
    def beobachtete_titel(self) -> list[str]:
        return _titel(self.beobachtete)


def _titel(befunde: Iterable[Befund]) -> list[str]:
    """Wonach geprüft wurde, jede Regel einmal; der Wortlaut kann Beratungsstellen anderer Gebiete nennen."""
    return list(
        dict.fromkeys(REGELN[befund.code].titel if befund.code in REGELN else befund.code for befund in befunde)
    )


def befundstaende(
    zeitraum: Zeitraum, quellen: Collection[Quelle], entscheidungen: Iterable[Befundentscheidung]
) -> list[Befundstand]:
    """Geltende Lieferungen des Zeitraums mit offenen Warnungen oder beobachteten Befunden; eine Abfrage."""
    im_zeitraum = {"monat__gte": zeitraum.von.erster, "monat__lte": zeitraum.bis.erster}
    teile = Lieferungsteil.objects.filter(ist_gueltig=True, quelle__in=quellen, **im_zeitraum)
    geltende = Lieferung.objects.filter(pk__in=teile.values("lieferung"))
    lieferungen = list(geltende.order_by("monat", "quelle").only("quelle", "monat", "befunde"))
    je_lieferung = befunde_je_lieferung(lieferungen, entscheidungen)
    staende = [
        Befundstand(
            Quelle(lieferung.quelle),
            Monat.von_tag(lieferung.monat),
            [eintrag.befund for eintrag in je_lieferung[lieferung.pk] if eintrag.ist_offen],
            [eintrag.befund for eintrag in je_lieferung[lieferung.pk] if eintrag.wird_beobachtet],
        )
        for lieferung in lieferungen
    ]
    return [stand for stand in staende if stand.offene or stand.beobachtete]


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
