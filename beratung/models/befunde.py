"""Was über Befunde einer Lieferung entschieden wurde."""

from django.conf import settings
from django.db import models

from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt, NurErgaenztQuerySet

from .lieferungen import Lieferung


class BefundentscheidungQuerySet(NurErgaenztQuerySet):
    def in_zeitlicher_folge(self):
        """Nach Monat, Quelle und Eingabe, mit Lieferung und Person, ohne deren lange Befundlisten."""
        gelesen = self.select_related("von", "lieferung").defer("lieferung__befunde", "lieferung__summen")
        return gelesen.order_by("lieferung__monat", "lieferung__quelle", "pk")


class Befundentscheidung(NurErgaenzt):
    """Ein Urteil über einen Befund. Es wird nur ergänzt: das jüngste zu Lieferung, Regel und Gegenstand gilt."""

    class Urteil(models.TextChoices):
        ECHT = "echt", "echt: die Zahl stimmt"
        KORRIGIERT = "korrigiert", "korrigiert: wird berichtigt oder ist es schon"
        BEOBACHTEN = "beobachten", "beobachten: im Auge behalten"
        OFFEN = "offen", "wieder offen"

    lieferung = models.ForeignKey(Lieferung, models.PROTECT, related_name="entscheidungen")
    code = models.CharField("Regel", max_length=4)
    # Woran derselbe Befund in anderen Monaten wiedererkannt wird (kern/befund.py).
    gegenstand = models.CharField("Gegenstand", max_length=400)
    meldung = models.TextField("Befund")
    urteil = models.CharField("Urteil", max_length=10, choices=Urteil)
    begruendung = models.TextField("Begründung", blank=True)
    gilt_kuenftig = models.BooleanField("gilt auch künftig", default=False)
    von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("am", auto_now_add=True)

    objects = BefundentscheidungQuerySet.as_manager()

    class Meta:
        verbose_name = "Befundentscheidung"
        verbose_name_plural = "Befundentscheidungen"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["code", "gegenstand"], name="lieferbefund_entschieden")]

    def __str__(self):
        return f"{self.code} in Lieferung {self.lieferung_id}: {self.get_urteil_display()}"

    @property
    def urteil_kurz(self) -> str:
        """„als echt bestätigt“."""
        return {"echt": "als echt bestätigt", "korrigiert": "als korrigiert vermerkt", "beobachten": "wird beobachtet",
                "offen": "wieder offen"}[self.urteil]  # fmt: skip

    @property
    def person(self) -> str:
        return self.von.anzeigename if self.von else "Befehlszeile"
