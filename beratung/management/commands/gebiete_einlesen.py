from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from beratung.stammdaten.gebiete import gebiete_einlesen


class Command(BaseCommand):
    help = "Liest Stadtteile und ihre Planungsbereiche aus einer CSV-Datei. Ein zweiter Lauf ändert nichts."

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path)

    def handle(self, *args, datei, **options):
        try:
            zahlen = gebiete_einlesen(datei)
        except (OSError, ValueError) as fehler:
            raise CommandError(str(fehler)) from fehler
        self.stdout.write(
            f"{zahlen['stadtteile']} Stadtteile, {zahlen['planungsbereiche']} Planungsbereiche, "
            f"{zahlen['neue_zuordnungen']} neue Zuordnungen."
        )
