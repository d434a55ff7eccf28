"""Ausprägungen der Merkmale und wie fremde Tabellen darauf abgebildet werden."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from beratung.kern.zaehlung import Merkmal
from beratung.querysets import (
    SchluesselManager,
    ZuordnungsprofilQuerySet,
)
from dresden_senioren.datenbank.geschichte import fassungen

from .grundlage import Stammdatum, auswahl


class Katalogwert(Stammdatum):
    """Eine Ausprägung eines Merkmals, mit Oberwert (Beratungsfeld → Hauptberatungsfeld) und anderen Schreibweisen."""

    fachlicher_schluessel = ("merkmal", "schluessel")

    merkmal = models.CharField("Merkmal", max_length=30, choices=auswahl(Merkmal))
    schluessel = models.CharField("Schlüssel", max_length=40)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    oberwert = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="unterwerte")
    schreibweisen = models.JSONField("weitere Schreibweisen", default=list, blank=True)

    history = fassungen()

    class Meta:
        verbose_name = "Katalogwert"
        verbose_name_plural = "Katalogwerte"
        ordering = ["merkmal", "reihenfolge"]
        constraints = [models.UniqueConstraint(fields=["merkmal", "schluessel"], name="katalogwert_eindeutig")]

    def __str__(self):
        return self.bezeichnung


class Zuordnungsprofil(Stammdatum):
    """Übersetzt eine fremde Tabelle ins Standardformat: Überschrift → Spalte, Wert → Katalogschlüssel. Nie geändert,
    sondern als neue Version angelegt."""

    fachlicher_schluessel = ("name", "version")

    name = models.SlugField("Name")
    version = models.PositiveSmallIntegerField("Version")
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    ist_annahme = models.BooleanField("unbestätigte Annahme", default=False)
    regeln = models.JSONField("Regeln", default=dict)
    angelegt_am = models.DateTimeField("angelegt am", default=timezone.now)
    angelegt_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    anlass = models.CharField("Anlass", max_length=200, blank=True)
    # Zurückgezogen: die vorige Version gilt wieder; was mit dieser gelesen wurde, bleibt.
    zurueckgezogen_am = models.DateTimeField("zurückgezogen am", null=True, blank=True)
    zurueckgezogen_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = SchluesselManager.from_queryset(ZuordnungsprofilQuerySet)()

    class Meta:
        verbose_name = "Zuordnungsprofil"
        verbose_name_plural = "Zuordnungsprofile"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="profilversion_eindeutig")]

    def __str__(self):
        """Wo ein angenommenes Profil genannt wird, steht dabei, dass es niemand bestätigt hat."""
        annahme = " (Annahme, nicht bestätigt)" if self.ist_annahme else ""
        return f"{self.bezeichnung}, Version {self.version}{annahme}"
