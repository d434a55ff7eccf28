"""Wer welchen Monat wann geliefert hat, gemessen an seiner Frist."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from beratung.kern.verzeichnis import Stelle
from dresden_senioren.kern import zahlen
from dresden_senioren.kern.zeitraum import Monat


class Lage(StrEnum):
    """Wie es um einen Monat einer Beratungsstelle steht."""

    RECHTZEITIG = "rechtzeitig"
    VERSPAETET = "verspaetet"
    NULLMELDUNG = "nullmeldung"
    NULLMELDUNG_VERSPAETET = "nullmeldung_verspaetet"
    FEHLT = "fehlt"
    NICHT_FAELLIG = "nicht_faellig"
    NOCH_NICHT_TAETIG = "noch_nicht_taetig"
    NICHT_MEHR_TAETIG = "nicht_mehr_taetig"
    NICHT_ERFASST = "nicht_erfasst"

    @property
    def bezeichnung(self) -> str:
        return {
            "rechtzeitig": "rechtzeitig geliefert",
            "verspaetet": "verspätet geliefert",
            "nullmeldung": "Nullmeldung: im Monat nichts",
            "nullmeldung_verspaetet": "Nullmeldung, verspätet",
            "fehlt": "fehlt, Frist vorbei",
            "nicht_faellig": "noch nicht fällig",
            "noch_nicht_taetig": "noch nicht tätig",
            "nicht_mehr_taetig": "nicht mehr tätig",
            "nicht_erfasst": "vor der ersten Lieferung",
        }[self.value]

    @property
    def zeichen(self) -> str:
        """Steht mit dem Tag in der Zelle; die Bedeutung sagt die Legende."""
        return {
            "rechtzeitig": "✓", "verspaetet": "▲", "nullmeldung": "0", "nullmeldung_verspaetet": "0 ▲",
            "fehlt": "fehlt", "nicht_faellig": "·", "noch_nicht_taetig": "–", "nicht_mehr_taetig": "–",
            "nicht_erfasst": "",
        }[self.value]  # fmt: skip

    @property
    def ist_rechtzeitig(self) -> bool:
        return self in (Lage.RECHTZEITIG, Lage.NULLMELDUNG)

    @property
    def ist_verspaetet(self) -> bool:
        return self in (Lage.VERSPAETET, Lage.NULLMELDUNG_VERSPAETET)


@dataclass(frozen=True)
class Frist:
    """Fällig an einem Tag eines folgenden Monats."""

    tag: int = 10
    monate_danach: int = 1

    def faellig_am(self, monat: Monat) -> date:
        return (monat + self.monate_danach).erster.replace(day=self.tag)

    @property
    def in_worten(self) -> str:
        """„10. des Folgemonats“."""
        monat = {0: "selben Monats", 1: "Folgemonats", 2: "übernächsten Monats"}
        return f"{self.tag}. des {monat.get(self.monate_danach, f'{self.monate_danach}. Monats danach')}"


@dataclass(frozen=True)
class Eingang:
    """Was zu einem Monat da ist: eine Lieferung (Nummer) oder eine Nullmeldung, mit dem Tag des ersten Eingangs."""

    am: date
    nummer: int
    ist_nullmeldung: bool = False


@dataclass(frozen=True)
class Monatslage:
    monat: Monat
    lage: Lage
    faellig_am: date
    eingang: Eingang | None = None

    @property
    def tag(self) -> str:
        """„08.10.“; mit Jahr, wo es nicht das der Frist ist."""
        if self.eingang is None:
            return ""
        return (
            f"{self.eingang.am:%d.%m.}"
            if self.eingang.am.year == self.faellig_am.year
            else f"{self.eingang.am:%d.%m.%y}"
        )


def lage(  # noqa: PLR0913
    stelle: Stelle, monat: Monat, *, frist: Frist, eingang: Eingang | None, erfasst_ab: Monat | None, heute: date
) -> Monatslage:
    """`erfasst_ab`: erster Monat, zu dem es von dieser Quelle Zahlen gibt; davor wird nichts erwartet."""
    faellig = frist.faellig_am(monat)
    if eingang:
        ist_spaet = eingang.am > faellig
        wert = (Lage.RECHTZEITIG, Lage.VERSPAETET)[ist_spaet]
        if eingang.ist_nullmeldung:
            wert = (Lage.NULLMELDUNG, Lage.NULLMELDUNG_VERSPAETET)[ist_spaet]
        return Monatslage(monat, wert, faellig, eingang)
    if stelle.gueltig_von and stelle.gueltig_von > monat.letzter:
        return Monatslage(monat, Lage.NOCH_NICHT_TAETIG, faellig)
    if not stelle.ist_taetig(monat):
        return Monatslage(monat, Lage.NICHT_MEHR_TAETIG, faellig)
    if erfasst_ab is None or monat < erfasst_ab:
        return Monatslage(monat, Lage.NICHT_ERFASST, faellig)
    return Monatslage(monat, Lage.FEHLT if heute > faellig else Lage.NICHT_FAELLIG, faellig)


@dataclass(frozen=True)
class Puenktlichkeit:
    """Monate mehrerer Beratungsstellen: erwartet ist, was geliefert wurde oder hätte geliefert sein müssen."""

    rechtzeitig: int
    verspaetet: int
    fehlend: int

    @classmethod
    def aus(cls, lagen: Iterable[Monatslage]) -> "Puenktlichkeit":
        alle = [eine.lage for eine in lagen]
        return cls(
            sum(eine.ist_rechtzeitig for eine in alle),
            sum(eine.ist_verspaetet for eine in alle),
            sum(eine is Lage.FEHLT for eine in alle),
        )

    @property
    def erwartet(self) -> int:
        return self.rechtzeitig + self.verspaetet + self.fehlend

    @property
    def prozent(self) -> Decimal | None:
        """Anteil rechtzeitiger Monate; None, wo nichts erwartet war."""
        return zahlen.anteil(self.rechtzeitig, self.erwartet) if self.erwartet else None

    @property
    def in_worten(self) -> str:
        """„13 von 15 rechtzeitig, 1 verspätet, 1 fehlt“."""
        teile = [f"{self.rechtzeitig} von {self.erwartet} rechtzeitig"]
        teile += [f"{self.verspaetet} verspätet"] * bool(self.verspaetet)
        teile += [f"{self.fehlend} {'fehlt' if self.fehlend == 1 else 'fehlen'}"] * bool(self.fehlend)
        return ", ".join(teile)
