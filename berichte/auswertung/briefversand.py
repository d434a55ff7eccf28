"""Monatsbriefe per E-Mail: erst gezeigt, dann gesendet; je Person, Planungsbereich und Monat höchstens einer."""

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from beratung.kalender.bestand import stand_der_daten
from beratung.models import Planungsbereich
from berichte.kern.auswertung.monatsbrief import Brief
from berichte.models import Briefempfang, Briefversand
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.post import NichtAngenommen, sende_einmal
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht

from .monatsbrief import Monatsbrief, ist_fest, monatsbrief, zustaende

log = logging.getLogger(__name__)
JUENGSTE_MONATE = 3  # ältere Briefe wären keine Nachricht mehr, auch wenn jemand alte Monate nachträglich prüft


class NichtGesendet(Exception):
    """Warum nichts gesendet wurde, in einem Satz."""


@dataclass(frozen=True)
class Vorschau:
    """Was gesendet würde, und wen keine E-Mail erreicht."""

    bereich: Planungsbereich
    monat: Monat
    brief: Brief
    ist_fest: bool
    empfaenger: tuple[Benutzer, ...]
    schon: tuple[Benutzer, ...]
    ohne_adresse: tuple[Benutzer, ...]

    def text_an(self, name: str = "…") -> str:
        return f"Guten Tag {name},\n\n{self.brief.text}"

    @property
    def stand(self) -> str:
        """Ändert sich mit Empfängern oder Text: gesendet wird nur, was gezeigt wurde."""
        teile = (self.brief.betreff, self.brief.text, *(benutzer.email for benutzer in self.empfaenger))
        return hashlib.sha256("\0".join(teile).encode()).hexdigest()


@dataclass(frozen=True)
class Versand:
    gesendet: tuple[Benutzer, ...]
    gescheitert: tuple[Benutzer, ...]


def vorschau(brief: Monatsbrief, *, wurzel: str) -> Vorschau:
    versandt = Briefversand.objects.filter(planungsbereich=brief.bereich, monat=brief.monat.erster)
    schon = set(versandt.values_list("empfaenger_id", flat=True))
    alle = empfaenger(brief.bereich)
    neue = [benutzer for benutzer in alle if benutzer.pk not in schon]
    return Vorschau(
        brief.bereich,
        brief.monat,
        brief.email(wurzel),
        brief.ist_fest,
        tuple(benutzer for benutzer in neue if benutzer.email),
        tuple(benutzer for benutzer in alle if benutzer.pk in schon),
        tuple(benutzer for benutzer in neue if not benutzer.email),
    )


def empfaenger(bereich: Planungsbereich) -> list[Benutzer]:
    """Wer den Bereich koordiniert, das noch darf und den Brief eingeschaltet hat."""
    koordination = bereich.koordination.exclude(briefempfang=None).order_by("username")
    return [benutzer for benutzer in koordination if benutzer.darf(Recht.AUSWERTUNG_STADT)]


def faellige(*, wurzel: str) -> Iterator[Vorschau]:
    """Alles, was jetzt zu senden ist: die jüngsten Monate, soweit alles Gemeldete geprüft ist."""
    if (stand := stand_der_daten()) is None:
        return
    zeitraum = Zeitraum(stand.letzter_monat - (JUENGSTE_MONATE - 1), stand.letzter_monat)
    feste = [monat for monat, je_quelle in zustaende(zeitraum).items() if ist_fest(je_quelle)]
    bereiche = [b for b in Planungsbereich.objects.prefetch_related("koordination") if empfaenger(b)] if feste else []
    for monat in feste:
        for bereich in bereiche:
            eine = vorschau(monatsbrief(bereich, monat), wurzel=wurzel)
            if eine.empfaenger:
                yield eine


def jetzt_senden(brief: Monatsbrief, *, gezeigt: str, wurzel: str, von: Benutzer) -> Versand:
    """NichtGesendet, wenn nichts zu senden ist oder sich etwas geändert hat, seit es gezeigt wurde."""
    aktuell = vorschau(brief, wurzel=wurzel)
    if not settings.EMAIL_IST_EINGERICHTET or not aktuell.empfaenger or not aktuell.ist_fest:
        raise NichtGesendet("Es ist nichts zu senden.")
    if aktuell.stand != gezeigt:
        raise NichtGesendet("Seit die Seite gezeigt wurde, hat sich etwas geändert. Prüfen Sie den neuen Text.")
    return senden(aktuell, von=von)


def senden(vorschau: Vorschau, *, von: Benutzer | None) -> Versand:
    gesendet = [benutzer for benutzer in vorschau.empfaenger if _senden(vorschau, benutzer, von)]
    protokolliere(
        Ereignis.MONATSBRIEF_GESENDET,
        von=von,
        gegenstand=f"{vorschau.bereich.kuerzel} {vorschau.monat}",
        gesendet=[benutzer.username for benutzer in gesendet],
    )
    return Versand(tuple(gesendet), tuple(b for b in vorschau.empfaenger if b not in gesendet))


def _senden(vorschau: Vorschau, benutzer: Benutzer, von: Benutzer | None) -> bool:
    betreff, text = vorschau.brief.betreff, vorschau.text_an(benutzer.anzeigename)
    versand = Briefversand(
        empfaenger=benutzer, planungsbereich=vorschau.bereich, monat=vorschau.monat.erster, adresse=benutzer.email,
        betreff=betreff, text=text, von=von,
    )  # fmt: skip
    try:
        sende_einmal(EmailMessage(betreff, text, settings.DEFAULT_FROM_EMAIL, [benutzer.email]), eintrag=versand)
    except IntegrityError:  # ein zweiter Lauf war schneller
        return False
    except NichtAngenommen:
        log.exception("Ein Monatsbrief ließ sich nicht senden.")
        return False
    return True


@transaction.atomic
def schalten(*, ein: bool, von: Benutzer) -> None:
    """Den Monatsbrief per E-Mail für die eigene Person ein- oder ausschalten."""
    if ein:
        _, geaendert = Briefempfang.objects.get_or_create(benutzer=von)
    else:
        geaendert, _ = Briefempfang.objects.filter(benutzer=von).delete()
    if geaendert:
        protokolliere(Ereignis.MONATSBRIEF_EMPFANG, von=von, gegenstand="ein" if ein else "aus")
