"""Eine Datei prüfen, ohne etwas zu schreiben: lesen, deuten, zählen, mit dem Vorhandenen vergleichen."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from beratung.kern.befunde.befund import Befundliste, Einlesefehler
from beratung.kern.befunde.regeln import REGELN
from beratung.kern.lesen.einlesen import Grenzen, Rohtabelle, oeffnen, pruefsumme
from beratung.kern.personendaten.tuer import pruefe_ungelesenes
from beratung.kern.pruefen.plausibilitaet import pruefe_monat
from beratung.kern.zaehlen.auswerten import Fortschritt, Gelesen, auswerten
from beratung.kern.zaehlung import Art, Quelle
from beratung.kern.zuordnen.werte import Umfeld
from beratung.kern.zuordnen.zuordnung import Profil, blattart
from beratung.models import Zuordnungsprofil
from beratung.stammdaten.nachschlagen import profil_des_kerns, verzeichnis_laden
from dresden_senioren.kern.schwere import Schwere
from dresden_senioren.kern.zeitraum import Monat

from . import zusammenhang
from .ergebnis import Pruefung


def pruefen(  # noqa: PLR0913 – nur benannt aufrufbar
    *, datei: BinaryIO, dateiname: str, quelle: Quelle, monat: Monat, profil: Zuordnungsprofil,
    art: Art | None = None, heute: date | None = None, fortschritt: Fortschritt | None = None,
) -> Pruefung:  # fmt: skip
    """Alle Befunde auf einmal; wirft nichts, was an der Datei liegt. `fortschritt` erfährt immer wieder, wie viele
    Zeilen gelesen sind."""
    pruefung = Pruefung(quelle, monat, dateiname, pruefsumme(datei, settings.DATEI_HOECHSTGROESSE), profil)
    befunde = Befundliste()
    grenzen = Grenzen(settings.DATEI_HOECHSTGROESSE, settings.DATEI_ZEILEN_HOECHSTENS)
    try:
        pruefe_monat(monat, heute or timezone.localdate(), befunde)
        tabellen = oeffnen(datei, befunde, grenzen)
        umfeld = Umfeld(quelle, monat, verzeichnis_laden(monat))
        lies = partial(auswerten, umfeld=umfeld, befunde=befunde, fortschritt=fortschritt)
        _deuten(pruefung, tabellen, art, lies, befunde)
        zusammenhang.pruefe(pruefung, umfeld.verzeichnis, befunde)
    except Einlesefehler as fehler:
        befunde.aufnehmen(fehler)
    pruefung.befunde = befunde.befunde
    if pruefung.hat_fehler:
        pruefung.teile = {}
    else:
        pruefung.unveraendert_zu = zusammenhang.dieselben_zahlen(pruefung)
    return pruefung


def _deuten(
    pruefung: Pruefung, tabellen: list[Rohtabelle], art: Art | None, lies: Callable[..., Gelesen], befunde: Befundliste
) -> None:
    profil = profil_des_kerns(pruefung.profil)
    for tabelle, blatt in _auswahl(tabellen, art, profil, befunde):
        gelesen = lies(tabelle, blatt, profil)
        if gelesen.art in pruefung.teile:
            raise Einlesefehler(REGELN["E17"], art=gelesen.art.bezeichnung)
        if gelesen.art is Art.SUMMEN and not gelesen.gelesen:
            continue
        pruefung.gelesen += gelesen.gelesen
        pruefung.fehlerhaft += gelesen.fehlerhaft
        pruefung.ist_beispiel |= gelesen.ist_beispiel
        pruefung.teile[gelesen.art] = gelesen.gezaehlt
    if not pruefung.teile and not befunde.hat(Schwere.FEHLER):
        raise Einlesefehler(REGELN["E01"])


def _auswahl(tabellen: list[Rohtabelle], art: Art | None, profil: Profil, befunde: Befundliste):
    """Welche Blätter gelesen werden, mit ihrer Art (None: aus den Überschriften)."""
    tabellen = [t for t in tabellen if any(map(any, t.zeilen)) or next(t.weitere, None) is not None]
    if not tabellen:
        raise Einlesefehler(REGELN["E01"])
    if len(tabellen) == 1:
        return [(tabellen[0], art or blattart(tabellen[0].blatt, profil))]
    benannt = [(t, a) for t in tabellen if (a := blattart(t.blatt, profil)) and art in (None, a)]
    if not benannt:
        namen = [art] if art else list(Art)
        raise Einlesefehler(REGELN["E14"], namen=" oder ".join(f"„{a.bezeichnung}“" for a in namen))
    for tabelle in tabellen:
        if tabelle not in [t for t, _ in benannt]:
            pruefe_ungelesenes(tabelle.zeilen)
            befunde.melden(REGELN["P27"], blattname=tabelle.blatt)
    return benannt
