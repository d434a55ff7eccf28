"""Was eine Protokollzeile sein muss. conftest.py legt es an jede Zeile jedes Tests an."""

import json
import logging
import re
from datetime import datetime, timedelta

from dresden_senioren.anfrage.protokollzeilen import FELDER, JsonZeile

STUFEN = {"debug", "info", "warnung", "fehler", "kritisch"}
# Formen, die nie in einer Zeile stehen dürfen; dazu die Vornamen der Beispielpersonen und in Tests erfundene.
PERSOENLICH = {
    "E-Mail": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    "Telefon": re.compile(r"(?<!\d)(?:\+49|0)[1-9]\d{1,4}[ /]\d{4,}"),
    "Geburtstag": re.compile(r"(?<!\d)[0-3]?\d\.[01]?\d\.(?:19|20)\d\d"),
    "Name": re.compile(r"Sabine|Karim|Lothar|Erika|Mustermann|Beispiel\b"),
    "Kennwort": re.compile(r"nur-fuer-tests|demo-demo"),
}


class Sammler(logging.Handler):
    """Hält fest, was als Zeile hinausginge."""

    def __init__(self):
        super().__init__()
        self.setFormatter(JsonZeile())
        self.zeilen: list[str] = []

    def emit(self, record):
        self.zeilen.append(self.format(record))


def maengel(zeile: str) -> list[str]:
    if not zeile.isascii() or not zeile.isprintable():
        return ["nicht nur druckbares ASCII"]
    try:
        inhalt = json.loads(zeile)
    except ValueError:
        return ["kein JSON"]
    klar = json.dumps(inhalt, ensure_ascii=False)
    return _form(inhalt) + [art for art, muster in PERSOENLICH.items() if muster.search(klar)]


def _form(inhalt: dict) -> list[str]:
    gut = {
        "zeit": lambda wert: datetime.fromisoformat(wert).utcoffset() == timedelta(0),
        "stufe": STUFEN.__contains__,
        "quelle": lambda wert: bool(re.fullmatch(r"[\w.]+", wert)),
        "ereignis": lambda wert: bool(re.fullmatch(r"[a-z_]+", wert)),
        "vorgang": lambda wert: bool(re.fullmatch(r"[A-Za-z0-9-]{8,64}", wert)),
        "adresse": lambda wert: bool(re.fullmatch(r"[\w:-]+", wert)),
        "benutzer": lambda wert: type(wert) is int,
        "status": lambda wert: type(wert) is int and 100 <= wert <= 599,
        "dauer_ms": lambda wert: type(wert) is int and wert >= 0,
    }
    mangel = [f"unbekanntes Feld {name}" for name in inhalt if name not in FELDER]
    mangel += [f"{name} fehlt" for name in ("zeit", "stufe", "quelle") if name not in inhalt]
    return mangel + [
        f"{name}={inhalt[name]!r}" for name, ist in gut.items() if name in inhalt and not ist(inhalt[name])
    ]
