"""Woran man erkennt, dass auf dem Server kein Platz mehr ist: in der Datenbank, in der Ablage, beim Hochladen."""

import errno
import sqlite3

from django.db import DatabaseError

KEIN_PLATZ = (
    "Auf dem Server ist kein Speicherplatz mehr frei. Was bisher galt, gilt weiter; nichts ist halb gespeichert. "
    "Sagen Sie der Betreuung der Anwendung Bescheid, und versuchen Sie es danach noch einmal."
)
_DATEISYSTEM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_POSTGRESQL = "53100"  # disk_full


def ist_erschoepft(fehler: BaseException | None) -> bool:
    if isinstance(fehler, DatabaseError):
        ursache = fehler.__cause__
        voll = getattr(ursache, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        return voll or getattr(ursache, "pgcode", None) == _POSTGRESQL
    return isinstance(fehler, OSError) and fehler.errno in _DATEISYSTEM
