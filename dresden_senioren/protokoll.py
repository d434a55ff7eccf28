"""Ins Protokoll schreiben: ein Aufruf, keine Personendaten aus Lieferungen."""

import logging
from functools import partial

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from .kern.text import einzeilig
from .models import Benutzer, Ereignis, Protokolleintrag

log = logging.getLogger(__name__)


def protokolliere(ereignis: Ereignis, *, von: Benutzer | None, gegenstand: str = "", **angaben) -> None:
    """Einen Eintrag anfügen; `von=None` steht für die Befehlszeile. `angaben` muss als JSON darstellbar sein."""
    Protokolleintrag.objects.create(
        ereignis=ereignis,
        benutzer=von.get_username() if von else "",
        gegenstand=einzeilig(gegenstand)[:200],
        angaben=angaben,
    )
    # Für die Überwachung auch als Zeile, ohne Gegenstand und Angaben; erst, wenn es wirklich geschehen ist.
    zeile = {"ereignis": str(ereignis), "benutzer": von.pk if von else None}
    transaction.on_commit(partial(log.info, "", extra=zeile), robust=True)


@receiver(user_logged_in)
def _angemeldet(sender, user, **kwargs):
    protokolliere(Ereignis.ANMELDUNG, von=user)


@receiver(user_logged_out)
def _abgemeldet(sender, user, **kwargs):
    if user:
        protokolliere(Ereignis.ABMELDUNG, von=user)


@receiver(user_login_failed)
def _gescheitert(sender, credentials, **kwargs):
    # Der eingegebene Name wird nicht gespeichert: wer sich vertippt, schreibt dort manchmal sein Kennwort hinein.
    name = Benutzer.normalize_username(credentials.get("username") or "")
    bekannt = Benutzer.objects.filter(username=name).exists()
    protokolliere(Ereignis.ANMELDUNG_GESCHEITERT, von=None, gegenstand=name if bekannt else "unbekannter Name")
