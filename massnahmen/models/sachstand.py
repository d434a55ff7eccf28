"""Das Sachstandsbuch: welche Sachstände es gibt und wer wann welchen gemeldet hat."""

from django.conf import settings
from django.db import models

from dresden_senioren.datenbank.geschichte import fassungen
from massnahmen.querysets import SachstandsartQuerySet, SachstandsmeldungQuerySet

# Namen der Farbrollen in der Gestaltung (siehe static/, .marke--…), nie eine Farbe selbst.
FARBROLLEN = [(name, name) for name in ("offen", "aktiv", "fertig", "warnung", "gefahr", "neutral")]


class Sachstandsart(models.Model):
    """Stammdatum: was ein Sachstand heißt, bedeutet und verlangt. Die Reihenfolge sagt, was „zurück“ ist."""

    class Bedeutung(models.TextChoices):
        OFFEN = "offen", "offen"
        AKTIV = "aktiv", "aktiv"
        BEENDET = "beendet", "beendet"

    schluessel = models.SlugField("Schlüssel", unique=True)
    bezeichnung = models.CharField("Bezeichnung", max_length=60, unique=True)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge", unique=True)
    bedeutung = models.CharField("Bedeutung", max_length=10, choices=Bedeutung)
    farbrolle = models.SlugField("Farbrolle", choices=FARBROLLEN)
    braucht_begruendung = models.BooleanField("braucht eine Begründung", default=False)
    # Benutzte Arten werden nie gelöscht; so stehen sie nicht mehr zur Wahl.
    ist_ausser_gebrauch = models.BooleanField("außer Gebrauch, nicht mehr wählbar", default=False)

    objects = SachstandsartQuerySet.as_manager()
    history = fassungen()

    class Meta:
        verbose_name = "Sachstandsart"
        verbose_name_plural = "Sachstandsarten"
        ordering = ["reihenfolge"]

    def __str__(self):
        return self.bezeichnung

    def verlangt_begruendung_nach(self, bisher: "Sachstandsart | None") -> bool:
        """Immer, wo das Stammdatum es sagt, und beim Schritt zurück."""
        if bisher == self:
            return False
        return self.braucht_begruendung or (bisher is not None and self.reihenfolge < bisher.reihenfolge)


class Sachstandsmeldung(models.Model):
    """Eine Zeile im Sachstandsbuch. Es wird nur ergänzt; der jüngste Eintrag je Maßnahme gilt."""

    massnahme = models.ForeignKey("Massnahme", models.PROTECT, related_name="meldungen")
    sachstandsart = models.ForeignKey(Sachstandsart, models.PROTECT, related_name="meldungen", verbose_name="Sachstand")
    erlaeuterung = models.TextField("Erläuterung zum Sachstand", blank=True)
    ist_bestaetigung = models.BooleanField("unverändert bestätigt", default=False)
    gueltig_ab = models.DateField("gültig ab")
    erfasst_am = models.DateTimeField("erfasst am", auto_now_add=True)
    # Leer: aus der Papiertabelle übernommen.
    erfasst_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    # Die Runde, die beim Schreiben offen war und die Maßnahme umfasst: damit ist die Zeile eine Antwort.
    runde = models.ForeignKey("Sachstandsrunde", models.PROTECT, null=True, blank=True, related_name="meldungen")

    objects = SachstandsmeldungQuerySet.as_manager()

    class Meta:
        verbose_name = "Sachstandsmeldung"
        verbose_name_plural = "Sachstandsbuch"
        ordering = ["-gueltig_ab", "-pk"]
        indexes = [models.Index(fields=["massnahme", "-gueltig_ab", "-id"], name="sachstand_der_massnahme")]

    def __str__(self):
        return f"{self.massnahme.nr}: {self.sachstandsart} ab {self.gueltig_ab:%d.%m.%Y}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie geändert.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Das Sachstandsbuch wird nur ergänzt, nie gelöscht.")
