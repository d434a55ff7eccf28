from django.apps import AppConfig


class BerichteConfig(AppConfig):
    name = "berichte"
    verbose_name = "Berichte"

    def ready(self):
        from django.conf import settings

        from .ausgabe import schriften

        schriften.einrichten(settings.DATEN / "schriften")
