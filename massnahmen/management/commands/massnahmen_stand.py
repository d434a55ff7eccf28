"""Befehl: die Maßnahmentabelle an einem Tag und was sich seit einem Tag geändert hat (siehe README, Befehle)."""

import json
from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import Massnahme
from massnahmen.sachstand.aenderungen import als_daten, geaendert
from massnahmen.sachstand.stand import stand_als_daten


class Command(BaseCommand):
    help = "Zeigt den Stand aller Maßnahmen am Stichtag; mit --seit auch, was sich seither geändert hat."

    def add_arguments(self, parser):
        parser.add_argument("--stichtag", metavar="JJJJ-MM-TT", type=_tag, help="ohne Angabe: heute")
        parser.add_argument("--seit", metavar="JJJJ-MM-TT", type=_tag, help="Änderungen ab diesem Tag bis zum Stichtag")
        parser.add_argument("--json", action="store_true", help="genau ein JSON-Dokument auf die Standardausgabe")

    def handle(self, *, stichtag: date | None, seit: date | None, **optionen):
        heute = timezone.localdate()
        stichtag = stichtag or heute
        if stichtag > heute:
            raise CommandError("Der Stichtag liegt in der Zukunft.", returncode=2)
        if seit and seit > stichtag:
            raise CommandError("--seit liegt nach dem Stichtag.", returncode=2)
        alle = Massnahme.objects.geltend(stichtag)
        daten = {"stichtag": stichtag.isoformat(), "liste": stand_als_daten(alle, stichtag=stichtag)}
        if seit:
            daten |= {"seit": seit.isoformat(), "geaendert": als_daten(geaendert(alle, seit=seit, bis=stichtag))}
        if optionen["json"]:
            self.stdout.write(json.dumps(daten, ensure_ascii=False, indent=2))
        else:
            self._berichten(daten, stichtag, seit)

    def _berichten(self, daten: dict, stichtag: date, seit: date | None) -> None:
        self.stdout.write(f"Stand {stichtag:%d.%m.%Y}: {len(daten['liste'])} Maßnahmen")
        for zeile in daten["liste"]:
            lage = Terminlage(zeile["terminlage"]).bezeichnung
            self.stdout.write(f"  {zeile['nr']}  {zeile['sachstand'] or 'ohne Meldung'}, {lage}")
        if seit:
            self.stdout.write(f"Geändert seit {seit:%d.%m.%Y}: {len(daten['geaendert'])} Angaben")
            for w in daten["geaendert"]:
                self.stdout.write(f"  {w['nr']}  {w['feld']}: {w['alt'] or '–'} → {w['neu'] or '–'} ({w['von']})")


def _tag(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fehler:
        raise ArgumentTypeError(f"„{text}“ ist kein Tag der Form JJJJ-MM-TT.") from fehler
