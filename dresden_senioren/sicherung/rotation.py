"""Welche Sicherungen eines Ordners bleiben: je Tag, Woche und Monat die jüngste, so viele wie verlangt."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from .archiv import UNFERTIG

MUSTER = "senioren_%Y-%m-%d_%H%M%S.zip"
VERSCHLUESSELT = (".age", ".gpg")  # hängen diese Programme an
VERGESSEN = timedelta(days=1)  # so alt ist eine unfertige Datei, an der niemand mehr schreibt


@dataclass(frozen=True)
class Plan:
    """Für wie viele Tage, Wochen und Monate je eine bleibt."""

    tage: int
    wochen: int
    monate: int

    @classmethod
    def lesen(cls, text: str) -> "Plan":
        """„7/5/12“. ValueError bei allem anderen und wenn nichts bliebe."""
        if not re.fullmatch(r"\d{1,3}/\d{1,3}/\d{1,3}", text) or not any(map(int, text.split("/"))):
            raise ValueError(f"„{text}“ ist kein Plan wie 7/5/12.")
        return cls(*map(int, text.split("/")))


def name() -> str:
    """In UTC: An der Umstellung der Uhr gäbe es sonst eine Stunde zweimal."""
    return timezone.now().strftime(MUSTER)


def zu_behalten(zeitpunkte: Iterable[datetime], plan: Plan) -> set[datetime]:
    """Gezählt werden Tage, Wochen und Monate, von denen es eine Sicherung gibt: Eine Pause löscht nichts."""
    neueste_zuerst = sorted(zeitpunkte, reverse=True)
    raster: list[tuple[int, Callable]] = [
        (plan.tage, datetime.date),
        (plan.wochen, lambda zeitpunkt: zeitpunkt.isocalendar()[:2]),
        (plan.monate, lambda zeitpunkt: (zeitpunkt.year, zeitpunkt.month)),
    ]
    bleiben = set(neueste_zuerst[:1])
    for anzahl, abschnitt in raster:
        juengste: dict = {}
        for zeitpunkt in neueste_zuerst:
            juengste.setdefault(abschnitt(zeitpunkt), zeitpunkt)
        bleiben |= set(list(juengste.values())[:anzahl])
    return bleiben


def aufraeumen(ordner: Path, plan: Plan) -> list[Path]:
    """Löscht, was nicht bleibt, und was ein abgebrochener Lauf liegen ließ; fremde Dateien nie."""
    sicherungen = sorted((zeitpunkt, datei) for datei in ordner.iterdir() if (zeitpunkt := _zeitpunkt(datei)))
    bleiben = zu_behalten({zeitpunkt for zeitpunkt, _ in sicherungen}, plan)
    alte = [datei for zeitpunkt, datei in sicherungen if zeitpunkt not in bleiben]
    grenze = (timezone.now() - VERGESSEN).timestamp()
    unfertige = [d for d in ordner.glob(f".senioren_*{UNFERTIG}") if d.stat().st_mtime < grenze]
    for datei in (*alte, *unfertige):
        datei.unlink()
    return alte


def _zeitpunkt(datei: Path) -> datetime | None:
    name = datei.stem if datei.suffix in VERSCHLUESSELT else datei.name
    try:
        return datetime.strptime(name, MUSTER)
    except ValueError:
        return None
