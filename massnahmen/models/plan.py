"""Der Plan: Fachplan, Handlungsfelder, Ziele, Maßnahmen mit Schritten und Phasen."""

from datetime import date

from django.db import models

from massnahmen.kern.laufzeit import Laufzeitphase, Phasenart
from massnahmen.kern.plan import nummernschluessel
from massnahmen.kern.rundenstand import Antwort
from massnahmen.kern.terminlage import Terminbild, terminbild
from massnahmen.querysets import MassnahmeQuerySet

from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Stelle


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

    @property
    def antwort(self) -> Antwort:
        """Antwort in der offenen Runde; nur nach `mit_antwort()`."""
        return Antwort(self.antwort_wert)

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
