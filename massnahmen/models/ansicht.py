"""Gespeicherte Ansichten der Maßnahmenliste."""

from django.conf import settings
from django.db import models


class GespeicherteAnsicht(models.Model):
    """Ein Filter unter einem Namen; gehört einer Person."""

    benutzer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ansichten")
    name = models.CharField("Name", max_length=60)
    abfrage = models.TextField("Abfrage")

    class Meta:
        verbose_name = "gespeicherte Ansicht"
        verbose_name_plural = "gespeicherte Ansichten"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["benutzer", "name"], name="ansicht_je_person_einmal")]

    def __str__(self):
        return self.name
