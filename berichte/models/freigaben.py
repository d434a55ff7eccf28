"""Geschützte Zahlen zur Weitergabe: je Freigabe ein Würfel, einmal gerechnet, von zwei Personen verantwortet."""

from django.conf import settings
from django.db import models

from beratung.kern.zaehlung import Quelle, Zaehleinheit
from beratung.models import Planungsbereich
from beratung.models.zahlen import Wuerfelzelle
from dresden_senioren.datenbank.ergaenzbar import NurErgaenzt, NurErgaenztQuerySet
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

BENUTZER = settings.AUTH_USER_MODEL


class Zahlenfreigabe(models.Model):
    """Geschützte Zahlen eines Zeitraums. Erst beantragt, dann von einer zweiten Person freigegeben oder verworfen."""

    class Zustand(models.TextChoices):
        WIRD_GERECHNET = "gerechnet", "wird gerechnet"
        NICHT_GESCHUETZT = "abgelehnt", "nicht zu schützen"  # warum, steht unter `grund`; Zahlen gibt es keine
        BEANTRAGT = "beantragt", "wartet auf die zweite Person"
        FREIGEGEBEN = "freigegeben", "freigegeben"
        VERWORFEN = "verworfen", "verworfen"

    von_monat = models.DateField("erster Monat")
    bis_monat = models.DateField("letzter Monat")
    basis = models.PositiveSmallIntegerField("gerundet auf Vielfache von")
    programm = models.PositiveSmallIntegerField("Version des Tabellenprogramms")
    zustand = models.CharField("Zustand", max_length=12, choices=Zustand, default=Zustand.WIRD_GERECHNET)
    # 1, solange etwas zu rechnen oder zu entscheiden ist: Mehr als eine offene Freigabe lässt die Datenbank nicht zu.
    platz = models.PositiveSmallIntegerField(null=True, unique=True, default=1, editable=False)
    lebenszeichen = models.DateTimeField("letztes Lebenszeichen", null=True)
    # Was zur Zeit der Rechnung galt, je Quelle, Monat und Art: wie fest, wann übernommen (berichte.zahlen.geschuetzt).
    teile = models.JSONField("zugrunde liegende Lieferungsteile", default=list)
    # Ergebnis des Angriffs auf diese und alle früheren Freigaben (berichte.kern.schutz.angriff).
    pruefung = models.JSONField("Prüfung", default=dict)
    # Größte und mittlere Abweichung, je Ebene; steht im Text unter jeder geschützten Zahl.
    abweichung = models.JSONField("Abweichung", default=dict)
    inhaltssumme = models.CharField("Prüfsumme der geschützten Zahlen", max_length=64, blank=True)
    beantragt_am = models.DateTimeField("beantragt am", auto_now_add=True)
    beantragt_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    entschieden_am = models.DateTimeField("entschieden am", null=True)
    entschieden_von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    grund = models.TextField("Begründung", blank=True)

    class Meta:
        verbose_name = "Zahlenfreigabe"
        verbose_name_plural = "Zahlenfreigaben"
        ordering = ["-pk"]

    def __str__(self):
        return f"Freigabe {self.pk}: {self.zeitraum.bezeichnung}"

    @property
    def zeitraum(self) -> Zeitraum:
        return Zeitraum(Monat.von_tag(self.von_monat), Monat.von_tag(self.bis_monat))

    @property
    def ist_offen(self) -> bool:
        return self.platz is not None


class Freigabezelle(Wuerfelzelle):
    freigabe = models.ForeignKey(Zahlenfreigabe, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True


class Freigabewert(Freigabezelle):
    """Eine geschützte Zahl; nur diese verlassen das Haus."""

    class Meta:
        verbose_name = "Freigabewert"
        verbose_name_plural = "Freigabewerte"
        indexes = [
            models.Index(
                fields=["freigabe", "ebene", "gebiet", "zaehleinheit", "monat", "merkmal"], name="freigabe_lesen"
            )
        ]


class Freigabegrundlage(Freigabezelle):
    """Die genaue Zahl hinter einer geschützten, wie sie bei der Freigabe galt; sie liest nur der Angriff, der den
    Schutz prüft."""

    class Meta:
        verbose_name = "Grundlage einer Freigabe"
        verbose_name_plural = "Grundlagen von Freigaben"


class BekannteZahlQuerySet(NurErgaenztQuerySet):
    def geltend(self):
        """Ohne die zurückgenommenen."""
        return self.filter(ruecknahme=None)


class BekannteZahl(NurErgaenzt):
    """Eine genaue Zahl, die schon veröffentlicht ist: Der Angriff kennt sie. Ohne Quelle: beide zusammen; ohne
    Planungsbereich: die Stadt."""

    zaehleinheit = models.CharField(
        "Zähleinheit", max_length=20, choices=[(e.value, e.bezeichnung) for e in Zaehleinheit]
    )
    quelle = models.CharField("Quelle", max_length=10, blank=True, choices=[(q.value, q.bezeichnung) for q in Quelle])
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, null=True, blank=True, related_name="+")
    von_monat = models.DateField("erster Monat")
    bis_monat = models.DateField("letzter Monat")
    anzahl = models.PositiveIntegerField("Anzahl")
    fundstelle = models.CharField("Fundstelle", max_length=200)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("erfasst am", auto_now_add=True)

    objects = BekannteZahlQuerySet.as_manager()

    class Meta:
        verbose_name = "bekannte Zahl"
        verbose_name_plural = "bekannte Zahlen"

    def __str__(self):
        return f"{self.anzahl} {self.get_zaehleinheit_display()} ({self.fundstelle})"

    @property
    def zeitraum(self) -> Zeitraum:
        return Zeitraum(Monat.von_tag(self.von_monat), Monat.von_tag(self.bis_monat))


class Zahlruecknahme(NurErgaenzt):
    """Eine bekannte Zahl war falsch abgeschrieben: Künftige Angriffe rechnen nicht mehr mit ihr."""

    zahl = models.OneToOneField(BekannteZahl, models.PROTECT, related_name="ruecknahme")
    grund = models.CharField("Grund", max_length=500)
    von = models.ForeignKey(BENUTZER, models.PROTECT, null=True, related_name="+")
    am = models.DateTimeField("zurückgenommen am", auto_now_add=True)

    class Meta:
        verbose_name = "Rücknahme einer bekannten Zahl"
        verbose_name_plural = "Rücknahmen bekannter Zahlen"

    def __str__(self):
        return f"{self.zahl}: {self.grund}"
