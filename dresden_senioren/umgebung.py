"""Einstellungen aus Umgebungsvariablen lesen; jeder Fehler nennt Variable, Wert und Abhilfe."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

GEHEIMNISDATEIEN: list[Path] = []  # woraus etwas Geheimes gelesen wurde


def text(name: str, vorgabe: str = "") -> str:
    return os.environ.get(name, vorgabe).strip()


def liste(name: str, vorgabe: str = "") -> list[str]:
    """Durch Komma getrennte Werte, leere fallen weg."""
    return [teil.strip() for teil in text(name, vorgabe).split(",") if teil.strip()]


def wahrheit(name: str, vorgabe: bool = False) -> bool:
    wert = text(name)
    if wert == "":
        return vorgabe
    if wert in {"1", "0"}:
        return wert == "1"
    raise ImproperlyConfigured(f"{name}={wert!r} ist weder 1 noch 0. Abhilfe: {name}=1 oder {name}=0 setzen.")


def zahl(name: str, vorgabe: int, mindestens: int = 0) -> int:
    wert = text(name)
    if wert == "":
        return vorgabe
    if wert.isascii() and wert.isdigit():
        if int(wert) < mindestens:
            raise ImproperlyConfigured(f"{name}={wert} ist zu klein. Abhilfe: mindestens {mindestens} setzen.")
        return int(wert)
    raise ImproperlyConfigured(f"{name}={wert!r} ist keine ganze Zahl. Abhilfe: eine Zahl wie {name}={vorgabe} setzen.")


def auswahl(name: str, erlaubt: tuple[str, ...], vorgabe: str) -> str:
    wert = text(name, vorgabe)
    if wert in erlaubt:
        return wert
    raise ImproperlyConfigured(f"{name}={wert!r} gibt es nicht. Abhilfe: {name}={' oder '.join(erlaubt)} setzen.")


def geheimnis(name: str, datei: Path | None = None) -> str:
    """Wert der Variable, sonst Inhalt der Datei aus `<name>_FILE`, sonst Inhalt von `datei`; ohne `datei` darf es
    fehlen."""
    if (wert := text(name)) or not (text(f"{name}_FILE") or datei):
        return wert
    pfad = Path(text(f"{name}_FILE") or datei)
    try:
        wert = pfad.read_text(encoding="utf-8").strip()
    except OSError as fehler:
        raise ImproperlyConfigured(
            f"{name} ist nicht gesetzt und {pfad} ist nicht lesbar ({fehler.strerror}). "
            f"Abhilfe: ./start.sh --nur-einrichten ausführen oder {name} bzw. {name}_FILE setzen."
        ) from None
    GEHEIMNISDATEIEN.append(pfad)
    if not wert:
        raise ImproperlyConfigured(
            f"{pfad} ist leer. Abhilfe: Datei löschen und ./start.sh --nur-einrichten ausführen."
        )
    return wert
