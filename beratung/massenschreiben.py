"""Viele Zeilen in einem Zug schreiben, ohne Modellobjekte: COPY auf PostgreSQL, executemany auf SQLite."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection, models

_MASKIERT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def schreibe(modell: type[models.Model], felder: Sequence[str], zeilen: Iterable[tuple]) -> None:
    """Zeilen mit je einem Wert (int, str, date oder None) je Feld anfügen. Geprüft sein müssen sie schon."""
    spalten = ", ".join(connection.ops.quote_name(modell._meta.get_field(feld).column) for feld in felder)
    tabelle = connection.ops.quote_name(modell._meta.db_table)
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            text = io.StringIO("".join("\t".join(map(_als_text, zeile)) + "\n" for zeile in zeilen))
            zeiger.copy_expert(f"COPY {tabelle} ({spalten}) FROM STDIN", text)
        else:
            platz = ", ".join(["%s"] * len(felder))
            werte = (tuple(w.isoformat() if isinstance(w, date) else w for w in zeile) for zeile in zeilen)
            zeiger.executemany(f"INSERT INTO {tabelle} ({spalten}) VALUES ({platz})", werte)  # noqa: S608


def _als_text(wert) -> str:
    return "\\N" if wert is None else str(wert).translate(_MASKIERT)
