"""Benutzer mit Rolle und das Protokoll."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from .datenbank.ergaenzbar import NurErgaenzt
from .rollen import ROLLEN, Recht


class BenutzerQuerySet(models.QuerySet):
    def sichtbar_fuer(self, benutzer):
        return self if benutzer.darf(Recht.BENUTZER_PFLEGEN) else self.none()


class BenutzerManager(UserManager.from_queryset(BenutzerQuerySet)):
    use_in_migrations = False

    def get_by_natural_key(self, username):
        """Groß und Klein ist beim Anmelden gleich."""
        return self.get(username=self.model.normalize_username(username))


class Benutzer(AbstractUser):
    """Eine Person mit genau einer Rolle. Stellen und Planungsbereiche hängen an der anderen Seite der Beziehung."""

    objects = BenutzerManager()

    rolle = models.CharField(
        "Rolle", max_length=20, blank=True, choices=[(r.schluessel, r.bezeichnung) for r in ROLLEN.values()]
    )

    # Steigt, wenn sich ändert, was die Person darf; mit ihr enden alle Sitzungen und offenen Links der Person.
    rechte_stand = models.PositiveIntegerField("Stand der Rechte", default=0, editable=False)
    # Unveränderliche Kennung (sub) beim Identitätsdienst der Stadt, seit der ersten Anmeldung darüber.
    stadtkennung = models.CharField(
        "Kennung des Dienstkontos", max_length=255, null=True, blank=True, unique=True, editable=False
    )
    rundgang_beendet_am = models.DateTimeField("Rundgang beendet am", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "Benutzer"
        verbose_name_plural = "Benutzer"
        constraints = [
            models.UniqueConstraint(Lower("username"), name="anmeldename_einmal"),
            # An die Adresse gehen Links zum Setzen des Kennworts; ein gemeinsames Postfach wäre ein gemeinsamer Zugang.
            models.UniqueConstraint(Lower("email"), name="email_je_person_einmal", condition=~Q(email="")),
        ]

    def save(self, *args, **kwargs):
        self.username = self.normalize_username(self.username)
        super().save(*args, **kwargs)

    @classmethod
    def normalize_username(cls, username):
        """Benutzernamen sind klein geschrieben; wer „Mueller“ eintippt, meint „mueller“."""
        return super().normalize_username(username).strip().lower()

    def rechte_geaendert(self) -> None:
        """Alle Sitzungen und offenen Links der Person gelten ab der nächsten Anfrage nicht mehr."""
        type(self).objects.filter(pk=self.pk).update(rechte_stand=F("rechte_stand") + 1)
        self.refresh_from_db(fields=["rechte_stand"])

    def _get_session_auth_hash(self, secret=None):
        # Daran misst Django bei jeder Anfrage, ob eine Sitzung noch gilt: Kennwort, dazu Rolle und Stand der Rechte.
        grundlage = f"{super()._get_session_auth_hash(secret=secret)} {self.rolle} {self.rechte_stand}"
        return salted_hmac("dresden_senioren.sitzung", grundlage, secret=secret, algorithm="sha256").hexdigest()

    @property
    def rechte(self) -> frozenset[Recht]:
        return ROLLEN[self.rolle].rechte if self.is_active and self.rolle in ROLLEN else frozenset()

    def darf(self, recht: Recht) -> bool:
        return recht in self.rechte

    @property
    def anzeigename(self) -> str:
        return self.get_full_name() or self.username


class Ereignis(models.TextChoices):
    """Was protokolliert wird."""

    ANMELDUNG = "anmeldung", "Anmeldung"
    ABMELDUNG = "abmeldung", "Abmeldung"
    ANMELDUNG_GESCHEITERT = "anmeldung_gescheitert", "Anmeldung gescheitert"
    ANMELDUNG_GESPERRT = "anmeldung_gesperrt", "Anmeldung nach zu vielen Fehlversuchen gesperrt"
    KENNWORT_GEAENDERT = "kennwort_geaendert", "Kennwort geändert"
    KENNWORT_LINK_GESENDET = "kennwort_link_gesendet", "Link zum Setzen des Kennworts gesendet"
    ZWEITER_FAKTOR_EINGERICHTET = "zweiter_faktor_eingerichtet", "zweiter Faktor eingerichtet"
    ZWEITER_FAKTOR_BESTAETIGT = "zweiter_faktor_bestaetigt", "Code des zweiten Faktors richtig"
    ZWEITER_FAKTOR_GESCHEITERT = "zweiter_faktor_gescheitert", "Code des zweiten Faktors falsch"
    ZWEITER_FAKTOR_ENTFERNT = "zweiter_faktor_entfernt", "zweiter Faktor entfernt"
    ERSATZCODE_VERWENDET = "ersatzcode_verwendet", "mit Ersatzcode angemeldet"
    ERSATZCODES_ERZEUGT = "ersatzcodes_erzeugt", "neue Ersatzcodes erzeugt"
    SACHSTAND_GEMELDET = "sachstand_gemeldet", "Sachstand gemeldet"
    TERMINLAGE_GESETZT = "terminlage_gesetzt", "Terminlage gesetzt"
    MASSNAHMEN_GEAENDERT = "massnahmen_geaendert", "mehrere Maßnahmen geändert"
    MASSNAHMEN_AUSGEGEBEN = "massnahmen_ausgegeben", "Maßnahmenliste ausgegeben"
    RUNDE_EROEFFNET = "runde_eroeffnet", "Sachstandsrunde eröffnet"
    RUNDE_GESCHLOSSEN = "runde_geschlossen", "Sachstandsrunde geschlossen"
    RUNDE_WIEDEREROEFFNET = "runde_wiedereroeffnet", "Sachstandsrunde wieder geöffnet"
    ERINNERUNG_GESENDET = "erinnerung_gesendet", "Erinnerung gesendet"
    STELLVERTRETUNG_EINGETRAGEN = "stellvertretung_eingetragen", "Stellvertretung eingetragen"
    STELLVERTRETUNG_BEENDET = "stellvertretung_beendet", "Stellvertretung beendet"
    FACHPLAN_EINGELESEN = "fachplan_eingelesen", "Fachplan eingelesen"
    PLAN_GEPFLEGT = "plan_gepflegt", "Plan gepflegt"
    STAMMDATEN_GEPFLEGT = "stammdaten_gepflegt", "Stammdaten gepflegt"
    MASSNAHME_AUSSER_KRAFT = "massnahme_ausser_kraft", "Maßnahme außer Kraft gesetzt"
    MASSNAHME_IN_KRAFT = "massnahme_in_kraft", "Maßnahme wieder in Kraft gesetzt"
    MASSNAHMEN_ZUSAMMENGEFUEHRT = "massnahmen_zusammengefuehrt", "Maßnahmen zusammengeführt"
    ZIEL_AUSSER_KRAFT = "ziel_ausser_kraft", "Ziel außer Kraft gesetzt"
    ZIEL_IN_KRAFT = "ziel_in_kraft", "Ziel wieder in Kraft gesetzt"
    ZIELE_ZUSAMMENGEFUEHRT = "ziele_zusammengefuehrt", "Ziele zusammengeführt"
    FACHPLAN_FORTGESCHRIEBEN = "fachplan_fortgeschrieben", "Fachplan fortgeschrieben"
    FORMULAR_VERSANDT = "formular_versandt", "Rückmeldeformular erstellt"
    FORMULAR_ZURUECK = "formular_zurueck", "Rückmeldeformular hochgeladen"
    FORMULAR_UEBERNOMMEN = "formular_uebernommen", "Rückmeldeformular übernommen"
    FORMULAR_VERWORFEN = "formular_verworfen", "Antwort eines Rückmeldeformulars verworfen"
    BEFUND_ENTSCHIEDEN = "befund_entschieden", "Befund der Planprüfung entschieden"
    DATEI_VERWORFEN = "datei_verworfen", "hochgeladene Datei verworfen"
    PROFIL_GESPEICHERT = "profil_gespeichert", "Zuordnungsprofil gespeichert"
    PROFIL_ZURUECKGEZOGEN = "profil_zurueckgezogen", "Version eines Zuordnungsprofils zurückgezogen"
    LIEFERUNG_GEPRUEFT = "lieferung_geprueft", "Lieferung geprüft"
    LIEFERUNG_ABGELEHNT = "lieferung_abgelehnt", "Lieferung abgelehnt"
    LIEFERUNG_UEBERNOMMEN = "lieferung_uebernommen", "Lieferung übernommen"
    LIEFERUNG_VERWORFEN = "lieferung_verworfen", "Lieferung verworfen"
    LIEFERUNG_ZURUECKGENOMMEN = "lieferung_zurueckgenommen", "Lieferung zurückgenommen"
    MONATSSTAND_GESETZT = "monatsstand_gesetzt", "Monatsstand gesetzt"
    MONAT_GEOEFFNET = "monat_geoeffnet", "endgültiger Monat wieder geöffnet"
    NULLMELDUNG_ERFASST = "nullmeldung_erfasst", "Nullmeldung erfasst"
    NULLMELDUNG_ZURUECKGENOMMEN = "nullmeldung_zurueckgenommen", "Nullmeldung zurückgenommen"
    LIEFEREINGANG_BERICHTIGT = "liefereingang_berichtigt", "Eingang einer Lieferung berichtigt"
    LIEFERERINNERUNG_GESENDET = "liefererinnerung_gesendet", "Träger an Lieferung erinnert"
    LIEFERBEFUND_ENTSCHIEDEN = "lieferbefund_entschieden", "Befund einer Lieferung entschieden"
    KONTROLLZAHL_ERFASST = "kontrollzahl_erfasst", "gemeldete Zahl erfasst"
    QUARTALSNOTIZ_GESCHRIEBEN = "quartalsnotiz_geschrieben", "Quartalsnotiz geschrieben"
    MONATSBRIEF_EMPFANG = "monatsbrief_empfang", "Monatsbrief per E-Mail ein- oder ausgeschaltet"
    MONATSBRIEF_GESENDET = "monatsbrief_gesendet", "Monatsbrief gesendet"
    TABELLE_AUSGEGEBEN = "tabelle_ausgegeben", "Zahlentabelle ausgegeben"
    BERICHT_ERSTELLT = "bericht_erstellt", "Bericht erstellt"
    BERICHT_ANGELEGT = "bericht_angelegt", "Bericht angelegt"
    BERICHT_VERWORFEN = "bericht_verworfen", "Bericht verworfen"
    BOTSCHAFT_GESCHRIEBEN = "botschaft_geschrieben", "Botschaft geschrieben"
    BERICHT_FESTGESCHRIEBEN = "bericht_festgeschrieben", "Bericht festgeschrieben"
    BERICHT_WIEDEREROEFFNET = "bericht_wiedereroeffnet", "Bericht wieder geöffnet"
    FREIGABE_BEANTRAGT = "freigabe_beantragt", "Freigabe geschützter Zahlen beantragt"
    FREIGABE_ENTSCHIEDEN = "freigabe_entschieden", "Freigabe geschützter Zahlen entschieden"
    BEKANNTE_ZAHL_ERFASST = "bekannte_zahl_erfasst", "veröffentlichte Zahl erfasst"
    BEKANNTE_ZAHL_ZURUECKGENOMMEN = "bekannte_zahl_zurueck", "veröffentlichte Zahl zurückgenommen"
    FOLIENVORLAGE_GELADEN = "folienvorlage_geladen", "Folienvorlage geladen"
    GRENZEN_GELADEN = "grenzen_geladen", "Gebietsgrenzen geladen"
    SICHERUNG_ERSTELLT = "sicherung_erstellt", "Daten gesichert"
    SICHERUNG_EINGESPIELT = "sicherung_eingespielt", "Daten aus einer Sicherung wiederhergestellt"
    DATEI_HERUNTERGELADEN = "datei_heruntergeladen", "Datei heruntergeladen"
    AUFBEWAHRUNG_ANGEWENDET = "aufbewahrung_angewendet", "Aufbewahrungsfristen angewendet"
    ZUGRIFFE_AUSGEWERTET = "zugriffe_ausgewertet", "Zugriffsbuch ausgewertet"
    BARRIERE_GEMELDET = "barriere_gemeldet", "Barriere gemeldet"
    BARRIERE_BEANTWORTET = "barriere_beantwortet", "gemeldete Barriere beantwortet"
    PERSON_EINGELADEN = "person_eingeladen", "Zugang angelegt"
    PERSON_GEAENDERT = "person_geaendert", "Zugang geändert"
    PERSON_ABGESCHALTET = "person_abgeschaltet", "Zugang abgeschaltet"
    PERSON_EINGESCHALTET = "person_eingeschaltet", "Zugang wieder eingeschaltet"
    SITZUNGEN_BEENDET = "sitzungen_beendet", "alle Sitzungen beendet"
    LINK_UEBERGEBEN = "link_uebergeben", "Link zum Setzen des Kennworts zum Weitergeben gezeigt"


class ProtokollQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Das Protokoll wird nur ergänzt, nie geändert.")

    def delete(self):
        raise TypeError("Das Protokoll wird nur ergänzt, nie gelöscht.")


class Protokolleintrag(models.Model):
    """Wer hat wann was getan. Ohne Fremdschlüssel: der Eintrag überlebt, worauf er zeigt."""

    zeitpunkt = models.DateTimeField("Zeitpunkt", auto_now_add=True, db_index=True)
    benutzer = models.CharField("Benutzer", max_length=150, blank=True)
    ereignis = models.CharField("Ereignis", max_length=40, choices=Ereignis)
    gegenstand = models.CharField("Gegenstand", max_length=200, blank=True)
    angaben = models.JSONField("Angaben", default=dict, blank=True)

    objects = ProtokollQuerySet.as_manager()

    class Meta:
        verbose_name = "Protokolleintrag"
        verbose_name_plural = "Protokoll"
        ordering = ["-zeitpunkt", "-pk"]

    def __str__(self):
        return f"{self.zeitpunkt:%d.%m.%Y %H:%M} {self.get_ereignis_display()} {self.gegenstand}".strip()

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise TypeError("Das Protokoll wird nur ergänzt, nie geändert.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Das Protokoll wird nur ergänzt, nie gelöscht.")


class Anfragezaehler(models.Model):
    """Wie oft jemand seit `beginn` getan hat, was eine Regel begrenzt (haeufigkeit.py); nach einem Tag gelöscht."""

    regel = models.CharField("Regel", max_length=20)
    wer = models.CharField("Person oder Prüfsumme des Rechners", max_length=40)
    beginn = models.DateTimeField("Beginn", db_index=True)
    anzahl = models.PositiveIntegerField("Anzahl")

    class Meta:
        verbose_name = "Anfragezähler"
        verbose_name_plural = "Anfragezähler"
        constraints = [models.UniqueConstraint(fields=["regel", "wer"], name="ein_zaehler_je_regel_und_wer")]


class Zugriff(NurErgaenzt):
    """Wer wann genaue Zahlen angesehen oder heruntergeladen hat. Ohne Zahlen und ohne Fremdschlüssel."""

    class Art(models.TextChoices):
        ANGESEHEN = "angesehen", "angesehen"
        HERUNTERGELADEN = "heruntergeladen", "heruntergeladen"

    zeitpunkt = models.DateTimeField("Zeitpunkt", auto_now_add=True, db_index=True)
    benutzer = models.CharField("Benutzer", max_length=150)
    art = models.CharField("Art", max_length=15, choices=Art)
    seite = models.CharField("Seite", max_length=60)  # Name der Adresse
    # Gebiet, Zeitraum, Merkmal …: Schlüssel, nie Freitext und nie eine Zahl, die dort stand.
    auswahl = models.JSONField("Auswahl", default=dict)
    auswahlsumme = models.CharField("Prüfsumme der Auswahl", max_length=16)
    # Woraus die Zahlen kamen: zuletzt übernommene Lieferung oder Prüfsumme des Berichts.
    stand = models.CharField("Stand der Zahlen", max_length=64, blank=True)

    class Meta:
        verbose_name = "Zugriff"
        verbose_name_plural = "Zugriffsbuch"
        ordering = ["-zeitpunkt", "-pk"]
        indexes = [models.Index(fields=["benutzer", "-zeitpunkt"], name="zugriffe_der_person")]

    def __str__(self):
        return f"{self.zeitpunkt:%d.%m.%Y %H:%M} {self.seite}"


class Barrieremeldung(models.Model):
    """Jemand ist auf eine Barriere gestoßen. Wer, steht hier nur, solange eine Antwort gewünscht und offen ist."""

    gemeldet_am = models.DateTimeField("gemeldet am", auto_now_add=True)
    seite = models.CharField("Seite", max_length=200, blank=True)
    beschreibung = models.TextField("Was ging nicht?", max_length=2000)
    email = models.EmailField("E-Mail-Adresse", blank=True)
    beantwortet_am = models.DateTimeField("beantwortet am", null=True, blank=True)

    class Meta:
        verbose_name = "Barrieremeldung"
        verbose_name_plural = "Barrieremeldungen"
        ordering = ["beantwortet_am", "-gemeldet_am"]

    def __str__(self):
        return f"Meldung {self.pk} vom {self.gemeldet_am:%d.%m.%Y}"
