"""Löscht, was seine Aufbewahrungsfrist überschritten hat. Ein zweiter Lauf tut nichts."""

import json

from django.core.management.base import BaseCommand, CommandError

from dresden_senioren.datenschutz import aufbewahrung
from dresden_senioren.kern.zahlen import deutsch


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--pruefen", action="store_true", help="nur zeigen, was fällig ist")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        ergebnisse = aufbewahrung.pruefen() if options["pruefen"] else aufbewahrung.anwenden()
        if options["json"]:
            self.stdout.write(json.dumps(_als_json(ergebnisse, ist_probe=options["pruefen"]), ensure_ascii=False))
        else:
            self._zeigen(ergebnisse, "fällig" if options["pruefen"] else "gelöscht")
        if gescheitert := [e for e in ergebnisse if e.fehler]:
            namen = ", ".join(e.frist.was for e in gescheitert)
            raise CommandError(f"Nicht gelöscht: {namen}. {gescheitert[0].fehler}", returncode=1)

    def _zeigen(self, ergebnisse, wort):
        for e in ergebnisse:
            self.stdout.write(f"{deutsch(e.anzahl):>9} {wort}: {e.frist.was} ({e.frist.dauer.in_worten} {e.frist.ab})")


def _als_json(ergebnisse, *, ist_probe: bool) -> dict:
    return {
        "ergebnis": "geprueft" if ist_probe else "angewendet",
        "fristen": [
            {
                "schluessel": e.frist.schluessel,
                "was": e.frist.was,
                "dauer": e.frist.dauer.anzahl,
                "einheit": e.frist.dauer.einheit,
                "anzahl": e.anzahl,
                "fehler": e.fehler or None,
            }
            for e in ergebnisse
        ],
    }
