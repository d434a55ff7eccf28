"""Was eine Beratungsstelle zu einem Monat gesagt hat. Nichts gesagt ist nicht null."""

from enum import StrEnum


class Lieferstand(StrEnum):
    GELIEFERT = "geliefert"
    NULL = "null"
    FEHLT = "fehlt"
    IN_SUMME = "in_summe"
    NICHT_TAETIG = "nicht_taetig"

    @property
    def bezeichnung(self) -> str:
        return {
            "geliefert": "geliefert",
            "null": "null gemeldet",
            "fehlt": "fehlt",
            "in_summe": "nur in der Summe der Quelle",
            "nicht_taetig": "nicht tätig",
        }[self.value]
