"""Was neben den Dateien gemeldet wird: Nullmeldungen, bis wann geliefert wird, wer erinnert wurde."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt

from .gebiete import Beratungsstelle, Traeger

BENUTZER = settings.AUTH_USER_MODEL


class NullmeldungQuerySet(models.QuerySet):
    def geltende(self):
        return self.filter(zurueckgenommen_am=None)


class Nullmeldung(models.Model):
    """Eine Beratungsstelle sagt: in diesem Monat nichts. Das ist eine Aussage; keine Meldung ist keine."""

    class Weg(models.TextChoices):
        EMAIL = "email", "E-Mail"
        TELEFON = "telefon", "Telefon"
        BRIEF = "brief", "Brief oder Formular"
        PERSOENLICH = "persoenlich", "persönlich"

    beratungsstelle = models.ForeignKey(Beratungsstelle, models.PROTECT, related_name="nullmeldungen")
    monat = models.DateField("Monat", help_text="erster Tag des Monats")
    gemeldet_am = models.DateField("gemeldet am")
    woher = models.CharField("gemeldet durch", max_length=12, choices=Weg)
    erfasst_am = models.DateTimeField("erfasst am", auto_now_add=True)
    erfasst_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)
    zurueckgenommen_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    ruecknahmegrund = models.TextField("Grund der Rücknahme", blank=True)

    objects = NullmeldungQuerySet.as_manager()

    class Meta:
        verbose_name = "Nullmeldung"
        verbose_name_plural = "Nullmeldungen"
        ordering = ["-monat", "beratungsstelle"]
        constraints = [
            models.UniqueConstraint(
                fields=["beratungsstelle", "monat"],
                condition=Q(zurueckgenommen_am=None),
                name="je_monat_gilt_eine_nullmeldung",
            )
        ]

    def __str__(self):
        return f"Nullmeldung {self.beratungsstelle} {self.monat:%m/%Y}"


class Lieferfrist(models.Model):
    """Bis wann ein Träger liefert. Für einen Monat gilt die Zeile mit dem jüngsten `gilt_ab` bis dahin: eine neue
    Frist macht frühere Lieferungen nicht nachträglich verspätet."""

    traeger = models.ForeignKey(Traeger, models.CASCADE, related_name="fristen")
    gilt_ab = models.DateField("gilt ab", help_text="erster Tag des ersten Monats")
    tag = models.PositiveSmallIntegerField("Tag", validators=[MinValueValidator(1), MaxValueValidator(28)])
    monate_danach = models.PositiveSmallIntegerField("Monate danach", validators=[MaxValueValidator(3)])

    class Meta:
        verbose_name = "Lieferfrist"
        verbose_name_plural = "Lieferfristen"
        ordering = ["traeger", "gilt_ab"]
        constraints = [models.UniqueConstraint(fields=["traeger", "gilt_ab"], name="je_traeger_und_beginn_eine_frist")]

    def __str__(self):
        return f"{self.traeger} ab {self.gilt_ab:%m/%Y}"


class Liefererinnerung(NurErgaenzt):
    """Eine gesendete E-Mail an einen Träger über fehlende Monate; je Träger und Tag höchstens eine."""

    ist_vorweggenommen = True

    traeger = models.ForeignKey(Traeger, models.PROTECT, related_name="erinnerungen")
    tag = models.DateField("Tag")
    adresse = models.EmailField("gesendet an")
    betreff = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text")
    am = models.DateTimeField("gesendet am", auto_now_add=True)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Liefererinnerung"
        verbose_name_plural = "Liefererinnerungen"
        ordering = ["-am", "-pk"]
        constraints = [models.UniqueConstraint(fields=["traeger", "tag"], name="eine_erinnerung_je_traeger_und_tag")]

    def __str__(self):
        return f"{self.traeger} am {self.tag:%d.%m.%Y}"
