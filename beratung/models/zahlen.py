"""Die gezählten Zahlen: gruppierte Zeilen, fertige Summen und der Monatswürfel."""

from django.db import models

from beratung.kern.zaehlung import Ebene, Zaehleinheit
from beratung.querysets import (
    MonatswertQuerySet,
)

from .gebiete import Beratungsstelle
from .grundlage import auswahl
from .lieferungen import Lieferungsteil


class Zaehlzeile(models.Model):
    """Gruppierte Zeile: alle Merkmale gleich, `anzahl` sagt wie oft. Codes statt Fremdschlüssel: geprüft wird vor dem
    Schreiben im Speicher, je Zeile in der Datenbank wäre es rund dreißigmal langsamer."""

    teil = models.ForeignKey(Lieferungsteil, models.CASCADE)
    beratungsstelle = models.ForeignKey(
        Beratungsstelle, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    # Amtliche Nr., „unbekannt“ oder „auswaertig“.
    stadtteil = models.CharField("Stadtteil", max_length=10)
    anzahl = models.PositiveIntegerField("Anzahl")

    class Meta:
        abstract = True


class Neuzugang(Zaehlzeile):
    altersgruppe = models.CharField("Altersgruppe", max_length=40)
    geschlecht = models.CharField("Geschlecht", max_length=40)
    migrationshintergrund = models.CharField("Migrationshintergrund", max_length=40)
    familienstand = models.CharField("Familienstand", max_length=40)
    fallherkunft = models.CharField("Fallherkunft", max_length=40)

    class Meta:
        verbose_name = "Neuzugang"
        verbose_name_plural = "Neuzugänge"


class Leistung(Zaehlzeile):
    zaehleinheit = models.CharField("Zähleinheit", max_length=20, choices=auswahl(Zaehleinheit))
    beratungsfeld = models.CharField("Beratungsfeld", max_length=40)
    beratungsort = models.CharField("Beratungsort", max_length=40)

    class Meta:
        verbose_name = "Leistung"
        verbose_name_plural = "Leistungen"


class Haeufigkeit(Zaehlzeile):
    """Wie viele Fälle wie viele Leistungen hatten; die Fallkennung ist beim Einlesen verworfen worden."""

    klasse = models.CharField("Leistungen je Fall", max_length=40)

    class Meta:
        verbose_name = "Häufigkeit"
        verbose_name_plural = "Häufigkeiten"


class Monatssumme(models.Model):
    """Fertig gelieferte Summe. `anzahl` leer heißt nicht gemeldet, nicht 0."""

    teil = models.ForeignKey(Lieferungsteil, models.CASCADE)
    zaehleinheit = models.CharField("Zähleinheit", max_length=20, choices=auswahl(Zaehleinheit))
    ebene = models.CharField("Ebene", max_length=20, choices=[(e.value, e.value) for e in Ebene])
    gebiet = models.CharField("Gebiet", max_length=60, blank=True)
    merkmal = models.CharField("Merkmal", max_length=30, blank=True)
    auspraegung = models.CharField("Ausprägung", max_length=40, blank=True)
    anzahl = models.PositiveIntegerField("Anzahl", null=True)

    class Meta:
        verbose_name = "Monatssumme"
        verbose_name_plural = "Monatssummen"


class Wuerfelzelle(models.Model):
    """Was jede Zelle eines Würfels nennt: wo, wann, was gezählt ist, wonach aufgeteilt, wie viel. Die genauen und die
    geschützten Zahlen tragen dieselben Schlüssel, damit dieselben Abfragen beide lesen."""

    quelle = models.CharField("Quelle", max_length=10)
    monat = models.DateField("Monat")
    ebene = models.CharField("Ebene", max_length=20)
    # Leer (Stadt), Kürzel des Planungsbereichs, Nr. des Stadtteils oder Kürzel der Beratungsstelle; bei Stadtteil und
    # Planungsbereich auch „unbekannt“ und „auswaertig“, damit die Gebiete zusammen die Stadt ergeben.
    gebiet = models.CharField("Gebiet", max_length=60, blank=True)
    zaehleinheit = models.CharField("Zähleinheit", max_length=20)
    # Leer: alle zusammen.
    merkmal = models.CharField("Merkmal", max_length=30, blank=True)
    auspraegung = models.CharField("Ausprägung", max_length=80, blank=True)
    anzahl = models.PositiveIntegerField("Anzahl")

    class Meta:
        abstract = True


class Monatswert(Wuerfelzelle):
    """Eine genaue Zelle: was jede interne Auswertung liest. Hier stehen nur die geltender Lieferungsteile; sie werden
    mit ihnen in derselben Transaktion geschrieben und gelöscht."""

    teil = models.ForeignKey(Lieferungsteil, models.CASCADE, related_name="monatswerte")

    objects = MonatswertQuerySet.as_manager()

    class Meta:
        verbose_name = "Monatswert"
        verbose_name_plural = "Monatswerte"
        indexes = [
            models.Index(fields=["ebene", "gebiet", "zaehleinheit", "monat", "merkmal"], name="wuerfel_lesen"),
            # Zwei von hundert Zellen, aber nach ihnen wird über alle Gebiete gefragt, immer nach einer Zähleinheit.
            models.Index(
                fields=["monat", "ebene", "zaehleinheit"], name="wuerfel_gesamtzahlen", condition=models.Q(merkmal="")
            ),
        ]
