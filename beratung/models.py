"""Beratung: Gebiete, Beratungsstellen, Kataloge, Lieferungen und die daraus gezählten Zahlen.

Personenbezogenes kommt hier nirgends vor: keine Kennung, kein Geburtsdatum, kein Freitext zu Personen.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .kern.befund import Schwere
from .kern.zaehlung import Art, Ebene, Merkmal, Quelle, Zaehleinheit, Zustand
from .querysets import (
    LieferungQuerySet,
    MonatswertQuerySet,
    PlanungsbereichQuerySet,
    SchluesselManager,
    ZuordnungsprofilQuerySet,
)


def auswahl(aufzaehlung):
    """Auswahlliste eines Modellfelds aus einer Aufzählung des Kerns."""
    return [(wert.value, wert.bezeichnung) for wert in aufzaehlung]


class Stammdatum(models.Model):
    """Von Hand gepflegtes, das Dateien in fixtures/ über seinen fachlichen Schlüssel wiederfinden."""

    fachlicher_schluessel: tuple[str, ...] = ("name",)

    objects = SchluesselManager()

    class Meta:
        abstract = True

    def natural_key(self):
        return tuple(getattr(self, feld) for feld in self.fachlicher_schluessel)


# --- Gebiete ---------------------------------------------------------------------------------------------------------


class Gueltigkeit(models.Model):
    """Gilt von … bis einschließlich …; leer heißt unbegrenzt."""

    gueltig_von = models.DateField("gültig von", null=True, blank=True)
    gueltig_bis = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(gueltig_von__isnull=True)
                | Q(gueltig_bis__isnull=True)
                | Q(gueltig_bis__gte=F("gueltig_von")),
                name="%(class)s_gueltigkeit",
            )
        ]


class Planungsbereich(Stammdatum):
    fachlicher_schluessel = ("kuerzel",)

    name = models.CharField("Name", max_length=100, unique=True)
    kuerzel = models.SlugField("Kürzel in der Adresse", unique=True)
    koordination = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="planungsbereiche", verbose_name="Koordination"
    )

    objects = SchluesselManager.from_queryset(PlanungsbereichQuerySet)()

    class Meta:
        verbose_name = "Planungsbereich"
        verbose_name_plural = "Planungsbereiche"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Stadtteil(models.Model):
    """Statistischer Stadtteil mit amtlicher zweistelliger Nummer (Text: führende Null)."""

    nr = models.CharField("Nr.", max_length=2, primary_key=True)
    name = models.CharField("Name", max_length=100, unique=True)
    gebiet = models.CharField("Stadtbezirk oder Ortschaft", max_length=100)
    gebietsart = models.CharField("Gebietsart", max_length=20)
    # Die Kommunale Statistikstelle veröffentlicht diesen Stadtteil nur zusammen mit dem genannten.
    zusammengefasst_mit = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    schreibweisen = models.JSONField("weitere Schreibweisen", default=list, blank=True)

    class Meta:
        verbose_name = "Stadtteil"
        verbose_name_plural = "Stadtteile"
        ordering = ["nr"]

    def __str__(self):
        return f"{self.nr} {self.name}"


class Gebietszuordnung(Gueltigkeit):
    """Welcher Stadtteil wann zu welchem Planungsbereich gehört."""

    stadtteil = models.ForeignKey(Stadtteil, models.PROTECT, related_name="zuordnungen")
    planungsbereich = models.ForeignKey(Planungsbereich, models.PROTECT, related_name="zuordnungen")
    # Die amtliche Liste ist nicht veröffentlicht; Unbestätigtes wird überall als solches gezeigt.
    ist_bestaetigt = models.BooleanField("bestätigt", default=False)

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Gebietszuordnung"
        verbose_name_plural = "Gebietszuordnungen"

    def __str__(self):
        return f"{self.stadtteil} → {self.planungsbereich}"


class Traeger(Stammdatum):
    name = models.CharField("Name", max_length=200, unique=True)

    class Meta:
        verbose_name = "Träger"
        verbose_name_plural = "Träger"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Beratungsstelle(Stammdatum, Gueltigkeit):
    fachlicher_schluessel = ("kuerzel",)

    name = models.CharField("Name", max_length=200, unique=True)
    kuerzel = models.SlugField("Kürzel", unique=True)
    traeger = models.ForeignKey(Traeger, models.PROTECT, related_name="beratungsstellen", verbose_name="Träger")
    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    # Ordnet Fälle ohne Stadtteil zu; die Stelle selbst berät auch darüber hinaus.
    planungsbereich = models.ForeignKey(
        Planungsbereich, models.PROTECT, null=True, blank=True, related_name="beratungsstellen"
    )
    ist_beispiel = models.BooleanField("erfundenes Beispiel", default=False)

    class Meta(Gueltigkeit.Meta):
        verbose_name = "Beratungsstelle"
        verbose_name_plural = "Beratungsstellen"
        ordering = ["name"]

    def __str__(self):
        return self.name


# --- Kataloge --------------------------------------------------------------------------------------------------------


class Katalogwert(Stammdatum):
    """Eine Ausprägung eines Merkmals, mit Oberwert (Beratungsfeld → Hauptberatungsfeld) und anderen Schreibweisen."""

    fachlicher_schluessel = ("merkmal", "schluessel")

    merkmal = models.CharField("Merkmal", max_length=30, choices=auswahl(Merkmal))
    schluessel = models.CharField("Schlüssel", max_length=40)
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    reihenfolge = models.PositiveSmallIntegerField("Reihenfolge")
    oberwert = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="unterwerte")
    schreibweisen = models.JSONField("weitere Schreibweisen", default=list, blank=True)

    class Meta:
        verbose_name = "Katalogwert"
        verbose_name_plural = "Katalogwerte"
        ordering = ["merkmal", "reihenfolge"]
        constraints = [models.UniqueConstraint(fields=["merkmal", "schluessel"], name="katalogwert_eindeutig")]

    def __str__(self):
        return self.bezeichnung


class Zuordnungsprofil(Stammdatum):
    """Übersetzt eine fremde Tabelle ins Standardformat: Überschrift → Spalte, Wert → Katalogschlüssel. Nie geändert,
    sondern als neue Version angelegt."""

    fachlicher_schluessel = ("name", "version")

    name = models.SlugField("Name")
    version = models.PositiveSmallIntegerField("Version")
    bezeichnung = models.CharField("Bezeichnung", max_length=120)
    ist_annahme = models.BooleanField("unbestätigte Annahme", default=False)
    regeln = models.JSONField("Regeln", default=dict)

    objects = SchluesselManager.from_queryset(ZuordnungsprofilQuerySet)()

    class Meta:
        verbose_name = "Zuordnungsprofil"
        verbose_name_plural = "Zuordnungsprofile"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="profilversion_eindeutig")]

    def __str__(self):
        return f"{self.bezeichnung}, Version {self.version}"


# --- Lieferungen -----------------------------------------------------------------------------------------------------


class Lieferung(models.Model):
    """Eine Datei für eine Quelle und einen Monat. Ersetztes bleibt stehen."""

    class Status(models.TextChoices):
        GEPRUEFT = "geprueft", "geprüft, noch nicht übernommen"
        UEBERNOMMEN = "uebernommen", "übernommen"
        ERSETZT = "ersetzt", "durch eine neuere ersetzt"
        VERWORFEN = "verworfen", "verworfen"
        ZURUECKGENOMMEN = "zurueckgenommen", "zurückgenommen"

    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    monat = models.DateField("Monat", help_text="erster Tag des Monats")
    dateiname = models.CharField("Dateiname", max_length=200)
    sha256 = models.CharField("Prüfsumme der Datei", max_length=64, db_index=True)
    profil = models.ForeignKey(Zuordnungsprofil, models.PROTECT, related_name="lieferungen")
    status = models.CharField("Status", max_length=15, choices=Status, default=Status.GEPRUEFT)
    datenstand = models.CharField(
        "Datenstand", max_length=12, choices=auswahl(Zustand), default=Zustand.VORLAEUFIG.value
    )
    zeilen_gelesen = models.PositiveIntegerField("gelesene Zeilen")
    summen = models.JSONField("Summen je Zähleinheit", default=dict)
    befunde = models.JSONField("Befunde", default=list)
    begruendung = models.TextField("Begründung trotz Warnungen", blank=True)
    ist_beispiel = models.BooleanField("erfundene Beispielzahlen", default=False)
    erstellt_am = models.DateTimeField("hochgeladen am", auto_now_add=True)
    erstellt_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uebernommen_am = models.DateTimeField("übernommen am", null=True, blank=True)
    uebernommen_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    zurueckgenommen_am = models.DateTimeField("zurückgenommen am", null=True, blank=True)
    zurueckgenommen_von = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ruecknahmegrund = models.TextField("Grund der Rücknahme", blank=True)

    objects = LieferungQuerySet.as_manager()

    class Meta:
        verbose_name = "Lieferung"
        verbose_name_plural = "Lieferungen"
        ordering = ["-monat", "quelle", "-pk"]

    def __str__(self):
        return f"Lieferung {self.pk}: {Quelle(self.quelle).verfahren} {self.monat:%m/%Y}"

    @property
    def zuletzt_am(self):
        return self.zurueckgenommen_am or self.uebernommen_am or self.erstellt_am

    @property
    def zuletzt_von(self) -> str:
        """Name der Person hinter `zuletzt_am`."""
        stationen = (
            (self.zurueckgenommen_am, self.zurueckgenommen_von),
            (self.uebernommen_am, self.uebernommen_von),
            (self.erstellt_am, self.erstellt_von),
        )
        person = next(person for zeitpunkt, person in stationen if zeitpunkt)
        return person.anzeigename if person else "Befehlszeile"

    @property
    def braucht_begruendung(self) -> bool:
        """Warnungen darf man übergehen, aber nicht wortlos."""
        return any(befund["schwere"] == Schwere.WARNUNG for befund in self.befunde)


class Lieferungsteil(models.Model):
    """Eine Art in einer Lieferung. Je Quelle, Monat und Art gilt höchstens einer; daran hängen alle Zahlen."""

    lieferung = models.ForeignKey(Lieferung, models.CASCADE, related_name="teile")
    quelle = models.CharField("Quelle", max_length=10, choices=auswahl(Quelle))
    monat = models.DateField("Monat")
    art = models.CharField("Art", max_length=12, choices=auswahl(Art))
    ist_gueltig = models.BooleanField("gilt", default=False)
    # Welcher Teil diesen abgelöst hat; wird jener zurückgenommen, gilt dieser wieder.
    ersetzt_durch = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="ersetzte")
    # Prüfsumme über die gezählten Zeilen: dieselben Zahlen in anderer Reihenfolge sind dieselbe Lieferung.
    inhaltssumme = models.CharField("Prüfsumme des Inhalts", max_length=64)
    # Die gezählten Zeilen zwischen Vorschau und Übernahme; danach leer, dann stehen sie in den Tabellen unten.
    wartender_inhalt = models.JSONField("wartender Inhalt", null=True)

    class Meta:
        verbose_name = "Lieferungsteil"
        verbose_name_plural = "Lieferungsteile"
        constraints = [
            models.UniqueConstraint(
                fields=["quelle", "monat", "art"], condition=Q(ist_gueltig=True), name="je_monat_gilt_ein_teil"
            )
        ]

    def __str__(self):
        return f"{self.get_art_display()} aus Lieferung {self.lieferung_id}"


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


class Monatswert(models.Model):
    """Eine Zelle des Würfels: was jede Auswertung liest. Hier stehen nur Zellen geltender Lieferungsteile; sie werden
    mit ihnen in derselben Transaktion geschrieben und gelöscht."""

    teil = models.ForeignKey(Lieferungsteil, models.CASCADE, related_name="monatswerte")
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

    objects = MonatswertQuerySet.as_manager()

    class Meta:
        verbose_name = "Monatswert"
        verbose_name_plural = "Monatswerte"
        indexes = [models.Index(fields=["ebene", "gebiet", "zaehleinheit", "monat"], name="wuerfel_lesen")]
