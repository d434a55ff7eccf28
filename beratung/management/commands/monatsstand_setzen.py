"""Zahlen vieler Monate auf geprüft oder endgültig setzen, etwa einen Altbestand; einzelne im Lieferkalender."""

from django.core.management.base import BaseCommand, CommandError

from beratung.kalender import monatsstand
from beratung.kern.zaehlung import Quelle, Zustand
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer
from dresden_senioren.rollen import Recht

ABGELEHNT, FALSCH_AUFGERUFEN = 1, 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("zustand", choices=[Zustand.GEPRUEFT.value, Zustand.ENDGUELTIG.value])
        parser.add_argument("--von", required=True, metavar="JJJJ-MM")
        parser.add_argument("--bis", required=True, metavar="JJJJ-MM")
        parser.add_argument("--benutzer", required=True, help="Benutzername der Person, die es verantwortet")

    def handle(self, *, zustand, **optionen):
        try:
            zeitraum = Zeitraum(Monat.lesen(optionen["von"]), Monat.lesen(optionen["bis"]))
        except ValueError as fehler:
            raise CommandError(str(fehler), returncode=FALSCH_AUFGERUFEN) from None
        von = Benutzer.objects.filter(username=optionen["benutzer"], is_active=True).first()
        if von is None:
            raise CommandError(f"„{optionen['benutzer']}“ gibt es nicht.", returncode=FALSCH_AUFGERUFEN)
        recht = Recht.LIEFERUNGEN_VERWALTEN if zustand == Zustand.GEPRUEFT else Recht.MONATE_ABSCHLIESSEN
        if not von.darf(recht):
            raise CommandError(f"{von.anzeigename} hat das Recht dazu nicht.", returncode=ABGELEHNT)
        gesetzt = monatsstand.zeitraum_festlegen(quellen=Quelle, zeitraum=zeitraum, zustand=Zustand(zustand), von=von)
        self.stdout.write(f"{len(gesetzt)} Monatsstände auf {Zustand(zustand).bezeichnung} gesetzt.")
