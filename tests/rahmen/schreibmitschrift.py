"""Was eine Anfrage in die Datenbank schreibt: die berührten Tabellen, und die Zeilen, die danach anders sind."""

import re
from contextlib import contextmanager
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

# Feld → wie ein Wert aussieht, der jedes Mal ein anderer ist; was jemand hineinschriebe, sähe anders aus.
AUSGEWUERFELT = {"password": re.compile(r"!|md5\$"), "kennung": re.compile(r"\w{4}-\w{4}-\w{4}$")}
_SCHREIBT = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)


@contextmanager
def mitgeschrieben():
    """Gibt eine Menge, die während des Blocks die Tabellen sammelt, in die geschrieben wird."""
    tabellen = set()

    def ausfuehren(weiter, sql, *angaben):
        if treffer := _SCHREIBT.match(sql):
            tabellen.add(treffer[1])
        return weiter(sql, *angaben)

    with connection.execute_wrapper(ausfuehren):
        yield tabellen


def wirkung(senden, ohne: set[str]) -> tuple[int, dict[str, list]]:
    """Antwort und je Tabelle die neuen und geänderten Zeilen; danach ist alles wieder wie vorher.

    Was die Datenbank vergibt (Nummern neuer Zeilen, Zeitpunkte), steht als Wort da: Zweimal dasselbe gesendet, ergibt
    zweimal dasselbe.
    """
    with transaction.atomic():
        with mitgeschrieben() as tabellen:
            status = senden().status_code
        modelle = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table in tabellen - ohne]
        nachher = {modell: _zeilen(modell) for modell in modelle}
        transaction.set_rollback(True)
    vorher = {modell: _zeilen(modell) for modell in modelle}
    return status, {
        modell._meta.db_table: [
            *sorted(
                repr(_benannt(modell, z, vorher)) for nr, z in nachher[modell].items() if vorher[modell].get(nr) != z
            ),
            *(f"fort: {nr}" for nr in davor if nr not in danach),
        ]
        for modell in modelle
        for davor, danach in [(vorher[modell], nachher[modell])]
    }


def _zeilen(modell) -> dict[object, dict]:
    return {zeile[modell._meta.pk.attname]: zeile for zeile in modell._base_manager.values()}


def _benannt(modell, zeile: dict, vorher: dict) -> dict:
    ist_verlauf = "history_id" in zeile
    ergebnis = {}
    for feld in modell._meta.concrete_fields:
        wert, ziel = zeile[feld.attname], feld.related_model if feld.is_relation else modell
        if ist_verlauf and feld.name == "id":
            continue  # die Nummer der neuen Zeile, hier ohne Bezug
        if isinstance(wert, memoryview):  # so liest PostgreSQL Bytes
            wert = bytes(wert)
        elif isinstance(wert, datetime):
            wert = "Zeitpunkt"
        elif feld.name in AUSGEWUERFELT and AUSGEWUERFELT[feld.name].match(str(wert)):
            wert = "ausgewürfelt"
        elif (feld.primary_key or feld.is_relation) and ziel in vorher and wert not in {None, *vorher[ziel]}:
            wert = "neu"
        ergebnis[feld.attname] = wert
    return ergebnis
