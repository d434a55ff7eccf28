"""Zu einer Runde einladen und erinnern: wer bekommt was, erst gezeigt, dann gesendet. Je Person und Tag eine E-Mail."""

import hashlib
import logging
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.utils import timezone

from dresden_senioren.kern.text import sortierform
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.post import NichtAngenommen, sende_einmal
from dresden_senioren.protokoll import protokolliere
from dresden_senioren.rollen import Recht
from massnahmen.kern.erinnerung import Anlass, betreff, text
from massnahmen.kern.rundenstand import Antwort
from massnahmen.models import Erinnerung, Massnahme, Sachstandsrunde, Stelle, Stellvertretung

from .ablauf import StandVeraendert

log = logging.getLogger(__name__)


@dataclass
class Empfaenger:
    """Eine Person mit ihren offenen Maßnahmen und den Namen derer, die sie dabei vertritt."""

    benutzer: Benutzer
    offene: dict[int, Massnahme] = field(default_factory=dict)
    vertritt: set[str] = field(default_factory=set)
    betreff: str = ""
    text: str = ""


@dataclass(frozen=True)
class Vorschau:
    """Was gesendet würde, und wen keine E-Mail erreicht."""

    empfaenger: list[Empfaenger]
    heute_schon: list[Benutzer]
    ohne_adresse: list[Benutzer]
    stellen_ohne_zugang: list[Stelle]

    @property
    def stand(self) -> str:
        """Ändert sich, sobald sich Empfänger oder Texte ändern: gesendet wird nur, was gezeigt wurde."""
        teile = [f"{e.benutzer.email}\n{e.betreff}\n{e.text}" for e in self.empfaenger]
        return hashlib.sha256("\0".join(teile).encode()).hexdigest()


@dataclass(frozen=True)
class Versand:
    gesendet: list[Benutzer]
    gescheitert: list[Benutzer]


def vorschau(runde: Sachstandsrunde, *, adresse: str, von: Benutzer) -> Vorschau:
    heute = timezone.localdate()
    je_person, ohne_zugang = _zustaendige(runde)
    schon = set(Erinnerung.objects.filter(tag=heute).values_list("empfaenger_id", flat=True))
    eingeladen = set(runde.erinnerungen.values_list("empfaenger_id", flat=True))
    anlass = Anlass(runde.bezeichnung, runde.stichtag, runde.frist, adresse, von.anzeigename)
    faellig, heute_schon, ohne_adresse = [], [], []
    for empfaenger in je_person:
        if empfaenger.benutzer.pk in schon:
            heute_schon.append(empfaenger.benutzer)
        elif not empfaenger.benutzer.email:
            ohne_adresse.append(empfaenger.benutzer)
        else:
            offene = [(m.nr, m.beschreibung) for m in empfaenger.offene.values()]
            empfaenger.betreff = betreff(anlass, len(offene))
            empfaenger.text = text(
                anlass,
                anrede=empfaenger.benutzer.anzeigename,
                offene=offene,
                vertritt=sorted(empfaenger.vertritt),
                am=heute,
                ist_einladung=empfaenger.benutzer.pk not in eingeladen,
            )
            faellig.append(empfaenger)
    return Vorschau(faellig, heute_schon, ohne_adresse, ohne_zugang)


def _zustaendige(runde: Sachstandsrunde) -> tuple[list[Empfaenger], list[Stelle]]:
    """Je zuständiger Person ihre offenen Maßnahmen, statt einer abwesenden ihre Vertretung; Stellen ohne Person."""
    massnahmen = Massnahme.objects.filter(runden=runde).in_tabellenfolge().mit_antwort()
    offene = massnahmen.filter(antwort_wert=Antwort.OFFEN).prefetch_related("stellen__benutzer")
    vertretungen = defaultdict(list)
    for eintrag in Stellvertretung.objects.am(timezone.localdate()).select_related("abwesend", "vertretung"):
        if eintrag.vertretung.darf(Recht.SACHSTAND_MELDEN):
            vertretungen[eintrag.abwesend_id].append(eintrag)
    je_person: dict[int, Empfaenger] = {}
    ohne_zugang: dict[int, Stelle] = {}
    for massnahme in offene:
        for stelle in massnahme.stellen.all():
            personen = [b for b in stelle.benutzer.all() if b.darf(Recht.SACHSTAND_MELDEN)]
            if not personen:
                ohne_zugang[stelle.pk] = stelle
            for person in personen:
                for eintrag in vertretungen[person.pk] or [None]:
                    wer = eintrag.vertretung if eintrag else person
                    empfaenger = je_person.setdefault(wer.pk, Empfaenger(wer))
                    empfaenger.offene[massnahme.pk] = massnahme
                    if eintrag:
                        empfaenger.vertritt.add(person.anzeigename)
    nach_name = sorted(je_person.values(), key=lambda empfaenger: empfaenger.benutzer.anzeigename)
    return nach_name, sorted(ohne_zugang.values(), key=lambda stelle: sortierform(str(stelle)))


def erinnern(*, runde: Sachstandsrunde, gezeigt: str, adresse: str, von: Benutzer) -> Versand:
    """StandVeraendert, wenn inzwischen etwas anderes gesendet würde als gezeigt."""
    aktuell = vorschau(runde, adresse=adresse, von=von)
    if aktuell.stand != gezeigt or not aktuell.empfaenger:
        raise StandVeraendert("Die E-Mails haben sich geändert, seit sie gezeigt wurden.")
    gesendet, gescheitert = [], []
    for empfaenger in aktuell.empfaenger:
        ziel = gesendet if _senden(runde, empfaenger, von) else gescheitert
        ziel.append(empfaenger.benutzer)
    protokolliere(
        Ereignis.ERINNERUNG_GESENDET,
        von=von,
        gegenstand=str(runde),
        gesendet=[benutzer.username for benutzer in gesendet],
        gescheitert=[benutzer.username for benutzer in gescheitert],
    )
    return Versand(gesendet, gescheitert)


def _senden(runde: Sachstandsrunde, empfaenger: Empfaenger, von: Benutzer) -> bool:
    an = empfaenger.benutzer
    rueckfragen = [von.email] if von.email else None  # wer auf „Antworten“ drückt, schreibt einem Menschen
    nachricht = EmailMessage(
        empfaenger.betreff, empfaenger.text, settings.DEFAULT_FROM_EMAIL, [an.email], reply_to=rueckfragen
    )
    eintrag = Erinnerung(runde=runde, empfaenger=an, tag=timezone.localdate(), von=von, text=empfaenger.text)
    try:
        sende_einmal(nachricht, eintrag=eintrag)
    except IntegrityError:  # heute schon erinnert
        return False
    except NichtAngenommen:
        log.exception("Eine Erinnerung ließ sich nicht senden.")
        return False
    return True
