"""Protokollzeilen für den Betrieb: je Zeile ein JSON-Objekt, ohne Angaben zu Personen, nicht zu fälschen.

Von einer Meldung bleibt die Vorlage; eingesetzt werden nur Zahlen und Kennungen. Von einer Ausnahme bleiben Art und
Orte: Ihr Text enthält, woran sie gescheitert ist. Kennt Django nicht, damit auch betrieb/gunicorn.conf.py es benutzt.
"""

import json
import logging
import uuid
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb

from dresden_senioren.kern.text import einzeilig

HAUS = ("dresden_senioren", "massnahmen", "beratung", "berichte")
WURZEL = Path(__file__).resolve().parents[2]
ORTE_HOECHSTENS = 12
# Was in einer Zeile stehen kann, in dieser Reihenfolge; mehr nicht.
FELDER = (
    "zeit", "stufe", "quelle", "ereignis", "text", "vorgang", "benutzer", "methode", "adresse", "status", "dauer_ms",
    "fehler", "angaben",
)  # fmt: skip
_STUFEN = {"DEBUG": "debug", "INFO": "info", "WARNING": "warnung", "ERROR": "fehler", "CRITICAL": "kritisch"}
_AUS_DER_ZEILE = ("ereignis", "benutzer", "status", "dauer_ms", "angaben")


def angaben(record: logging.LogRecord) -> dict:
    """Der Inhalt einer Zeile; Leeres fehlt."""
    from .vorgang import aktueller

    vorgang = aktueller()
    zeile = {
        "zeit": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "stufe": _STUFEN.get(record.levelname, "info"),
        "quelle": record.name,
        "text": _text(record),
        "fehler": _fehler(record.exc_info),
    }
    if vorgang:
        zeile |= {"vorgang": vorgang.nummer, "benutzer": vorgang.benutzer}
        zeile |= {"methode": vorgang.methode, "adresse": vorgang.adresse}
    zeile |= {name: wert for name in _AUS_DER_ZEILE if (wert := getattr(record, name, None)) is not None}
    return {name: zeile[name] for name in FELDER if zeile.get(name) not in (None, "", {})}


def _text(record: logging.LogRecord) -> str:
    """Die Vorlage mit Zahlen und Kennungen; alles andere darin wird „…“. Fertige Sätze fremder Pakete fallen weg."""
    vorlage = str(record.msg)
    if not record.args:
        return vorlage if record.name.split(".")[0] in HAUS else ""
    if not isinstance(record.args, tuple):
        return ""
    werte = tuple(wert if isinstance(wert, (int, float, uuid.UUID)) else "…" for wert in record.args)
    try:
        text = vorlage % werte
    except (TypeError, ValueError):
        return ""
    return text if any(zeichen.isalnum() for zeichen in text) else ""


def _fehler(exc_info) -> dict | None:
    if not exc_info or exc_info[1] is None:
        return None
    fehler, ursachen = exc_info[1], []
    while fehler is not None and len(ursachen) < ORTE_HOECHSTENS:
        ursachen.append(f"{type(fehler).__module__}.{type(fehler).__qualname__}")
        fehler = fehler.__cause__ or fehler.__context__
    orte = [_ort(rahmen, nummer) for rahmen, nummer in walk_tb(exc_info[2])]
    # Alle Stellen im eigenen Programm und, wo es zuletzt war.
    wichtig = [ort for stelle, (ort, ist_eigener) in enumerate(orte) if ist_eigener or stelle >= len(orte) - 3]
    return {"art": ursachen[0], "wegen": ursachen[1:], "orte": wichtig[-ORTE_HOECHSTENS:]}


def _ort(rahmen, nummer: int) -> tuple[str, bool]:
    """Wo, und ob im eigenen Programm."""
    pfad = Path(rahmen.f_code.co_filename)
    ist_eigener = pfad.is_relative_to(WURZEL) and "site-packages" not in pfad.parts
    # Von fremden Paketen die letzten beiden Teile: genug zum Wiederfinden, ohne den Aufbau des Rechners.
    datei = pfad.relative_to(WURZEL) if ist_eigener else Path(*pfad.parts[-2:])
    return f"{datei}:{nummer} {rahmen.f_code.co_name}", ist_eigener


class JsonZeile(logging.Formatter):
    """Nur ASCII: Zeilenumbrüche, Steuerzeichen und Schreibrichtungswechsel stehen als \\u… da."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(angaben(record), ensure_ascii=True, default=str)


class TextZeile(logging.Formatter):
    """Dasselbe zum Lesen am Bildschirm."""

    def format(self, record: logging.LogRecord) -> str:
        zeile = angaben(record)
        kopf = " ".join(str(zeile.pop(name)) for name in ("zeit", "stufe", "quelle"))
        return einzeilig(f"{kopf} " + " ".join(f"{name}={wert}" for name, wert in zeile.items()))


def einstellung(*, form: str, stufe: str) -> dict:
    """Wie `logging.config.dictConfig` sie erwartet; für Django und gunicorn dieselbe. `form`: json oder text."""
    klasse = {"json": "JsonZeile", "text": "TextZeile"}[form]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"zeile": {"()": f"{__name__}.{klasse}"}},
        "handlers": {"konsole": {"class": "logging.StreamHandler", "formatter": "zeile"}},
        "root": {"handlers": ["konsole"], "level": "WARNING"},
        "loggers": {
            "dresden_senioren": {"level": stufe},
            # Was eine Anfrage beantwortet hat, steht in ihrer eigenen Zeile; hier bleibt nur die Ausnahme.
            "django.request": {"level": "ERROR"},
            # gunicorn reicht seine Meldungen nicht weiter; wie viele, sagt sein --log-level.
            "gunicorn.error": {"handlers": ["konsole"], "propagate": False},
        },
    }
