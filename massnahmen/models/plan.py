"""Der Plan: Fachplan, Handlungsfelder, Ziele, Maßnahmen mit Schritten und Phasen."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from dresden_senioren.datenbank.geschichte import fassungen
from massnahmen.kern.laufzeit import Laufzeitphase, Phasenart
from massnahmen.kern.plan import nummernschluessel
from massnahmen.kern.rundenstand import Antwort
from massnahmen.kern.terminlage import Terminbild, terminbild
from massnahmen.querysets import FachplanQuerySet, MassnahmeQuerySet, ZielQuerySet

from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Stelle


class Fachplan(models.Model):
    name = models.CharField("Name", max_length=200, unique=True)
    beschlossen_am = models.DateField("beschlossen am", null=True, blank=True)
    # Leer: galt schon immer. Welcher Plan gilt, sagt allein `Fachplan.objects.aktueller()`.
    gueltig_ab = models.DateField("gilt ab", null=True, blank=True)
    vorgaenger = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="nachfolger", verbose_name="Vorgänger"
    )

    objects = FachplanQuerySet.as_manager()
    history = fassungen()

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


def nr_eindeutig(name: str, *, je: str, belegt: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=[je, "nr"], name=f"{name}_nr_eindeutig", violation_error_message=f"Diese Nr. hat schon {belegt}."
    )


class Handlungsfeld(Gliederungspunkt):
    fachplan = models.ForeignKey(Fachplan, models.PROTECT, related_name="handlungsfelder")
    bezeichnung = models.TextField("Bezeichnung")

    history = fassungen()

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Handlungsfeld"
        verbose_name_plural = "Handlungsfelder"
        constraints = [nr_eindeutig("handlungsfeld", je="fachplan", belegt="ein anderes Handlungsfeld des Fachplans")]

    def __str__(self):
        return f"{self.nr} {self.bezeichnung}"


class Geltung(models.Model):
    """Was gilt, bis es außer Kraft gesetzt wird. Ab diesem Tag zählt es nicht mehr; es bleibt lesbar, an früheren
    Stichtagen auch in der Liste."""

    ausser_kraft_seit = models.DateField("außer Kraft seit", null=True, blank=True)
    ausser_kraft_grund = models.TextField("Grund", blank=True)
    zusammengefuehrt_mit = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aufgenommene", verbose_name="zusammengeführt mit"
    )

    class Meta:
        abstract = True


class Ziel(Geltung, Gliederungspunkt):
    handlungsfeld = models.ForeignKey(Handlungsfeld, models.PROTECT, related_name="ziele")
    bezeichnung = models.TextField("Ziel")

    objects = ZielQuerySet.as_manager()
    history = fassungen()

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Ziel"
        verbose_name_plural = "Ziele"
        constraints = [nr_eindeutig("ziel", je="handlungsfeld", belegt="ein anderes Ziel des Handlungsfelds")]

    def __str__(self):
        return f"{self.nr} {self.bezeichnung}"

    @property
    def kurzname(self) -> str:
        return f"Ziel {self.nr}"


class Massnahme(Geltung, Gliederungspunkt):
    ziel = models.ForeignKey(Ziel, models.PROTECT, related_name="massnahmen")
    beschreibung = models.TextField("Beschreibung")
    verantwortung_wortlaut = models.TextField("Verantwortung, weitere Beteiligte (Wortlaut)", blank=True)
    laufzeit_wortlaut = models.TextField("Termin oder Laufzeit (Wortlaut)", blank=True)
    ist_haushaltsrelevant = models.BooleanField("haushaltsrelevant", null=True)
    stellen = models.ManyToManyField(Stelle, through="Beteiligung", related_name="massnahmen")
    vorgaenger = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="nachfolger", verbose_name="Vorgänger"
    )

    objects = MassnahmeQuerySet.as_manager()
    history = fassungen()

    class Meta(Gliederungspunkt.Meta):
        verbose_name = "Maßnahme"
        verbose_name_plural = "Maßnahmen"
        constraints = [nr_eindeutig("massnahme", je="ziel", belegt="eine andere Maßnahme des Ziels")]

    def __str__(self):
        return f"{self.nr} {self.beschreibung}"

    @property
    def kurzname(self) -> str:
        return self.nr

    @property
    def meldung(self) -> "Sachstandsmeldung | None":
        """Die geltende Zeile des Sachstandsbuchs; nur nach `als_zeilen()`."""
        return next(iter(self.gelesene_meldungen), None)

    @property
    def antwort(self) -> Antwort:
        """Antwort in der offenen Runde; nur nach `mit_antwort()`."""
        return Antwort(self.antwort_wert)

    def terminbild(self, stichtag: date) -> Terminbild:
        """Terminlage am Stichtag, auch die von Hand gesetzte; nur nach `als_zeilen()` desselben Stichtags."""
        gesetzt = next(iter(self.geltende_uebersteuerungen), None)
        bedeutung = self.meldung.sachstandsart.bedeutung if self.meldung else Sachstandsart.Bedeutung.OFFEN
        return terminbild(
            [phase.als_laufzeitphase() for phase in self.phasen.all()],
            stichtag=stichtag,
            ist_beendet=bedeutung == Sachstandsart.Bedeutung.BEENDET,
            ist_offen=bedeutung == Sachstandsart.Bedeutung.OFFEN,
            uebersteuerung=gesetzt and gesetzt.als_uebersteuerung(),
        )


class Umsetzungsschritt(models.Model):
    """Ein Aufzählungspunkt der letzten Tabellenspalte, bei 2.2.3 mit eigener Verantwortung und Laufzeit."""

    massnahme = models.ForeignKey(Massnahme, models.CASCADE, related_name="schritte")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    text = models.TextField("Schritt")
    verantwortung_wortlaut = models.TextField("Verantwortung (Wortlaut)", blank=True)
    laufzeit_wortlaut = models.TextField("Laufzeit (Wortlaut)", blank=True)
    erledigt_am = models.DateField("erledigt am", null=True, blank=True)

    history = fassungen()

    class Meta:
        verbose_name = "Umsetzungsschritt"
        verbose_name_plural = "Umsetzungsschritte"
        ordering = ["reihenfolge"]
        constraints = [
            models.UniqueConstraint(
                fields=["massnahme", "reihenfolge"],
                name="schritt_reihenfolge",
                violation_error_message="Diesen Platz in der Reihenfolge hat schon ein anderer Schritt.",
            )
        ]

    def __str__(self):
        return self.text


class Phase(models.Model):
    """Ein aus dem Wortlaut der Laufzeit gelesener Abschnitt; Beginn und Ende einschließlich."""

    massnahme = models.ForeignKey(Massnahme, models.CASCADE, related_name="phasen")
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    art = models.CharField("Art", max_length=12, choices=[(a.value, a.bezeichnung) for a in Phasenart])
    von = models.DateField("von", null=True, blank=True)
    bis = models.DateField("bis", null=True, blank=True)

    history = fassungen()

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

    def clean(self):
        """Was die Terminlage voraussetzt: ein Zeitraum hat ein Ende, „ab“ einen Beginn."""
        fehler = {}
        if self.von and self.bis and self.bis < self.von:
            fehler["bis"] = "Das Ende liegt vor dem Beginn."
        if self.art in (Phasenart.ZEITRAUM, Phasenart.ZEITPUNKT) and not self.bis:
            fehler["bis"] = "Ein Zeitraum oder Zeitpunkt braucht sein Ende."
        if self.art == Phasenart.AB and not self.von:
            fehler["von"] = "„ab“ braucht einen Beginn."
        if self.art in (Phasenart.AB, Phasenart.JAEHRLICH, Phasenart.FORTLAUFEND) and self.bis:
            fehler["bis"] = "Diese Art hat kein Ende. Mit einem Ende ist es ein Zeitraum."
        if fehler:
            raise ValidationError(fehler)

    @property
    def in_worten(self) -> str:
        return self.als_laufzeitphase().in_worten

    def als_laufzeitphase(self) -> Laufzeitphase:
        return Laufzeitphase(Phasenart(self.art), self.von, self.bis)
