"""Einen Bericht als Datei schreiben, zum Beispiel: bericht_erstellen zwischenbericht --stichtag 2024-09-30 …"""

import os
import tempfile
from datetime import date
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from berichte import arten
from berichte.arten import BERICHTSARTEN, FRUEHESTES_JAHR, BerichtNichtMoeglich, Berichtswunsch
from berichte.ausgabe import ANGEKUENDIGT, AUSGABEN
from berichte.erstellen import erstelle_bericht
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert

ABGELEHNT, FALSCH_AUFGERUFEN = 1, 2


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("art", choices=[*BERICHTSARTEN, *arten.ANGEKUENDIGT])
        parser.add_argument("--stichtag", required=True, metavar="JJJJ-MM-TT")
        parser.add_argument("--planungsbereich", metavar="NAME")
        # Ohne Angabe die Fassung, die nichts Schützenswertes herausgibt.
        parser.add_argument("--fassung", choices=[f.value for f in Fassung], default=Fassung.WEITERGABE.value)
        parser.add_argument("--format", required=True, choices=[*AUSGABEN, *ANGEKUENDIGT])
        parser.add_argument("--ausgabe", required=True, type=Path, metavar="DATEI")

    def handle(self, **optionen):
        stichtag, fassung, ziel = _stichtag(optionen["stichtag"]), Fassung(optionen["fassung"]), optionen["ausgabe"]
        _pruefen(optionen, ziel)
        self.stderr.write("Der Bericht wird erstellt …")
        try:
            wunsch = Berichtswunsch(stichtag, fassung=fassung)
            _, datei = erstelle_bericht(art=optionen["art"], wunsch=wunsch, dateiformat=optionen["format"])
        except FassungVerweigert as grund:
            raise CommandError(f"{grund} (--fassung intern)", returncode=ABGELEHNT) from None
        except BerichtNichtMoeglich as grund:
            raise CommandError(str(grund), returncode=ABGELEHNT) from None
        _schreiben(ziel, datei.inhalt)
        titel = BERICHTSARTEN[optionen["art"]].bezeichnung
        self.stdout.write(f"{titel} zum {stichtag:%d.%m.%Y}, Fassung {fassung.kennzeichen}: {ziel}")


def _stichtag(text: str) -> date:
    try:
        tag = date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"--stichtag {text}: kein Tag der Form JJJJ-MM-TT, zum Beispiel 2024-09-30.", returncode=FALSCH_AUFGERUFEN
        ) from None
    if tag > timezone.localdate():
        raise CommandError(f"--stichtag {text} liegt in der Zukunft.", returncode=FALSCH_AUFGERUFEN)
    if tag.year < FRUEHESTES_JAHR:
        raise CommandError(f"Vor dem Jahr {FRUEHESTES_JAHR} gibt es keine Daten.", returncode=FALSCH_AUFGERUFEN)
    return tag


def _pruefen(optionen: dict, ziel: Path) -> None:
    """Was noch nicht angeboten wird oder nicht zusammenpasst, mit einem Satz."""
    angeboten = ", ".join(BERICHTSARTEN)
    einwand = None
    if optionen["art"] not in BERICHTSARTEN:
        einwand = f"Die Berichtsart „{optionen['art']}“ wird noch nicht angeboten. Es gibt: {angeboten}."
    elif optionen["format"] not in AUSGABEN:
        einwand = f"Das Format {optionen['format']} wird noch nicht angeboten. Es gibt: {', '.join(AUSGABEN)}."
    elif optionen["planungsbereich"]:
        einwand = "Der Zwischenbericht gilt für die ganze Stadt; --planungsbereich gehört nicht dazu."
    elif not ziel.parent.is_dir():
        einwand = f"Den Ordner „{ziel.parent}“ gibt es nicht. Legen Sie ihn an oder nennen Sie einen anderen."
    elif ziel.is_dir():
        einwand = f"„{ziel}“ ist ein Ordner. Nennen Sie eine Datei."
    if einwand:
        raise CommandError(einwand, returncode=FALSCH_AUFGERUFEN)


def _schreiben(ziel: Path, inhalt: bytes) -> None:
    """Ganz oder gar nicht: erst daneben schreiben, dann umbenennen. Nur die aufrufende Person darf lesen."""
    try:
        deskriptor, name = tempfile.mkstemp(dir=ziel.parent, prefix=f".{ziel.name}.")
        try:
            with os.fdopen(deskriptor, "wb") as datei:
                datei.write(inhalt)
            os.replace(name, ziel)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as fehler:
        raise CommandError(f"„{ziel}“ lässt sich nicht schreiben: {fehler.strerror}.", returncode=ABGELEHNT) from None
