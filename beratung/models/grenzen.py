"""Die Grenzen der Stadtbezirke und Ortschaften, wie die Karte sie zeichnet."""

from django.conf import settings
from django.db import models

from beratung.kern.stammdaten.grenzen import Flaeche
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt


class Grenzstand(NurErgaenzt):
    """Eine geprüfte Datei mit Grenzen, vereinfacht; die Datei selbst wird nicht verwahrt. Es gilt die jüngste Zeile;
    ohne Flächen zeichnet die Karte wieder Kacheln."""

    stand = models.CharField("Quelle und Stand", max_length=200, blank=True)
    dateiname = models.CharField("Datei", max_length=200, blank=True)
    sha256 = models.CharField("Prüfsumme", max_length=64, blank=True)
    flaechen = models.JSONField("Flächen", default=list)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("geladen am", auto_now_add=True)

    class Meta:
        verbose_name = "Stand der Gebietsgrenzen"
        verbose_name_plural = "Stände der Gebietsgrenzen"
        ordering = ["-pk"]

    def __str__(self):
        return self.dateiname or "Kacheln"

    @property
    def gezeichnet(self) -> list[Flaeche]:
        return [Flaeche.aus(roh) for roh in self.flaechen]
