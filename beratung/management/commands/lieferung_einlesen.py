import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from beratung.fehler import Lieferungsfehler
from beratung.kalender import bestand
from beratung.kalender.meldungen import eingang_berichtigen
from beratung.kalender.monatsstand import verlange_offen
from beratung.kern.zaehlung import Art, Quelle, Zaehleinheit
from beratung.lieferungen.uebernahme import ablehnung_festhalten, annehmen, uebernehmen
from beratung.pruefung.datei import pruefen
from beratung.pruefung.ergebnis import Pruefung
from beratung.stammdaten.nachschlagen import profil_finden
from dresden_senioren.datenbank.speicherplatz import KEIN_PLATZ, ist_erschoepft
from dresden_senioren.kern.zeitraum import Monat

EINHEITEN = [einheit.value for einheit in Zaehleinheit if einheit is not Zaehleinheit.FALL]


class Command(BaseCommand):
    help = "Prüft eine Lieferung und übernimmt sie. Rückgabe: 0 erledigt, 1 abgelehnt, 2 falscher Aufruf."

    def add_arguments(self, parser):
        parser.add_argument("datei", type=Path)
        parser.add_argument("--quelle", required=True, choices=[q.value for q in Quelle])
        parser.add_argument("--monat", required=True, metavar="JJJJ-MM")
        parser.add_argument("--art", choices=[a.value for a in Art])
        parser.add_argument("--profil", default="standard")
        parser.add_argument("--eingegangen", metavar="JJJJ-MM-TT", help="Tag des Eingangs; sonst heute")
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, nichts schreiben")
        parser.add_argument("--bestaetigen", metavar="GRUND", default="", help="trotz Warnungen übernehmen")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        try:
            ergebnis = self._einlesen(options)
        except (DatabaseError, OSError) as fehler:
            if not ist_erschoepft(fehler):
                raise
            raise CommandError(KEIN_PLATZ, returncode=1) from fehler
        if options["json"]:
            self.stdout.write(json.dumps(ergebnis, ensure_ascii=False, indent=1))
        else:
            self._berichten(ergebnis)
        if ergebnis["ergebnis"] == "abgelehnt":
            sys.exit(1)

    def _einlesen(self, options) -> dict:
        try:
            monat = Monat.lesen(options["monat"])
            profil = profil_finden(options["profil"])
            options["eingegangen"] = options["eingegangen"] and date.fromisoformat(options["eingegangen"])
            strom = options["datei"].open("rb")
        except (OSError, ValueError) as fehler:
            raise CommandError(str(fehler), returncode=2) from fehler
        with strom:
            if not options["pruefen"]:
                _verlange_offen(options["quelle"], monat)
            pruefung = pruefen(
                datei=strom, dateiname=options["datei"].name, quelle=Quelle(options["quelle"]), monat=monat,
                profil=profil, art=Art(options["art"]) if options["art"] else None,
            )  # fmt: skip
        vorher = bestand.summen(pruefung.quelle, monat)
        ergebnis, nummer = self._entscheiden(pruefung, options)
        return _als_dict(pruefung, ergebnis, nummer, vorher)

    def _entscheiden(self, pruefung: Pruefung, options) -> tuple[str, int | None]:
        if pruefung.hat_fehler:
            if not options["pruefen"]:
                ablehnung_festhalten(pruefung, von=None)
            return "abgelehnt", None
        if pruefung.unveraendert_zu:
            return "unveraendert", pruefung.unveraendert_zu.pk
        if options["pruefen"]:
            return "geprueft", None
        if pruefung.braucht_begruendung and not options["bestaetigen"].strip():
            ablehnung_festhalten(pruefung, von=None)
            return "abgelehnt", None
        lieferung = annehmen(pruefung, von=None)
        try:
            if options["eingegangen"]:
                eingang_berichtigen(lieferung, eingegangen_am=options["eingegangen"], von=None)
            uebernehmen(lieferung, von=None, begruendung=options["bestaetigen"])
        except Lieferungsfehler as fehler:
            raise CommandError(str(fehler), returncode=1) from fehler
        return "uebernommen", lieferung.pk

    def _berichten(self, ergebnis: dict) -> None:
        for befund in ergebnis["befunde"]:
            ort = f" (Zeile {', '.join(map(str, befund['zeilen']))})" if befund["zeilen"] else ""
            self.stderr.write(f"{befund['schwere'].capitalize()} {befund['code']}{ort}: {befund['meldung']}")
        saetze = {
            "uebernommen": f"Übernommen als Lieferung {ergebnis['lieferung']}.",
            "unveraendert": f"Unverändert: Diese Zahlen gelten schon (Lieferung {ergebnis['lieferung']}).",
            "geprueft": "Geprüft, ohne Fehler. Geschrieben wurde nichts.",
            "abgelehnt": "Abgelehnt. Geschrieben wurde nichts.",
        }
        if ergebnis["ergebnis"] == "abgelehnt" and not any(b["schwere"] == "fehler" for b in ergebnis["befunde"]):
            saetze["abgelehnt"] += " Stimmen die Zahlen trotz der Warnungen, hilft --bestaetigen GRUND."
        summen = ", ".join(f"{name} {anzahl}" for name, anzahl in ergebnis["summen"].items() if anzahl)
        self.stdout.write(f"{saetze[ergebnis['ergebnis']]} {ergebnis['zeilen']['gelesen']} Zeilen. {summen}".strip())


def _verlange_offen(quelle: str, monat: Monat) -> None:
    """Vor dem Lesen: an einem gesperrten Monat ist jede Arbeit vergebens."""
    try:
        verlange_offen(quelle, monat)
    except Lieferungsfehler as fehler:
        raise CommandError(str(fehler), returncode=1) from fehler


def _als_dict(pruefung: Pruefung, ergebnis: str, nummer: int | None, vorher: dict) -> dict:
    """Das JSON der Schnittstelle. Alles oder nichts: eine abgelehnte Datei ist mit allen Zeilen abgelehnt."""
    ist_abgelehnt = ergebnis == "abgelehnt"
    return {
        "ergebnis": ergebnis,
        "lieferung": nummer,
        "sha256": pruefung.sha256,
        "zeilen": {
            "gelesen": pruefung.gelesen,
            "uebernommen": 0 if ist_abgelehnt else pruefung.gelesen,
            "abgelehnt": pruefung.gelesen if ist_abgelehnt else 0,
            "fehlerhaft": pruefung.fehlerhaft,
        },
        "summen": {einheit: pruefung.summen.get(einheit, 0) for einheit in EINHEITEN},
        "vorher": {einheit: vorher.get(einheit, 0) for einheit in EINHEITEN} if vorher else None,
        "ist_beispiel": pruefung.ist_beispiel,
        "befunde": [befund.als_dict() for befund in pruefung.befunde],
    }
