"""Den zweiten Faktor einer Person zurücksetzen, wenn auch die Administration Gerät und Ersatzcodes verloren hat."""

from django.core.management import BaseCommand, CommandError

from dresden_senioren.anmeldung import faktor
from dresden_senioren.models import Benutzer


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("name", help="Benutzername")

    def handle(self, *, name, **options):
        try:
            person = Benutzer.objects.get_by_natural_key(name)
        except Benutzer.DoesNotExist:
            raise CommandError(f"„{name}“ gibt es nicht.") from None
        faktor.entfernen(person=person, von=None)
        self.stdout.write(f"{person.username} richtet den zweiten Faktor bei der nächsten Anmeldung neu ein.")
