"""Die Prüfungen des Bodens: Einstellungen, Datenbank, Rechte, Dateien, Sicherung, Anmeldung."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection
from django.db import IntegrityError, connection
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import umgebung
from .anmeldung import faktor
from .auslieferung import einsammeln
from .datenschutz import aufbewahrung
from .kern.text import aufzaehlung
from .kern.zahlen import deutsch
from .models import Benutzer, Ereignis, Protokolleintrag
from .rollen import ROLLEN, Recht, rollen_mit
from .sicherung.archiv import UNFERTIG
from .zustand import gesundheit
from .zustand.pruefungen import Aufwand, Ergebnis, Pruefung, fehler, gut, warnung
from .zustand.sicherungsstand import sicherung

FRISTEN_HOECHSTENS = timedelta(days=2)  # gelöscht wird jede Nacht; eine darf ausfallen
FEHLVERSUCHE_HOECHSTENS = 5  # in einem Tag
# Was nach Daten aussieht und im Datenverzeichnis nichts verloren hat.
DATENDATEIEN = {".csv", ".docx", ".ods", ".pdf", ".pptx", ".xls", ".xlsx", ".zip", UNFERTIG}


# --- Einstellungen ---------------------------------------------------------------------------------------------------


def einstellungen() -> Ergebnis:
    befunde = [b for b in checks.run_checks(include_deployment_checks=True) if b.level >= checks.WARNING]
    nummern = aufzaehlung(sorted({befund.id for befund in befunde}))
    if any(befund.level >= checks.ERROR for befund in befunde):
        return fehler(f"Djangos Prüfung findet Fehler: {nummern}.", "manage.py check --deploy nennt jeden mit Abhilfe.")
    if settings.VORFUEHRUNG:
        return warnung("Vorführbetrieb: ohne TLS und mit gelockerten Regeln.", "VORFUEHRUNG nicht setzen.")
    if befunde:
        return warnung(f"Djangos Prüfung warnt: {nummern}.", "manage.py check --deploy nennt jede mit Abhilfe.")
    return gut("Sie sind sicher gesetzt.")


def geheimnisse() -> Ergebnis:
    """Schlüssel und Kennwörter in Dateien liest nur der Dienst, höchstens noch seine Gruppe."""
    offene = [datei.name for datei in umgebung.GEHEIMNISDATEIEN if stat.S_IMODE(datei.stat().st_mode) & 0o007]
    if offene:
        return fehler(f"Für alle Benutzer des Rechners lesbar: {aufzaehlung(offene)}.", "chmod 600 auf diese Dateien.")
    return gut("Was geheim ist, ist nicht für alle lesbar.")


def zeitzone() -> Ergebnis:
    sommer = timezone.localtime(datetime(2026, 7, 1, 12, tzinfo=timezone.get_default_timezone()))
    if settings.TIME_ZONE != "Europe/Berlin" or sommer.utcoffset() != timedelta(hours=2):
        return fehler("Die Anwendung rechnet nicht in deutscher Zeit.", "Zeitzonen des Systems einrichten (tzdata).")
    return gut("Es gilt die deutsche Zeit, mit Sommerzeit.")


def email() -> Ergebnis:
    if not settings.EMAIL_HOST:
        return warnung("Kein Mailserver: Erinnerungen und Briefe gehen nicht hinaus.", "EMAIL_HOST setzen.")
    return gut("Ein Mailserver ist eingestellt.")


def mailserver() -> Ergebnis:
    if not settings.EMAIL_HOST:
        return email()
    try:
        with get_connection():
            return gut("Der Mailserver nimmt die Anmeldung an.")
    except OSError as grund:
        abhilfe = "EMAIL_HOST, EMAIL_PORT und die Anmeldung daran prüfen."
        return fehler(f"Der Mailserver ist nicht erreichbar oder lehnt ab ({type(grund).__name__}).", abhilfe)


# --- Datenbank und Dateien -------------------------------------------------------------------------------------------


def bedingungen() -> Ergebnis:
    """Was die Datenbank über die Daten zusichert, gilt auch."""
    verletzt = _verletzte_postgresql() if connection.vendor == "postgresql" else _verletzte_sqlite()
    if verletzt:
        return fehler(f"Die Daten verletzen Bedingungen: {verletzt}.", "Aus einer Sicherung wiederherstellen.")
    return gut("Fremdschlüssel und Bedingungen gelten.")


def _verletzte_sqlite() -> str:
    try:
        connection.check_constraints()
    except IntegrityError as grund:
        return str(grund).rstrip(".")
    with connection.cursor() as zeiger:
        zeiger.execute("PRAGMA quick_check(1)")
        (antwort,) = zeiger.fetchone()
    return "" if antwort == "ok" else antwort


def _verletzte_postgresql() -> str:
    with connection.cursor() as zeiger:
        zeiger.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated ORDER BY conname")
        return aufzaehlung([name for (name,) in zeiger.fetchall()])


def protokollschutz() -> Ergebnis:
    """Auf PostgreSQL kann die Rolle der Anwendung das Protokoll auch dann nicht ändern, wenn sie es wollte."""
    if connection.vendor != "postgresql":
        return gut("Nur die Anwendung selbst schreibt in die Datenbank, und sie ergänzt nur.")
    with connection.cursor() as zeiger:
        tabelle = Protokolleintrag._meta.db_table
        zeiger.execute("SELECT has_table_privilege(%s, 'UPDATE') OR has_table_privilege(%s, 'DELETE')", [tabelle] * 2)
        (darf_aendern,) = zeiger.fetchone()
    if darf_aendern:
        return warnung(
            "Die Datenbankrolle dürfte das Protokoll ändern.", "Die Rechte nach betrieb/postgresql vergeben."
        )
    return gut("Die Datenbankrolle darf das Protokoll nur ergänzen.")


def liegen_gebliebenes() -> Ergebnis:
    """Weder Hochgeladenes noch Sicherungen noch Halbfertiges im Datenverzeichnis."""
    wurzel, statisch = Path(settings.DATEN), Path(settings.STATIC_ROOT)
    gefunden = [p for p in wurzel.rglob("*") if p.suffix in DATENDATEIEN and statisch not in p.parents and p.is_file()]
    if gefunden:
        namen = aufzaehlung(sorted(p.name for p in gefunden)[:3])
        text = f"Im Datenverzeichnis liegen {len(gefunden)} Dateien mit Daten, etwa {namen}."
        return warnung(text, "Ansehen und löschen; Sicherungen gehören auf einen anderen Datenträger.")
    return gut("Im Datenverzeichnis liegt nichts, was dort nicht hingehört.")


def fristen() -> Ergebnis:
    """Was seine Aufbewahrungsfrist überschritten hat und trotzdem noch da ist."""
    if settings.VORFUEHRUNG:
        return gut("In der Vorführung bleiben die erfundenen Zahlen stehen.")
    offene = [e for e in aufbewahrung.pruefen(timezone.now() - FRISTEN_HOECHSTENS) if e.anzahl]
    if offene:
        was = aufzaehlung([f"{deutsch(e.anzahl)} × {e.frist.was}" for e in offene])
        abhilfe = "manage.py aufbewahrung jede Nacht als Eigner der Datenbank ausführen (betrieb/README.md)."
        return fehler(f"Seit über zwei Tagen zu löschen: {was}.", abhilfe)
    return gut("Was gelöscht sein muss, ist gelöscht.")


def statisches() -> Ergebnis:
    if einsammeln.ist_aktuell():
        return gut("Die statischen Dateien sind eingesammelt und aktuell.")
    return fehler("Statische Dateien fehlen oder gehören zu einer anderen Fassung.", "manage.py einrichten ausführen.")


# --- Personen --------------------------------------------------------------------------------------------------------


def rechte() -> Ergebnis:
    personen = Benutzer.objects.filter(is_active=True)
    rollen = list(personen.values_list("rolle", flat=True))
    verwaltend = set(rollen_mit(Recht.BENUTZER_PFLEGEN))
    if not verwaltend & set(rollen):
        text = "Niemand kann sich mehr um Zugänge kümmern: Es gibt keine aktive Administration."
        return fehler(text, "manage.py benutzer_anlegen NAME --rolle administration ausführen.")
    ohne = [rolle for rolle in rollen if rolle not in ROLLEN]
    if ohne:
        return warnung(f"{len(ohne)} aktive Personen haben keine Rolle und kommen nirgends hin.", "Rolle vergeben.")
    return gut(f"{len(rollen)} aktive Personen, jede mit einer Rolle, darunter eine Administration.")


def zweiter_faktor() -> Ergebnis:
    if not settings.ZWEITER_FAKTOR:
        return warnung("Der zweite Faktor ist ausgeschaltet.", "ZWEITER_FAKTOR nicht auf 0 setzen.")
    hat = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
    fehlt = [p.username for p in Benutzer.objects.filter(is_active=True) if faktor.muss(p) and p.pk not in hat]
    if fehlt:
        text = f"Noch ohne zweiten Faktor, obwohl die Rolle ihn verlangt: {aufzaehlung(sorted(fehlt))}."
        return warnung(
            text, "Sie richten ihn bei der nächsten Anmeldung ein; nicht mehr gebrauchte Zugänge abschalten."
        )
    return gut("Wer einen zweiten Faktor braucht, hat ihn.")


def fehlversuche() -> Ergebnis:
    anzahl = _im_protokoll(Ereignis.ANMELDUNG_GESCHEITERT, timedelta(days=1)).count()
    if anzahl >= FEHLVERSUCHE_HOECHSTENS:
        return warnung(
            f"{anzahl} gescheiterte Anmeldungen in 24 Stunden.", "Im Protokoll ansehen, ob jemand Namen rät."
        )
    return gut(f"{anzahl} gescheiterte Anmeldungen in 24 Stunden.")


def _im_protokoll(ereignis: Ereignis, seit: timedelta):
    return Protokolleintrag.objects.filter(ereignis=ereignis, zeitpunkt__gte=timezone.now() - seit)


PRUEFUNGEN = [
    *gesundheit.PRUEFUNGEN,
    Pruefung("sicherung", "Sind die Daten gesichert?", sicherung, Aufwand.SCHNELL),
    Pruefung("rechte", "Kann jemand die Zugänge verwalten?", rechte, Aufwand.SCHNELL),
    Pruefung("zweiter_faktor", "Haben alle einen zweiten Faktor, die ihn brauchen?", zweiter_faktor, Aufwand.SCHNELL),
    Pruefung("fehlversuche", "Rät jemand Kennwörter?", fehlversuche, Aufwand.SCHNELL),
    Pruefung("email", "Gehen E-Mails hinaus?", email, Aufwand.SCHNELL),
    Pruefung("zeitzone", "Stimmt die Zeitzone?", zeitzone, Aufwand.SCHNELL),
    Pruefung("einstellungen", "Sind die Einstellungen sicher?", einstellungen),
    Pruefung("geheimnisse", "Bleibt geheim, was geheim ist?", geheimnisse),
    Pruefung("bedingungen", "Gelten alle Bedingungen der Datenbank?", bedingungen),
    Pruefung("protokollschutz", "Ist das Protokoll vor Änderung geschützt?", protokollschutz),
    Pruefung("liegen_gebliebenes", "Liegt etwas herum?", liegen_gebliebenes),
    Pruefung("fristen", "Ist gelöscht, was seine Frist hinter sich hat?", fristen),
    Pruefung("statisches", "Sind die statischen Dateien da?", statisches),
    Pruefung("mailserver", "Antwortet der Mailserver?", mailserver, Aufwand.GRUENDLICH),
]
