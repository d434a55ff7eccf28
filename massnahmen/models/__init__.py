"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch."""

from .formular import Formularversand, Formularzeile
from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .planpruefung import Befundentscheidung
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias

__all__ = [
    "Befundentscheidung",
    "Beteiligung",
    "Fachplan",
    "Formularversand",
    "Formularzeile",
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
