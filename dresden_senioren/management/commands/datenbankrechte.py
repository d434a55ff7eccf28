"""Wer in PostgreSQL was darf: das SQL dazu ausgeben oder als Eigner der Tabellen ausführen."""

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from dresden_senioren.datenbank.rechte import KeinRollenname, anweisungen

FREMDE = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND NOT pg_has_role(tableowner, 'USAGE')"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--anwendung", required=True, help="Rolle, mit der die Anwendung arbeitet")
        parser.add_argument("--lesen", default="", help="Rolle für eine Lesekopie")
        parser.add_argument("--ausfuehren", action="store_true", help="gleich ausführen statt ausgeben")

    def handle(self, *, anwendung, lesen, ausfuehren, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Rollen gibt es nur in PostgreSQL. Abhilfe: DATABASE_URL auf postgres://… setzen.")
        try:
            zeilen = list(anweisungen(anwendung=anwendung, lesen=lesen))
        except KeinRollenname as fehler:
            raise CommandError(str(fehler)) from None
        if not ausfuehren:
            self.stdout.write("\n".join(["BEGIN;", *zeilen, "COMMIT;"]))
            return
        with transaction.atomic(), connection.cursor() as zeiger:
            zeiger.execute(FREMDE)
            if zeiger.fetchone()[0]:  # PostgreSQL warnte nur und täte nichts
                raise CommandError("Diese Rolle ist nicht der Eigner der Tabellen. Abhilfe: DATABASE_URL des Eigners.")
            zeiger.execute("\n".join(zeilen))
        self.stdout.write(f"{len(zeilen)} Anweisungen ausgeführt.")
