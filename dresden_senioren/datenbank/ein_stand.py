"""Lesen im Stand eines Augenblicks: Was darin abgefragt wird, passt zusammen, auch wenn inzwischen jemand schreibt.

Ohne das sieht auf PostgreSQL jede Abfrage den Stand ihres eigenen Beginns: Ein Bericht aus vielen mischte die Zahlen
vor und nach einer Übernahme.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, connections, transaction

from . import lesekopie


@contextmanager
def ein_stand() -> Iterator[None]:
    """Nur zum Lesen, auch als Dekorator; niemand muss so lange warten. In einer Transaktion gilt deren Stand, auf einer
    Seite aus der Lesekopie der Stand der Kopie."""
    gelesene = connections[lesekopie.gelesene()]
    if connection.in_atomic_block or gelesene.in_atomic_block:
        yield
    elif gelesene.vendor == "sqlite":
        with _ohne_schreibsperre(), transaction.atomic():
            yield
    else:
        with transaction.atomic(using=gelesene.alias):
            with gelesene.cursor() as zeiger:
                zeiger.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _ohne_schreibsperre() -> Iterator[None]:
    """IMMEDIATE hielte jeden anderen Schreiber auf; im WAL liest auch DEFERRED einen einzigen Stand."""
    connection.ensure_connection()
    sonst, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = sonst
