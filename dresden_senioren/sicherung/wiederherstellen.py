"""Eine Sicherung einlesen: zur Probe, ohne etwas zu hinterlassen, oder in eine leere Datenbank, ganz oder gar nicht."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere

from . import SicherungFehler, archiv, tabellen, umfang
from .umfang import Umfang
from .zugaenge import zugang

ALIAS = "wiederherstellung"
# Solange gefüllt wird, liest niemand sonst; gesichert wird am Ende auf einmal.
SQLITE = {"init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"}


@dataclass(frozen=True)
class Wiederhergestellt:
    erstellt_am: str
    tabellen: int
    zeilen: int
    nachgezogen: int  # Migrationen, die das Programm der Sicherung voraus hat


def probe(pfad: Path) -> Wiederhergestellt:
    """In eine vorläufige Datenbank derselben Art; auch ein Absturz hinterlässt nichts davon. SicherungFehler, wenn die
    Sicherung nicht taugt."""
    with archiv.lesen(pfad) as quelle, vorlaeufige() as alias:
        return _fuellen(quelle, alias)


def einspielen(pfad: Path) -> Wiederhergestellt:
    """In die leere Datenbank aus DATABASE_URL. SicherungFehler, wenn sie nicht leer ist oder die Sicherung nicht
    taugt; dann ist sie wie zuvor."""
    _verlange_leer()
    with archiv.lesen(pfad) as quelle, _leere() as alias:
        ergebnis = _fuellen(quelle, alias)
    angaben = {"zeilen": ergebnis.zeilen, "stand": ergebnis.erstellt_am}
    protokolliere(Ereignis.SICHERUNG_EINGESPIELT, von=None, gegenstand=pfad.name, **angaben)
    return ergebnis


# --- Ziele -----------------------------------------------------------------------------------------------------------


def vorlaeufige():
    """Eine leere Datenbank derselben Art, von der nichts bleibt; gibt ihren Alias."""
    return _vorlaeufige_sqlite() if connection.vendor == "sqlite" else _eigenes_schema()


@contextmanager
def _vorlaeufige_sqlite() -> Iterator[str]:
    """Ohne Namen legt SQLite die Datei so an, dass sie mit der Verbindung verschwindet."""
    with zugang(ALIAS, NAME="file:", OPTIONS=SQLITE) as alias:
        yield alias


@contextmanager
def _eigenes_schema() -> Iterator[str]:
    """Ein Schema in einer Transaktion, die nie bestätigt wird."""
    schema = f"probe_{secrets.token_hex(4)}"
    with zugang(ALIAS) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as zeiger:
            zeiger.execute(f"CREATE SCHEMA {schema}")
            zeiger.execute(f"SET LOCAL search_path TO {schema}")
        yield alias
        transaction.set_rollback(True, using=alias)


def _leere():
    return _neue_datei() if connection.vendor == "sqlite" else _eine_transaktion()


@contextmanager
def _neue_datei() -> Iterator[str]:
    """Daneben gefüllt und am Ende an die Stelle der leeren gesetzt."""
    ziel = Path(connection.settings_dict["NAME"])
    for rest in ziel.parent.glob(f".{ziel.name}.*{archiv.UNFERTIG}"):
        rest.unlink()  # von einem Versuch, der getötet wurde
    neue = ziel.with_name(f".{ziel.name}.{secrets.token_hex(4)}{archiv.UNFERTIG}")
    try:
        os.close(os.open(neue, os.O_CREAT | os.O_EXCL, 0o600))
        with zugang(ALIAS, NAME=str(neue), OPTIONS=SQLITE) as alias:
            yield alias
        with neue.open("rb+") as strom:
            os.fsync(strom.fileno())
        connection.close()
        os.replace(neue, ziel)
    finally:
        neue.unlink(missing_ok=True)


@contextmanager
def _eine_transaktion() -> Iterator[str]:
    with zugang(ALIAS) as alias, transaction.atomic(using=alias):
        yield alias


def _verlange_leer() -> None:
    with connection.cursor() as zeiger:
        vorhandene = connection.introspection.table_names(zeiger)
    connection.close()
    if vorhandene:
        raise SicherungFehler(
            f"Die Datenbank ist nicht leer ({len(vorhandene)} Tabellen). Überschrieben wird nichts: Eine neue, leere "
            "anlegen, DATABASE_URL auf sie zeigen lassen und noch einmal aufrufen."
        )


# --- füllen und vergleichen ------------------------------------------------------------------------------------------


def _fuellen(quelle: archiv.Leser, alias: str) -> Wiederhergestellt:
    stand = umfang.der_sicherung(quelle.verzeichnis["migrationen"])
    eintraege = _passende(quelle.verzeichnis, stand)
    MigrationExecutor(connections[alias]).migrate(stand.letzte)
    _leeren(stand, alias)
    # Migrationen schalten einzelne Fremdschlüssel auf sofortige Prüfung; danach warten wieder alle bis zum Ende.
    connections[alias].check_constraints()
    with transaction.atomic(using=alias), connections[alias].constraint_checks_disabled():
        for modell, eintrag in eintraege:
            tabellen.schreiben(modell, alias, quelle.zeilen(eintrag["datei"], eintrag["sha256"]))
    _zaehler_stellen(stand, alias)
    connections[alias].check_constraints()
    _vergleichen(eintraege, alias)
    # Holt nach, was das Programm der Sicherung voraus hat, und alles, was es nach dem Migrieren einrichtet.
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    zeilen = sum(eintrag["zeilen"] for _, eintrag in eintraege)
    return Wiederhergestellt(quelle.verzeichnis["erstellt_am"], len(eintraege), zeilen, umfang.offene(stand))


def _passende(verzeichnis: dict, stand: Umfang) -> list[tuple[type, dict]]:
    """Jede Tabelle der Sicherung mit ihrem Modell; dieselben Spalten, keine zu viel und keine zu wenig."""
    modelle = {m._meta.label_lower: m for m in stand.modelle if m._meta.label_lower not in verzeichnis["ausgelassen"]}
    eintraege = {eintrag["modell"]: eintrag for eintrag in verzeichnis["tabellen"]}
    anders = sorted(modelle.keys() ^ eintraege.keys()) or sorted(
        name for name, eintrag in eintraege.items() if eintrag["spalten"] != tabellen.spalten(modelle[name])
    )
    if anders:
        raise SicherungFehler(
            f"Die Sicherung gehört zu einer anderen Fassung der Anwendung: {', '.join(anders)} sieht hier anders aus. "
            "Mit der Fassung wiederherstellen, die sie geschrieben hat."
        )
    return [(modelle[name], eintrag) for name, eintrag in eintraege.items()]


def _leeren(stand: Umfang, alias: str) -> None:
    """Was Migrationen selbst eintragen, steht schon in der Sicherung."""
    ops = connections[alias].ops
    namen = [modell._meta.db_table for modell in stand.modelle]
    ops.execute_sql_flush(ops.sql_flush(no_style(), namen))


def _zaehler_stellen(stand: Umfang, alias: str) -> None:
    """Neue Zeilen bekommen Nummern hinter den eingelesenen."""
    with connections[alias].cursor() as zeiger:
        for befehl in connections[alias].ops.sequence_reset_sql(no_style(), stand.modelle):
            zeiger.execute(befehl)


def _vergleichen(eintraege: list[tuple[type, dict]], alias: str) -> None:
    """Was jetzt in der Datenbank steht, wieder gelesen."""
    for modell, eintrag in eintraege:
        summe = tabellen.summieren(modell, alias)
        if (summe.zeilen, summe.hex) != (eintrag["zeilen"], eintrag["pruefsumme"]):
            raise SicherungFehler(
                f"{eintrag['modell']}: Eingelesen sind {summe.zeilen} Zeilen, gesichert waren {eintrag['zeilen']}, "
                "oder ihre Werte sind nicht dieselben. Wiederhergestellt wurde nichts."
            )
