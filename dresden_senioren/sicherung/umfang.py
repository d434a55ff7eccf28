"""Was gesichert wird: jede Tabelle, wie sie nach den angewandten Migrationen aussieht, außer den hier genannten.

Die Modelle kommen aus den Migrationen, nicht aus dem heutigen Programm: So lässt sich auch eine ältere Datenbank
sichern und eine ältere Sicherung einlesen.
"""

from dataclasses import dataclass

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from . import SicherungFehler

# Modell oder ganze App → warum nicht. Apps ergänzen das Ihre in AppConfig.ready.
AUSGELASSEN = {
    "sessions": "Anmeldungen gelten nur im laufenden Betrieb; nach dem Wiederherstellen melden sich alle neu an.",
    "axes": "Gescheiterte Anmeldungen mit den Adressen der Rechner; sie gelten nur Minuten.",
}


def auslassen(modell: str, grund: str) -> None:
    AUSGELASSEN[modell] = grund


def grund_fuer(modell: type[Model]) -> str | None:
    """Warum das Modell nicht gesichert wird; None, wenn doch."""
    return AUSGELASSEN.get(modell._meta.label_lower) or AUSGELASSEN.get(modell._meta.app_label)


@dataclass(frozen=True)
class Umfang:
    """Angewandte Migrationen und die Modelle, die daraus folgen; `gesicherte` ohne die ausgelassenen."""

    migrationen: dict[str, list[str]]
    letzte: list[tuple[str, str]]  # je App die, nach der keine weitere angewandt ist
    modelle: list[type[Model]]

    @property
    def gesicherte(self) -> list[type[Model]]:
        return [modell for modell in self.modelle if not grund_fuer(modell)]


def der_datenbank(alias: str) -> Umfang:
    """SicherungFehler, wenn sie leer ist oder Migrationen hat, die dieses Programm nicht kennt."""
    angewandt = MigrationLoader(connections[alias]).applied_migrations
    if not angewandt:
        raise SicherungFehler("Diese Datenbank ist leer: Es gibt nichts zu sichern. Stimmt DATABASE_URL?")
    return _umfang(list(angewandt), "Diese Datenbank")


def der_sicherung(migrationen: dict[str, list[str]]) -> Umfang:
    """SicherungFehler, wenn das Programm älter ist als die Sicherung."""
    return _umfang([(app, name) for app, namen in migrationen.items() for name in namen], "Diese Sicherung")


def des_programms() -> Umfang:
    """Alle Migrationen, die es kennt."""
    return _umfang(list(MigrationLoader(None, ignore_no_migrations=True).disk_migrations), "Dieses Programm")


def _umfang(knoten: list[tuple[str, str]], was: str) -> Umfang:
    lader = MigrationLoader(None, ignore_no_migrations=True)
    if neuere := sorted(".".join(eine) for eine in knoten if eine not in lader.disk_migrations):
        raise SicherungFehler(
            f"{was} gehört zu einer anderen, vermutlich neueren Fassung der Anwendung: {', '.join(neuere)} ist hier "
            "unbekannt. Zuerst die Anwendung auf diese Fassung bringen."
        )
    apps = lader.project_state(knoten).apps
    modelle = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    migrationen: dict[str, list[str]] = {}
    for app, name in sorted(knoten):
        migrationen.setdefault(app, []).append(name)
    letzte = [eine for eine in knoten if not _folgende(lader.graph.node_map[eine]) & set(knoten)]
    return Umfang(migrationen, letzte, sorted(modelle, key=lambda modell: modell._meta.label_lower))


def _folgende(knoten) -> set[tuple[str, str]]:
    """Migrationen derselben App, die auf dieser aufbauen."""
    return {kind.key for kind in knoten.children if kind.key[0] == knoten.key[0]}


def offene(stand: Umfang) -> int:
    """Wie viele Migrationen das Programm mehr kennt."""
    return sum(map(len, des_programms().migrationen.values())) - sum(map(len, stand.migrationen.values()))
