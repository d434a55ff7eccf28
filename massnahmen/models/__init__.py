"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch, Zusätze."""

from .ansicht import GespeicherteAnsicht
from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias
from .terminlage import Terminuebersteuerung
from .zusatz import Haushaltsbetrag, Kennzahlbezug, Notiz, Verweis

__all__ = [
    "Beteiligung",
    "Fachplan",
    "GespeicherteAnsicht",
    "Handlungsfeld",
    "Haushaltsbetrag",
    "Kennzahlbezug",
    "Massnahme",
    "Notiz",
    "Phase",
    "Sachstandsart",
    "Sachstandsmeldung",
    "Stelle",
    "Stellenalias",
    "Terminuebersteuerung",
    "Umsetzungsschritt",
    "Verweis",
    "Ziel",
]
