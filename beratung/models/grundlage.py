"""Was mehrere Modelle der Beratung gemeinsam haben."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from beratung.kern.stammdaten.folge import gueltig_am, tag_davor
from beratung.querysets import (
    SchluesselManager,
)


def auswahl(aufzaehlung):
    """Auswahlliste eines Modellfelds aus einer Aufzählung des Kerns."""
    return [(wert.value, wert.bezeichnung) for wert in aufzaehlung]


class Stammdatum(models.Model):
    """Von Hand gepflegtes, das Dateien in fixtures/ über seinen fachlichen Schlüssel wiederfinden."""

    fachlicher_schluessel: tuple[str, ...] = ("name",)

    objects = SchluesselManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return tuple(getattr(self, feld) for feld in self.fachlicher_schluessel)


class Gueltigkeit(models.Model):
    """Gilt von … bis einschließlich …; leer heißt unbegrenzt."""

    gueltig_von = models.DateField("gültig von", null=True, blank=True)
    gueltig_bis = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(gueltig_von__isnull=True)
                | Q(gueltig_bis__isnull=True)
                | Q(gueltig_bis__gte=F("gueltig_von")),
                name="%(class)s_gueltigkeit",
            )
        ]


class Folge(Stammdatum, Gueltigkeit):
    """Zeilen desselben Gegenstands, die einander ablösen: Sie überschneiden sich nicht."""

    folge_von: ClassVar[str]  # Feld mit dem Gegenstand

    class Meta(Gueltigkeit.Meta):
        abstract = True

    @property
    def eltern(self) -> models.Model:
        return getattr(self, self.folge_von)

    def geschwister(self) -> models.QuerySet:
        """Die anderen Zeilen desselben Gegenstands."""
        return type(self).objects.filter(**{self.folge_von: self.eltern}).exclude(pk=self.pk)

    def vorige(self) -> Self | None:
        """Was bis zum Tag vor dieser Zeile galt."""
        return gueltig_am(self.geschwister(), tag_davor(self.gueltig_von)) if self.gueltig_von else None
