"""Die eigene Folienvorlage des Amts."""

from django.conf import settings
from django.db import models

from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt


class Folienvorlage(NurErgaenzt):
    """Eine geprüfte PowerPoint-Vorlage. Es gilt die jüngste Zeile; ohne Datei gilt wieder die eingebaute."""

    name = models.CharField("Name", max_length=200)
    datei = models.BinaryField("Datei", null=True)
    sha256 = models.CharField("Prüfsumme", max_length=64, blank=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("geladen am", auto_now_add=True)

    class Meta:
        verbose_name = "Folienvorlage"
        verbose_name_plural = "Folienvorlagen"
        ordering = ["-pk"]

    def __str__(self):
        return self.name
