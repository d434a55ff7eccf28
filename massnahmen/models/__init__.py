"""Modelle der Maßnahmen, nach Räumen: Plan, Stellen, Sachstandsbuch, Sachstandsrunde, Zusätze."""

from .ansicht import GespeicherteAnsicht
from .formular import Formularversand, Formularzeile
from .plan import Fachplan, Handlungsfeld, Massnahme, Phase, Umsetzungsschritt, Ziel
from .planpruefung import Befundentscheidung
from .runde import Abschlusszeile, Erinnerung, Rundenabschluss, Sachstandsrunde, Stellvertretung, Wiedereroeffnung
from .sachstand import Sachstandsart, Sachstandsmeldung
from .stellen import Beteiligung, Stelle, Stellenalias
from .terminlage import Terminuebersteuerung
from .zusatz import Haushaltsbetrag, Kennzahlbezug, Notiz, Verweis

__all__ = [
    "Abschlusszeile",
    "Befundentscheidung",
    "Beteiligung",
    "Erinnerung",
    "Fachplan",
    "Formularversand",
    "Formularzeile",
    "GespeicherteAnsicht",
    "Handlungsfeld",
    "Haushaltsbetrag",
    "Kennzahlbezug",
    "Massnahme",
    "Notiz",
    "Phase",
    "Rundenabschluss",
    "Sachstandsart",
    "Sachstandsmeldung",
    "Sachstandsrunde",
    "Stelle",
    "Stellenalias",
    "Stellvertretung",
    "Terminuebersteuerung",
    "Umsetzungsschritt",
    "Verweis",
    "Wiedereroeffnung",
    "Ziel",
]
