"""Importieren, wenn kein Platz mehr ist, ohne Rootrechte: SQLite darf nicht wachsen (max_page_count), keine Datei darf
größer werden (RLIMIT_FSIZE)."""

import gc
import json
import resource
import signal
from io import StringIO
from pathlib import Path
from tempfile import gettempdir

from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from beratung.models import Eingang
from dresden_senioren.datenbank.speicherplatz import KEIN_PLATZ
from dresden_senioren.models import Benutzer
from tests.beratung.conftest import FALL, FALLKOPF, FIXTURES, als_csv
from tests.beratung.hochladen import lade_hoch
from tests.beratung.importeur import _ohne_transaktion_und_sperre

BEISPIEL, MONAT = FIXTURES / "beispiellieferungen" / "seniora_2024-09.xlsx", "2024-09"
FREIE_SEITEN = (0, 30, 100, 260)  # die Übernahme braucht gut 300
MEGABYTE = 1 << 20


def volle_datenbank(*, kaputt: bool) -> int:
    """Seite und Befehl, solange die Datenbank nur noch um so viele Seiten wachsen darf: je Versuch
    [Status der Seite, sagt sie es auch, Satz des Befehls]."""
    if kaputt:
        _ohne_transaktion_und_sperre()
    client, ergebnisse = _administration(), []
    for seiten in FREIE_SEITEN[-1:] if kaputt else FREIE_SEITEN:
        _begrenze(seiten)
        ergebnisse.append([*_lade_hoch(client, BEISPIEL.read_bytes(), monat=MONAT), _lies_ein()])
    print(json.dumps(ergebnisse))
    return 0


def volle_platte() -> int:
    """Eine Datei, die beim Hochladen auf die Platte muss, und eine, die im Speicher ankommt: je Datei
    [Status, sagt die Seite es, Eingänge, Dateien]."""
    client, ergebnisse = _administration(), []
    zeile = len(als_csv(FALL))
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # die Grenze soll nur das Hochgeladene treffen
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEGABYTE, resource.RLIM_INFINITY))
    for groesse in (3, 0.01):
        antwort = _lade_hoch(client, als_csv(FALLKOPF, *[FALL] * int(groesse * MEGABYTE / zeile)))
        gc.collect()  # die gescheiterte Anfrage hält ihre Datei sonst noch etwas länger
        ergebnisse.append([*antwort, Eingang.objects.count(), len(list(Path(gettempdir()).iterdir()))])
    print(json.dumps(ergebnisse))
    return 0


def _administration() -> Client:
    person, _ = Benutzer.objects.get_or_create(username="administration", defaults={"rolle": "administration"})
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    client.force_login(person)
    return client


def _lade_hoch(client: Client, inhalt: bytes, **angaben) -> tuple[int, bool]:
    antwort = lade_hoch(client, inhalt, **angaben)
    return antwort.status, KEIN_PLATZ in antwort.seite


def _begrenze(seiten: int) -> None:
    with connection.cursor() as zeiger:
        zeiger.execute("VACUUM")  # sonst wären freie Seiten da
        zeiger.execute("PRAGMA page_count")
        zeiger.execute(f"PRAGMA max_page_count = {zeiger.fetchone()[0] + seiten}")


def _lies_ein() -> str:
    try:
        call_command(
            "lieferung_einlesen", BEISPIEL, quelle="seniora", monat=MONAT, bestaetigen="Versuch", stdout=StringIO()
        )
    except (CommandError, DatabaseError) as fehler:
        return str(fehler)
    return ""
