"""Zahlen je Monat, das Jahr des Zeitraums gegen das Vorjahr."""

from beratung.kern.zaehlung import Zaehleinheit
from berichte.kern.abbildungen.abbildung import Abbildung
from berichte.kern.zahlen.kennzahlen import JE_ZAEHLEINHEIT
from berichte.zahlen.lage import Lage
from berichte.zahlen.monatsentwicklung import entwicklung
from dresden_senioren.kern.zeitraum import Monat, Zeitraum

from .ereignisse import einzeichnen


def jahresvergleich(lage: Lage) -> Abbildung:
    return _je_monat(lage, "jahresvergleich", Zaehleinheit.NEUZUGANG)


def beratungen(lage: Lage) -> Abbildung:
    return _je_monat(lage, "beratungen", Zaehleinheit.BERATUNG)


def informationen(lage: Lage) -> Abbildung:
    return _je_monat(lage, "informationen", Zaehleinheit.INFORMATION)


def kriseninterventionen(lage: Lage) -> Abbildung:
    return _je_monat(lage, "kriseninterventionen", Zaehleinheit.KRISENINTERVENTION)


def _je_monat(lage: Lage, schluessel: str, zaehleinheit: Zaehleinheit) -> Abbildung:
    jahr, kennzahl = lage.auswahl.zeitraum.bis.jahr, JE_ZAEHLEINHEIT[zaehleinheit]
    ganzes_jahr = Zeitraum(Monat(jahr, 1), Monat(jahr, 12))
    eine = entwicklung(lage.datensatz, lage.auswahl.gesamtzahl(zaehleinheit), lage.quellen, ganzes_jahr)
    ueberschrift = f"{kennzahl.einheit} je Monat"
    befund = eine.vergleich.satz
    abbildung = Abbildung(schluessel, ueberschrift, befund, kennzahl.schluessel, eine.tabelle, eine.diagramm)
    return einzeichnen(abbildung, lage.marken, lambda m: m.nummer - 1 if m.jahr in (jahr - 1, jahr) else None)
