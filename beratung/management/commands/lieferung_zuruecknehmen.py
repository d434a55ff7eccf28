import json

from django.core.management.base import BaseCommand, CommandError

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand
from beratung.lieferungen.uebernahme import zuruecknehmen
from beratung.models import Lieferung
from dresden_senioren.kern.zeitraum import Monat


class Command(BaseCommand):
    help = "Nimmt eine übernommene Lieferung zurück; was vorher galt, gilt wieder."

    def add_arguments(self, parser):
        parser.add_argument("nummer", type=int)
        parser.add_argument("--grund", required=True)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, nummer, grund, **options):
        lieferung = Lieferung.objects.filter(pk=nummer).first()
        if lieferung is None:
            raise CommandError(f"Lieferung {nummer} gibt es nicht.", returncode=2)
        try:
            zuruecknehmen(lieferung, von=None, grund=grund)
        except Lieferungsfehler as fehler:
            if options["json"]:
                abgelehnt = {"ergebnis": "abgelehnt", "lieferung": nummer, "meldung": str(fehler)}
                self.stdout.write(json.dumps(abgelehnt, ensure_ascii=False))
            raise CommandError(str(fehler), returncode=1) from fehler
        summen = bestand.summen(lieferung.quelle, Monat.von_tag(lieferung.monat))
        if options["json"]:
            self.stdout.write(
                json.dumps({"ergebnis": "zurueckgenommen", "lieferung": nummer, "summen": summen or None})
            )
        else:
            self.stdout.write(f"Lieferung {nummer} ist zurückgenommen. Es gilt wieder der Stand davor.")
