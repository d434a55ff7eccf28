"""Eine Person mit Rolle anlegen; das Kennwort wird erzeugt und einmal gezeigt."""

import secrets

from django.core.management import BaseCommand, CommandError

from dresden_senioren.models import Benutzer
from dresden_senioren.personen.dienste import anlegen
from dresden_senioren.rollen import ROLLEN


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("name", help="Benutzername")
        parser.add_argument("--rolle", required=True, choices=ROLLEN, help="was die Person darf")
        parser.add_argument("--vorname", default="")
        parser.add_argument("--nachname", default="")
        parser.add_argument("--email", default="", help="wohin Erinnerungen gehen")

    def handle(self, *, name, rolle, vorname, nachname, email, **options):
        if Benutzer.objects.filter(username=Benutzer.normalize_username(name)).exists():
            raise CommandError(f"„{name}“ gibt es schon. Ein neues Kennwort setzt: manage.py changepassword {name}")
        if email and Benutzer.objects.filter(email__iexact=email).exists():
            raise CommandError(f"Die Adresse {email} hat schon eine andere Person. Jede braucht eine eigene.")
        kennwort = secrets.token_urlsafe(15)
        neu = {"first_name": vorname, "last_name": nachname, "email": email, "rolle": rolle}
        person = anlegen(neu=neu, anmeldename=name, kennwort=kennwort, von=None)
        self.stdout.write(
            f"{person.username} ({ROLLEN[rolle].bezeichnung}) ist angelegt. Kennwort, nur hier gezeigt: {kennwort}"
        )
