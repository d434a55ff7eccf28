from django.apps import AppConfig


class MassnahmenConfig(AppConfig):
    name = "massnahmen"
    verbose_name = "Maßnahmen"

    def ready(self):
        from dresden_senioren.datenschutz import katalog
        from dresden_senioren.hilfe import nachschlagen
        from dresden_senioren.personen.zugehoerigkeiten import Zugehoerigkeit, anmelden
        from dresden_senioren.rollen import Recht
        from dresden_senioren.zustand import pruefungen

        from . import hilfe, selbstpruefung
        from .aufbewahrung import der_massnahmen
        from .datenangaben import ANGABEN

        der_massnahmen()
        katalog.anmelden(self.label, ANGABEN)
        nachschlagen.anmelden(hilfe.PLANPRUEFUNG)
        pruefungen.anmelden(*selbstpruefung.PRUEFUNGEN)
        # Der Boden erfährt, wer für welche Stelle meldet, ohne diese App zu kennen.
        anmelden(
            Zugehoerigkeit(
                schluessel="stellen",
                bezeichnung="Stellen",
                modell="massnahmen.Stelle",
                recht=Recht.SACHSTAND_MELDEN,
                recht_auf_alle=None,
                worte="für {} melden",
                wozu="Sie melden den Sachstand der Maßnahmen dieser Stelle und bekommen die Erinnerungen dazu.",
                sonst="Erinnerungen gehen dann an niemanden, und melden können nur andere beteiligte Stellen; sonst "
                "bleibt das Rückmeldeformular.",
            )
        )
