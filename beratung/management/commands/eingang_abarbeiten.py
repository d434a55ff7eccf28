from django.core.management.base import BaseCommand

from beratung.eingang.werkbank import abarbeiten


class Command(BaseCommand):
    help = "Liest die wartenden Dateien des Eingangs und endet. Für Zeitpläne; die Seite startet ihn auch selbst."

    def handle(self, *args, **options):
        self.stdout.write(f"{abarbeiten()} Dateien gelesen.")
