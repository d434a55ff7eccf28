"""Gebiete einlesen: Stadtteile, Planungsbereiche und welcher Stadtteil zu welchem gehört."""

import csv
from pathlib import Path

from django.db import transaction

from beratung.models import Gebietszuordnung, Planungsbereich, Stadtteil

# Andere amtlich vorkommende Schreibweisen (fachliche Vorgabe), zusätzlich zu Nr., Name und „Nr. Name“.
SCHREIBWEISEN = {
    "03": ["Seevorstadt-Ost"],
    "97": ["Gorbitz-Nord/Neuomsewitz"],
    "99": ["Gompitz/Altfranken"],
}


@transaction.atomic
def gebiete_einlesen(datei: Path) -> dict:
    """Stadtteile, Planungsbereiche und unbefristete Zuordnungen aus der CSV. Vorhandene Zuordnungen bleiben: was
    datiert oder bestätigt ist, weiß das Amt besser. ValueError mit Satz, wenn die Datei anders aussieht."""
    with datei.open(encoding="utf-8-sig", newline="") as strom:
        zeilen = list(csv.DictReader(strom, delimiter=";"))
    noetig = {"nr", "stadtteil", "gebiet", "gebietsart", "planungsbereich", "planungsbereich_bestaetigt"}
    if not zeilen or not noetig <= set(zeilen[0]):
        raise ValueError(f"{datei.name} hat nicht die Spalten {', '.join(sorted(noetig))}.")
    neu = 0
    for zeile in zeilen:
        bereich, _ = Planungsbereich.objects.get_or_create(
            kuerzel=zeile["planungsbereich"].lower(), defaults={"name": zeile["planungsbereich"]}
        )
        angaben = {"name": zeile["stadtteil"], "gebiet": zeile["gebiet"], "gebietsart": zeile["gebietsart"]}
        stadtteil, _ = Stadtteil.objects.update_or_create(nr=zeile["nr"], defaults=angaben)
        stadtteil.schreibweisen = sorted({*stadtteil.schreibweisen, *SCHREIBWEISEN.get(stadtteil.nr, [])})
        stadtteil.zusammengefasst_mit_id = zeile.get("statistik_zusammengefasst_mit") or None
        stadtteil.save()
        if not stadtteil.zuordnungen.exists():
            bestaetigt = zeile["planungsbereich_bestaetigt"] == "ja"
            Gebietszuordnung.objects.create(stadtteil=stadtteil, planungsbereich=bereich, ist_bestaetigt=bestaetigt)
            neu += 1
    return {"stadtteile": len(zeilen), "planungsbereiche": Planungsbereich.objects.count(), "neue_zuordnungen": neu}
