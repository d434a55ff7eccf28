from django.apps import AppConfig


class MassnahmenConfig(AppConfig):
    name = "massnahmen"
    verbose_name = "Maßnahmen"

    def ready(self):
        from dresden_senioren.datenschutz import katalog

        from .aufbewahrung import der_massnahmen
        from .datenangaben import ANGABEN

        der_massnahmen()
        katalog.anmelden(self.label, ANGABEN)
