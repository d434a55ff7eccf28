from django.apps import AppConfig
from django.db.backends.signals import connection_created


class DresdenSeniorenConfig(AppConfig):
    name = "dresden_senioren"
    verbose_name = "Dresden Senioren"

    def ready(self):
        # Melden ihre Empfänger für An- und Abmeldung an.
        from . import protokoll  # noqa: F401
        from .anmeldung import bremse, faktor, kennwort_erneut, schranken  # noqa: F401
        from .datenangaben import EIGENE, FREMDE
        from .datenbank.sqlite import umlaute_ohne_gross_und_klein
        from .datenschutz import katalog
        from .datenschutz.fristen import des_bodens
        from .hilfe import eigene
        from .selbstpruefung import PRUEFUNGEN
        from .zustand.pruefungen import anmelden

        des_bodens()
        katalog.anmelden(self.label, EIGENE)
        katalog.ANGABEN.update(FREMDE)
        eigene.des_bodens()
        anmelden(*PRUEFUNGEN)
        connection_created.connect(umlaute_ohne_gross_und_klein)
