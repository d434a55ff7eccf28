from django.core.management.base import BaseCommand

from berichte.akten.auftraege import arbeiten


class Command(BaseCommand):
    help = "Erstellt die bestellten Berichte und endet. Für Zeitpläne; die Seite startet ihn auch selbst."

    def handle(self, *args, **options):
        self.stdout.write(f"{arbeiten()} Aufträge bearbeitet.")
