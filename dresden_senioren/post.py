"""E-Mails, die es höchstens einmal geben darf."""

from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import models, transaction

from .datenbank.ergaenzbar import NurErgaenzt


class NichtAngenommen(Exception):
    """Der Mailserver hat die E-Mail nicht angenommen; gesendet wurde nichts."""


def sende_einmal(nachricht: EmailMessage, *, eintrag: NurErgaenzt) -> None:
    """Erst steht der Eintrag fest, der jede zweite verhindert, dann geht die E-Mail hinaus; nimmt der Mailserver sie
    nicht an, ist der Eintrag wieder fort. Stirbt der Prozess dazwischen, bleibt er: lieber keine E-Mail als zwei.

    IntegrityError, wenn es den Eintrag schon gibt. Nie in einer Transaktion, sie könnte ihn noch zurücknehmen.
    """
    with transaction.atomic(durable=True):
        eintrag.save()
    try:
        nachricht.send()
    except (OSError, SMTPException, ValueError) as fehler:
        models.QuerySet(type(eintrag)).filter(pk=eintrag.pk).delete()
        raise NichtAngenommen from fehler
