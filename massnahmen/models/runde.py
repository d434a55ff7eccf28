"""Die Sachstandsrunde: fragen, antworten, festhalten; dazu Stellvertretung und Erinnerung."""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt, NurErgaenztQuerySet
from dresden_senioren.rollen import Recht
from massnahmen.kern.rundenstand import Antwort, Standzeile, pruefsumme

BENUTZER = settings.AUTH_USER_MODEL


class SachstandsrundeQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        """Runden führt und sieht die Leitung; wer antwortet, sieht seine Rückmeldungen."""
        return self if benutzer.darf(Recht.RUNDEN_FUEHREN) else self.none()

    def mit_zahlen(self):
        """Hängt `anzahl` und `beantwortet` an, je als eigene Unterabfrage: verbunden wären es Millionen Zeilen."""
        from .sachstand import Sachstandsmeldung

        gefragt = Sachstandsrunde.massnahmen.through.objects.filter(sachstandsrunde=OuterRef("pk")).order_by()
        antworten = Sachstandsmeldung.objects.filter(runde=OuterRef("pk")).order_by()
        return self.annotate(anzahl=_gezaehlt(gefragt, "sachstandsrunde"), beantwortet=_gezaehlt(antworten, "runde"))

    def offene(self):
        return self.filter(ist_offen=True)

    def geschlossene(self):
        return self.filter(ist_offen=False)


def _gezaehlt(zeilen, runde: str):
    anzahl = zeilen.values(runde).annotate(anzahl=Count("massnahme", distinct=True)).values("anzahl")
    return Coalesce(Subquery(anzahl), 0)


class Sachstandsrunde(models.Model):
    """Eine Abfrage des Sachstands bei allen Stellen zu einem Stichtag; je Fachplan ist höchstens eine offen."""

    fachplan = models.ForeignKey("Fachplan", models.PROTECT, related_name="runden", verbose_name="Fachplan")
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    stichtag = models.DateField("Stichtag")
    frist = models.DateField("Frist")
    massnahmen = models.ManyToManyField("Massnahme", related_name="runden", verbose_name="Maßnahmen")
    ist_offen = models.BooleanField("offen", default=True)
    eroeffnet_am = models.DateTimeField("eröffnet am", auto_now_add=True)
    eroeffnet_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")

    objects = SachstandsrundeQuerySet.as_manager()

    class Meta:
        verbose_name = "Sachstandsrunde"
        verbose_name_plural = "Sachstandsrunden"
        ordering = ["-eroeffnet_am", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fachplan"], condition=Q(ist_offen=True), name="eine_offene_runde_je_fachplan"
            ),
            models.UniqueConstraint(fields=["fachplan", "bezeichnung"], name="runde_bezeichnung_eindeutig"),
            models.CheckConstraint(condition=Q(frist__gte=F("stichtag")), name="runde_frist_nach_stichtag"),
        ]

    def __str__(self):
        return self.bezeichnung

    @property
    def bitte(self) -> str:
        """Die Frist, wie sie den Gefragten heute genannt wird."""
        ist_vorbei = self.frist < timezone.localdate()
        return f"{'fällig seit dem' if ist_vorbei else 'bitte bis'} {self.frist:%d.%m.%Y}"


class RundenabschlussQuerySet(NurErgaenztQuerySet):
    def sichtbar_fuer(self, benutzer):
        """Festgehalten ist nur, was die Maßnahmenliste am Stichtag allen zeigt: Wer sie liest, liest auch das."""
        return self if benutzer.darf(Recht.MASSNAHMEN_LESEN) else self.none()

    def geltende(self):
        """Je geschlossener Runde der letzte Abschluss, der zuletzt entstandene zuerst."""
        letzter = Rundenabschluss.objects.filter(runde=OuterRef("runde")).order_by("-nummer").values("pk")[:1]
        return self.filter(runde__ist_offen=False, pk=Subquery(letzter)).order_by("-am", "-pk")


class Rundenabschluss(NurErgaenzt):
    """Der festgehaltene Stand beim Schließen. Wird wieder geöffnet und neu geschlossen, kommt ein weiterer hinzu."""

    runde = models.ForeignKey(Sachstandsrunde, models.PROTECT, related_name="abschluesse")
    nummer = models.PositiveSmallIntegerField("Nummer")
    am = models.DateTimeField("geschlossen am", auto_now_add=True)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    pruefsumme = models.CharField("Prüfsumme", max_length=64)

    objects = RundenabschlussQuerySet.as_manager()

    class Meta:
        verbose_name = "Rundenabschluss"
        verbose_name_plural = "Rundenabschlüsse"
        ordering = ["runde", "nummer"]
        constraints = [models.UniqueConstraint(fields=["runde", "nummer"], name="abschluss_nummer_eindeutig")]

    def __str__(self):
        return f"{self.runde}, Abschluss {self.nummer}"

    @property
    def ist_unversehrt(self) -> bool:
        """Ergeben die gespeicherten Zeilen noch die Prüfsumme von damals?"""
        return pruefsumme(zeile.als_standzeile() for zeile in self.zeilen.all()) == self.pruefsumme


