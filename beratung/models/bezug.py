"""Woran Zahlen gemessen und wodurch sie unterbrochen werden: Ausstattung der Beratungsstellen, Bevölkerung, Ereignisse.

Nichts davon ist veröffentlicht; ausgeliefert sind die Tabellen leer, die Administration füllt sie."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from dresden_senioren.datenbank.geschichte import fassungen

from .gebiete import Beratungsstelle, Planungsbereich, Stadtteil
from .grundlage import Folge, Gueltigkeit, Stammdatum


class Ausstattung(Folge):
    """Stellenumfang und Soll einer Beratungsstelle für eine Zeit. Leer heißt unbekannt, nicht null."""

    folge_von, fachlicher_schluessel = "beratungsstelle", ("beratungsstelle", "gueltig_von")

    beratungsstelle = models.ForeignKey(Beratungsstelle, models.CASCADE, related_name="ausstattungen")
    vzae = models.DecimalField(
        "VzÄ", max_digits=5, decimal_places=2, null=True, blank=True,
        help_text="Vollzeitäquivalente, zum Beispiel 1,75",
        validators=[MinValueValidator(0), MaxValueValidator(50, "Mehr als 50 VzÄ hat keine Beratungsstelle.")],
    )  # fmt: skip
    soll_quartal = models.PositiveIntegerField(
        "Soll-Fälle je Quartal",
        null=True,
        blank=True,
        validators=[MaxValueValidator(5000, "Mehr als 5.000 Fälle im Quartal sind nicht glaubhaft.")],
    )

    history = fassungen()

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Ausstattung"
        verbose_name_plural = "Ausstattungen"
        ordering = ["beratungsstelle", "gueltig_von"]

    def __str__(self):
        return f"{self.beratungsstelle} ab {self.gueltig_von:%m/%Y}" if self.gueltig_von else str(self.beratungsstelle)


class Ereignismarke(Stammdatum):
    """Etwas, das eine Zeitreihe unterbricht oder erklärt: eine Stelle öffnet, ein Gebiet wird größer, ein Verfahren
    wechselt. Ohne Planungsbereich und Beratungsstelle betrifft es die ganze Stadt."""

    fachlicher_schluessel = ("ab", "bezeichnung")

    ab = models.DateField("ab", help_text="erster Tag des Monats, ab dem es gilt")
    bezeichnung = models.CharField("Bezeichnung", max_length=60)
    erlaeuterung = models.CharField("Erläuterung", max_length=300, blank=True)
    planungsbereich = models.ForeignKey(Planungsbereich, models.CASCADE, null=True, blank=True, related_name="marken")
    beratungsstelle = models.ForeignKey(Beratungsstelle, models.CASCADE, null=True, blank=True, related_name="marken")
    ist_bruch = models.BooleanField(
        "Bruch in der Zählung", default=False, help_text="davor und danach ist nicht dasselbe gezählt"
    )

    history = fassungen()

    class Meta:
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        ordering = ["ab", "pk"]

    def __str__(self):
        return f"{self.bezeichnung} ({self.ab:%m/%Y})"


class Bezugsbevoelkerung(models.Model):
    """Einwohner eines Stadtteils an einem Stichtag, Nenner der Dichte. Fehlt ein Stadtteil, gibt es keine Rate."""

    class Altersgruppe(models.TextChoices):
        AB_60 = "60+", "60 Jahre und älter"
        AB_80 = "80+", "80 Jahre und älter"

    stadtteil = models.ForeignKey(Stadtteil, models.PROTECT, related_name="bevoelkerung")
    stichtag = models.DateField("Stichtag")
    altersgruppe = models.CharField("Altersgruppe", max_length=5, choices=Altersgruppe)
    anzahl = models.PositiveIntegerField("Einwohner")
    quelle = models.CharField("Quelle", max_length=200)

    history = fassungen()

    class Meta:
        verbose_name = "Bezugsbevölkerung"
        verbose_name_plural = "Bezugsbevölkerung"
        ordering = ["-stichtag", "stadtteil", "altersgruppe"]
        constraints = [
            models.UniqueConstraint(
                fields=["stadtteil", "stichtag", "altersgruppe"], name="bevoelkerung_je_stadtteil_und_stichtag_einmal"
            )
        ]

    def __str__(self):
        return f"{self.stadtteil}, {self.altersgruppe} am {self.stichtag:%d.%m.%Y}"
