"""Wie schwer ein Befund wiegt, gleich ob am Plan, an einer Lieferung oder an der Installation."""

from enum import StrEnum


class Schwere(StrEnum):
    """Fehler verhindern die Übernahme, Warnungen brauchen eine Begründung, Hinweise nicht."""

    FEHLER = "fehler"
    WARNUNG = "warnung"
    HINWEIS = "hinweis"

    @property
    def bezeichnung(self) -> str:
        return self.value.capitalize()

    @property
    def rang(self) -> int:
        """0 wiegt am schwersten."""
        return list(Schwere).index(self)
