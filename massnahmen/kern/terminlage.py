"""Terminlage: aus Phasen und Stichtag berechnet, nie gemeldet."""

from enum import StrEnum


class Phasenart(StrEnum):
    ZEITRAUM = "zeitraum"
    AB = "ab"
    ZEITPUNKT = "zeitpunkt"
    JAEHRLICH = "jaehrlich"
    FORTLAUFEND = "fortlaufend"

    @property
    def bezeichnung(self) -> str:
        return {"ab": "ab", "jaehrlich": "jährlich"}.get(self.value, self.value.capitalize())
