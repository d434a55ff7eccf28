"""Zahlen, die ein Träger auf anderem Weg genannt hat."""

from django.conf import settings
from django.db import models

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt, NurErgaenztQuerySet

from .gebiete import Beratungsstelle
from .grundlage import auswahl


class Kontrollzahl(NurErgaenzt):
    """Am Telefon oder schriftlich gemeldete Gesamtzahl eines Monats. Es wird nur ergänzt: die jüngste gilt, eine leere
    nimmt die frühere zurück."""

    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    # Leer: für die ganze Quelle.
    beratungsstelle = models.ForeignKey(Beratungsstelle, models.PROTECT, null=True, blank=True, related_name="+")
    monat = models.DateField("Monat")
    zaehleinheit = models.CharField("Zähleinheit", max_length=20, choices=auswahl(Zaehleinheit))
    anzahl = models.PositiveIntegerField("Anzahl", null=True)
    woher = models.CharField("woher", max_length=200)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    objects = NurErgaenztQuerySet.as_manager()

    class Meta:
        verbose_name = "Kontrollzahl"
        verbose_name_plural = "Kontrollzahlen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["quelle", "monat"], name="kontrollzahl_des_monats")]

    def __str__(self):
        return f"{self.quelle} {self.monat:%m/%Y} {self.zaehleinheit}: {self.anzahl}"
