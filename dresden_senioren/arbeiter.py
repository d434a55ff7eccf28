"""Arbeiter: eigene Prozesse für das, was in keiner Anfrage Platz hat."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from . import vorgang

NACHRANG = 10  # von 19: Wer auf eine Seite wartet, geht vor


def starten(befehl: str) -> None:
    """`manage.py BEFEHL` als eigenen Prozess; er arbeitet seine Warteschlange ab und endet. Läuft schon einer, endet er
    sofort."""
    if not settings.ARBEITER_STARTEN:
        return
    aufruf = [sys.executable, str(settings.BASE_DIR / "manage.py"), befehl]
    leer, jetzt = subprocess.DEVNULL, vorgang.aktueller()
    # Seine Protokollzeilen gehen dahin, wohin die der Anwendung gehen, und nennen denselben Vorgang.
    umgebung = os.environ | ({vorgang.UMGEBUNG: jetzt.nummer} if jetzt else {})
    prozess = subprocess.Popen(aufruf, stdin=leer, stdout=leer, env=umgebung, start_new_session=True)  # noqa: S603
    zuruecktreten(prozess)
    # Jemand muss das Ende abholen, sonst bleibt der Eintrag in der Prozesstabelle stehen.
    threading.Thread(target=prozess.wait, daemon=True).start()


def zuruecktreten(prozess: subprocess.Popen) -> None:
    """Rechnen darf er, was die Anwendung übrig lässt; was er startet, ebenso. Nur für einen Prozess mit eigener
    Sitzung: Manche Kerne teilen erst zwischen Sitzungen auf, dann gilt der Nachrang der ganzen Sitzung."""
    eigener = os.getpriority(os.PRIO_PROCESS, 0)  # tiefer zu gehen ist niemandem verboten, höher schon
    os.setpriority(os.PRIO_PROCESS, prozess.pid, max(NACHRANG, eigener))
    with suppress(OSError):
        Path(f"/proc/{prozess.pid}/autogroup").write_text(str(max(NACHRANG, eigener)))
