from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from berichte.auswertung import briefversand


class Command(BaseCommand):
    help = (
        "Sendet die Monatsbriefe der letzten drei Monate, deren Zahlen geprüft sind, an die Koordination, die sie "
        "eingeschaltet hat. Für Zeitpläne; jede Person bekommt jeden Brief höchstens einmal."
    )

    def add_arguments(self, parser):
        parser.add_argument("--adresse", required=True, help="zum Beispiel https://senioren.dresden.example")
        parser.add_argument("--pruefen", action="store_true", help="nur zeigen, was gesendet würde")

    def handle(self, *args, adresse, pruefen, **options):
        if not (settings.EMAIL_IST_EINGERICHTET or pruefen):
            raise CommandError("Es ist kein Mailserver eingerichtet (EMAIL_HOST). Gesendet wurde nichts.")
        gescheitert, name = 0, ""
        for vorschau in briefversand.faellige(wurzel=adresse):
            name = f"{vorschau.monat.bezeichnung}, {vorschau.bereich}"
            if pruefen:
                an = ", ".join(benutzer.email for benutzer in vorschau.empfaenger)
                self.stdout.write(f"{name} an {an}\nBetreff: {vorschau.brief.betreff}\n\n{vorschau.brief.text}\n")
                continue
            versand = briefversand.senden(vorschau, von=None)
            gescheitert += len(versand.gescheitert)
            self.stdout.write(f"{name}: {len(versand.gesendet)} gesendet, {len(versand.gescheitert)} nicht.")
        if not name:
            self.stdout.write("Es ist kein Monatsbrief fällig.")
        if gescheitert:
            raise CommandError(f"Nicht gesendet: {gescheitert}. Der nächste Lauf versucht es wieder.")
