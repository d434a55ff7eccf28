"""Eine Sicherung schreiben: ein Schnappschuss aller Tabellen, je Tabelle mit Zahl der Zeilen und Prüfsumme."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils import timezone

from dresden_senioren.models import Ereignis
from dresden_senioren.protokoll import protokolliere

from . import archiv, tabellen, umfang
from .zugaenge import schnappschuss


@dataclass(frozen=True)
class Gesichert:
    pfad: Path
    tabellen: int
    zeilen: int
    bytes: int


def sichern(pfad: Path) -> Gesichert:
    """Eine neue Datei schreiben und im Protokoll vermerken. SicherungFehler oder OSError, wenn nicht; dann ist keine
    da."""
    with schnappschuss() as alias, archiv.schreiben(pfad) as ablage:
        eintraege = schreiben(alias, ablage)
    ergebnis = Gesichert(pfad, len(eintraege), sum(e["zeilen"] for e in eintraege), pfad.stat().st_size)
    angaben = {"tabellen": ergebnis.tabellen, "zeilen": ergebnis.zeilen, "bytes": ergebnis.bytes}
    protokolliere(Ereignis.SICHERUNG_ERSTELLT, von=None, gegenstand=pfad.name, **angaben)
    return ergebnis


def schreiben(alias: str, ablage: archiv.Schreiber) -> list[dict]:
    """Alle Tabellen und das Verzeichnis; gibt die Einträge der Tabellen darin."""
    stand = umfang.der_datenbank(alias)
    eintraege = [_tabelle(modell, alias, ablage) for modell in stand.gesicherte]
    gruende = {modell._meta.label_lower: umfang.grund_fuer(modell) for modell in stand.modelle}
    ablage.verzeichnis(
        {
            "erstellt_am": timezone.now().isoformat(),
            "programm": programmfassung(),
            "datenbank": connections[alias].vendor,
            "migrationen": stand.migrationen,
            "ausgelassen": {modell: grund for modell, grund in gruende.items() if grund},
            "tabellen": eintraege,
        }
    )
    return eintraege


def _tabelle(modell, alias: str, ablage: archiv.Schreiber) -> dict:
    name = f"tabellen/{modell._meta.label_lower}.jsonl"
    summe = tabellen.Pruefsumme()
    sha256 = ablage.glied(name, tabellen.lesen(modell, alias, summe))
    return {
        "modell": modell._meta.label_lower,
        "datei": name,
        "spalten": tabellen.spalten(modell),
        "zeilen": summe.zeilen,
        "pruefsumme": summe.hex,
        "sha256": sha256,
    }


def programmfassung() -> str:
    angaben = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return angaben["project"]["version"]
