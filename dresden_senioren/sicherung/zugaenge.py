"""Zweite Verbindungen neben der gewöhnlichen: eine, die nur einen Schnappschuss liest, und solche zu anderen Zielen."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def zugang(alias: str, **anders) -> Iterator[str]:
    """Wie die gewöhnliche Datenbank, außer `anders` (Angaben aus DATABASES); danach ist die Verbindung fort."""
    angaben = deepcopy(connections[DEFAULT_DB_ALIAS].settings_dict)
    angaben["OPTIONS"] |= anders.pop("OPTIONS", {})
    connections.databases[alias] = angaben | anders
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


@contextmanager
def schnappschuss() -> Iterator[str]:
    """Alles, was darin gelesen wird, ist der Stand eines Augenblicks; niemand muss so lange warten."""
    ist_sqlite = connections[DEFAULT_DB_ALIAS].vendor == "sqlite"
    # IMMEDIATE sperrte jeden anderen Schreiber aus; im WAL liest auch DEFERRED einen einzigen Stand.
    optionen = {"transaction_mode": "DEFERRED"} if ist_sqlite else {}
    nur_lesen = "PRAGMA query_only=1" if ist_sqlite else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with zugang("schnappschuss", OPTIONS=optionen) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as zeiger:
            zeiger.execute(nur_lesen)
        yield alias
