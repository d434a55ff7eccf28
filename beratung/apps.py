from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from dresden_senioren.datenbank import lesekopie
        from dresden_senioren.datenschutz import katalog, zugriffsbuch
        from dresden_senioren.hilfe import nachschlagen
        from dresden_senioren.personen.zugehoerigkeiten import Zugehoerigkeit, anmelden
        from dresden_senioren.rollen import Recht
        from dresden_senioren.sicherung import umfang
        from dresden_senioren.zustand import pruefungen

        from . import hilfe, models, selbstpruefung
        from .aufbewahrung import der_beratung
        from .datenangaben import ANGABEN
        from .zugriffe import SEITEN

        post_migrate.connect(ohne_spur, sender=self)
        # Woraus die Dashboards gerechnet sind; wer welchen Planungsbereich sehen darf, gehört nicht dazu.
        lesekopie.anmelden(
            models.Ereignismarke, models.Gebietszuordnung, models.Katalogwert, models.Lieferungsteil,
            models.Monatsstand, models.Monatswert, models.Nullmeldung, models.Stadtteil, models.Stellengebiet,
        )  # fmt: skip
        for modell in ("beratung.eingang", "beratung.eingangsstueck"):
            umfang.auslassen(modell, "Hochgeladenes wird nie gesichert; wer wartet, lädt die Datei neu hoch.")
        der_beratung()
        katalog.anmelden(self.label, ANGABEN)
        nachschlagen.anmelden(hilfe.PRUEFREGELN)
        zugriffsbuch.anmelden(SEITEN)
        pruefungen.anmelden(*selbstpruefung.PRUEFUNGEN)
        # Der Boden erfährt, wer welchen Planungsbereich koordiniert, ohne diese App zu kennen.
        anmelden(
            Zugehoerigkeit(
                schluessel="planungsbereiche",
                bezeichnung="Planungsbereiche",
                modell="beratung.Planungsbereich",
                recht=Recht.AUSWERTUNG_STADT,
                recht_auf_alle=Recht.AUSWERTUNG_ALLER_BEREICHE,
                worte="die genauen Zahlen von {} sehen",
                wozu="Sie sehen die genauen Zahlen dieses Planungsbereichs.",
                sonst="Die genauen Zahlen sieht dann nur noch die Leitung, und den Monatsbrief bekommt niemand.",
            )
        )


def ohne_spur(using, **kwargs):
    """Hochgeladene Dateien kommen in PostgreSQL in kein Schreibprotokoll, also auf keinen Zweitrechner und in keine
    Grundsicherung; nach einem Absturz des Servers sind sie fort und werden neu hochgeladen."""
    from .models import Eingangsstueck

    verbindung = connections[using]
    if verbindung.vendor == "postgresql":
        with verbindung.cursor() as zeiger:
            zeiger.execute(f"ALTER TABLE {Eingangsstueck._meta.db_table} SET UNLOGGED")
