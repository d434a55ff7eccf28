"""Die Akte sammelt die Botschaften zu einem Bericht, die Festschreibung hält seinen Inhalt fest."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.kern.geheimhaltung import Fassung
from berichte.querysets import BerichtsakteQuerySet
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt
from massnahmen.models import Massnahme, Rundenabschluss

from .freigaben import Zahlenfreigabe

BENUTZER = settings.AUTH_USER_MODEL


class Berichtsakte(models.Model):
    """Ein Bericht zu einem Stichtag, in einer Fassung. Solange nichts festgeschrieben ist, entsteht er jedes Mal neu
    aus den Daten; die Texte des Amts stehen in den Botschaften."""

    art = models.CharField("Berichtsart", max_length=30)  # Schlüssel in berichte.arten.BERICHTSARTEN
    fassung = models.CharField("Fassung", max_length=12, choices=[(f.value, f.kennzeichen) for f in Fassung])
    stichtag = models.DateField("Stichtag")
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, null=True, blank=True, related_name="+")
    beratungsstelle = models.ForeignKey(Beratungsstelle, models.PROTECT, null=True, blank=True, related_name="+")
    abschluss = models.ForeignKey(Rundenabschluss, models.PROTECT, null=True, blank=True, related_name="+")
    # Der frühere Bericht, mit dem ein Kapitel vergleicht.
    vergleich_mit = models.ForeignKey("Festschreibung", models.PROTECT, null=True, blank=True, related_name="+")
    angelegt_am = models.DateTimeField("angelegt am", auto_now_add=True)
    angelegt_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    # Versehentlich angelegt: Niemand sieht die Akte mehr, gelöscht ist nichts.
    verworfen_am = models.DateTimeField("verworfen am", null=True, editable=False)
    verworfen_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, editable=False, related_name="+")

    objects = BerichtsakteQuerySet.as_manager()

    class Meta:
        verbose_name = "Berichtsakte"
        verbose_name_plural = "Berichtsakten"
        ordering = ["-pk"]

    def __str__(self):
        return f"Bericht {self.pk}: {self.art} zum {self.stichtag:%d.%m.%Y}"


class Botschaftsfassung(NurErgaenzt):
    """Der Text des Amts zu einer Abbildung im Raster Botschaft, Erkennen, Anerkennen, Nachhaltung, Maßnahmen. Jede
    Fassung nennt die, auf der sie aufbaut: Auf eine folgt höchstens eine, so überschreiben zwei einander nicht."""

    akte = models.ForeignKey(Berichtsakte, models.PROTECT, related_name="botschaften")
    schluessel = models.CharField("Abbildung", max_length=60)  # Schlüssel des Bausteins „Botschaft“ im Bericht
    botschaft = models.CharField("Botschaft", max_length=200, blank=True)
    erkennen = models.TextField("Erkennen", blank=True)
    anerkennen = models.TextField("Anerkennen", blank=True)
    nachhaltung = models.TextField("Nachhaltung", blank=True)
    massnahmen = models.TextField("Maßnahmen", blank=True)
    verweise = models.ManyToManyField(Massnahme, blank=True, related_name="+", verbose_name="Maßnahmen des Fachplans")
    vorige = models.OneToOneField("self", models.PROTECT, null=True, related_name="naechste")
    von = models.ForeignKey(BENUTZER, models.PROTECT, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    class Meta:
        verbose_name = "Botschaft"
        verbose_name_plural = "Botschaften"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["akte", "schluessel"], condition=Q(vorige=None), name="eine_erste_botschaft"
            )
        ]

    def __str__(self):
        return f"{self.akte}, {self.schluessel}"


class Festschreibung(NurErgaenzt):
    """Der fertige Inhalt eines Berichts, unveränderlich: Jede Datei daraus nennt für immer dieselben Zahlen."""

    akte = models.ForeignKey(Berichtsakte, models.PROTECT, related_name="festschreibungen")
    nummer = models.PositiveSmallIntegerField("Version")
    inhalt = models.JSONField("Inhalt")  # berichte.kern.akten.festschrift
    inhaltssumme = models.CharField("Prüfsumme des Inhalts", max_length=64)
    freigabe = models.ForeignKey(Zahlenfreigabe, models.PROTECT, null=True, related_name="+")
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("festgeschrieben am", auto_now_add=True)

    class Meta:
        verbose_name = "Festschreibung"
        verbose_name_plural = "Festschreibungen"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["akte", "nummer"], name="je_version_eine_festschreibung")]

    def __str__(self):
        return f"{self.akte}, Version {self.nummer}"


class Wiederoeffnung(NurErgaenzt):
    """Ab hier darf an der Akte weitergearbeitet werden; die Festschreibung davor bleibt abrufbar."""

    festschreibung = models.OneToOneField(Festschreibung, models.PROTECT, related_name="wiederoeffnung")
    grund = models.TextField("Grund")
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    class Meta:
        verbose_name = "Wiederöffnung"
        verbose_name_plural = "Wiederöffnungen"

    def __str__(self):
        return f"{self.festschreibung}, wieder geöffnet"
