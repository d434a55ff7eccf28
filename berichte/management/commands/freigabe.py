"""Geschützte Zahlen zur Weitergabe: beantragen, erteilen, verwerfen, auflisten. Zwei Personen verantworten sie."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from berichte.freigaben import ablauf
from berichte.freigaben.ablauf import FreigabeVerweigert
from berichte.models import Zahlenfreigabe
from dresden_senioren.kern.zeitraum import Monat, Zeitraum
from dresden_senioren.models import Benutzer

ABGELEHNT, FALSCH_AUFGERUFEN = 1, 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        schritte = parser.add_subparsers(dest="schritt", required=True)
        neu = schritte.add_parser("beantragen", help="Zahlen runden und angreifen; dann wartet die zweite Person")
        neu.add_argument("--von", required=True, metavar="JJJJ-MM")
        neu.add_argument("--bis", required=True, metavar="JJJJ-MM")
        neu.add_argument("--basis", type=int, choices=[5, 10], help="Vielfache, auf die gerundet wird")
        erteilen = schritte.add_parser("erteilen", help="als zweite Person freigeben")
        verwerfen = schritte.add_parser("verwerfen", help="nicht freigeben")
        verwerfen.add_argument("--grund", required=True)
        for schritt in (erteilen, verwerfen):
            schritt.add_argument("nummer", type=int)
        for schritt in (neu, erteilen, verwerfen):
            # Auch hier verantwortet ein Mensch, was hinausgeht.
            schritt.add_argument("--benutzer", required=True, help="Benutzername der Person, die es verantwortet")
        for schritt in (neu, erteilen, verwerfen, schritte.add_parser("liste", help="alle Freigaben")):
            schritt.add_argument("--json", action="store_true", help="ein JSON-Dokument")

    def handle(self, *, schritt, **optionen):
        if schritt == "liste":
            self._zeigen(list(Zahlenfreigabe.objects.all()), als_liste=True, **optionen)
            return
        von = _person(optionen["benutzer"])
        try:
            freigabe = getattr(self, f"_{schritt}")(von, optionen)
        except FreigabeVerweigert as grund:
            raise CommandError("\n".join(grund.saetze), returncode=ABGELEHNT) from None
        self._zeigen([freigabe], als_liste=False, **optionen)
        if freigabe.zustand == Zahlenfreigabe.Zustand.NICHT_GESCHUETZT:
            raise CommandError(freigabe.grund, returncode=ABGELEHNT)

    def _beantragen(self, von: Benutzer, optionen: dict) -> Zahlenfreigabe:
        try:
            zeitraum = Zeitraum(Monat.lesen(optionen["von"]), Monat.lesen(optionen["bis"]))
        except ValueError as fehler:
            raise CommandError(str(fehler), returncode=FALSCH_AUFGERUFEN) from None
        neu = ablauf.beantragen(zeitraum=zeitraum, von=von, basis=optionen["basis"])
        self.stderr.write(f"{neu}: Zahlen werden gerundet und angegriffen …")
        if freigabe := ablauf.naechste_beanspruchen():
            ablauf.rechnen(freigabe)
        neu.refresh_from_db()
        return neu

    def _erteilen(self, von: Benutzer, optionen: dict) -> Zahlenfreigabe:
        freigabe = _freigabe(optionen["nummer"])
        ablauf.erteilen(freigabe=freigabe, von=von)
        return _freigabe(freigabe.pk)

    def _verwerfen(self, von: Benutzer, optionen: dict) -> Zahlenfreigabe:
        freigabe = _freigabe(optionen["nummer"])
        ablauf.verwerfen(freigabe=freigabe, grund=optionen["grund"], von=von)
        return _freigabe(freigabe.pk)

    def _zeigen(self, zeilen: list[Zahlenfreigabe], *, als_liste: bool, **optionen) -> None:
        if optionen["json"]:
            angaben = [_als_dict(freigabe) for freigabe in zeilen]
            self.stdout.write(json.dumps({"freigaben": angaben} if als_liste else angaben[0], ensure_ascii=False))
            return
        for freigabe in zeilen:
            summe = f", Inhaltssumme {freigabe.inhaltssumme[:12]}" if freigabe.inhaltssumme else ""
            self.stdout.write(f"{freigabe}, Basis {freigabe.basis}: {freigabe.get_zustand_display()}{summe}")
        if not zeilen:
            self.stdout.write("Noch keine Freigabe.")


def _als_dict(freigabe: Zahlenfreigabe) -> dict:
    return {
        "nummer": freigabe.pk,
        "zeitraum": str(freigabe.zeitraum),
        "basis": freigabe.basis,
        "zustand": freigabe.zustand,
        "pruefung": {name: freigabe.pruefung.get(name) for name in ("zellen", "exakt", "eng", "summenfehler")},
        "inhaltssumme": freigabe.inhaltssumme,
        "beantragt_von": freigabe.beantragt_von.username if freigabe.beantragt_von else None,
        "entschieden_von": freigabe.entschieden_von.username if freigabe.entschieden_von else None,
        "entschieden_am": freigabe.entschieden_am and localtime(freigabe.entschieden_am).isoformat(),
        "grund": freigabe.grund,
    }


def _person(name: str) -> Benutzer:
    if person := Benutzer.objects.filter(username=name, is_active=True).first():
        return person
    raise CommandError(f"Eine Person mit dem Benutzernamen „{name}“ gibt es nicht.", returncode=FALSCH_AUFGERUFEN)


def _freigabe(nummer: int) -> Zahlenfreigabe:
    if freigabe := Zahlenfreigabe.objects.filter(pk=nummer).first():
        return freigabe
    raise CommandError(f"Freigabe {nummer} gibt es nicht; alle zeigt: freigabe liste.", returncode=FALSCH_AUFGERUFEN)
