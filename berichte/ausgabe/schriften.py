"""Fira Sans als TrueType für den Satz: einmal aus dem Gestaltungspaket umgewandelt, dann aus der Ablage."""

import os
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path

SCHNITTE = ("Regular", "Italic", "Medium", "SemiBold", "Bold")


_ablage: Path | None = None


def einrichten(ablage: Path) -> None:
    """Sagt beim Programmstart, wo die umgewandelten Schriften liegen; die Ausgabe kennt die Einstellungen nicht."""
    global _ablage  # noqa: PLW0603  ein Ort je Prozess, wie das Paket selbst
    _ablage = ablage


@cache
def ordner() -> Path:
    """Ordner mit allen Schnitten; fehlende werden angelegt (rund zwei Sekunden, beim ersten Mal)."""
    if _ablage is None:
        raise RuntimeError("schriften.einrichten wurde nicht aufgerufen.")
    ablage = _ablage
    ablage.mkdir(parents=True, exist_ok=True)
    quelle = files("mkdocs_kern_ux") / "kern-ux/vendor/kern/fonts/fira-sans"
    for schnitt in SCHNITTE:
        ziel = ablage / f"FiraSans-{schnitt}.ttf"
        if not ziel.exists():
            _umwandeln(quelle / f"FiraSans-{schnitt}.woff2", ziel)
    return ablage


def _umwandeln(quelle, ziel: Path) -> None:
    """Unter anderem Namen schreiben, dann umbenennen: zwei Prozesse stören einander nicht."""
    from fontTools.ttLib import TTFont

    with quelle.open("rb") as strom:
        schrift = TTFont(strom, recalcTimestamp=False)
        schrift.flavor = None
        deskriptor, name = tempfile.mkstemp(dir=ziel.parent, suffix=".neu")
        with os.fdopen(deskriptor, "wb") as datei:
            schrift.save(datei)
    os.replace(name, ziel)
