"""Befehl: die Maßnahmentabelle eines Fachplans einlesen (siehe README, Befehle)."""

import json
from argparse import ArgumentTypeError
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from massnahmen.kern.papiertabelle import NichtLesbar
from massnahmen.kern.plan import Befund, Plan
from massnahmen.models import Sachstandsart
from massnahmen.plan.einlesen import (
    BESCHLUSS_DES_FACHPLANS,
    STANDARDPLAN,
    Einlesung,
    StammdatenFehlen,
    fachplan_einlesen,
)


class Command(BaseCommand):
    help = "Liest die Maßnahmentabelle eines Fachplans ein. Ein zweiter Lauf ändert nichts."

    def add_arguments(self, parser):
        parser.add_argument("datei", metavar="DATEI", type=Path, help="als Excel, Word oder Text mit Tabulatoren")
        parser.add_argument("--plan", metavar="NAME", default=STANDARDPLAN, help="Name des Fachplans (%(default)s)")
        parser.add_argument(
            "--gueltig-ab",
            metavar="JJJJ-MM-TT",
            type=_tag,
            default=BESCHLUSS_DES_FACHPLANS,
            help="Tag, ab dem der Sachstand der Tabelle gilt (%(default)s, der Beschluss des Fachplans)",
        )
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, nichts schreiben")
        parser.add_argument("--json", action="store_true", help="genau ein JSON-Dokument auf die Standardausgabe")

    def handle(self, *, datei: Path, plan: str, gueltig_ab: date, pruefen: bool, **optionen):
        try:
            daten = datei.read_bytes()
        except OSError as fehler:
            grund = "gibt es nicht" if isinstance(fehler, FileNotFoundError) else "lässt sich nicht lesen"
            raise CommandError(f"Die Datei „{datei}“ {grund}.", returncode=2) from fehler
        try:
            einlesung = fachplan_einlesen(daten=daten, plan=plan, gueltig_ab=gueltig_ab, nur_pruefen=pruefen, von=None)
        except StammdatenFehlen as fehler:
            raise CommandError(str(fehler)) from fehler
        except NichtLesbar as fehler:
            einlesung = Einlesung(Plan(), [Befund("nicht_lesbar", datei.name, str(fehler), ist_fehler=True)], False)
        if optionen["json"]:
            self.stdout.write(json.dumps(_als_daten(einlesung), ensure_ascii=False, indent=2))
        else:
            self._berichten(einlesung, pruefen)
        if einlesung.hat_fehler:
            fehler = [f"{b.ort}: {b.meldung}" for b in einlesung.befunde if b.ist_fehler]
            raise CommandError("\n".join([*fehler, "Nichts wurde geschrieben."]))

    def _berichten(self, einlesung: Einlesung, pruefen: bool) -> None:
        zahlen = _als_daten(einlesung)
        self.stdout.write(
            f"{zahlen['handlungsfelder']} Handlungsfelder, {zahlen['ziele']} Ziele, {zahlen['massnahmen']} Maßnahmen"
        )
        for name, anzahl in zahlen["sachstand"].items():
            if anzahl:
                self.stdout.write(f"  {name}: {anzahl}")
        for befund in einlesung.befunde:
            if not befund.ist_fehler:
                self.stdout.write(f"Hinweis: {befund.ort}: {befund.meldung}")
        if einlesung.geschrieben:
            self.stdout.write("Eingelesen.")
        elif not einlesung.hat_fehler:
            self.stdout.write("Geprüft, nichts geschrieben." if pruefen else "Schon eingelesen, nichts geändert.")


def _als_daten(einlesung: Einlesung) -> dict[str, Any]:
    plan = einlesung.plan
    sachstand = Counter(m.sachstand for m in plan.massnahmen)
    haushalt = Counter(m.haushaltsrelevanz for m in plan.massnahmen)
    arten = Sachstandsart.objects.values_list("bezeichnung", flat=True)
    return {
        "geschrieben": einlesung.geschrieben,
        "handlungsfelder": len(plan.handlungsfelder),
        "ziele": len(plan.ziele),
        "massnahmen": len(plan.massnahmen),
        "sachstand": {art: sachstand[art] for art in arten},
        "haushaltsrelevanz": {"ja": haushalt[True], "nein": haushalt[False]}
        | ({"unbekannt": haushalt[None]} if haushalt[None] else {}),
        "befunde": [befund.als_daten() for befund in einlesung.befunde],
        "liste": plan.liste(),
    }


def _tag(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fehler:
        raise ArgumentTypeError(f"„{text}“ ist kein Tag der Form JJJJ-MM-TT.") from fehler
