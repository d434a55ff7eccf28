"""Hochgeladene Dateien auf ihrem Weg zur Lieferung."""

import uuid

from django.conf import settings
from django.db import models

from beratung.kern.zaehlung import Art, Quelle
from beratung.querysets import EingangQuerySet

from .grundlage import auswahl
from .kataloge import Zuordnungsprofil
from .lieferungen import Lieferung


class Eingang(models.Model):
    """Eine hochgeladene Datei, bis sie Lieferung ist oder abgelehnt. Quelle, Monat, Art und Profil sind gewählt oder
    erkannt; leer heißt: noch nicht bekannt."""

    class Zustand(models.TextChoices):
        WARTET = "wartet", "wartet"
        WIRD_GELESEN = "wird_gelesen", "wird gelesen"
        BRAUCHT_ANGABEN = "braucht_angaben", "braucht Ihre Bestätigung"
        BRAUCHT_ZUORDNUNG = "braucht_zuordnung", "braucht Zuordnung"
        FERTIG = "fertig", "fertig"
        ABGELEHNT = "abgelehnt", "abgelehnt"
        ABGEBROCHEN = "abgebrochen", "abgebrochen"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dateiname = models.CharField("Dateiname", max_length=200)
    groesse = models.PositiveBigIntegerField("Größe in Bytes")
    sha256 = models.CharField("Prüfsumme der Datei", max_length=64)
    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle), blank=True)
    monat = models.DateField("Monat", null=True, blank=True)
    art = models.CharField("Art", max_length=12, choices=auswahl(Art), blank=True)
    profil = models.ForeignKey(Zuordnungsprofil, models.PROTECT, null=True, blank=True, related_name="+")
    # Angabe → Satz, woran sie erkannt wurde; was gewählt ist, steht hier nicht.
    woran_erkannt = models.JSONField("woran erkannt", default=dict)
    ist_bestaetigt = models.BooleanField("Angaben bestätigt", default=False)
    # Zuordnung in Arbeit: Name und Regeln des Profils, das daraus wird.
    entwurf = models.JSONField("Entwurf der Zuordnung", default=dict)
    zustand = models.CharField("Zustand", max_length=20, choices=Zustand, default=Zustand.WARTET)
    zeilen_gelesen = models.PositiveIntegerField("gelesene Zeilen", default=0)
    befunde = models.JSONField("Befunde", default=list)
    lieferung = models.ForeignKey(Lieferung, models.SET_NULL, null=True, related_name="eingaenge")
    eingereicht_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    eingereicht_am = models.DateTimeField("hochgeladen am", auto_now_add=True)
    beendet_am = models.DateTimeField("beendet am", null=True)
    lebenszeichen = models.DateTimeField("letztes Lebenszeichen", null=True)
    # Der eine Platz des Arbeiters: 1, solange er diese Datei liest; die Datenbank lässt nur einen zu.
    platz = models.PositiveSmallIntegerField(null=True, unique=True, editable=False)

    objects = EingangQuerySet.as_manager()

    class Meta:
        verbose_name = "Eingang"
        verbose_name_plural = "Eingänge"
        ordering = ["-eingereicht_am"]

    def __str__(self):
        return self.dateiname

    @property
    def ist_in_arbeit(self) -> bool:
        return self.zustand in {self.Zustand.WARTET, self.Zustand.WIRD_GELESEN}

    @property
    def ist_erledigt(self) -> bool:
        return self.zustand in {self.Zustand.FERTIG, self.Zustand.ABGELEHNT}

    @property
    def verfahren(self) -> str:
        return Quelle(self.quelle).verfahren if self.quelle else ""


class Eingangsstueck(models.Model):
    """Ein Stück der hochgeladenen Datei, nur bis sie gelesen ist. In der Datenbank, damit jeder Rechner sie lesen kann;
    dort ohne Spur: PostgreSQL schreibt diese Tabelle in kein Schreibprotokoll und keine Kopie (`apps.py`)."""

    eingang = models.ForeignKey(Eingang, models.CASCADE, related_name="stuecke")
    nummer = models.PositiveIntegerField("Nummer")
    inhalt = models.BinaryField("Inhalt")

    class Meta:
        verbose_name = "Stück einer hochgeladenen Datei"
        verbose_name_plural = "Stücke hochgeladener Dateien"
        ordering = ["nummer"]
        constraints = [models.UniqueConstraint(fields=["eingang", "nummer"], name="ein_stueck_je_nummer")]
