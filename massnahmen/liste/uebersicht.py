"""Die eigenen Maßnahmen für die Startseite."""

from dataclasses import dataclass
from datetime import date

from dresden_senioren.models import Benutzer
from massnahmen.kern.terminlage import Terminlage
from massnahmen.models import Massnahme, Sachstandsart

LAENGSTE = 5


@dataclass(frozen=True)
class EigeneMassnahmen:
    """Die Maßnahmen der eigenen Stellen: wie viele, wie viele überfällig, welche am längsten ohne Bestätigung."""

    anzahl: int
    ueberfaellig: int
    beginn_ueberschritten: int
    laengste_ohne_bestaetigung: list[Massnahme]  # je mit .meldung und .zuletzt_bestaetigt


def eigene_massnahmen(benutzer: Benutzer, *, stichtag: date) -> EigeneMassnahmen:
    massnahmen = list(
        Massnahme.objects.geltend(stichtag)
        .meldbar_fuer(benutzer)
        .in_tabellenfolge()
        .mit_uhren(stichtag)
        .mit_termin(stichtag)
    )
    bilder = [massnahme.terminbild(stichtag) for massnahme in massnahmen]
    return EigeneMassnahmen(
        anzahl=len(massnahmen),
        ueberfaellig=sum(bild.lage == Terminlage.UEBERFAELLIG for bild in bilder),
        beginn_ueberschritten=sum(bild.ist_beginn_ueberschritten for bild in bilder),
        laengste_ohne_bestaetigung=sorted(filter(_ist_offen, massnahmen), key=_bestaetigt_am)[:LAENGSTE],
    )


def _ist_offen(massnahme: Massnahme) -> bool:
    """Was beendet ist, braucht keine Bestätigung mehr."""
    return massnahme.meldung is None or massnahme.meldung.sachstandsart.bedeutung != Sachstandsart.Bedeutung.BEENDET


def _bestaetigt_am(massnahme: Massnahme) -> date:
    return massnahme.zuletzt_bestaetigt or date.min
