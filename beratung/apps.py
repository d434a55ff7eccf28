from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"

    def ready(self):
        from dresden_senioren.sicherung import umfang

        umfang.auslassen("beratung.eingang", "Hochgeladenes wird nie gesichert; wer wartet, lädt die Datei neu hoch.")
