"""Rückmeldeformulare für Stellen ohne Zugang: was verschickt wurde und was zurückkam."""

import secrets

from django.conf import settings
from django.db import models

from dresden_senioren.rollen import Recht

from .plan import Fachplan, Massnahme
from .sachstand import Sachstandsmeldung
from .stellen import Stelle

# Ohne I, L, O und U: am Telefon und auf Papier nicht zu verwechseln.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def neue_kennung() -> str:
    """„7K2M-9QXA-B3TD“: nicht zu erraten, gut abzuschreiben."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


class FormularversandQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Alle, oder nur die für eigene Stellen."""
        if benutzer.darf(Recht.RUECKLAUF_ALLER_STELLEN):
            return self
        return self.filter(stelle__benutzer=benutzer) if benutzer.darf(Recht.RUECKLAUF) else self.none()


class Formularversand(models.Model):
    """Ein Formular für eine Stelle mit dem Stand, der verschickt wurde; die Kennung führt die Antwort zurück."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"

    class Zustand(models.TextChoices):
        VERSANDT = "versandt", "wartet auf Antwort"
        ZURUECK = "zurueck", "Antwort zu prüfen"
        UEBERNOMMEN = "uebernommen", "übernommen"

    stelle = models.ForeignKey(Stelle, models.PROTECT, related_name="formulare", verbose_name="Stelle")
    fachplan = models.ForeignKey(Fachplan, models.PROTECT, related_name="+", verbose_name="Fachplan")
    kennung = models.CharField("Kennung", max_length=14, unique=True, default=neue_kennung)
    format = models.CharField("Dateiformat", max_length=4, choices=Format)
    zustand = models.CharField("Zustand", max_length=11, choices=Zustand, default=Zustand.VERSANDT)
    # Die Frist der Sachstandsrunde, die beim Erstellen offen war.
    frist = models.DateField("Frist", null=True, blank=True)
    # Was zurückkam, solange niemand darüber entschieden hat: Zeilen und Abweisungen, nie die Datei selbst.
    antwort = models.JSONField("Antwort", null=True, blank=True)
    erstellt_am = models.DateTimeField("erstellt am", auto_now_add=True)
    erstellt_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True)
    uebernommen_von = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = FormularversandQuerySet.as_manager()

    class Meta:
        verbose_name = "Rückmeldeformular"
        verbose_name_plural = "Rückmeldeformulare"
        ordering = ["-erstellt_am", "-pk"]

    def __str__(self):
        return f"{self.stelle}, {self.kennung}"


class Formularzeile(models.Model):
    """Eine verschickte Maßnahme; der Stand beim Versand ist die Zeile des Sachstandsbuchs, die damals galt."""

    versand = models.ForeignKey(Formularversand, models.CASCADE, related_name="zeilen")
    massnahme = models.ForeignKey(Massnahme, models.PROTECT, related_name="+")
    meldung = models.ForeignKey(Sachstandsmeldung, models.PROTECT, null=True, related_name="+")
    # Die Zeile des Sachstandsbuchs, die aus der Antwort entstand.
    uebernommen = models.ForeignKey(Sachstandsmeldung, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "Zeile eines Rückmeldeformulars"
        verbose_name_plural = "Zeilen von Rückmeldeformularen"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["versand", "massnahme"], name="massnahme_je_formular_einmal")]
