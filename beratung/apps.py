from django.apps import AppConfig


class BeratungConfig(AppConfig):
    name = "beratung"
    verbose_name = "Beratung"
