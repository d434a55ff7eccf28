"""Alle Daten in eine neue Datei sichern; in einem Ordner erhält sie einen Namen mit dem Zeitpunkt, und alte gehen."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.sicherung import SicherungFehler, rotation
from dresden_senioren.sicherung.sichern import sichern


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path, metavar="DATEI", help="neue Datei oder vorhandener Ordner")
        parser.add_argument(
            "--behalten", type=rotation.Plan.lesen, metavar="TAGE/WOCHEN/MONATE",
            help="in einem Ordner: je Tag, Woche und Monat die jüngste behalten, so viele, und die übrigen löschen",
        )  # fmt: skip

    def handle(self, *, datei, behalten, **options):
        ist_ordner = datei.is_dir()
        if behalten and not ist_ordner:
            grund = "ist kein Ordner" if datei.exists() else "gibt es noch nicht; legen Sie den Ordner erst an"
            raise CommandError(f"{datei} {grund}. --behalten räumt nur in einem Ordner auf.", returncode=2)
        if not ist_ordner and (datei.exists() or not datei.parent.is_dir()):
            grund = "gibt es schon" if datei.exists() else "liegt in keinem vorhandenen Ordner"
            raise CommandError(f"{datei} {grund}; eine Sicherung überschreibt nichts.", returncode=2)
        try:
            gesichert = sichern(datei / rotation.name() if ist_ordner else datei)
        except (SicherungFehler, OSError, DatabaseError) as fehler:
            raise CommandError(f"Nichts gesichert: {fehler}") from fehler
        self.stdout.write(
            f"Gesichert: {gesichert.pfad}, {deutsch(gesichert.tabellen)} Tabellen, {deutsch(gesichert.zeilen)} Zeilen, "
            f"{deutsch(gesichert.bytes // 1024)} KB."
        )
        for alte in rotation.aufraeumen(datei, behalten) if behalten else ():
            self.stdout.write(f"Gelöscht: {alte.name}")
