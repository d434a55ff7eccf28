"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch."""

from .ansicht import GespeicherteAnsicht
from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias
from .terminlage import Terminuebersteuerung

__all__ = [
    "Beteiligung",
    "Fachplan",
    "GespeicherteAnsicht",
    "Handlungsfeld",
    "Massnahme",
    "Phase",
    "Sachstandsart",
    "Sachstandsmeldung",
    "Stelle",
    "Stellenalias",
    "Terminuebersteuerung",
    "Umsetzungsschritt",
    "Ziel",
]
