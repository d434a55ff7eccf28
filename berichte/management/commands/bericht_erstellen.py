"""Einen Bericht als Datei schreiben, zum Beispiel: bericht_erstellen zwischenbericht --stichtag 2024-09-30 …"""

import os
import tempfile
from datetime import date
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from beratung.models import Beratungsstelle, Planungsbereich
from berichte.akten.erstellen import erstelle_bericht
from berichte.arten import BERICHTSARTEN, FRUEHESTES_JAHR, BerichtNichtMoeglich, Berichtswunsch, Geltung
from berichte.ausgabe import AUSGABEN
from berichte.ausgabe.fehler import SatzGescheitert
from berichte.kern.akten.festschrift import inhaltssumme
from berichte.kern.geheimhaltung import Fassung, FassungVerweigert
from berichte.zahlen.geschuetzt import geltende_freigabe

ABGELEHNT, FALSCH_AUFGERUFEN = 1, 2
GEBIETE = {Geltung.PLANUNGSBEREICH: Planungsbereich, Geltung.BERATUNGSSTELLE: Beratungsstelle}


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()  # sie lüden alle Seiten, die ein Bericht nicht braucht; `pruefe` führt sie aus

    def add_arguments(self, parser):
        parser.add_argument("art", choices=[*BERICHTSARTEN])
        parser.add_argument("--stichtag", required=True, metavar="JJJJ-MM-TT")
        parser.add_argument("--planungsbereich", metavar="NAME", help="Name oder Kürzel")
        parser.add_argument("--beratungsstelle", metavar="NAME", help="Name oder Kürzel")
        # Ohne Angabe die Fassung, die nichts Schützenswertes herausgibt.
        parser.add_argument("--fassung", choices=[f.value for f in Fassung], default=Fassung.WEITERGABE.value)
        parser.add_argument("--format", required=True, choices=[*AUSGABEN])
        parser.add_argument("--ausgabe", required=True, type=Path, metavar="DATEI")

    def handle(self, **optionen):
        stichtag, fassung, ziel = _stichtag(optionen["stichtag"]), Fassung(optionen["fassung"]), optionen["ausgabe"]
        _pruefen(ziel)
        gebiete = {geltung.value: _kuerzel(optionen, geltung) for geltung in GEBIETE}
        self.stderr.write("Der Bericht wird erstellt …")
        freigabe = geltende_freigabe() if fassung is Fassung.WEITERGABE else None
        wunsch = Berichtswunsch(stichtag, fassung=fassung, freigabe=freigabe, **gebiete)
        try:
            bericht, datei = erstelle_bericht(art=optionen["art"], wunsch=wunsch, dateiformat=optionen["format"])
        except FassungVerweigert as grund:
            raise CommandError(f"{grund} (--fassung intern)", returncode=ABGELEHNT) from None
        except BerichtNichtMoeglich as grund:
            raise CommandError(str(grund), returncode=ABGELEHNT) from None
        except SatzGescheitert as grund:
            raise CommandError(f"Die Datei ließ sich nicht erstellen: {grund}", returncode=ABGELEHNT) from None
        _schreiben(ziel, datei.inhalt)
        self.stdout.write(f"{bericht.titel} zum {stichtag:%d.%m.%Y}, Fassung {fassung.kennzeichen}: {ziel}")
        self.stdout.write(f"Inhaltssumme {inhaltssumme(bericht)}")


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


def _pruefen(ziel: Path) -> None:
    """Was nicht zu beschreiben ist, mit einem Satz."""
    einwand = None
    if not ziel.parent.is_dir():
        einwand = f"Den Ordner „{ziel.parent}“ gibt es nicht. Legen Sie ihn an oder nennen Sie einen anderen."
    elif ziel.is_dir():
        einwand = f"„{ziel}“ ist ein Ordner. Nennen Sie eine Datei."
    if einwand:
        raise CommandError(einwand, returncode=FALSCH_AUFGERUFEN)


def _kuerzel(optionen: dict, geltung: Geltung) -> str | None:
    """Das Kürzel zu dem, was unter --planungsbereich oder --beratungsstelle steht; None, wo es nicht hingehört."""
    art, name = BERICHTSARTEN[optionen["art"]], optionen[geltung.value]
    if art.geltung is not geltung:
        if name:
            satz = f"{art.bezeichnung} gilt für {art.geltung.was}; --{geltung.value} gehört nicht dazu."
            raise CommandError(satz, returncode=FALSCH_AUFGERUFEN)
        return None
    bekannt = dict(GEBIETE[geltung].objects.order_by("name").values_list("name", "kuerzel"))
    if not name:
        raise CommandError(f"{art.bezeichnung} braucht --{geltung.value} NAME.", returncode=FALSCH_AUFGERUFEN)
    if name in bekannt.values():
        return name
    if name not in bekannt:
        satz = f"--{geltung.value} „{name}“ gibt es nicht. Bekannt: {', '.join(bekannt) or 'noch nichts'}."
        raise CommandError(satz, returncode=FALSCH_AUFGERUFEN)
    return bekannt[name]


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
