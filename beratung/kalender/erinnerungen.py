"""Träger an fehlende Monate erinnern: erst gezeigt, dann gesendet; je Träger und Tag höchstens eine E-Mail."""

import hashlib
import logging
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError
from django.utils import timezone

from beratung.fehler import Lieferungsfehler
from beratung.kern.kalender.liefererinnerung import Brief, brief
from beratung.models import Liefererinnerung, Traeger
from beratung.stammdaten import fristen
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.post import NichtAngenommen, sende_einmal
from dresden_senioren.protokoll import protokolliere

from . import lieferkalender

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entwurf:
    """Was der Träger bekäme. Ohne `brief` fehlt nichts."""

    traeger: Traeger
    brief: Brief | None
    heute_schon: bool

    @property
    def stand(self) -> str:
        """Ändert sich mit Adresse oder Text: gesendet wird nur, was gezeigt wurde."""
        teile = (self.traeger.email, self.brief.betreff, self.brief.text) if self.brief else ()
        return hashlib.sha256("\0".join(teile).encode()).hexdigest()

    @property
    def mailto(self) -> str:
        """Öffnet den Entwurf im eigenen E-Mail-Programm."""
        felder = f"subject={quote(self.brief.betreff)}&body={quote(self.brief.text)}"
        return f"mailto:{quote(self.traeger.email, safe='@')}?{felder}"


def entwurf(traeger: Traeger, *, von: Benutzer) -> Entwurf:
    heute = timezone.localdate()
    beginn = min(fristen.erfasst_ab().values(), default=Monat.von_tag(heute))
    zeitraum = Zeitraum(min(beginn, Monat.von_tag(heute)), Monat.von_tag(heute))
    blaetter = lieferkalender.traegerblaetter(zeitraum, traeger=traeger)
    fehlend = blaetter[0].fehlend if blaetter else {}
    text = brief(fehlend, absender=von.anzeigename, heute=heute) if fehlend else None
    return Entwurf(traeger, text, Liefererinnerung.objects.filter(traeger=traeger, tag=heute).exists())


def senden(traeger: Traeger, *, gezeigt: str, von: Benutzer) -> Liefererinnerung:
    """Lieferungsfehler, wenn nichts zu senden ist, sich etwas geändert hat oder der Mailserver nicht annimmt."""
    aktuell = entwurf(traeger, von=von)
    if not settings.EMAIL_IST_EINGERICHTET or not traeger.email or aktuell.brief is None:
        raise Lieferungsfehler("Es ist nichts zu senden.")
    if aktuell.stand != gezeigt:
        raise Lieferungsfehler("Seit die Seite gezeigt wurde, hat sich etwas geändert. Prüfen Sie den neuen Text.")
    try:
        return _senden(aktuell, von)
    except IntegrityError:
        raise Lieferungsfehler(f"{traeger} ist heute schon erinnert worden.") from None
    except NichtAngenommen:
        log.exception("Eine Erinnerung an einen Träger ließ sich nicht senden.")
        raise Lieferungsfehler("Der Mailserver hat die E-Mail nicht angenommen. Gesendet wurde nichts.") from None


def _senden(entwurf: Entwurf, von: Benutzer) -> Liefererinnerung:
    traeger, text = entwurf.traeger, entwurf.brief
    erinnerung = Liefererinnerung(
        traeger=traeger, tag=timezone.localdate(), adresse=traeger.email, betreff=text.betreff, text=text.text, von=von
    )
    nachricht = EmailMessage(text.betreff, text.text, settings.DEFAULT_FROM_EMAIL, [traeger.email])
    sende_einmal(nachricht, eintrag=erinnerung)
    protokolliere(Ereignis.LIEFERERINNERUNG_GESENDET, von=von, gegenstand=str(traeger), adresse=traeger.email)
    return erinnerung
