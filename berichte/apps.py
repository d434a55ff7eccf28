from django.apps import AppConfig


class BerichteConfig(AppConfig):
    name = "berichte"
    verbose_name = "Berichte"

    def ready(self):
        from django.conf import settings

        from dresden_senioren.datenschutz import katalog, zugriffsbuch
        from dresden_senioren.hilfe import nachschlagen
        from dresden_senioren.zustand import pruefungen
        from massnahmen import kennzahlregister

        from . import hilfe, selbstpruefung
        from .aufbewahrung import der_berichte
        from .ausgabe import schriften
        from .datenangaben import ANGABEN
        from .kern.zahlen.katalog import KATALOG
        from .zugriffe import SEITEN

        der_berichte()
        katalog.anmelden(self.label, ANGABEN)
        nachschlagen.anmelden(hilfe.KENNZAHLENKATALOG)
        zugriffsbuch.anmelden(SEITEN)
        pruefungen.anmelden(*selbstpruefung.PRUEFUNGEN)
        schriften.einrichten(settings.DATEN / "schriften")
        # Die Maßnahmen erfahren, womit sie sich verbinden lassen, ohne diese App zu kennen.
        for kennzahl in KATALOG.values():
            if kennzahl.ist_eine_zahl:
                kennzahlregister.anmelden(kennzahl.schluessel, kennzahl.name)
