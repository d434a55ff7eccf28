"""Wie fest die Zahlen eines Monats sind: ein Buch, das nur ergänzt wird."""

from django.conf import settings
from django.db import models

from beratung.kern.zaehlung import Quelle, Zustand
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt

from .grundlage import auswahl
from .lieferungen import Lieferung


class Monatsstand(NurErgaenzt):
    """Eine Zeile des Buchs. Je Quelle und Monat gilt die jüngste; ohne Zeile sind die Zahlen vorläufig."""

    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    monat = models.DateField("Monat", help_text="erster Tag des Monats")
    zustand = models.CharField(
        "Zustand", max_length=12, choices=[(z.value, z.bezeichnung) for z in Zustand if z is not Zustand.FEHLT]
    )
    grund = models.TextField("Grund", blank=True)
    # Die Lieferungsteile, die damals galten: an ihnen ist wiederzuerkennen, welche Zahlen jemand geprüft hat.
    teile = models.TextField("geltende Teile")
    # Die Lieferung, deren Übernahme oder Rücknahme die Zeile geschrieben hat; leer, wo ein Mensch entschieden hat.
    lieferung = models.ForeignKey(Lieferung, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("gesetzt am", auto_now_add=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Monatsstand"
        verbose_name_plural = "Monatsstände"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["quelle", "monat", "-id"], name="monatsstand_juengster")]

    def __str__(self):
        return f"{Quelle(self.quelle).verfahren} {self.monat:%m/%Y}: {self.get_zustand_display()}"

    @property
    def wer(self) -> str:
        return self.von.anzeigename if self.von else "Befehlszeile"
