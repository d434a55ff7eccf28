"""Schreibt Datenkatalog, Löschkonzept, VVT, DSFA-Anlage, TOM und Antworten nach betrieb/datenschutz/."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dresden_senioren.datenschutz import katalog, tom, unterlagen


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, ob sie zu Modellen und Fristen passen")
        parser.add_argument("--ausgabe", type=Path, default=unterlagen.ORDNER, help="ein anderer Ordner")

    def handle(self, *, pruefen, ausgabe, **options):
        if maengel := [*katalog.luecken(), *(f"{pfad}: gibt es nicht" for pfad in tom.fehlende_pfade())]:
            raise CommandError("Die Angaben sind unvollständig:\n" + "\n".join(maengel), returncode=1)
        if pruefen:
            if veraltet := unterlagen.veraltete(ausgabe):
                raise CommandError(f"Veraltet: {', '.join(veraltet)}. Abhilfe: ohne --pruefen aufrufen.", returncode=1)
            self.stdout.write("Die Unterlagen passen zu Modellen, Fristen und Einstellungen.")
            return
        geaendert = unterlagen.schreiben(ausgabe)
        self.stdout.write(f"Geschrieben: {', '.join(geaendert)}" if geaendert else "Nichts hat sich geändert.")
