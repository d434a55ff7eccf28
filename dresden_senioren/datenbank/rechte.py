"""Wer in PostgreSQL was darf, aus den Modellen: ein neues Modell ist nie vergessen.

Drei Rollen: Der Eigner richtet ein und löscht nach Frist. Die Anwendung arbeitet, kann aber keine Tabelle anlegen und
nichts ändern, was nur ergänzt wird. Die lesende Rolle sieht nur,
was Auswertungen brauchen.
"""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from . import lesekopie
from .ergaenzbar import wird_nur_ergaenzt

ALLES = ("SELECT", "INSERT", "UPDATE", "DELETE")
ERGAENZEN = ("SELECT", "INSERT")
LESEN = ("SELECT",)
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class KeinRollenname(ValueError):
    pass


def rechte() -> dict[str, tuple[str, ...]]:
    """Tabelle → was die Anwendung darf."""
    tabellen = {m._meta.db_table: _rechte_an(m) for m in _modelle()}
    return tabellen | {MigrationRecorder.Migration._meta.db_table: LESEN}


def _rechte_an(modell: type[models.Model]) -> tuple[str, ...]:
    if not wird_nur_ergaenzt(modell):
        return ALLES
    return (*ERGAENZEN, "DELETE") if getattr(modell, "ist_vorweggenommen", False) else ERGAENZEN


def lesbare() -> list[str]:
    """Was Auswertungen aus einer Lesekopie lesen; nie eine Person, eine Sitzung oder eine hochgeladene Datei."""
    return sorted(modell._meta.db_table for modell in lesekopie.erreichbare())


def anweisungen(*, anwendung: str, lesen: str = "") -> Iterator[str]:
    """SQL, eine Anweisung je Zeile, auszuführen vom Eigner der Tabellen; beliebig oft."""
    for rolle in filter(None, (anwendung, lesen)):
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {_rolle(rolle)};"
        yield f"REVOKE CREATE ON SCHEMA public FROM {_rolle(rolle)};"
        yield f"GRANT USAGE ON SCHEMA public TO {_rolle(rolle)};"
    for tabelle, darf in sorted(rechte().items()):
        yield f"GRANT {', '.join(darf)} ON {connection.ops.quote_name(tabelle)} TO {_rolle(anwendung)};"
    for tabelle in lesbare() if lesen else ():
        yield f"GRANT SELECT ON {connection.ops.quote_name(tabelle)} TO {_rolle(lesen)};"


def _modelle() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]


def _rolle(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise KeinRollenname(f"„{name}“ ist kein Rollenname: kleine Buchstaben, Ziffern und Unterstriche.")
    return f'"{name}"'
