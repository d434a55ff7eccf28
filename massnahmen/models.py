"""Der Fachplan: Handlungsfelder, Ziele, Maßnahmen, ihre Schritte, Stellen und das Sachstandsbuch."""

from datetime import date

from django.conf import settings
from django.db import models

from .kern.laufzeit import Laufzeitphase, Phasenart
from .kern.plan import nummernschluessel
from .kern.terminlage import Terminbild, terminbild
from .querysets import MassnahmeQuerySet, SachstandsmeldungQuerySet


class Fachplan(models.Model):
    name = models.CharField("Name", max_length=200, unique=True)
    beschlossen_am = models.DateField("beschlossen am", null=True, blank=True)

    class Meta:
        verbose_name = "Fachplan"
        verbose_name_plural = "Fachpläne"

    def __str__(self):
        return self.name


class Sortierschluessel(models.CharField):
    """Beim Speichern aus der Nr. berechnet; anders als in save() auch bei bulk_create."""

    def pre_save(self, model_instance, add):
        model_instance.sortierschluessel = nummernschluessel(model_instance.nr)
        return model_instance.sortierschluessel

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Gliederungspunkt(models.Model):
    """Was eine Nr. trägt. Die Nr. ist eine Beschriftung (Text, wie gedruckt); sortiert wird nach eigenem Schlüssel."""

    nr = models.CharField("Nr.", max_length=20)
    sortierschluessel = Sortierschluessel(max_length=60, db_index=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["sortierschluessel"]


class Handlungsfeld(Gliederungspunkt):
    fachplan = models.ForeignKey(Fachplan, models.PROTECT, related_name="handlungsfelder")
    bezeichnung = models.TextField("Bezeichnung")

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        constraints = [models.UniqueConstraint(fields=["fachplan", "nr"], name="handlungsfeld_nr_eindeutig")]

    def __str__(self):
        return f"{self.nr} {self.bezeichnung}"


class Ziel(Gliederungspunkt):
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="ziele")
    bezeichnung = models.TextField("Ziel")

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        constraints = [models.UniqueConstraint(fields=["handlungsfeld", "nr"], name="ziel_nr_eindeutig")]

    def __str__(self):
        return f"{self.nr} {self.bezeichnung}"


class Stelle(models.Model):
    """Amt, Träger oder Gremium, das für Maßnahmen verantwortlich ist."""

    name = models.CharField("Name", max_length=200, unique=True)
    benutzer = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="stellen", verbose_name="Benutzer"
    )

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Stellenalias(models.Model):
    """Andere Schreibweise; meint sie mehrere Stellen („Sozial und Gesundheitsamt“), gibt es je Stelle eine Zeile."""

    stelle = models.ForeignKey(Stelle, models.CASCADE, related_name="aliasse")
    schreibweise = models.CharField("Schreibweise", max_length=200)

    class Meta:
        verbose_name = "Schreibweise einer Stelle"
        verbose_name_plural = "Schreibweisen von Stellen"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["schreibweise", "stelle"], name="schreibweise_je_stelle_einmal")]

    def __str__(self):
        return self.schreibweise


class Massnahme(Gliederungspunkt):
    ziel = models.ForeignKey(Ziel, models.PROTECT, related_name="massnahmen")
    beschreibung = models.TextField("Beschreibung")
    verantwortung_wortlaut = models.TextField("Verantwortung, weitere Beteiligte (Wortlaut)", blank=True)
    laufzeit_wortlaut = models.TextField("Termin oder Laufzeit (Wortlaut)", blank=True)
    ist_haushaltsrelevant = models.BooleanField("haushaltsrelevant", null=True)
    stellen = models.ManyToManyField(Stelle, through="Beteiligung", related_name="massnahmen")

    objects = MassnahmeQuerySet.as_manager()

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        constraints = [models.UniqueConstraint(fields=["ziel", "nr"], name="massnahme_nr_eindeutig")]

    def __str__(self):
        return f"{self.nr} {self.beschreibung}"

    @property
    def meldung(self) -> "Sachstandsmeldung | None":
        """Die geltende Zeile des Sachstandsbuchs; nur nach `mit_angaben()`."""
        return next(iter(self.geltende_meldungen), None)

    def terminbild(self, stichtag: date) -> Terminbild:
        """Terminlage am Stichtag; nur nach `mit_angaben()` desselben Stichtags."""
        bedeutung = self.meldung.sachstandsart.bedeutung if self.meldung else Sachstandsart.Bedeutung.OFFEN
        return terminbild(
            [phase.als_laufzeitphase() for phase in self.phasen.all()],
            stichtag=stichtag,
            ist_beendet=bedeutung == Sachstandsart.Bedeutung.BEENDET,
            ist_offen=bedeutung == Sachstandsart.Bedeutung.OFFEN,
        )


