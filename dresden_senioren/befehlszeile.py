"""Alle Befehle von manage.py: Was sie nicht erwartet haben, wird ein Satz mit Vorgangsnummer, kein Python-Protokoll.

Was sie erwarten, sagen sie selbst (CommandError) und enden mit 1 oder 2. `--traceback` zeigt alles.
"""

import logging
import os
import secrets
import sys

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from .anfrage import vorgang

FALSCH_EINGERICHTET, UNERWARTET, ABGEBROCHEN = 2, 3, 130
log = logging.getLogger(__name__)


def ausfuehren(argv: list[str]) -> None:
    """Endet mit SystemExit, wo der Befehl nicht gelingt."""
    if vorgang.aktueller() is None:
        os.environ[vorgang.UMGEBUNG] = secrets.token_hex(6)
    try:
        execute_from_command_line(argv)
    except KeyboardInterrupt:
        _ende(ABGEBROCHEN, "Abgebrochen.")
    except ImproperlyConfigured as fehler:
        if "--traceback" in argv:
            raise
        _ende(FALSCH_EINGERICHTET, str(fehler))
    except Exception as fehler:
        if "--traceback" in argv:
            raise
        if apps.ready:  # vorher gibt es noch keine Protokollzeilen
            log.exception("Ein Befehl ist gescheitert")
        _ende(UNERWARTET, _satz(fehler, argv))


def _satz(fehler: Exception, argv: list[str]) -> str:
    """Nie der Text der Ausnahme: Er enthält, woran sie gescheitert ist, und das können Angaben zu Personen sein."""
    art, nummer = type(fehler).__name__, vorgang.aktueller().nummer
    return (
        f"manage.py {' '.join(argv[1:2])} ist gescheitert: {art}, Vorgang {nummer}. "
        "Die Protokollzeile dieses Vorgangs nennt Art und Ort; im Dienst zeigt sie journalctl. Hilft das nicht weiter, "
        "denselben Befehl mit --traceback aufrufen und die Ausgabe mit der Vorgangsnummer melden."
    )


def _ende(rueckgabe: int, satz: str) -> None:
    print(satz, file=sys.stderr)
    sys.exit(rueckgabe)
