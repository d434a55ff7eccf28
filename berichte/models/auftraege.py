"""Dateien, die außerhalb der Anfrage entstehen."""

import uuid

from django.conf import settings
from django.db import models

from berichte.querysets import BerichtsauftragQuerySet

from .akten import Berichtsakte, Festschreibung


class Berichtsauftrag(models.Model):
    """Eine Datei, die jemand haben möchte. Sie liegt ganz in der Datenbank oder gar nicht."""

    class Zustand(models.TextChoices):
        WARTET = "wartet", "wartet"
        LAEUFT = "laeuft", "wird erstellt"
        FERTIG = "fertig", "fertig"
        GESCHEITERT = "gescheitert", "gescheitert"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    akte = models.ForeignKey(Berichtsakte, models.CASCADE, related_name="auftraege")
    festschreibung = models.ForeignKey(Festschreibung, models.CASCADE, null=True, related_name="auftraege")
    format = models.CharField("Dateiformat", max_length=5)
    zustand = models.CharField("Zustand", max_length=12, choices=Zustand, default=Zustand.WARTET)
    schritt = models.CharField("was gerade geschieht", max_length=80, blank=True)
    fortschritt = models.PositiveSmallIntegerField("Fortschritt in Prozent", default=0)
    fehler = models.TextField("warum nicht", blank=True)
    dateiname = models.CharField("Dateiname", max_length=200, blank=True)
    medientyp = models.CharField("Medientyp", max_length=100, blank=True)
    inhalt = models.BinaryField("Datei", null=True)
    # Prüfsumme des Berichts darin: Solange sie gleich bleibt, genügt die vorhandene Datei.
    inhaltssumme = models.CharField("Prüfsumme des Inhalts", max_length=64, blank=True)
    sha256 = models.CharField("Prüfsumme der Datei", max_length=64, blank=True)
    # Nur einer arbeitet: wer läuft, hält den einen Platz.
    platz = models.PositiveSmallIntegerField(null=True, unique=True)
    anlaeufe = models.PositiveSmallIntegerField("Anläufe", default=0)
    # Solange er wartet: wann zuletzt ein Arbeiter gerufen wurde.
    lebenszeichen = models.DateTimeField("letztes Lebenszeichen", null=True)
    angefordert_am = models.DateTimeField("angefordert am", auto_now_add=True)
    angefordert_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="berichtsauftraege")
    fertig_am = models.DateTimeField("fertig am", null=True)

    objects = BerichtsauftragQuerySet.as_manager()

    class Meta:
        verbose_name = "Berichtsauftrag"
        verbose_name_plural = "Berichtsaufträge"
        ordering = ["-angefordert_am"]

    def __str__(self):
        return f"{self.akte} als {self.format}"

    @property
    def ist_in_arbeit(self) -> bool:
        return self.zustand in {self.Zustand.WARTET, self.Zustand.LAEUFT}
