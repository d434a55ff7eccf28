"""Die Freigaben angreifen, wie es ein Fremder täte, der die Methode kennt; endet mit 1, wenn etwas auszurechnen ist."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from beratung.models import Monatswert
from berichte.freigaben import pruefung, zellen
from berichte.kern.schutz.angriff import Angriffsergebnis
from berichte.kern.schutz.programm import Schluessel, UngueltigeZahlen
from berichte.kern.schutz.runden import KeineLoesung
from berichte.models import Zahlenfreigabe
from dresden_senioren.kern.zahlen import deutsch
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

UNDICHT = 1


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--alle-freigaben", action="store_true", help="alle erteilten zusammen statt der jüngsten")
        parser.add_argument("--json", action="store_true", help="ein JSON-Dokument")

    def handle(self, *, alle_freigaben, **optionen):
        erteilte = pruefung.erteilte()
        gewaehlte = erteilte if alle_freigaben else erteilte[-1:]
        self.stderr.write("Der Angriff wird gerechnet …")
        angriff, genau = self._angegriffen(gewaehlte) if gewaehlte else self._probe()
        veraendert = [f.pk for f in gewaehlte if zellen.gespeicherte_summe(f) != f.inhaltssumme]
        ergebnis = {
            "zellen": angriff.zellen,
            "exakt": angriff.exakt,
            "eng": angriff.eng,
            "summenfehler": angriff.summenfehler,
            "kontrolle_naiv_exakt": pruefung.kontrolle(genau),
            "freigaben": [freigabe.pk for freigabe in gewaehlte],
            "veraendert": veraendert,
            "schlimmste": [[s.schluessel.bezeichnung, s.kleinster, s.groesster] for s in angriff.schlimmste[:10]],
        }
        self._zeigen(ergebnis, optionen["json"])
        if veraendert or not angriff.ist_sicher:
            grund = pruefung.ablehnungsgrund(angriff)
            anders = f"Gespeicherte Zahlen sind nicht mehr die geprüften: Freigabe {veraendert}." if veraendert else ""
            raise CommandError(" ".join(filter(None, [grund, anders])), returncode=UNDICHT)

    @staticmethod
    def _angegriffen(freigaben: list[Zahlenfreigabe]) -> tuple[Angriffsergebnis, dict[Schluessel, int]]:
        return pruefung.freigaben_angreifen(freigaben), zellen.freigabestand(freigaben[-1]).genau

    def _probe(self) -> tuple[Angriffsergebnis, dict[Schluessel, int]]:
        """Noch nichts freigegeben: die heutigen Zahlen, als wären sie es."""
        self.stderr.write("Es ist noch nichts freigegeben; geprüft werden die Zahlen von heute, als wären sie es.")
        monate = Monatswert.objects.filter(teil__ist_gueltig=True).values_list("monat", flat=True).distinct().order_by()
        if not monate:
            return pruefung.freigaben_angreifen([]), {}
        genau = zellen.genaue_zahlen(Zeitraum(Monat.von_tag(min(monate)), Monat.von_tag(max(monate))))
        try:
            probe = pruefung.schuetzen_und_angreifen(genau, basis=settings.GEHEIMHALTUNG_BASIS)
        except (UngueltigeZahlen, KeineLoesung) as grund:
            raise CommandError(str(grund), returncode=UNDICHT) from None
        return probe.angriff, genau

    def _zeigen(self, ergebnis: dict, als_json: bool) -> None:
        if als_json:
            self.stdout.write(json.dumps(ergebnis, ensure_ascii=False))
            return
        zahlen = {name: deutsch(wert) for name, wert in ergebnis.items() if isinstance(wert, int)}
        self.stdout.write(
            "Angegriffen: {zellen} kleine Zahlen. Genau bestimmt: {exakt}. Weniger mögliche Werte als die Basis: "
            "{eng}. Summen, die nicht aufgehen: {summenfehler}.\nZur Probe: Wären kleine Zahlen nur versteckt, fände "
            "derselbe Angriff {kontrolle_naiv_exakt} genau.".format(**zahlen)
        )
