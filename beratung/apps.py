from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        post_migrate.connect(ohne_spur, sender=self)


def ohne_spur(using, **kwargs):
    """Hochgeladene Dateien kommen in PostgreSQL in kein Schreibprotokoll, also auf keinen Zweitrechner und in keine
    Grundsicherung; nach einem Absturz des Servers sind sie fort und werden neu hochgeladen."""
    from .models import Eingangsstueck

    verbindung = connections[using]
    if verbindung.vendor == "postgresql":
        with verbindung.cursor() as zeiger:
            zeiger.execute(f"ALTER TABLE {Eingangsstueck._meta.db_table} SET UNLOGGED")
