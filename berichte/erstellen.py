"""Einen Bericht erstellen: bauen, freigeben, setzen, protokollieren. Für Befehlszeile und Seite derselbe Weg."""

from dataclasses import dataclass
from datetime import date

from dresden_senioren.models import Benutzer, Ereignis
from dresden_senioren.protokoll import protokolliere
from massnahmen.models import Rundenabschluss

from .arten import BERICHTSARTEN, Berichtswunsch
from .ausgabe import AUSGABEN
from .kern.geheimhaltung import Fassung, freigeben


@dataclass(frozen=True)
class Berichtsdatei:
    name: str
    medientyp: str
    inhalt: bytes


def erstelle_bericht(  # noqa: PLR0913 – je Wahl ein Name
    *,
    art: str,
    stichtag: date,
    fassung: Fassung,
    dateiformat: str,
    von: Benutzer | None,
    abschluss: Rundenabschluss | None = None,
) -> Berichtsdatei:
    """FassungVerweigert, BerichtNichtMoeglich oder SatzGescheitert, jeweils mit einem Satz für die Person."""
    wunsch = Berichtswunsch(stichtag, fassung=fassung, von=von, abschluss=abschluss)
    bericht = BERICHTSARTEN[art].bauen(wunsch)
    ausgabe = AUSGABEN[dateiformat]
    freigabe = freigeben(bericht, fassung)
    inhalt = ausgabe.setzen(freigabe)
    kennzeichen = freigabe.kennzeichnung.kennzeichen.replace(" – ", "-").replace(" ", "-")
    datei = Berichtsdatei(f"{bericht.titel}_{stichtag}_{kennzeichen}.{dateiformat}", ausgabe.medientyp, inhalt)
    protokolliere(
        Ereignis.BERICHT_ERSTELLT,
        von=von,
        gegenstand=datei.name,
        art=art,
        stichtag=stichtag.isoformat(),
        fassung=fassung.value,
        format=dateiformat,
        **({"runde": str(abschluss)} if abschluss else {}),
    )
    return datei
