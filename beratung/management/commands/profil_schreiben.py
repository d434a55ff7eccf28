from django.core.management.base import BaseCommand, CommandError

from beratung.eingang.profile import als_json
from beratung.stammdaten.nachschlagen import profil_finden


class Command(BaseCommand):
    help = "Schreibt die geltende Version eines Zuordnungsprofils als JSON. Rückgabe: 0 erledigt, 2 falscher Aufruf."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, **options):
        try:
            self.stdout.write(als_json(profil_finden(options["name"])), ending="")
        except ValueError as fehler:
            raise CommandError(str(fehler), returncode=2) from fehler
