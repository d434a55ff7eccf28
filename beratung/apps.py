from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from dresden_senioren import zugriffe

        from .aufbewahrung import der_beratung
        from .zugriffe import SEITEN

        der_beratung()
        zugriffe.anmelden(SEITEN)
