from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from beratung.eingang.profile import laden
from beratung.kern.zuordnen.profilpruefung import Profilfehler


class Command(BaseCommand):
    help = (
        "Lädt ein Zuordnungsprofil aus JSON: eine neue Version, wenn es etwas anderes sagt als die geltende. "
        "Rückgabe: 0 erledigt, 1 abgelehnt, 2 falscher Aufruf."
    )

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path)

    def handle(self, *args, **options):
        datei = options["datei"]
        try:
            text = datei.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fehler:
            raise CommandError(f"{datei.name} ist nicht lesbar: {fehler}", returncode=2) from fehler
        try:
            profil, ist_neu = laden(text, anlass=f"geladen aus {datei.name}", von=None)
        except Profilfehler as fehler:
            raise CommandError("\n".join([f"{datei.name} ist kein gültiges Profil:", *fehler.maengel])) from fehler
        self.stdout.write(f"{profil} ist angelegt." if ist_neu else f"Unverändert: {profil} sagt genau das schon.")
