"""Sagt in einer Zeile je Frage, ob diese Installation gesund ist; endet mit 1, wenn ein Fehler dabei ist."""

import json
import sys

from django.core.management import BaseCommand

from dresden_senioren.zustand import pruefungen
from dresden_senioren.zustand.pruefungen import Aufwand, Urteil


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # sie sind selbst eine der Prüfungen

    def add_arguments(self, parser):
        parser.add_argument("--gruendlich", action="store_true", help="auch, was Minuten dauern kann")
        parser.add_argument("--json", action="store_true", help="ein JSON-Dokument")

    def handle(self, *, gruendlich, **optionen):
        ergebnisse = pruefungen.ausfuehren(Aufwand.GRUENDLICH if gruendlich else Aufwand.BEFEHL)
        gesamt = pruefungen.gesamturteil(ergebnisse)
        if optionen["json"]:
            zeilen = [
                {
                    "schluessel": p.schluessel,
                    "frage": p.frage,
                    "ergebnis": e.urteil,
                    "text": e.text,
                    "abhilfe": e.abhilfe,
                }
                for p, e in ergebnisse
            ]
            self.stdout.write(json.dumps({"ergebnis": gesamt, "pruefungen": zeilen}, ensure_ascii=False, indent=1))
        else:
            self._zeigen(ergebnisse)
        if gesamt is Urteil.FEHLER:
            sys.exit(1)

    def _zeigen(self, ergebnisse) -> None:
        for pruefung, ergebnis in ergebnisse:
            self.stdout.write(f"{ergebnis.urteil.bezeichnung:<11} {pruefung.frage} {ergebnis.text}")
            if ergebnis.abhilfe:
                self.stdout.write(f"{'':<11} → {ergebnis.abhilfe}")
        zahl = {urteil: sum(e.urteil is urteil for _, e in ergebnisse) for urteil in Urteil}
        self.stdout.write(
            f"{len(ergebnisse)} Prüfungen: {zahl[Urteil.FEHLER]} Fehler, {zahl[Urteil.WARNUNG]} Warnungen."
        )
