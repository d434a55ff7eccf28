"""Wer hat in einem Zeitraum genaue Zahlen gesehen? Nur mit Anlass; die Auskunft steht selbst im Protokoll."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from dresden_senioren.datenschutz.zugriffsbuch import SEITEN
from dresden_senioren.models import Ereignis, Zugriff
from dresden_senioren.protokoll import protokolliere


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--von", type=date.fromisoformat, required=True, help="JJJJ-MM-TT")
        parser.add_argument("--bis", type=date.fromisoformat, required=True, help="JJJJ-MM-TT")
        parser.add_argument("--anlass", required=True, help="Aktenzeichen oder Grund; steht im Protokoll")
        parser.add_argument("--seite", choices=sorted(SEITEN), help="nur diese Seite")
        parser.add_argument("--benutzer", help="nur diese Person")

    def handle(self, *, von, bis, anlass, seite, benutzer, **options):
        if not anlass.strip():
            raise CommandError("Nennen Sie den Anlass.", returncode=2)
        filter_ = {"seite": seite, "benutzer": benutzer}
        filter_ = {name: wert for name, wert in filter_.items() if wert}
        zugriffe = Zugriff.objects.filter(zeitpunkt__date__gte=von, zeitpunkt__date__lte=bis, **filter_)
        zeitraum = f"{von.isoformat()} bis {bis.isoformat()}"
        protokolliere(Ereignis.ZUGRIFFE_AUSGEWERTET, von=None, gegenstand=anlass, zeitraum=zeitraum, **filter_)
        for z in zugriffe.order_by("pk").iterator():
            auswahl = " ".join(f"{name}={wert}" for name, wert in sorted(z.auswahl.items()))
            self.stdout.write(
                f"{localtime(z.zeitpunkt):%Y-%m-%d %H:%M} {z.benutzer} {z.art} {SEITEN.get(z.seite, z.seite)} {auswahl}"
            )
