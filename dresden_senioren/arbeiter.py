"""Arbeiter: eigene Prozesse für das, was in keiner Anfrage Platz hat."""

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from .anfrage import vorgang

NACHRANG = 10  # von 19: Wer auf eine Seite wartet, geht vor


def starten(befehl: str) -> None:
    """`manage.py BEFEHL` als eigenen Prozess; er arbeitet seine Warteschlange ab und endet. Läuft schon einer, endet er
    sofort."""
    if not settings.ARBEITER_STARTEN:
        return
    # Djangos Prüfung lüde alle Seiten, die er nicht braucht; sie gehört zu `manage.py pruefe`.
    aufruf = [sys.executable, str(settings.BASE_DIR / "manage.py"), befehl, "--skip-checks"]
    leer, jetzt = subprocess.DEVNULL, vorgang.aktueller()
    # Seine Protokollzeilen gehen dahin, wohin die der Anwendung gehen, und nennen denselben Vorgang.
    umgebung = os.environ | ({vorgang.UMGEBUNG: jetzt.nummer} if jetzt else {})
    prozess = subprocess.Popen(aufruf, stdin=leer, stdout=leer, env=umgebung, start_new_session=True)  # noqa: S603
    zuruecktreten(prozess)
    _sitzung_zuruecktreten(prozess)
    # Jemand muss das Ende abholen, sonst bleibt der Eintrag in der Prozesstabelle stehen.
    threading.Thread(target=prozess.wait, daemon=True).start()


def zuruecktreten(prozess: subprocess.Popen) -> None:
    """Rechnen darf er, was die Anwendung übrig lässt; was er startet, ebenso."""
    os.setpriority(os.PRIO_PROCESS, prozess.pid, _rang())


def _sitzung_zuruecktreten(prozess: subprocess.Popen) -> None:
    """Manche Kerne teilen erst zwischen Sitzungen auf: Dort zählt der Rang seiner ganzen Sitzung."""
    with suppress(OSError):
        Path(f"/proc/{prozess.pid}/autogroup").write_text(str(_rang()))


def _rang() -> int:
    """Tiefer zu gehen ist niemandem verboten, höher schon."""
    return max(NACHRANG, os.getpriority(os.PRIO_PROCESS, 0))
