"""Planungsbereiche, Stadtteile, Träger und Beratungsstellen, mit Gültigkeit."""

from datetime import date

from django.conf import settings
from django.db import models

from beratung.kern.stammdaten.folge import gueltig_am
from beratung.kern.zaehlung import Quelle
from beratung.querysets import (
    PlanungsbereichQuerySet,
    SchluesselManager,
)
from dresden_senioren.datenbank.geschichte import fassungen

from .grundlage import Folge, Gueltigkeit, Stammdatum, auswahl


class Planungsbereich(Stammdatum):
    fachlicher_schluessel = ("kuerzel",)

    name = models.CharField("Name", max_length=100, unique=True)
    kuerzel = models.SlugField("Kürzel in der Adresse", unique=True)
    koordination = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="planungsbereiche", verbose_name="Koordination"
    )

    objects = SchluesselManager.from_queryset(PlanungsbereichQuerySet)()
    history = fassungen()

    class Meta:
        verbose_name = "Planungsbereich"
        verbose_name_plural = "Planungsbereiche"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Stadtteil(models.Model):
    """Statistischer Stadtteil mit amtlicher zweistelliger Nummer (Text: führende Null)."""

    nr = models.CharField("Nr.", max_length=2, primary_key=True)
    name = models.CharField("Name", max_length=100, unique=True)
    gebiet = models.CharField("Stadtbezirk oder Ortschaft", max_length=100)
    gebietsart = models.CharField("Gebietsart", max_length=20)
    # Die Kommunale Statistikstelle veröffentlicht diesen Stadtteil nur zusammen mit dem genannten.
    zusammengefasst_mit = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    schreibweisen = models.JSONField("weitere Schreibweisen", default=list, blank=True)

    class Meta:
        verbose_name = "Stadtteil"
        verbose_name_plural = "Stadtteile"
        ordering = ["nr"]

    def __str__(self):
        return f"{self.nr} {self.name}"


class Gebietszuordnung(Folge):
    """Welcher Stadtteil wann zu welchem Planungsbereich gehört."""

    folge_von, fachlicher_schluessel = "stadtteil", ("stadtteil", "gueltig_von")

    stadtteil = models.ForeignKey(Stadtteil, models.PROTECT, related_name="zuordnungen")
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, related_name="zuordnungen")
    # Die amtliche Liste ist nicht veröffentlicht; Unbestätigtes wird überall als solches gezeigt.
    ist_bestaetigt = models.BooleanField("bestätigt", default=False)

    history = fassungen()

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Gebietszuordnung"
        verbose_name_plural = "Gebietszuordnungen"

    def __str__(self):
        return f"{self.stadtteil} → {self.planungsbereich}"


class Traeger(Stammdatum):
    name = models.CharField("Name", max_length=200, unique=True)
    email = models.EmailField("E-Mail-Adresse", blank=True, help_text="Dorthin gehen Erinnerungen an Lieferungen.")

    history = fassungen()

    class Meta:
        verbose_name = "Träger"
        verbose_name_plural = "Träger"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Beratungsstelle(Stammdatum, Gueltigkeit):
    fachlicher_schluessel = ("kuerzel",)

    name = models.CharField("Name", max_length=200, unique=True)
    kuerzel = models.SlugField("Kürzel", unique=True)
    traeger = models.ForeignKey(Traeger, models.PROTECT, related_name="beratungsstellen", verbose_name="Träger")
    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    ist_beispiel = models.BooleanField("erfundenes Beispiel", default=False)
    schreibweisen = models.JSONField("weitere Schreibweisen", default=list, blank=True)

    history = fassungen()

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Beratungsstelle"
        verbose_name_plural = "Beratungsstellen"
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def schreibungen(self) -> list[str]:
        """Woran sie in Dateien erkannt wird."""
        return [*self.schreibweisen, self.name, self.kuerzel]

    def planungsbereich_am(self, tag: date) -> Planungsbereich | None:
        """Zu welchem Planungsbereich sie an diesem Tag gehört; liest die vorgeladenen `gebiete`."""
        gebiet = gueltig_am(self.gebiete.all(), tag)
        return gebiet.planungsbereich if gebiet else None


class Stellengebiet(Folge):
    """Zu welchem Planungsbereich eine Beratungsstelle wann gehört. Ordnet Fälle ohne Stadtteil zu; die Stelle selbst
    berät auch darüber hinaus."""

    folge_von, fachlicher_schluessel = "beratungsstelle", ("beratungsstelle", "gueltig_von")

    beratungsstelle = models.ForeignKey(Beratungsstelle, models.CASCADE, related_name="gebiete")
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, related_name="stellengebiete")

    history = fassungen()

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Planungsbereich der Beratungsstelle"
        verbose_name_plural = "Planungsbereiche der Beratungsstellen"
        ordering = ["beratungsstelle", "gueltig_von"]

    def __str__(self):
        return f"{self.beratungsstelle} → {self.planungsbereich}"
