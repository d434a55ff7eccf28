"""Neuzugänge je Monat, das Jahr des Zeitraums gegen das Vorjahr."""

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.abbildung import Abbildung
from berichte.lage import Lage
from berichte.monatsentwicklung import KENNZAHL, entwicklung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum


def jahresvergleich(lage: Lage) -> Abbildung:
    jahr = lage.auswahl.zeitraum.bis.jahr
    ganzes_jahr = Zeitraum(Monat(jahr, 1), Monat(jahr, 12))
    zelle = lage.auswahl.gesamtzahl(Zaehleinheit.NEUZUGANG)
    eine = entwicklung(lage.datensatz, zelle, lage.quellen, ganzes_jahr)
    return Abbildung(
        "jahresvergleich", "Neuzugänge je Monat", eine.vergleich.satz, KENNZAHL.schluessel, eine.tabelle, eine.diagramm
    )
