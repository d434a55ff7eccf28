"""Einen Bericht erstellen: bauen, freigeben, setzen, protokollieren. Für Befehlszeile und Seite derselbe Weg."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from berichte.arten import BERICHTSARTEN, Berichtswunsch
from berichte.ausgabe import AUSGABEN
from berichte.kern.akten.bericht import Bericht
from berichte.kern.geheimhaltung import Fassung, freigeben
from dresden_senioren.datenbank.ein_stand import ein_stand
from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere

from .folienvorlagen import geltende_vorlage


@dataclass(frozen=True)
class Berichtsdatei:
    name: str
    medientyp: str
    inhalt: bytes


def erstelle_bericht(*, art: str, wunsch: Berichtswunsch, dateiformat: str) -> tuple[Bericht, Berichtsdatei]:
    """Der Bericht aus den Daten von jetzt und seine Datei. BerichtNichtMoeglich, FassungVerweigert oder
    SatzGescheitert, jeweils mit einem Satz für die Person."""
    with ein_stand():
        bericht = BERICHTSARTEN[art].bauen(wunsch)
    datei = setzen(bericht, wunsch.fassung, dateiformat, abruf(wunsch.von, timezone.now()))
    protokolliere(
        Ereignis.BERICHT_ERSTELLT,
        von=wunsch.von,
        gegenstand=datei.name,
        art=art,
        stichtag=wunsch.stichtag.isoformat(),
        fassung=wunsch.fassung.value,
        format=dateiformat,
        **({"runde": str(wunsch.abschluss)} if wunsch.abschluss else {}),
    )
    return bericht, datei


def setzen(bericht: Bericht, fassung: Fassung, dateiformat: str, abruf: str = "") -> Berichtsdatei:
    """Ein fertiger Bericht als Datei. FassungVerweigert oder SatzGescheitert."""
    ausgabe = AUSGABEN[dateiformat]
    freigabe = freigeben(bericht, fassung, abruf=abruf)
    inhalt = ausgabe.setzen(freigabe, vorlage=geltende_vorlage() if ausgabe.hat_vorlage else None)
    teile = (bericht.titel, str(bericht.stichtag), freigabe.kennzeichnung.kennzeichen)
    return Berichtsdatei(f"{'_'.join(map(_im_dateinamen, teile))}.{dateiformat}", ausgabe.medientyp, inhalt)


def abruf(von: Benutzer | None, am: datetime) -> str:
    """„Maria Müller am 12.11.2026, 10:12 Uhr“; steht in jeder Datei mit genauen Zahlen."""
    wer = von.anzeigename if von else "Befehlszeile"
    return f"{wer} am {timezone.localtime(am):%d.%m.%Y, %H:%M} Uhr"


def _im_dateinamen(text: str) -> str:
    return re.sub(r"[^\w-]+", "-", text.replace(" – ", "-")).strip("-")
