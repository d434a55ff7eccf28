"""Wer verantwortlich ist: Stellen, ihre Schreibweisen und ihre Beteiligung an Maßnahmen."""

from django.conf import settings
from django.db import models

from dresden_senioren.datenbank.geschichte import fassungen
from dresden_senioren.datenbank.sortierung import NachAlphabet


class Stelle(models.Model):
    """Amt, Träger oder Gremium, das für Maßnahmen verantwortlich ist."""

    name = models.CharField("Name", max_length=200, unique=True)
    benutzer = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="stellen", verbose_name="Benutzer"
    )

    history = fassungen()

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        ordering = [NachAlphabet("name")]

    def __str__(self):
        return self.name


class Stellenalias(models.Model):
    """Andere Schreibweise; meint sie mehrere Stellen („Sozial und Gesundheitsamt“), gibt es je Stelle eine Zeile."""

    stelle = models.ForeignKey(Stelle, models.CASCADE, related_name="aliasse")
    schreibweise = models.CharField("Schreibweise", max_length=200)

    history = fassungen()

    class Meta:
        verbose_name = "Schreibweise einer Stelle"
        verbose_name_plural = "Schreibweisen von Stellen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["schreibweise", "stelle"],
                name="schreibweise_je_stelle_einmal",
                violation_error_message="Diese Schreibweise gibt es bei der Stelle schon.",
            )
        ]

    def __str__(self):
        return self.schreibweise


class Beteiligung(models.Model):
    class Rolle(models.TextChoices):
        FEDERFUEHREND = "federfuehrend", "federführend"
        BETEILIGT = "beteiligt", "beteiligt"

    massnahme = models.ForeignKey("Massnahme", models.CASCADE, related_name="beteiligungen")
    stelle = models.ForeignKey(Stelle, models.PROTECT, related_name="beteiligungen")
    rolle = models.CharField("Rolle", max_length=15, choices=Rolle)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    # Die Papiertabelle sagt die Federführung nur durch die Reihenfolge; bis zur Bestätigung ist sie vermutet.
    ist_vermutung = models.BooleanField("Vermutung aus der Reihenfolge", default=True)

    history = fassungen()

    class Meta:
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligungen"
        ordering = ["reihenfolge"]
        constraints = [
            models.UniqueConstraint(
                fields=["massnahme", "stelle"],
                name="stelle_je_massnahme_einmal",
                violation_error_message="Diese Stelle ist an der Maßnahme schon beteiligt.",
            )
        ]

    def __str__(self):
        return f"Beteiligung {self.stelle}"
