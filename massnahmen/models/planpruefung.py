"""Was über Befunde der Planprüfung entschieden wurde."""

from django.conf import settings
from django.db import models

from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt

from .plan import Massnahme


class Befundentscheidung(NurErgaenzt):
    """Eine Entscheidung über einen Befund; sie gilt, bis sich die Tatsachen ändern. Es wird nur ergänzt."""

    class Entscheidung(models.TextChoices):
        GEKLAERT = "geklaert", "geklärt"
        SO_GEWOLLT = "so_gewollt", "so gewollt"
        BEOBACHTEN = "beobachten", "beobachten"
        OFFEN = "offen", "wieder offen"

    massnahme = models.ForeignKey(Massnahme, models.PROTECT, related_name="befundentscheidungen")
    code = models.SlugField("Regel", max_length=40)
    fingerabdruck = models.CharField("Fingerabdruck der Tatsachen", max_length=64)
    meldung = models.TextField("Befund")
    entscheidung = models.CharField("Entscheidung", max_length=10, choices=Entscheidung)
    grund = models.TextField("Grund", blank=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    class Meta:
        verbose_name = "Befundentscheidung"
        verbose_name_plural = "Befundentscheidungen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["massnahme", "code", "fingerabdruck"], name="entscheidung_zum_befund")]

    def __str__(self):
        return f"{self.massnahme.nr} {self.code}: {self.get_entscheidung_display()}"
