from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from dresden_senioren import zugriffe
        from dresden_senioren.datenschutz import katalog

        from .aufbewahrung import der_beratung
        from .datenangaben import ANGABEN
        from .zugriffe import SEITEN

        der_beratung()
        katalog.anmelden(self.label, ANGABEN)
        zugriffe.anmelden(SEITEN)
