"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch, Sachstandsrunde."""

from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .runde import Abschlusszeile, Erinnerung, Rundenabschluss, Sachstandsrunde, Stellvertretung, Wiedereroeffnung
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias

__all__ = [
    "Abschlusszeile",
    "Beteiligung",
    "Erinnerung",
    "Fachplan",
    "Handlungsfeld",
    "Massnahme",
    "Phase",
    "Rundenabschluss",
    "Sachstandsart",
    "Sachstandsmeldung",
    "Sachstandsrunde",
    "Stelle",
    "Stellenalias",
    "Stellvertretung",
    "Umsetzungsschritt",
    "Wiedereroeffnung",
    "Ziel",
]
