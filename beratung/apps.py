from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from dresden_senioren.rollen import Recht
        from dresden_senioren.zugehoerigkeiten import Zugehoerigkeit, anmelden

        # Der Boden erfährt, wer welchen Planungsbereich koordiniert, ohne diese App zu kennen.
        anmelden(
            Zugehoerigkeit(
                schluessel="planungsbereiche",
                bezeichnung="Planungsbereiche",
                modell="beratung.Planungsbereich",
                recht=Recht.AUSWERTUNG_STADT,
                recht_auf_alle=Recht.AUSWERTUNG_ALLER_BEREICHE,
                worte="die genauen Zahlen von {} sehen",
            )
        )
