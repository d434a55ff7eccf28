"""Viele Zeilen in einem Zug schreiben, ohne Modellobjekte: COPY auf PostgreSQL, executemany auf SQLite. Die Zeilen
fließen hindurch; im Speicher liegen nie mehr als ein paar tausend."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, models

STUECK = 5_000  # Zeilen
_MASKIERT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def schreibe(modell: type[models.Model], felder: Sequence[str], zeilen: Iterable[Sequence]) -> None:
    """Zeilen mit je einem Wert (int, str, date oder None) je Feld anfügen. Geprüft sein müssen sie schon."""
    spalten = ", ".join(connection.ops.quote_name(modell._meta.get_field(feld).column) for feld in felder)
    tabelle = connection.ops.quote_name(modell._meta.db_table)
    with connection.cursor() as zeiger:
        if connection.vendor == "postgresql":
            zeiger.copy_expert(f"COPY {tabelle} ({spalten}) FROM STDIN", _Kopierstrom(zeilen))
            return
        platz = ", ".join(["%s"] * len(felder))
        for stueck in _stuecke(zeilen):
            zeiger.executemany(f"INSERT INTO {tabelle} ({spalten}) VALUES ({platz})", stueck)  # noqa: S608  – Namen aus dem Modell # nosec B608


def _stuecke(zeilen: Iterable[Sequence]) -> Iterator[list[Sequence]]:
    zeilen = iter(zeilen)
    return iter(lambda: list(islice(zeilen, STUECK)), [])


class _Kopierstrom:
    """Was COPY liest: jedes `read` gibt ein Stück Text, am Ende einen leeren."""

    def __init__(self, zeilen: Iterable[Sequence]):
        self._texte = map(_als_text, _stuecke(zeilen))

    def read(self, groesse: int = -1) -> str:
        return next(self._texte, "")


def _als_text(zeilen: list[Sequence]) -> str:
    """Spalte für Spalte: jeder verschiedene Wert wird nur einmal maskiert."""
    spalten = []
    for spalte in zip(*zeilen, strict=True):
        texte = {wert: "\\N" if wert is None else str(wert).translate(_MASKIERT) for wert in set(spalte)}
        spalten.append([texte[wert] for wert in spalte])
    return "\n".join(map("\t".join, zip(*spalten, strict=True))) + "\n"
