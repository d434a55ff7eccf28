"""Ob diese Installation arbeiten kann: einzelne Prüfungen, jede eine Funktion mit einem Satz als Ergebnis.

`/health/ready` fragt sie alle, andere Befehle und Seiten auch. Keine nennt Rechner, Pfade oder Fassungen.
"""

import os
import shutil
import tempfile
import uuid
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from dresden_senioren.kern.zahlen import GESCHUETZT

from .pruefungen import Aufwand, Ergebnis, Pruefung, fehler, gut, warnung

FREI_MINDESTENS = 0.05  # Anteil des Datenträgers; darunter nimmt die Anwendung nichts mehr an
PLATZ_KNAPP = 0.10  # darunter warnt sie
UHR_HOECHSTENS = timedelta(seconds=5)  # so weit darf die Uhr der Datenbank danebenliegen
SCHREIBFRIST = 100  # Millisekunden: so lange wartet die Probe auf einen anderen Schreiber


# --- Datenbank -------------------------------------------------------------------------------------------------------


def datenbank() -> Ergebnis:
    """Eine Zeile schreiben, wieder lesen und alles zurücknehmen."""
    schluessel = f"probe{uuid.uuid4().hex[:30]}"
    try:
        with _kurze_frist(), transaction.atomic():
            Session(session_key=schluessel, session_data="", expire_date=timezone.now()).save(force_insert=True)
            gelesen = Session.objects.filter(pk=schluessel).exists()
            transaction.set_rollback(True)
    except OperationalError as grund:
        if "locked" in str(grund):  # SQLite: es schreibt gerade jemand anderes, also lässt sich schreiben
            return gut("Die Datenbank wird gerade beschrieben.")
        return _keine_datenbank()
    except DatabaseError:
        return _keine_datenbank()
    if not gelesen:
        return fehler("Geschriebenes ließ sich nicht wieder lesen.", "Die Datenbank prüfen.")
    return gut("Lesen und Schreiben gelingen.")


def _keine_datenbank() -> Ergebnis:
    abhilfe = "Läuft sie, stimmt DATABASE_URL, darf diese Rolle schreiben, ist auf ihrem Datenträger Platz?"
    return fehler("Die Datenbank ist nicht erreichbar oder nimmt nichts an.", abhilfe)


@contextmanager
def _kurze_frist():
    """Die Probe wartet nicht, bis ein anderer Schreiber fertig ist."""
    if connection.vendor != "sqlite":
        yield  # PostgreSQL sperrt zeilenweise: auf eine neue Zeile wartet niemand
        return
    _sqlite_frist(SCHREIBFRIST)
    try:
        yield
    finally:
        _sqlite_frist(connection.settings_dict["OPTIONS"]["timeout"] * 1000)


def _sqlite_frist(millisekunden: int) -> None:
    with connection.cursor() as zeiger:
        zeiger.execute(f"PRAGMA busy_timeout = {millisekunden}")


def migrationen() -> Ergebnis:
    try:
        fehlende = _bekannte_migrationen() - set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return _ungeprueft()
    if fehlende:
        return fehler(f"{len(fehlende)} Änderungen der Datenbank fehlen.", "manage.py einrichten ausführen.")
    return gut("Die Datenbank ist auf dem Stand des Programms.")