class Abschlusszeile(NurErgaenzt):
    """Eine Maßnahme im Wortlaut des Abschlusses und die damals geltende Zeile des Sachstandsbuchs."""

    abschluss = models.ForeignKey(Rundenabschluss, models.PROTECT, related_name="zeilen")
    reihenfolge = models.PositiveIntegerField("Reihenfolge")
    massnahme = models.ForeignKey("Massnahme", models.PROTECT, related_name="+")
    meldung = models.ForeignKey("Sachstandsmeldung", models.PROTECT, null=True, related_name="+")
    antwort = models.CharField("Antwort", max_length=12, choices=[(a.value, a.bezeichnung) for a in Antwort])
    handlungsfeld = models.TextField("Handlungsfeld")
    nr = models.CharField("Nr.", max_length=20)
    beschreibung = models.TextField("Beschreibung")
    verantwortung = models.TextField("Verantwortung", blank=True)
    sachstand = models.CharField("Sachstand", max_length=60, blank=True)
    farbrolle = models.SlugField("Farbrolle", blank=True)
    erlaeuterung = models.TextField("Erläuterung", blank=True)

    class Meta:
        verbose_name = "Abschlusszeile"
        verbose_name_plural = "Abschlusszeilen"
        ordering = ["reihenfolge"]
        constraints = [models.UniqueConstraint(fields=["abschluss", "massnahme"], name="massnahme_je_abschluss_einmal")]

    def __str__(self):
        return f"{self.nr} {self.sachstand}"

    def als_standzeile(self) -> Standzeile:
        return Standzeile(
            self.massnahme_id,
            self.meldung_id,
            self.antwort,
            self.handlungsfeld,
            self.nr,
            self.beschreibung,
            self.verantwortung,
            self.sachstand,
            self.erlaeuterung,
        )


class Wiedereroeffnung(NurErgaenzt):
    """Wer eine geschlossene Runde wieder geöffnet hat und warum; der Abschluss bleibt stehen."""

    abschluss = models.OneToOneField(Rundenabschluss, models.PROTECT, related_name="wiedereroeffnung")
    begruendung = models.TextField("Begründung")
    am = models.DateTimeField("wieder geöffnet am", auto_now_add=True)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "Wiedereröffnung"
        verbose_name_plural = "Wiedereröffnungen"

    def __str__(self):
        return f"{self.abschluss}: {self.begruendung}"


class StellvertretungQuerySet(models.QuerySet):
    def am(self, tag):
        return self.filter(von__lte=tag, bis__gte=tag)


class Stellvertretung(models.Model):
    """Wer von einem Tag bis zu einem anderen (einschließlich) für eine abwesende Person antwortet."""

    abwesend = models.ForeignKey(BENUTZER, models.CASCADE, related_name="abwesenheiten", verbose_name="Abwesend")
    vertretung = models.ForeignKey(BENUTZER, models.CASCADE, related_name="vertretungen", verbose_name="Vertretung")
    von = models.DateField("Erster Tag")
    bis = models.DateField("Letzter Tag")

    objects = StellvertretungQuerySet.as_manager()

    class Meta:
        verbose_name = "Stellvertretung"
        verbose_name_plural = "Stellvertretungen"
        ordering = ["von", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(bis__gte=F("von")), name="vertretung_endet_nach_beginn"),
            models.CheckConstraint(condition=~Q(abwesend=F("vertretung")), name="niemand_vertritt_sich_selbst"),
        ]

    def __str__(self):
        return f"{self.vertretung.anzeigename} für {self.abwesend.anzeigename}"

    @property
    def in_worten(self) -> str:
        """Für die Vertretung selbst."""
        return f"Sie vertreten {self.abwesend.anzeigename} bis {self.bis:%d.%m.%Y}."


class Erinnerung(NurErgaenzt):
    """Eine gesendete E-Mail. Je Person und Tag höchstens eine, gleich aus welcher Runde."""

    ist_vorweggenommen = True

    runde = models.ForeignKey(Sachstandsrunde, models.PROTECT, related_name="erinnerungen")
    empfaenger = models.ForeignKey(BENUTZER, models.PROTECT, related_name="+")
    tag = models.DateField("Tag")
    am = models.DateTimeField("gesendet am", auto_now_add=True)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    text = models.TextField("Text")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        ordering = ["-am", "-pk"]
        constraints = [models.UniqueConstraint(fields=["empfaenger", "tag"], name="eine_erinnerung_je_person_und_tag")]

    def __str__(self):
        return f"{self.empfaenger.anzeigename} am {self.tag:%d.%m.%Y}"
