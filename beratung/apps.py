from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from .aufbewahrung import der_beratung

        der_beratung()
