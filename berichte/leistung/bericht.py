"""Was ein Bericht kostet: der Zwischenbericht vom Befehl bis zur Datei, neben dem bloßen Satz derselben Seiten; jedes
Format, wenn der Prozess schon läuft; und der Schutz eines Jahres samt Angriff darauf."""

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from beratung.leistung import Lauf, Ziel, ergebnis_des_schritts
from berichte.arten import BERICHTSARTEN, Berichtswunsch
from berichte.ausgabe import AUSGABEN
from berichte.ausgabe.pdf import daten, setzen
from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Fassung, auspacken, freigeben
from berichte.kern.schutz.messen import messen as schutz_messen

from .dashboard import dauer

STICHTAG = date(2024, 9, 30)
KALT, WARM = 3, 7  # Wiederholungen
# Je Format die Art, die man so haben möchte.
ARTEN = {"docx": "zwischenbericht", "pptx": "auswertung", "xlsx": "zwischenbericht", "csv": "zwischenbericht"}


def laeufe(zeilen: int, jahre: int) -> tuple[Lauf, ...]:
    """Immer die Vorführung; Zeilen und Jahre spielen keine Rolle."""
    return (Lauf(0, 0, tuple(SCHRITTE)),)


def vorbereiten(ordner: Path, lauf: Lauf) -> None:
    call_command("einrichten", vorfuehrung=True, stdout=io.StringIO())


def kalt(ordner: Path) -> dict:
    """Der ganze Befehl, jedes Mal ein neuer Prozess."""
    ziel = ordner / "zwischenbericht.pdf"
    angaben = [f"--stichtag={STICHTAG}", "--fassung=intern", "--format=pdf", f"--ausgabe={ziel}"]
    befehl = [sys.executable, "manage.py", "bericht_erstellen", "zwischenbericht", *angaben]
    stumm = subprocess.DEVNULL

    def rufen() -> None:
        subprocess.run(befehl, cwd=settings.BASE_DIR, check=True, stdout=stumm, stderr=stumm)  # noqa: S603

    return _ergebnis("kalt", rufen, KALT) | {"bytes": ziel.stat().st_size}


def satz(ordner: Path) -> dict:
    """Dieselben Seiten, nur gesetzt: Die Daten liegen fertig da, der Setzer läuft in einem neuen Prozess."""
    bericht = _bericht("zwischenbericht")
    fertig = daten(*auspacken(freigeben(bericht, Fassung.INTERN)))
    return _ergebnis("satz", lambda: setzen(fertig, STICHTAG), KALT)


def bauen(ordner: Path) -> dict:
    """Fragen und rechnen, ohne Datei."""
    _bericht("zwischenbericht")
    return _ergebnis("bauen", lambda: _bericht("zwischenbericht"), WARM)


def warm(ordner: Path) -> dict:
    """Bauen und setzen, wenn der Prozess schon einen Bericht gemacht hat."""
    return _datei("warm", "pdf", lambda: _bericht("zwischenbericht"))


def _format(dateiformat: str) -> Callable[[Path], dict]:
    def schritt(ordner: Path) -> dict:
        fertig = _bericht(ARTEN[dateiformat])
        return _datei(dateiformat, dateiformat, lambda: fertig)

    return schritt


def _datei(name: str, dateiformat: str, bericht: Callable[[], Bericht]) -> dict:
    def einmal() -> bytes:
        return AUSGABEN[dateiformat].setzen(freigeben(bericht(), Fassung.INTERN))

    umfang = len(einmal())
    return _ergebnis(name, einmal, WARM) | {"bytes": umfang}


def schutz(ordner: Path) -> dict:
    """Ein Jahr in der Größe Dresdens: kontrolliert runden, dann angreifen."""
    gemessen = schutz_messen()
    return ergebnis_des_schritts("schutz", gemessen["runden_s"] + gemessen["angriff_s"]) | gemessen


def _bericht(art: str) -> Bericht:
    return BERICHTSARTEN[art].bauen(Berichtswunsch(STICHTAG))


def _ergebnis(name: str, tun: Callable[[], object], wiederholungen: int) -> dict:
    mittlere, kuerzeste = dauer(tun, wiederholungen)
    return ergebnis_des_schritts(name, mittlere) | {"kuerzeste": kuerzeste}


SCHRITTE = (
    {schritt.__name__: schritt for schritt in (kalt, satz, bauen, warm)}
    | {dateiformat: _format(dateiformat) for dateiformat in ARTEN}
    | {"schutz": schutz}
)
GRENZEN = {"docx": 0.1, "pptx": 0.1, "xlsx": 0.05}


def messen(schritt: str, ordner: Path) -> dict:
    return SCHRITTE[schritt](ordner)


def ziele(schritte: dict[str, dict], zeilen: int) -> list[Ziel]:
    """Gemessen an der kürzesten Dauer: Die hängt am wenigsten davon ab, was der Rechner sonst noch tut."""
    sekunden = {name: schritt["kuerzeste"] for name, schritt in schritte.items() if name != "schutz"}
    geschuetzt = schritte["schutz"]
    return [
        Ziel("G6", "Zwischenbericht als PDF, vom Befehl bis zur Datei, s", sekunden["kalt"], 2),
        Ziel("G6", "Zwischenbericht als PDF ÷ bloßer Satz derselben Seiten", sekunden["kalt"] / sekunden["satz"], 3),
        Ziel("G6", "Zwischenbericht als PDF, warm, s", sekunden["warm"], 0.15),
        *(
            Ziel("G6", f"{BERICHTSARTEN[ARTEN[name]].bezeichnung} als {name}, s", sekunden[name], grenze)
            for name, grenze in GRENZEN.items()
        ),
        Ziel("G6", "ein Jahr kontrolliert runden, s", geschuetzt["runden_s"], 20),
        Ziel("G6", "ein Jahr angreifen, s", geschuetzt["angriff_s"], 60),
    ]
