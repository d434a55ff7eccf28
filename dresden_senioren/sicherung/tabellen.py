"""Eine Tabelle als Zeilen aus JSON und zurück: auf SQLite und PostgreSQL dieselben Werte, dieselbe Prüfsumme."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import connections
from django.db.models import BinaryField, BooleanField, CharField, IntegerField, JSONField, Model, TextField

SCHUB = 500  # Zeilen je Abfrage
SCHUB_MIT_DATEIEN = 5
SCHUB_BYTES = 4_000_000
# Was JSON schon so liest, wie es in die Datenbank gehört; die Wandlung kostete sonst die Hälfte der Zeit.
UNVERWANDELT = (BooleanField, CharField, IntegerField, TextField)


class Pruefsumme:
    """Zahl der Zeilen und Summe ihrer SHA-256: gleich in welcher Folge sie stehen, denn Text sortiert jede Datenbank
    anders."""

    def __init__(self):
        self.zeilen, self._summe = 0, 0

    def dazu(self, kanonisch: bytes) -> None:
        self.zeilen += 1
        self._summe = (self._summe + int.from_bytes(hashlib.sha256(kanonisch).digest())) % (1 << 256)

    @property
    def hex(self) -> str:
        return f"{self._summe:064x}"


def spalten(modell: type[Model]) -> list[str]:
    return [feld.attname for feld in _felder(modell)]


def _felder(modell: type[Model]) -> list:
    return modell._meta.local_concrete_fields


# --- lesen -----------------------------------------------------------------------------------------------------------


def lesen(modell: type[Model], alias: str, summe: Pruefsumme) -> Iterator[bytes]:
    """Zeile für Zeile, nach Schlüssel; was gelesen ist, steht in `summe`."""
    felder = _felder(modell)
    schub = SCHUB_MIT_DATEIEN if any(isinstance(feld, BinaryField) for feld in felder) else SCHUB
    hat_json = any(isinstance(feld, JSONField) for feld in felder)
    zeilen = modell._base_manager.using(alias).order_by("pk").values_list(*spalten(modell))
    for werte in zeilen.iterator(chunk_size=schub):
        zeile = _text(werte)
        # jsonb behält die Folge der Schlüssel nicht: Für die Prüfsumme werden sie geordnet.
        summe.dazu(_text(werte, sort_keys=True) if hat_json else zeile)
        yield zeile + b"\n"


def summieren(modell: type[Model], alias: str) -> Pruefsumme:
    summe = Pruefsumme()
    for _ in lesen(modell, alias, summe):
        pass
    return summe


def _text(werte: tuple, **angaben) -> bytes:
    return json.dumps(werte, ensure_ascii=False, separators=(",", ":"), default=_als_text, **angaben).encode()


def _als_text(wert) -> str:
    if isinstance(wert, datetime):
        return wert.astimezone(UTC).isoformat()
    if isinstance(wert, date | time):
        return wert.isoformat()
    if isinstance(wert, UUID | Decimal):
        return str(wert)
    if isinstance(wert, bytes | memoryview):
        return base64.b64encode(wert).decode()
    raise TypeError(f"{type(wert).__name__} lässt sich nicht sichern.")


# --- schreiben -------------------------------------------------------------------------------------------------------


def schreiben(modell: type[Model], alias: str, zeilen: Iterable[bytes]) -> None:
    """Mit allen Werten, auch Schlüsseln und Zeitpunkten, wie sie waren."""
    verbindung = connections[alias]
    felder = _felder(modell)
    hoechstens = (verbindung.features.max_query_params or 30_000) // len(felder)
    zu_wandeln = [(nr, feld) for nr, feld in enumerate(felder) if not isinstance(_ziel(feld), UNVERWANDELT)]
    with verbindung.cursor() as zeiger:
        for schub in _schuebe(zeilen, min(SCHUB, hoechstens)):
            for zeile in schub:
                for nr, feld in zu_wandeln:
                    zeile[nr] = _wert(feld, zeile[nr], verbindung)
            befehl = _einfuegen(modell, felder, len(schub), verbindung.ops.quote_name)
            zeiger.execute(befehl, [wert for zeile in schub for wert in zeile])


def _einfuegen(modell, felder, anzahl: int, name) -> str:
    platz = f"({', '.join(['%s'] * len(felder))})"
    spalten = ", ".join(name(feld.column) for feld in felder)
    zeilen = ", ".join([platz] * anzahl)
    tabelle = name(modell._meta.db_table)
    return f"INSERT INTO {tabelle} ({spalten}) VALUES {zeilen}"  # noqa: S608  – Namen aus dem Modell # nosec B608


def _schuebe(zeilen: Iterable[bytes], hoechstens: int) -> Iterator[list]:
    schub, groesse = [], 0
    for zeile in zeilen:
        schub.append(json.loads(zeile))
        groesse += len(zeile)
        if len(schub) >= hoechstens or groesse >= SCHUB_BYTES:
            yield schub
            schub, groesse = [], 0
    if schub:
        yield schub


def _ziel(feld):
    """Bei einem Fremdschlüssel das Feld, auf das er zeigt."""
    return _ziel(feld.target_field) if feld.is_relation else feld


def _wert(feld, wert, verbindung):
    gelesen = wert if isinstance(feld, JSONField) else feld.to_python(wert)
    return feld.get_db_prep_save(gelesen, verbindung)
