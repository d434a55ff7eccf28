"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch."""

from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias

__all__ = [
    "Beteiligung",
    "Fachplan",
    "Handlungsfeld",
    "Massnahme",
    "Phase",
    "Sachstandsart",
    "Sachstandsmeldung",
    "Stelle",
    "Stellenalias",
    "Umsetzungsschritt",
    "Ziel",
]
