"""Eine Sicherung prüfen oder in eine leere Datenbank einlesen; am Ende stimmt jede Tabelle mit ihr überein."""

from datetime import datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.sicherung import SicherungFehler
from dresden_senioren.sicherung.wiederherstellen import einspielen, probe


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path, metavar="DATEI")
        parser.add_argument("--pruefen", action="store_true", help="nur zur Probe, in eine vorläufige Datenbank")

    def handle(self, *, datei, pruefen, **options):
        if not datei.is_file():
            raise CommandError(f"{datei} gibt es nicht.", returncode=2)
        try:
            ergebnis = probe(datei) if pruefen else einspielen(datei)
        except (SicherungFehler, OSError) as fehler:
            raise CommandError(str(fehler)) from fehler
        except DatabaseError as fehler:
            grund = str(fehler).splitlines()[0]
            raise CommandError(f"Die Datenbank verweigert es: {grund}. Wiederhergestellt wurde nichts.") from fehler
        stand = timezone.localtime(datetime.fromisoformat(ergebnis.erstellt_am))
        if ergebnis.nachgezogen:
            self.stdout.write(
                f"Die Sicherung ist älter als das Programm: {ergebnis.nachgezogen} Migrationen angewandt."
            )
        self.stdout.write(
            f"ok – {'geprüft' if pruefen else 'wiederhergestellt'}: Stand {stand:%d.%m.%Y %H:%M} Uhr, "
            f"{deutsch(ergebnis.tabellen)} Tabellen, {deutsch(ergebnis.zeilen)} Zeilen, alle Prüfsummen gleich."
        )
