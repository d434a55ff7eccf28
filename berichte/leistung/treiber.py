"""Werkzeug der Lastmessung: der wirkliche Anwendungsserver als eigener Prozess, Anfragen an ihn, was nebenher läuft."""

import math
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

# nosemgrep: keine-verbindung-nach-aussen – nur die eigene Anwendung
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from dresden_senioren.arbeiter import zuruecktreten

RECHNER = "127.0.0.1"
PROZESSE, FAEDEN = 2, 4
GEDULD = 120  # Sekunden je Anfrage; danach zählt sie als Fehler
STARTFRIST, ENDFRIST, BEFEHLSFRIST = 120, 120, 600
KEINE_ANTWORT = 0
TAKTE = os.sysconf("SC_CLK_TCK")  # je Sekunde


@dataclass(frozen=True)
class Messung:
    """Eine beantwortete Anfrage. `sekunden` zählen ab dem Augenblick, für den sie vorgesehen war."""

    was: str
    status: int
    sekunden: float
    ist_fehler: bool


@dataclass(frozen=True)
class Sitzung:
    """Ein Browser: die Cookies einer angemeldeten Person."""

    port: int
    schluessel: str

    def holen(self, pfad: str) -> tuple[int, str]:
        return self._anfrage("GET", pfad)

    def senden(self, pfad: str, **felder) -> int:
        marke = "a" * 32  # gegen gefälschte Anfragen hilft, dass Cookie und Kopfzeile gleich sind
        kopf = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": marke}
        return self._anfrage("POST", pfad, urlencode(felder), kopf, f"; {settings.CSRF_COOKIE_NAME}={marke}")[0]

    def _anfrage(self, methode, pfad, inhalt=None, kopf=None, weitere_cookies="") -> tuple[int, str]:
        verbindung = HTTPConnection(RECHNER, self.port, timeout=GEDULD)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.schluessel}{weitere_cookies}"
        try:
            verbindung.request(methode, pfad, inhalt, (kopf or {}) | {"Cookie": cookies})
            antwort = verbindung.getresponse()
            return antwort.status, antwort.read().decode(errors="replace")
        except (OSError, HTTPException):
            return KEINE_ANTWORT, ""
        finally:
            verbindung.close()


class Server:
    """Der laufende Anwendungsserver."""

    def __init__(self, prozess: subprocess.Popen, port: int):
        self.prozess, self.port = prozess, port

    def _prozesse(self) -> list[Path]:
        """Seine eigenen; was sie an Arbeitern gestartet haben, gehört nicht dazu."""
        haupt = self.prozess.pid
        kinder = Path(f"/proc/{haupt}/task/{haupt}/children").read_text().split()
        return [Path(f"/proc/{pid}") for pid in (haupt, *kinder)]

    def arbeitsspeicher(self) -> float:
        """MB."""
        angaben = [(prozess / "status").read_text() for prozess in self._prozesse()]
        return sum(int(re.search(r"VmRSS:\s+(\d+)", angabe)[1]) for angabe in angaben) / 1024

    def rechenzeit(self) -> float:
        """Sekunden seit dem Start; sie hängt kaum davon ab, was der Rechner sonst noch tut."""
        felder = [(prozess / "stat").read_text().rsplit(")", 1)[1].split() for prozess in self._prozesse()]
        return sum(int(eigene) + int(des_systems) for *_, eigene, des_systems in (f[:13] for f in felder)) / TAKTE


@contextmanager
def laufender_server(anwendung: str) -> Iterator[Server]:
    """gunicorn auf einem freien Anschluss dieses Rechners, in der Umgebung dieses Prozesses."""
    # Er erbt den offenen Anschluss: Niemand sonst kann ihn inzwischen bekommen.
    with socket.create_server((RECHNER, 0)) as anschluss:
        bind = ["--bind", f"fd://{anschluss.fileno()}", "--no-control-socket", "--log-level", "critical"]
        umfang = ["--workers", str(PROZESSE), "--threads", str(FAEDEN)]
        aufruf = [sys.executable, "-m", "gunicorn", *bind, *umfang, anwendung]
        port, erbt = anschluss.getsockname()[1], [anschluss.fileno()]
        prozess = subprocess.Popen(aufruf, cwd=settings.BASE_DIR, pass_fds=erbt, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _warten_bis_er_antwortet(prozess, port)
        yield Server(prozess, port)
    finally:
        _beenden(prozess)


def _warten_bis_er_antwortet(prozess: subprocess.Popen, port: int) -> None:
    ende = time.monotonic() + STARTFRIST
    while time.monotonic() < ende and prozess.poll() is None:
        if Sitzung(port, "").holen("/health/live")[0] == 200:
            return
        time.sleep(0.1)
    raise RuntimeError("Der Anwendungsserver ist nicht gestartet.")


def _beenden(prozess: subprocess.Popen) -> None:
    prozess.terminate()
    try:
        prozess.wait(timeout=ENDFRIST)
    except subprocess.TimeoutExpired:
        prozess.kill()
        prozess.wait()


@contextmanager
def nebenher(*reihen: Sequence[list[str]]) -> Iterator[list[list[int]]]:
    """Je Reihe läuft immer genau einer ihrer Befehle von manage.py, einer nach dem anderen, immer wieder von vorn. Gibt
    je Reihe die Rückgaben; was am Ende noch läuft, darf fertig werden."""
    rueckgaben, ende = [[] for _ in reihen], threading.Event()

    def laufen(befehle: Sequence[list[str]], hierhin: list[int]) -> None:
        for befehl in cycle(befehle):
            hierhin.append(_rueckgabe(befehl))
            if ende.is_set():
                return

    faeden = [threading.Thread(target=laufen, args=paar) for paar in zip(reihen, rueckgaben, strict=True)]
    for faden in faeden:
        faden.start()
    try:
        yield rueckgaben
    finally:
        ende.set()
        for faden in faeden:
            faden.join()


def _rueckgabe(befehl: list[str]) -> int:
    """Mit demselben Nachrang wie jeder Arbeiter der Anwendung."""
    stumm = subprocess.DEVNULL
    aufruf = [sys.executable, "manage.py", *befehl]
    prozess = subprocess.Popen(aufruf, cwd=settings.BASE_DIR, stdout=stumm, stderr=stumm)  # noqa: S603
    zuruecktreten(prozess)
    try:
        return prozess.wait(timeout=BEFEHLSFRIST)
    except subprocess.TimeoutExpired:
        prozess.kill()
        return prozess.wait()


def auswerten(messungen: list[Messung]) -> dict:
    """Anzahlen und Dauern; ein Quantil ist die Dauer, die so viele nicht überschreiten."""
    dauern = sorted(m.sekunden for m in messungen)
    return {
        "anfragen": len(messungen),
        "fehler": sum(m.ist_fehler for m in messungen),
        "antworten_5xx": sum(m.status >= 500 for m in messungen),
        "status": dict(sorted(Counter(m.status for m in messungen).items())),
        "p50": _quantil(dauern, 0.5),
        "p95": _quantil(dauern, 0.95),
        "max": _quantil(dauern, 1),
    }


def _quantil(dauern: list[float], anteil: float) -> float:
    return dauern[max(0, math.ceil(anteil * len(dauern)) - 1)] if dauern else 0.0
