"""Eine Installation einrichten: Datenbank, Stammdaten, Fachplan, statische Dateien; auf Wunsch die Vorführung."""

import io
import logging
import os
import secrets
from pathlib import Path
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from dresden_senioren.auslieferung.einsammeln import einsammeln
from dresden_senioren.kern.zeitraum import Monat
from dresden_senioren.models import Benutzer
from dresden_senioren.personen.zugehoerigkeiten import zugehoerigkeiten
from dresden_senioren.rollen import ROLLEN

STAMMDATEN = ("sachstandsarten", "stellen", "kataloge", "zuordnungsprofile", "bekannte_zahlen")
# Bis zu diesem Monat ist die Vorführung gefüllt; die späteren Dateien sind zum Ausprobieren da.
BEISPIELE_BIS = "2024-09"
# Wohin die Beispielpersonen gehören: (Zugehörigkeit, Name dort).
ZUGEHOERIG = {"sachbearbeitung": ("stellen", "Sozialamt"), "koordination": ("planungsbereiche", "Cotta")}
VORNAMEN = {"sachbearbeitung": "Sabine", "koordination": "Karim", "administration": "Anna", "leitung": "Lothar"}


class Command(BaseCommand):
    help = __doc__
    # Läuft bei jedem Start: Die Systemprüfung lüde alle Seiten, die der Server gleich selbst lädt.
    requires_system_checks: ClassVar[list] = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--vorfuehrung", action="store_true", help="Beispielpersonen und Beispiellieferungen anlegen"
        )

    def handle(self, *, vorfuehrung, **options):
        if _fehlende_migrationen():
            call_command("migrate", verbosity=0)
        einsammeln()
        # Was hier angelegt wird, steht im Protokoll; die Zeilen dazu verdeckten das Kennwort der Vorführung.
        logging.disable(logging.INFO)
        try:
            self.fuellen(vorfuehrung=vorfuehrung)
        finally:
            logging.disable(logging.NOTSET)

    def fuellen(self, *, vorfuehrung: bool):
        """Nur was in der Datenbank fehlt; Vorhandenes bleibt unberührt."""
        if not apps.get_model("massnahmen.Fachplan").objects.exists():
            self._stammdaten()
        if vorfuehrung and not Benutzer.objects.exists():
            self._vorfuehrung()
        elif vorfuehrung:
            self.stdout.write(
                "Anmelden wie beim ersten Start. Ein neues Kennwort: .venv/bin/python manage.py changepassword leitung"
            )

    @transaction.atomic
    def _stammdaten(self):
        self.stderr.write("Stammdaten und Fachplan werden eingelesen …")
        call_command("loaddata", *STAMMDATEN, verbosity=0)
        self._leise("gebiete_einlesen", _fixture("stadtteile.csv"))
        self._leise("fachplan_einlesen", _fixture("fachplan_2021.txt"))

    def _vorfuehrung(self):
        self.stderr.write("Beispiellieferungen werden übernommen …")
        call_command("loaddata", "beispielstellen", verbosity=0)
        for datei in sorted(Path(_fixture("beispiellieferungen")).glob("*.xlsx")):
            quelle, monat = datei.stem.split("_")
            if monat <= BEISPIELE_BIS:
                eingang = _beispieleingang(Monat.lesen(monat))
                self._leise("lieferung_einlesen", str(datei), quelle=quelle, monat=monat, eingegangen=eingang)
        self._personen()

    def _leise(self, befehl, *args, **optionen):
        """Ohne die Befunde auf dem Schirm; wer sie sehen will, ruft den Befehl selbst mit --pruefen auf."""
        call_command(befehl, *args, **optionen, stdout=io.StringIO(), stderr=io.StringIO())

    @transaction.atomic
    def _personen(self):
        """Vier Personen mit einem Kennwort, das nur hier gezeigt wird."""
        kennwort = os.environ.get("DEMO_KENNWORT") or secrets.token_urlsafe(12)
        for rolle in ROLLEN.values():
            person = Benutzer.objects.create_user(
                rolle.schluessel,
                password=kennwort,
                rolle=rolle.schluessel,
                first_name=VORNAMEN[rolle.schluessel],
                last_name="Beispiel",
                email=f"{rolle.schluessel}@dresden.example",
            )
            if rolle.schluessel in ZUGEHOERIG:
                wozu, name = ZUGEHOERIG[rolle.schluessel]
                art = zugehoerigkeiten()[wozu]
                art.setzen(person, art.ziele().filter(name=name))
        self.stdout.write(f"Anmelden mit {', '.join(ROLLEN)}; Kennwort für alle: {kennwort}")


def _fehlende_migrationen() -> bool:
    ausfuehrer = MigrationExecutor(connection)
    return bool(ausfuehrer.migration_plan(ausfuehrer.loader.graph.leaf_nodes()))


def _beispieleingang(monat: Monat) -> str:
    """Erfunden wie die Zahlen: meist zwei Tage vor der Frist, jeder fünfte Monat einige Tage danach."""
    return str((monat + 1).erster.replace(day=8 if monat.nummer % 5 else 14))


def _fixture(name: str) -> str:
    return str(settings.BASE_DIR / "fixtures" / name)
