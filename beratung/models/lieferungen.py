"""Lieferungen und ihre Teile. Ersetztes bleibt stehen."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from beratung.kern.befunde.regeln import regelstand
from beratung.kern.zaehlung import Art, Quelle
from beratung.querysets import (
    LieferungQuerySet,
)
from dresden_senioren.kern.schwere import Schwere

from .grundlage import auswahl
from .kataloge import Zuordnungsprofil


class Lieferung(models.Model):
    """Eine Datei für eine Quelle und einen Monat. Ersetztes bleibt stehen."""

    class Status(models.TextChoices):
        GEPRUEFT = "geprueft", "geprüft, noch nicht übernommen"
        UEBERNOMMEN = "uebernommen", "übernommen"
        ERSETZT = "ersetzt", "durch eine neuere ersetzt"
        VERWORFEN = "verworfen", "verworfen"
        ZURUECKGENOMMEN = "zurueckgenommen", "zurückgenommen"

    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    monat = models.DateField("Monat", help_text="erster Tag des Monats")
    dateiname = models.CharField("Dateiname", max_length=200)
    sha256 = models.CharField("Prüfsumme der Datei", max_length=64, db_index=True)
    profil = models.ForeignKey(Zuordnungsprofil, models.PROTECT, related_name="lieferungen")
    status = models.CharField("Status", max_length=15, choices=Status, default=Status.GEPRUEFT)
    # Nach welchen Regeln geprüft wurde; ändert sich mit jeder Regel.
    regelstand = models.CharField("Regelstand", max_length=12, default=regelstand)
    zeilen_gelesen = models.PositiveIntegerField("gelesene Zeilen")
    summen = models.JSONField("Summen je Zähleinheit", default=dict)
    befunde = models.JSONField("Befunde", default=list)
    begruendung = models.TextField("Begründung trotz Warnungen", blank=True)
    ist_beispiel = models.BooleanField("erfundene Beispielzahlen", default=False)
    # Ob rechtzeitig geliefert wurde, sagt der Eingang im Amt; ohne Angabe ist das der Tag des Hochladens.
    eingegangen_am = models.DateField("eingegangen am", default=timezone.localdate)
    erstellt_am = models.DateTimeField("hochgeladen am", auto_now_add=True)
    erstellt_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True)
    uebernommen_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)
    zurueckgenommen_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ruecknahmegrund = models.TextField("Grund der Rücknahme", blank=True)

    objects = LieferungQuerySet.as_manager()

    class Meta:
        verbose_name = "Lieferung"
        verbose_name_plural = "Lieferungen"
        ordering = ["-monat", "quelle", "-pk"]

    def __str__(self):
        return f"Lieferung {self.pk}: {Quelle(self.quelle).verfahren} {self.monat:%m/%Y}"

    @property
    def zuletzt_am(self):
        return self.zurueckgenommen_am or self.uebernommen_am or self.erstellt_am

    @property
    def zuletzt_von(self) -> str:
        """Name der Person hinter `zuletzt_am`."""
        stationen = (
            (self.zurueckgenommen_am, self.zurueckgenommen_von),
            (self.uebernommen_am, self.uebernommen_von),
            (self.erstellt_am, self.erstellt_von),
        )
        person = next(person for zeitpunkt, person in stationen if zeitpunkt)
        return person.anzeigename if person else "Befehlszeile"

    @property
    def braucht_begruendung(self) -> bool:
        """Warnungen darf man übergehen, aber nicht wortlos."""
        return any(befund["schwere"] == Schwere.WARNUNG for befund in self.befunde)


class Lieferungsteil(models.Model):
    """Eine Art in einer Lieferung. Je Quelle, Monat und Art gilt höchstens einer; daran hängen alle Zahlen."""

    lieferung = models.ForeignKey(Lieferung, models.CASCADE, related_name="teile")
    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    monat = models.DateField("Monat")
    art = models.CharField("Art", max_length=12, choices=auswahl(Art))
    ist_gueltig = models.BooleanField("gilt", default=False)
    # Welcher Teil diesen abgelöst hat; wird jener zurückgenommen, gilt dieser wieder.
    ersetzt_durch = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="ersetzte")
    # Kürzel der Beratungsstellen, zu denen etwas darin steht, auch eine gelieferte 0.
    beratungsstellen = models.JSONField("Beratungsstellen darin", default=list)
    # Prüfsumme über die gezählten Zeilen: dieselben Zahlen in anderer Reihenfolge sind dieselbe Lieferung.
    inhaltssumme = models.CharField("Prüfsumme des Inhalts", max_length=64)
    # Zellen des Würfels [… , Anzahl] zwischen Vorschau und Übernahme; danach leer, dann stehen sie in Monatswert.
    wartende_zellen = models.JSONField("wartende Zellen", null=True)
    # Seitdem gibt es zu diesem Teil nur noch den Würfel (zeilenbestand.py).
    zeilen_geloescht_am = models.DateTimeField("Zählzeilen gelöscht am", null=True, editable=False)

    class Meta:
        verbose_name = "Lieferungsteil"
        verbose_name_plural = "Lieferungsteile"
        constraints = [
            models.UniqueConstraint(
                fields=["quelle", "monat", "art"], condition=Q(ist_gueltig=True), name="je_monat_gilt_ein_teil"
            )
        ]

    def __str__(self):
        return f"{self.get_art_display()} aus Lieferung {self.lieferung_id}"
