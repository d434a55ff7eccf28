"""Was zu einer Maßnahme dazukommt: Beträge je Jahr, Verweise, Kennzahlen, Notizen."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models

from dresden_senioren.datenbank.geschichte import fassungen
from massnahmen.kennzahlregister import bezeichnung
from massnahmen.querysets import NotizQuerySet


class Haushaltsbetrag(models.Model):
    """Was die Maßnahme in einem Haushaltsjahr kostet und woher das Geld kommt; in Euro."""

    massnahme = models.ForeignKey("Massnahme", models.CASCADE, related_name="haushaltsbetraege")
    jahr = models.PositiveSmallIntegerField(
        "Haushaltsjahr", validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    betrag = models.DecimalField("Betrag in Euro", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    quelle = models.CharField("Quelle des Geldes", max_length=200, blank=True)

    history = fassungen()

    class Meta:
        verbose_name = "Haushaltsbetrag"
        verbose_name_plural = "Haushaltsbeträge"
        ordering = ["jahr", "quelle"]
        constraints = [
            models.UniqueConstraint(
                fields=["massnahme", "jahr", "quelle"],
                name="haushaltsbetrag_je_jahr_und_quelle",
                violation_error_message="Für dieses Jahr und diese Quelle gibt es schon einen Betrag. Ändern Sie ihn.",
            ),
            models.CheckConstraint(condition=models.Q(betrag__gte=0), name="haushaltsbetrag_nicht_negativ"),
        ]

    def __str__(self):
        return f"Haushaltsbetrag {self.jahr}"


class Verweis(models.Model):
    """Ein Beschluss, ein Dokument oder eine Seite zur Maßnahme."""

    class Art(models.TextChoices):
        BESCHLUSS = "beschluss", "Beschluss"
        DOKUMENT = "dokument", "Dokument"
        LINK = "link", "Link"

    massnahme = models.ForeignKey("Massnahme", models.CASCADE, related_name="verweise")
    art = models.CharField("Art", max_length=10, choices=Art)
    bezeichnung = models.CharField("Bezeichnung", max_length=300)
    url = models.URLField(
        "Adresse (https)",
        max_length=500,
        blank=True,
        validators=[URLValidator(["https"], message="Bitte eine vollständige Adresse, die mit https:// beginnt.")],
    )
    datum = models.DateField("Datum", null=True, blank=True)

    history = fassungen()

    class Meta:
        verbose_name = "Verweis"
        verbose_name_plural = "Verweise"
        ordering = ["-datum", "pk"]

    def __str__(self):
        return f"{self.get_art_display()} „{self.bezeichnung}“"

    def clean(self):
        if self.art in (self.Art.LINK, self.Art.DOKUMENT) and not self.url:
            raise ValidationError({"url": "Ein Link oder Dokument braucht seine Adresse; nur ein Beschluss nicht."})


class Kennzahlbezug(models.Model):
    """Diese Kennzahl sagt etwas über die Maßnahme. Was es an Kennzahlen gibt, sagt das Register."""

    massnahme = models.ForeignKey("Massnahme", models.CASCADE, related_name="kennzahlbezuege")
    kennzahl = models.SlugField("Kennzahl", max_length=60)

    history = fassungen()

    class Meta:
        verbose_name = "Kennzahlbezug"
        verbose_name_plural = "Kennzahlbezüge"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["massnahme", "kennzahl"],
                name="kennzahl_je_massnahme_einmal",
                violation_error_message="Diese Kennzahl ist mit der Maßnahme schon verbunden.",
            )
        ]

    def __str__(self):
        return f"Kennzahl {bezeichnung(self.kennzahl)}"


class Notiz(models.Model):
    """Ein Vermerk: intern (Leitung und eigene Stelle) oder für den Bericht."""

    massnahme = models.ForeignKey("Massnahme", models.PROTECT, related_name="notizen")
    text = models.TextField("Notiz")
    ist_intern = models.BooleanField("intern, nicht für den Bericht", default=True)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="von")
    am = models.DateTimeField("am", auto_now_add=True)

    objects = NotizQuerySet.as_manager()
    history = fassungen()

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["-am", "-pk"]

    def __str__(self):
        return f"Notiz vom {self.am:%d.%m.%Y}"
