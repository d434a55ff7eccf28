import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from beratung import leistung
from dresden_senioren.kern import zahlen


class Command(BaseCommand):
    help = "Misst das Einlesen in einer eigenen, danach gelöschten Datenbank; die eigenen Daten bleiben unberührt."

    def add_arguments(self, parser):
        parser.add_argument("art", choices=["import"])
        parser.add_argument("--zeilen", type=int, default=100_000)
        parser.add_argument("--json", action="store_true")
        # So ruft der Befehl sich selbst auf: ein Schritt, ein Prozess.
        parser.add_argument("--schritt", choices=["vorbereiten", *leistung.SCHRITTE], help=argparse.SUPPRESS)
        parser.add_argument("--datei", type=Path, help=argparse.SUPPRESS)

    def handle(self, *, zeilen, schritt, datei, **options):
        if schritt == "vorbereiten":
            self._vorbereiten(datei, zeilen)
        elif schritt:
            self.stdout.write(json.dumps(leistung.SCHRITTE[schritt](datei)))
        else:
            self._berichten(_messen(zeilen), zeilen, als_json=options["json"])

    def _vorbereiten(self, datei: Path, zeilen: int) -> None:
        call_command("migrate", verbosity=0)
        call_command("loaddata", "kataloge", "zuordnungsprofile", verbosity=0)
        call_command("gebiete_einlesen", str(settings.BASE_DIR / "fixtures/stadtteile.csv"), stdout=io.StringIO())
        leistung.vorbereiten()
        leistung.datei_schreiben(datei, zeilen)

    def _berichten(self, schritte: dict[str, dict], zeilen: int, *, als_json: bool) -> None:
        ziele = leistung.ziele(schritte, zeilen)
        if als_json:
            liste = [vars(ziel) | {"ist_erreicht": ziel.ist_erreicht} for ziel in ziele]
            ergebnis = {"zeilen": zeilen, "datenbank": connection.vendor, "schritte": schritte, "ziele": liste}
            self.stdout.write(json.dumps(ergebnis, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{zahlen.deutsch(zeilen)} Zeilen, {connection.vendor}")
        for name, schritt in schritte.items():
            je_sekunde = zahlen.deutsch(round(zeilen / schritt["sekunden"] / 1000))
            self.stdout.write(
                f"{name:15} {schritt['sekunden']:8.3f} s {je_sekunde:>7} Tsd. Zeilen/s {schritt['speicher_mb']:6.0f} MB"
            )
        for ziel in ziele:
            wort = "erreicht" if ziel.ist_erreicht else "verfehlt"
            self.stdout.write(f"{ziel.name} {wort}: {ziel.satz} {ziel.wert:.2f}, höchstens {ziel.grenze:g}")


def _messen(zeilen: int) -> dict[str, dict]:
    """Ergebnis je Schritt. Für den Monat der Stadt gibt es eine eigene, kleine Datei in einer eigenen Datenbank."""
    schritte: dict[str, dict] = {}
    for anzahl, namen in ((zeilen, ["csv_lesen", "roh_schreiben", "weg"]), (leistung.STADTMONAT, ["monat_ersetzen"])):
        with _eigene_datenbank() as (ordner, umgebung):
            datei = ordner / "leistungen.csv"
            _rufe("vorbereiten", datei, anzahl, umgebung)
            schritte |= {name: json.loads(_rufe(name, datei, anzahl, umgebung)) for name in namen}
    return schritte


def _rufe(schritt: str, datei: Path, zeilen: int, umgebung: dict[str, str]) -> str:
    angaben = ["import", "--schritt", schritt, "--datei", str(datei), "--zeilen", str(zeilen)]
    aufruf = [sys.executable, "manage.py", "leistung_messen", *angaben]
    return subprocess.check_output(aufruf, cwd=settings.BASE_DIR, env=umgebung, text=True)  # noqa: S603


@contextmanager
def _eigene_datenbank():
    """Ordner und Umgebung: auf SQLite eine Datei im Ordner, auf PostgreSQL ein Schema neben den anderen."""
    grenzen = {"DATEI_HOECHSTGROESSE_MB": "1000", "DATEI_ZEILEN_HOECHSTENS": "10000000"}
    with tempfile.TemporaryDirectory(prefix="leistung-") as name:
        ordner = Path(name)
        if connection.vendor == "sqlite":
            yield ordner, os.environ | grenzen | {"DATABASE_URL": f"sqlite:///{ordner / 'messung.sqlite3'}"}
            return
        schema = ordner.name.replace("-", "_").lower()
        adresse = os.environ["DATABASE_URL"]
        adresse += f"{'&' if '?' in adresse else '?'}options=-csearch_path%3D{schema}"
        with connection.cursor() as zeiger:
            zeiger.execute(f'CREATE SCHEMA "{schema}"')
        try:
            yield ordner, os.environ | grenzen | {"DATABASE_URL": adresse}
        finally:
            with connection.cursor() as zeiger:
                zeiger.execute(f'DROP SCHEMA "{schema}" CASCADE')
