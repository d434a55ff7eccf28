from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from beratung.beispiele import ZEITRAUM, Monatsmappe, Orte, mappen
from beratung.kern.zaehlen.auswerten import BEISPIEL_KENNZEICHEN
from beratung.kern.zaehlung import Art, Quelle
from beratung.kern.zuordnen.spalten import SPALTEN
from beratung.mappe import schreibe_mappe
from beratung.models import Beratungsstelle
from beratung.stammdaten.nachschlagen import MIT_GEBIETEN, gebiete_im_monat
from dresden_senioren.kern.zeitraum import Monat

VORSPANN = f"{BEISPIEL_KENNZEICHEN} – keine echten Angaben. Nur ausgewählte Summen entsprechen der Veröffentlichung."
# Gefördert liefert das Alter, kommunal die Altersgruppe; ein Datum hat keine Beispieldatei.
OHNE = {Quelle.SENIORA: {"Datum", "Altersgruppe"}, Quelle.FMG: {"Datum", "Alter"}}


class Command(BaseCommand):
    help = "Schreibt die 48 erfundenen Beispiellieferungen (2023 und 2024) als XLSX in einen Ordner."

    def add_arguments(self, parser):
        parser.add_argument("ordner", type=Path)

    def handle(self, *args, ordner, **options):
        stellen = Beratungsstelle.objects.filter(ist_beispiel=True).prefetch_related(MIT_GEBIETEN)
        if not stellen:
            raise CommandError("Die Beispielstellen fehlen. Abhilfe: manage.py loaddata beispielstellen")
        ordner.mkdir(parents=True, exist_ok=True)
        for mappe in mappen(_orte(stellen.order_by("kuerzel"))):
            (ordner / mappe.dateiname).write_bytes(_als_xlsx(mappe))
        self.stdout.write(f"48 Beispiellieferungen stehen in {ordner}.")


def _orte(stellen) -> Orte:
    stadtteile: dict[str, list[str]] = {}
    for nr, bereich in sorted(gebiete_im_monat(Monat(2023, 1)).items()):
        stadtteile.setdefault(bereich, []).append(nr)
    je_quelle = {
        quelle: [
            (s.name, s.planungsbereich_am(ZEITRAUM.bis.letzter).kuerzel, s.gueltig_von and Monat.von_tag(s.gueltig_von))
            for s in stellen
            if s.quelle == quelle
        ]
        for quelle in Quelle
    }
    return Orte(stadtteile, je_quelle)


def _als_xlsx(mappe: Monatsmappe) -> bytes:
    def spalten(art: Art):
        return [spalte for spalte in SPALTEN[art] if spalte.ueberschrift not in OHNE[mappe.quelle]]

    tabellen = {art: (spalten(art), zeilen) for art, zeilen in mappe.tabellen.items()}
    titel = f"Beispiellieferung {mappe.quelle.verfahren} {mappe.monat.bezeichnung}"
    return schreibe_mappe(tabellen, vorspann=VORSPANN, titel=titel)