@lru_cache(maxsize=1)
def _bekannte_migrationen() -> frozenset:
    """Ändern sich nie, solange der Prozess lebt."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def dauerhaftigkeit() -> Ergebnis:
    """Was bestätigt ist, übersteht einen Stromausfall."""
    try:
        unsicher = _unsichere_postgresql() if connection.vendor == "postgresql" else _unsichere_sqlite()
    except DatabaseError:
        return _ungeprueft()
    if unsicher:
        return fehler(f"Nicht eingeschaltet: {', '.join(unsicher)}.", "In der Datenbank einschalten.")
    return gut("Bestätigtes übersteht einen Stromausfall.")


def _unsichere_postgresql() -> list[str]:
    namen = ("fsync", "full_page_writes", "synchronous_commit")
    with connection.cursor() as zeiger:
        zeiger.execute("SELECT name FROM pg_settings WHERE name IN %s AND setting = 'off' ORDER BY name", [namen])
        return [name for (name,) in zeiger.fetchall()]


def _unsichere_sqlite() -> list[str]:
    with connection.cursor() as zeiger:
        zeiger.execute("PRAGMA synchronous")
        return [] if zeiger.fetchone()[0] >= 2 else ["synchronous=FULL"]


def uhr() -> Ergebnis:
    jetzt = {"sqlite": "strftime('%s', 'now')", "postgresql": "extract(epoch FROM clock_timestamp())"}
    try:
        with connection.cursor() as zeiger:
            zeiger.execute(f"SELECT {jetzt[connection.vendor]}")
            dort = float(zeiger.fetchone()[0])
    except DatabaseError:
        return _ungeprueft()
    abstand = abs(timezone.now().timestamp() - dort)
    if abstand > UHR_HOECHSTENS.total_seconds():
        text = f"Die Uhren von Anwendung und Datenbank weichen {abstand:.0f} Sekunden voneinander ab."
        return fehler(text, "Die Zeit beider Rechner abgleichen (NTP).")
    return gut("Die Uhren von Anwendung und Datenbank stimmen überein.")


def _ungeprueft() -> Ergebnis:
    return fehler("Das ließ sich nicht prüfen: Die Datenbank antwortet nicht.", "Zuerst die Datenbank.")


# --- Rechner ---------------------------------------------------------------------------------------------------------


def plattenplatz() -> Ergebnis:
    try:
        anteil = freier_anteil()
    except OSError:
        return fehler("Der freie Platz ließ sich nicht feststellen.", "DATENVERZEICHNIS prüfen.")
    frei = f"{anteil * 100:.0f}{GESCHUETZT}% des Datenträgers sind frei."
    if anteil >= PLATZ_KNAPP:
        return gut(frei)
    return (fehler if anteil < FREI_MINDESTENS else warnung)(f"Nur noch {frei}", "Platz schaffen.")


def freier_anteil() -> float:
    """Was auf dem Datenträger des Datenverzeichnisses frei ist, von 0 bis 1."""
    platz = shutil.disk_usage(_vorhandener(Path(settings.DATEN)))
    return platz.free / platz.total if platz.total else 0


def datenverzeichnis() -> Ergebnis:
    try:
        with tempfile.TemporaryFile(dir=_vorhandener(Path(settings.DATEN))) as probe:
            probe.write(b"probe")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError:
        return fehler("Das Datenverzeichnis ist nicht beschreibbar.", "Rechte und Einbindung prüfen.")
    return gut("Das Datenverzeichnis ist beschreibbar.")


def _vorhandener(pfad: Path) -> Path:
    """Der Ordner selbst oder, wo er noch nicht angelegt ist, der nächste darüber."""
    return next(ordner for ordner in (pfad, *pfad.parents) if ordner.exists())


# --- alle zusammen ---------------------------------------------------------------------------------------------------

# Was schreibt, führt nur der Befehl aus: Die Seite „Zustand“ schreibt nichts.
PRUEFUNGEN = [
    Pruefung("datenbank", "Nimmt die Datenbank etwas an und gibt es wieder her?", datenbank, Aufwand.BEFEHL),
    Pruefung("migrationen", "Passt die Datenbank zum Programm?", migrationen, Aufwand.SCHNELL),
    Pruefung("dauerhaftigkeit", "Übersteht Bestätigtes einen Stromausfall?", dauerhaftigkeit, Aufwand.SCHNELL),
    Pruefung("uhr", "Gehen Anwendung und Datenbank nach derselben Uhr?", uhr, Aufwand.SCHNELL),
    Pruefung("plattenplatz", "Ist auf dem Datenträger Platz?", plattenplatz, Aufwand.SCHNELL),
    Pruefung("datenverzeichnis", "Lässt sich das Datenverzeichnis beschreiben?", datenverzeichnis, Aufwand.BEFEHL),
]


def pruefen() -> dict[str, Ergebnis]:
    return {pruefung.schluessel: pruefung.pruefen() for pruefung in PRUEFUNGEN}
