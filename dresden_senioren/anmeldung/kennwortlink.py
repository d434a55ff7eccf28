"""Der Link, mit dem eine Person ihr Kennwort setzt: bei der Einladung und wenn sie es vergessen hat."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

log = logging.getLogger(__name__)


class Linkschluessel(PasswordResetTokenGenerator):
    """Gilt `PASSWORD_RESET_TIMEOUT` Sekunden und nur, bis das Kennwort gesetzt, jemand angemeldet oder das Recht
    der Person geändert ist: Dann ergibt dieselbe Rechnung etwas anderes."""

    key_salt = "dresden_senioren.anmeldung.kennwortlink.Linkschluessel"

    def _make_hash_value(self, user, timestamp):
        return f"{super()._make_hash_value(user, timestamp)} {user.rechte_stand} {user.is_active}"


linkschluessel = Linkschluessel()


def einladungslink(person: Benutzer, request: HttpRequest | None = None) -> str:
    """Wo die Person einmal ihr Kennwort setzen kann, 24 Stunden lang; ohne `request` nur der Pfad."""
    angaben = {"uidb64": urlsafe_base64_encode(force_bytes(person.pk)), "token": linkschluessel.make_token(person)}
    pfad = reverse("kennwort_setzen", kwargs=angaben)
    return request.build_absolute_uri(pfad) if request else pfad


def einladung_senden(person: Benutzer, request: HttpRequest, *, von: Benutzer) -> bool:
    """Den Link an die Adresse der Person; False, wenn das nicht geht: Dann gibt die Administration ihn weiter."""
    if not (settings.EMAIL_IST_EINGERICHTET and person.email and person.is_active):
        return False
    if not senden(linknachricht(person, request, ist_einladung=True)):
        return False
    protokolliere(Ereignis.KENNWORT_LINK_GESENDET, von=von, gegenstand=person.get_username(), person=person.pk)
    return True


def linknachricht(person: Benutzer, request: HttpRequest, *, ist_einladung: bool) -> EmailMessage:
    betreff = "Ihr Zugang zu Dresden Senioren" if ist_einladung else "Neues Kennwort für Dresden Senioren"
    angaben = {"person": person, "link": einladungslink(person, request), "ist_einladung": ist_einladung}
    text = render_to_string("anmeldung/kennwort_link.txt", angaben)
    return EmailMessage(betreff, text, settings.DEFAULT_FROM_EMAIL, [person.email])


def senden(nachricht: EmailMessage) -> bool:
    try:
        nachricht.send()
    except (OSError, SMTPException, ValueError):
        # Ohne den Fehlertext: Er nennt oft die Adresse.
        log.error("Eine E-Mail zu einem Zugang ließ sich nicht senden.")
        return False
    return True
