"""Von Hand gesetzte Terminlagen, je mit ihrem Grund."""

from django.conf import settings
from django.db import models

from massnahmen.kern.terminlage import Terminlage, Uebersteuerung
from massnahmen.querysets import TerminuebersteuerungQuerySet

BERECHNET = "berechnet"


class Terminuebersteuerung(models.Model):
    """Die Leitung setzt eine andere Terminlage als die berechnete, oder hebt das wieder auf.

    Es wird nur ergänzt; die jüngste Zeile je Maßnahme gilt.
    """

    massnahme = models.ForeignKey("Massnahme", models.PROTECT, related_name="terminuebersteuerungen")
    lage = models.CharField(
        "Terminlage",
        max_length=15,
        choices=[(BERECHNET, "wie berechnet"), *((lage.value, lage.bezeichnung) for lage in Terminlage)],
    )
    grund = models.TextField("Grund", max_length=2000)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    objects = TerminuebersteuerungQuerySet.as_manager()

    class Meta:
        verbose_name = "Übersteuerung der Terminlage"
        verbose_name_plural = "Übersteuerungen der Terminlage"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(grund=""), name="terminuebersteuerung_hat_grund"),
        ]

    def __str__(self):
        return f"{self.massnahme.nr}: {self.get_lage_display()}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Übersteuerungen werden nur ergänzt, nie geändert.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Übersteuerungen werden nur ergänzt, nie gelöscht.")

    def als_uebersteuerung(self) -> Uebersteuerung | None:
        """None, wenn diese Zeile wieder zur berechneten Lage zurückkehrt."""
        if self.lage == BERECHNET:
            return None
        return Uebersteuerung(Terminlage(self.lage), self.grund, self.von.anzeigename if self.von else "", self.am)
