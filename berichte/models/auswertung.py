"""Was beim Auswerten festgehalten wird: Notizen zum Quartalsgespräch, Monatsbriefe und wer sie bekommt.

Zahlen stehen hier nicht; sie kommen immer aus dem Würfel der Beratung."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from beratung.models import Beratungsstelle, Planungsbereich
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt
from dresden_senioren.kern.zeitraum import Monat

BENUTZER = settings.AUTH_USER_MODEL


class Quartalsnotiz(NurErgaenzt):
    """Was zum Quartalsgespräch mit einer Beratungsstelle festzuhalten ist. Jede Fassung nennt die, auf der sie aufbaut:
    Auf eine folgt höchstens eine, so überschreiben zwei Personen einander nicht."""

    beratungsstelle = models.ForeignKey(Beratungsstelle, models.PROTECT, related_name="quartalsnotizen")
    quartal = models.DateField("Quartal", help_text="erster Tag des Quartals")
    text = models.TextField("Notiz")
    vorige = models.OneToOneField("self", models.PROTECT, null=True, related_name="naechste")
    von = models.ForeignKey(BENUTZER, models.PROTECT, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    class Meta:
        verbose_name = "Quartalsnotiz"
        verbose_name_plural = "Quartalsnotizen"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["beratungsstelle", "quartal"], condition=Q(vorige=None), name="eine_erste_quartalsnotiz"
            )
        ]

    def __str__(self):
        return f"{self.beratungsstelle}, Quartal ab {self.quartal:%m/%Y}"


class Briefempfang(models.Model):
    """Wer den Monatsbrief per E-Mail bekommt; ohne Zeile bekommt ihn niemand."""

    benutzer = models.OneToOneField(BENUTZER, models.CASCADE, related_name="briefempfang")
    seit = models.DateTimeField("seit", auto_now_add=True)

    class Meta:
        verbose_name = "Briefempfang"
        verbose_name_plural = "Briefempfang"

    def __str__(self):
        return str(self.benutzer)


class Briefversand(NurErgaenzt):
    """Ein gesendeter Monatsbrief mit seinem Text; je Person, Planungsbereich und Monat höchstens einer."""

    ist_vorweggenommen = True

    empfaenger = models.ForeignKey(BENUTZER, models.PROTECT, related_name="monatsbriefe")
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, related_name="monatsbriefe")
    monat = models.DateField("Monat", help_text="erster Tag des Monats")
    adresse = models.EmailField("gesendet an")
    betreff = models.CharField("Betreff", max_length=200)
    text = models.TextField("Text")
    am = models.DateTimeField("gesendet am", auto_now_add=True)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Briefversand"
        verbose_name_plural = "Briefversand"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["empfaenger", "planungsbereich", "monat"], name="ein_brief_je_person_bereich_und_monat"
            )
        ]

    def __str__(self):
        return f"{self.planungsbereich} {Monat.von_tag(self.monat)} an {self.empfaenger}"
