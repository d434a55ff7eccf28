from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DresdenSeniorenConfig(AppConfig):
    name = "dresden_senioren"
    verbose_name = "Dresden Senioren"

    def ready(self):
        from . import protokoll  # noqa: F401  – meldet die Empfänger für An- und Abmeldung an
        from .datenangaben import EIGENE, FREMDE
        from .datenschutz import katalog
        from .fristen import des_bodens
        from .sqlite import umlaute_ohne_gross_und_klein

        des_bodens()
        katalog.anmelden(self.label, EIGENE)
        katalog.ANGABEN.update(FREMDE)
        connection_created.connect(umlaute_ohne_gross_und_klein)
