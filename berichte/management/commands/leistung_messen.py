import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from beratung import leistung as einlesen
from beratung.leistung import Lauf
from berichte.leistung import bericht as berichte
from berichte.leistung import dashboard, last
from dresden_senioren.kern import zahlen

MESSUNGEN = {"import": einlesen, "dashboard": dashboard, "berichte": berichte, "last": last}
SEKUNDEN_HOECHSTENS = 3600


class Command(BaseCommand):
    help = "Misst in einer eigenen, danach gelöschten Datenbank; die eigenen Daten bleiben unberührt."

    def add_arguments(self, parser):
        parser.add_argument("art", choices=list(MESSUNGEN))
        parser.add_argument("--zeilen", type=int, default=100_000, help="nicht für berichte und last")
        parser.add_argument("--jahre", type=int, default=10, help="nur für dashboard")
        parser.add_argument("--sekunden", type=int, default=300, help="nur für last")
        parser.add_argument("--json", action="store_true")
        # So ruft der Befehl sich selbst auf: ein Schritt, ein Prozess.
        parser.add_argument("--schritt", help=argparse.SUPPRESS)
        parser.add_argument("--ordner", type=Path, help=argparse.SUPPRESS)
        parser.add_argument("--anwendung", default=last.ANWENDUNG, help=argparse.SUPPRESS)

    def handle(self, *, art, zeilen, schritt, **options):
        messung, jahre, ordner = MESSUNGEN[art], options["jahre"], options["ordner"]
        sekunden = _begrenzt(options["sekunden"])
        weiteres = {"sekunden": sekunden, "anwendung": options["anwendung"]} if messung is last else {}
        if schritt == "vorbereiten":
            messung.vorbereiten(ordner, Lauf(zeilen, jahre, ()))
        elif schritt:
            self.stdout.write(json.dumps(messung.messen(schritt, ordner, **weiteres)))
        else:
            zeilen = 0 if messung in (berichte, last) else zeilen  # ein Bericht liest nur den Würfel
            schritte = _messen(art, messung.laeufe(zeilen, jahre), sekunden)
            self._berichten(schritte, messung.ziele(schritte, zeilen), zeilen, als_json=options["json"])

    def _berichten(self, schritte: dict[str, dict], ziele: list, zeilen: int, *, als_json: bool) -> None:
        if als_json:
            liste = [vars(ziel) | {"ist_erreicht": ziel.ist_erreicht} for ziel in ziele]
            ergebnis = {"zeilen": zeilen, "datenbank": connection.vendor, "schritte": schritte, "ziele": liste}
            self.stdout.write(json.dumps(ergebnis, ensure_ascii=False, indent=1))
            return
        umfang = f"{zahlen.deutsch(zeilen)} Zeilen, " if zeilen else ""
        self.stdout.write(f"{umfang}{connection.vendor}")
        for name, schritt in schritte.items():
            self.stdout.write(f"{name:15} {schritt['sekunden']:8.3f} s {schritt['speicher_mb']:6.0f} MB")
        for ziel in ziele:
            wort = "erreicht" if ziel.ist_erreicht else "verfehlt"
            self.stdout.write(f"{ziel.name} {wort}: {ziel.satz} {ziel.wert:.2f}, höchstens {ziel.grenze:g}")


def _begrenzt(sekunden: int) -> int:
    if not 1 <= sekunden <= SEKUNDEN_HOECHSTENS:
        raise CommandError(f"--sekunden {sekunden}: zwischen 1 und {SEKUNDEN_HOECHSTENS}.", returncode=2)
    return sekunden


def _messen(art: str, laeufe: tuple[Lauf, ...], sekunden: int) -> dict[str, dict]:
    """Ergebnis je Schritt; jeder Lauf hat seine eigene Datenbank."""
    schritte: dict[str, dict] = {}
    for lauf in laeufe:
        with _eigene_datenbank() as (ordner, umgebung):
            umfang = {"--zeilen": lauf.zeilen, "--jahre": lauf.jahre, "--sekunden": sekunden, "--ordner": ordner}
            rufe = partial(_rufe, art, umfang=umfang, umgebung=umgebung)
            rufe("vorbereiten")
            schritte |= {name: json.loads(rufe(name)) for name in lauf.schritte}
    return schritte


def _rufe(art: str, schritt: str, *, umfang: dict[str, object], umgebung: dict[str, str]) -> str:
    angaben = [art, "--schritt", schritt, *(str(teil) for angabe in umfang.items() for teil in angabe)]
    aufruf = [sys.executable, "manage.py", "leistung_messen", *angaben]
    return subprocess.check_output(aufruf, cwd=settings.BASE_DIR, env=umgebung, text=True)  # noqa: S603


@contextmanager
def _eigene_datenbank():
    """Ordner und Umgebung: auf SQLite eine Datei im Ordner, auf PostgreSQL ein Schema neben den anderen."""
    with tempfile.TemporaryDirectory(prefix="leistung-") as name:
        ordner = Path(name)
        eigenes = {"DATEI_HOECHSTGROESSE_MB": "1000", "DATEI_ZEILEN_HOECHSTENS": "10000000", "VORFUEHRUNG": "1",
                   "DATENVERZEICHNIS": name, "SECRET_KEY": settings.SECRET_KEY}  # fmt: skip
        if connection.vendor == "sqlite":
            yield ordner, os.environ | eigenes | {"DATABASE_URL": f"sqlite:///{ordner / 'messung.sqlite3'}"}
            return
        schema = ordner.name.replace("-", "_").lower()
        adresse = os.environ["DATABASE_URL"]
        adresse += f"{'&' if '?' in adresse else '?'}options=-csearch_path%3D{schema}"
        with connection.cursor() as zeiger:
            zeiger.execute(f'CREATE SCHEMA "{schema}"')
        try:
            yield ordner, os.environ | eigenes | {"DATABASE_URL": adresse}
        finally:
            with connection.cursor() as zeiger:
                zeiger.execute(f'DROP SCHEMA "{schema}" CASCADE')