class Umsetzungsschritt(models.Model):
    """Ein Aufzählungspunkt der letzten Tabellenspalte, bei 2.2.3 mit eigener Verantwortung und Laufzeit."""

    massnahme = models.ForeignKey(Massnahme, models.CASCADE, related_name="schritte")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    text = models.TextField("Schritt")
    verantwortung_wortlaut = models.TextField("Verantwortung (Wortlaut)", blank=True)
    laufzeit_wortlaut = models.TextField("Laufzeit (Wortlaut)", blank=True)

    class Meta:
        verbose_name = "Umsetzungsschritt"
        verbose_name_plural = "Umsetzungsschritte"
        ordering = ["reihenfolge"]
        constraints = [models.UniqueConstraint(fields=["massnahme", "reihenfolge"], name="schritt_reihenfolge")]

    def __str__(self):
        return self.text


class Phase(models.Model):
    """Ein aus dem Wortlaut der Laufzeit gelesener Abschnitt; Beginn und Ende einschließlich."""

    massnahme = models.ForeignKey(Massnahme, models.CASCADE, related_name="phasen")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    art = models.CharField("Art", max_length=12, choices=[(a.value, a.bezeichnung) for a in Phasenart])
    von = models.DateField("von", null=True, blank=True)
    bis = models.DateField("bis", null=True, blank=True)

    class Meta:
        verbose_name = "Phase"
        verbose_name_plural = "Phasen"
        ordering = ["reihenfolge"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(von__isnull=True) | models.Q(bis__isnull=True) | models.Q(bis__gte=models.F("von")),
                name="phase_endet_nach_beginn",
            )
        ]

    def __str__(self):
        return self.in_worten

    @property
    def in_worten(self) -> str:
        return self.als_laufzeitphase().in_worten

    def als_laufzeitphase(self) -> Laufzeitphase:
        return Laufzeitphase(Phasenart(self.art), self.von, self.bis)


class Beteiligung(models.Model):
    class Rolle(models.TextChoices):
        FEDERFUEHREND = "federfuehrend", "federführend"
        BETEILIGT = "beteiligt", "beteiligt"

    massnahme = models.ForeignKey(Massnahme, models.CASCADE, related_name="beteiligungen")
    stelle = models.ForeignKey(Stelle, models.PROTECT, related_name="beteiligungen")
    rolle = models.CharField("Rolle", max_length=15, choices=Rolle)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    # Die Papiertabelle sagt die Federführung nur durch die Reihenfolge; bis zur Bestätigung ist sie vermutet.
    ist_vermutung = models.BooleanField("Vermutung aus der Reihenfolge", default=True)

    class Meta:
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligungen"
        ordering = ["reihenfolge"]
        constraints = [models.UniqueConstraint(fields=["massnahme", "stelle"], name="stelle_je_massnahme_einmal")]


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
    # Name einer Farbrolle in der Gestaltung (siehe static/), nie eine Farbe selbst.
    farbrolle = models.SlugField("Farbrolle")
    braucht_begruendung = models.BooleanField("braucht eine Begründung", default=False)

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

    massnahme = models.ForeignKey(Massnahme, models.PROTECT, related_name="meldungen")
    sachstandsart = models.ForeignKey(Sachstandsart, models.PROTECT, related_name="meldungen", verbose_name="Sachstand")
    erlaeuterung = models.TextField("Erläuterung zum Sachstand", blank=True)
    ist_bestaetigung = models.BooleanField("unverändert bestätigt", default=False)
    gueltig_ab = models.DateField("gültig ab")
    erfasst_am = models.DateTimeField("erfasst am", auto_now_add=True)
    # Leer: aus der Papiertabelle übernommen.
    erfasst_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

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
